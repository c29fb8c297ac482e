#include "report/report.h"

enum {
	FOLD_COLUMNS = 76,	/* of a header line */
	HOLD_RULES = 5,		/* a hold is explained in one short line */
};

/* The ids found, each once, heaviest first. */
static GPtrArray *
rules_found(struct arena *a, const struct verdict *v)
{
	GPtrArray *ids = g_ptr_array_new();
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	arena_defer(a, (GDestroyNotify)g_ptr_array_unref, ids);
	for (guint i = 0; i < v->findings->len; i++) {
		const struct rule *r = g_array_index(v->findings, struct finding, i).rule;

		if (g_hash_table_add(seen, (gpointer)r))
			g_ptr_array_add(ids, (gpointer)r->id);
	}
	return ids;
}

char *
report_head(struct arena *a, const struct verdict *v, const char *id)
{
	return arena_printf(a, "%s; points=%d; id=%s", action_name(v->action), v->points, id);
}

char *
report_head_hold(struct arena *a, const struct verdict *v, const char *id)
{
	g_autoptr(GString) s = g_string_new(NULL);
	GPtrArray *ids = rules_found(a, v);

	g_string_append_printf(s, "points=%d; id=%s; rules=", v->points, id);
	for (guint i = 0; i < MIN(ids->len, HOLD_RULES); i++)
		g_string_append_printf(s, "%s%s", i ? "," : "",
				       (const char *)g_ptr_array_index(ids, i));
	return arena_strndup(a, s->str, s->len);
}

char *
report_head_rules(struct arena *a, const struct verdict *v)
{
	g_autoptr(GString) s = g_string_new(NULL);
	gsize column = strlen("X-Sendlint-Rules: ");
	GPtrArray *ids = rules_found(a, v);

	for (guint i = 0; i < ids->len; i++) {
		const char *id = g_ptr_array_index(ids, i);

		column += strlen(id) + 2;
		if (i && column > FOLD_COLUMNS) {
			g_string_append(s, ",\n\t");
			column = 8 + strlen(id);
		} else if (i) {
			g_string_append(s, ", ");
		}
		g_string_append(s, id);
	}
	return arena_strndup(a, s->str, s->len);
}
