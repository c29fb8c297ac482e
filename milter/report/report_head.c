#include "report/report.h"

char *
report_head(struct arena *a, const struct verdict *v, const char *id)
{
	return arena_printf(a, "%s; points=%d; id=%s", action_name(v->action), v->points, id);
}

char *
report_head_hold(struct arena *a, const struct verdict *v, const char *id)
{
	return report_head(a, v, id);
}

char *
report_head_rules(struct arena *a, const struct verdict *v)
{
	g_autoptr(GString) s = g_string_new(NULL);

	for (guint i = 0; i < v->findings->len; i++)
		g_string_append_printf(s, "%s%s", i ? ",\n\t" : "",
				       g_array_index(v->findings, struct finding, i).rule->id);
	return arena_strndup(a, s->str, s->len);
}
