#include "report/report.h"
#include "report/rule_example.h"

enum { EXPLAIN_COLUMNS = 76, EXPLAIN_INDENT = 2 };

static const char *
say(const struct report_words *w, const char *phrase)
{
	return report_say(w, phrase);
}

/* Prose between margins. */
static void
append_wrapped(GString *out, const char *s)
{
	g_auto(GStrv) words = g_strsplit(s, " ", -1);
	glong column = 0;

	for (char **w = words; *w; w++) {
		glong width = g_utf8_strlen(*w, -1);

		if (column && column + 1 + width > EXPLAIN_COLUMNS) {
			g_string_append_c(out, '\n');
			column = 0;
		}
		g_string_append_printf(out, "%*s%s", column ? 1 : EXPLAIN_INDENT, "", *w);
		column += width + 1;
	}
	g_string_append_c(out, '\n');
}

static void
append_section(GString *out, const char *head, const char *prose)
{
	if (!prose || !*prose)
		return;
	g_string_append_printf(out, "\n%s\n", head);
	append_wrapped(out, prose);
}

static void
append_examples(GString *out, const struct rule *r, const struct report_words *w)
{
	static const struct { enum { BAD, GOOD } which; const char *name; } kinds[] = {
		{ BAD, "Bad" }, { GOOD, "Good" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *line = kinds[i].which == BAD ? rule_example_bad(r)
							      : rule_example_good(r);

		if (line)
			g_string_append_printf(out, "\n%s\n  %s\n", say(w, kinds[i].name), line);
	}
}

static void
append_settings(GString *out, const struct policy *p, guint index, const struct report_words *w)
{
	const struct rule *r = p->all[index];
	const struct policy_rule *now = &p->rules[index];

	g_string_append_printf(out, "\n%s (%s)\n", say(w, "Settings"), p->name);
	g_string_append_printf(out, "  level = \"%s\"\n",
			       level_name(policy_level(p, index, now->points)));
	g_string_append_printf(out, "  points = %d", now->points);
	if (now->points != r->points)
		g_string_append_printf(out, "  (%s %d)", say(w, "default"), r->points);
	g_string_append_c(out, '\n');
	for (gsize k = 0; k < RULE_PARAMS && r->params[k].name; k++) {
		g_string_append_printf(out, "  %s = %d", r->params[k].name, now->params[k]);
		if (now->params[k] != r->params[k].value)
			g_string_append_printf(out, "  (%s %d)", say(w, "default"),
					       r->params[k].value);
		g_string_append_printf(out, "  # %s\n", say(w, r->params[k].help));
	}
}

void
report_explain(GString *out, const struct policy *p, guint index, const struct report_words *w)
{
	const struct rule *r = p->all[index];
	g_autofree char *evidence = NULL, *classes = report_classes(r->classes, w);

	g_string_append_printf(out, "%s: %s\n", r->id, report_say_rule(w, r, "title", r->title));
	append_examples(out, r, w);
	append_section(out, say(w, "Why"), report_say_rule(w, r, "why", r->why));
	append_section(out, say(w, "How to mend it"), report_say_rule(w, r, "fix", r->fix));
	append_section(out, say(w, "When to leave it"), r->ignore
		       ? report_say_rule(w, r, "ignore", r->ignore) : NULL);
	if (r->needs & FACTS_AUTH)
		append_section(out, say(w, "Needs"), say(w, "the network: sendlint check --online"));
	append_settings(out, p, index, w);
	evidence = g_strdup_printf("%c: %s%s%s%s", r->evidence, say(w, report_evidence(r->evidence)),
				   r->source ? " (" : "", r->source ? r->source : "",
				   r->source ? ")" : "");
	append_section(out, say(w, "Evidence"), evidence);
	append_section(out, say(w, "Mail it holds for"), classes);
}
