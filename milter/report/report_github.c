#include "report/report.h"

/* What would end a command or one of its properties. */
static void
append_escaped(GString *out, const char *s, const char *also)
{
	for (; *s; s++)
		if (*s == '%' || *s == '\r' || *s == '\n' || strchr(also, *s))
			g_string_append_printf(out, "%%%02X", (guint)(guchar)*s);
		else
			g_string_append_c(out, *s);
}

static void
append_data(GString *out, const char *s)
{
	append_escaped(out, s, "");
}

static void
append_property(GString *out, const char *name, const char *value)
{
	g_string_append(out, name);
	append_escaped(out, value, ":,");
}

static void
add_finding(GString *out, const struct verdict *v, const struct report_options *o,
	    const struct finding *f)
{
	static const char *const commands[] = { "", "notice", "warning", "error" };
	struct place p = text_place(f->at.text, f->at.where);
	struct report_raw raw = report_raw(v->facts->message, p.raw_offset, p.raw_length);

	g_string_append_printf(out, "::%s ", commands[f->level]);
	append_property(out, "file=", o->path ? o->path : o->name);
	g_string_append_printf(out, ",line=%u,endLine=%u", raw.line, raw.end_line);
	if (p.raw_length && raw.end_line == raw.line)	/* columns hold within one line */
		g_string_append_printf(out, ",col=%u,endColumn=%u", raw.column, raw.end_column);
	append_property(out, ",title=", f->rule->id);
	g_string_append(out, "::");
	append_data(out, report_message(v->facts->arena, f, o->words));
	g_string_append(out, "%0A");
	append_data(out, report_say_rule(o->words, f->rule, "fix", f->rule->fix));
	if (o->rules_url) {
		g_string_append(out, "%0A");
		append_data(out, report_rule_url(v->facts->arena, f->rule, o));
	}
	g_string_append_c(out, '\n');
}

void
report_github(GString *out, const struct verdict *v, const struct report_options *o)
{
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		if (f->level >= o->min_level && f->baseline != FINDING_KNOWN)
			add_finding(out, v, o, f);
	}
	for (guint i = 0; i < v->not_checked->len && o->min_level <= LEVEL_NOTE; i++) {
		g_string_append(out, "::notice ");
		append_property(out, "file=", o->path ? o->path : o->name);
		append_property(out, ",title=", report_say(o->words, "not checked"));
		g_string_append(out, "::");
		append_data(out, report_not_checked(v, i, o->words));
		g_string_append_c(out, '\n');
	}
}
