#include "report/report.h"

void
report_text(GString *out, const struct verdict *v, const struct report_options *o)
{
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		if (f->level >= o->min_level)
			g_string_append_printf(out, "%s[%s]: %s\n", level_name(f->level),
					       f->rule->id, f->rule->title);
	}
}
