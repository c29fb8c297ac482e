#include "report/report.h"

GPtrArray *
report_smtp(struct arena *a, const struct verdict *v, const char *id,
	    const struct report_words *words, bool one_line)
{
	GPtrArray *lines = g_ptr_array_new();

	(void)words;
	(void)one_line;
	arena_defer(a, (GDestroyNotify)g_ptr_array_unref, lines);
	for (guint i = 0; i < MIN(v->findings->len, 3); i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		g_ptr_array_add(lines, arena_printf(a, "%s [%s]", f->rule->title, f->rule->id));
	}
	g_ptr_array_add(lines, arena_printf(a, "id %s", id));
	return lines;
}
