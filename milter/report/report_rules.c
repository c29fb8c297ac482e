#include "report/report.h"
#include "report/rule_example.h"

enum { MDOC_COLUMNS = 78 };

static const char *
level_of(const struct policy *p, guint i)
{
	return level_name(policy_level(p, i, p->rules[i].points));
}

/* Our own words: UTF-8, but they may hold line ends. */
static void
append_quoted(GString *out, const char *s)
{
	g_string_append_c(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			g_string_append_c(out, '\\');
		if ((guchar)*s < ' ')
			g_string_append_printf(out, "\\u%04x", (guint)*s);
		else
			g_string_append_c(out, *s);
	}
	g_string_append_c(out, '"');
}

static void
append_member(GString *out, const char *name, const char *value)
{
	g_string_append_printf(out, ",\"%s\":", name);
	append_quoted(out, value);
}

/* Takes the line. */
static void
append_example(GString *out, const char *name, char *line)
{
	if (line)
		append_member(out, name, line);
	g_free(line);
}

static void
rule_json(GString *out, const struct policy *p, guint i)
{
	const struct rule *r = p->all[i];

	g_string_append(out, "{\"id\":");
	append_quoted(out, r->id);
	append_member(out, "level", level_of(p, i));
	g_string_append_printf(out, ",\"points\":%d,\"evidence\":\"%c\",\"classes\":[",
			       p->rules[i].points, r->evidence);
	for (unsigned c = 1, n = 0; c <= CLASS_ALL; c <<= 1)
		if (r->classes & c) {
			g_string_append(out, n++ ? "," : "");
			append_quoted(out, class_name(c));
		}
	g_string_append_c(out, ']');
	g_string_append_printf(out, ",\"online\":%s", r->needs & FACTS_AUTH ? "true" : "false");
	append_member(out, "title", r->title);
	append_member(out, "why", r->why);
	append_member(out, "fix", r->fix);
	if (r->ignore)
		append_member(out, "ignore", r->ignore);
	append_example(out, "bad", rule_example_bad(r));
	append_example(out, "good", rule_example_good(r));
	if (r->source)
		append_member(out, "source", r->source);
	g_string_append(out, ",\"parameters\":{");
	for (gsize k = 0; k < RULE_PARAMS && r->params[k].name; k++) {
		g_string_append(out, k ? "," : "");
		append_quoted(out, r->params[k].name);
		g_string_append_printf(out, ":{\"value\":%d,\"default\":%d,\"min\":%d,\"max\":%d",
				       p->rules[i].params[k], r->params[k].value,
				       r->params[k].min, r->params[k].max);
		append_member(out, "help", r->params[k].help);
		g_string_append_c(out, '}');
	}
	g_string_append(out, "}}\n");
}

static void
rule_text(GString *out, const struct policy *p, guint i)
{
	g_string_append_printf(out, "%-32s %-5s %3d  %c  %s%s\n", p->all[i]->id, level_of(p, i),
			       p->rules[i].points, p->all[i]->evidence, p->all[i]->title,
			       p->all[i]->needs & FACTS_AUTH ? " (needs --online)" : "");
}

static void
rule_md(GString *out, const struct policy *p, guint i)
{
	const struct rule *r = p->all[i];

	g_string_append_printf(out, "## %s\n\n%c%s. %d points, evidence %c (%s)%s%s.%s\n\n%s\n\n"
			       "*What to do:* %s\n\n", r->id, g_ascii_toupper(*r->title),
			       r->title + 1, p->rules[i].points, r->evidence,
			       report_evidence(r->evidence), r->source ? ": " : "",
			       r->source ? r->source : "",
			       r->needs & FACTS_AUTH ? " Only with `check --online`." : "", r->why, r->fix);
}

/* Words of prose as mdoc wants them: each sentence on lines of its own, none too long, no dot
   or quote in front, backslashes spelled out. */
static void
append_mdoc(GString *out, const char *s)
{
	g_auto(GStrv) words = g_strsplit(s, " ", -1);
	gsize column = 0;

	for (char **w = words; *w; w++) {
		if (column && column + strlen(*w) > MDOC_COLUMNS) {
			g_string_append_c(out, '\n');
			column = 0;
		}
		g_string_append(out, column ? " " : **w == '.' || **w == '\'' ? "\\&" : "");
		for (const char *p = *w; *p; p++)
			g_string_append(out, *p == '\\' ? "\\e" : (const char[]){ *p, '\0' });
		column += strlen(*w) + 1;
		if (g_str_has_suffix(*w, ".") && w[1])
			column = MDOC_COLUMNS;
	}
	g_string_append_c(out, '\n');
}

static void
rule_mdoc(GString *out, const struct policy *p, guint i)
{
	const struct rule *r = p->all[i];
	g_autofree char *title = g_strdup_printf("%c%s.", g_ascii_toupper(*r->title), r->title + 1);

	g_string_append_printf(out, ".It Cm %s\n", r->id);
	append_mdoc(out, title);
	append_mdoc(out, r->why);
	append_mdoc(out, r->fix);
	g_string_append_printf(out, "Points: %d.\nEvidence: %s.\n", p->rules[i].points,
			       report_evidence(r->evidence));
	if (r->needs & FACTS_AUTH)
		g_string_append(out, "Only with\n.Cm check Fl -online .\n");
	if (r->params[0].name) {
		g_string_append(out, "Settings:\n.Bl -tag -width Ds -compact\n");
		for (gsize k = 0; k < RULE_PARAMS && r->params[k].name; k++) {
			g_string_append_printf(out, ".It Cm %s\n", r->params[k].name);
			append_mdoc(out, r->params[k].help);
			g_string_append_printf(out, "(default %d).\n", r->params[k].value);
		}
		g_string_append(out, ".El\n");
	}
}

/* As it would be written in a configuration: the policy in force, to start from. */
static void
rule_conf(GString *out, const struct policy *p, guint i)
{
	const struct rule *r = p->all[i];
	const struct policy_rule *now = &p->rules[i];

	g_string_append_printf(out, "\t# %s\n\t%s = { level = \"%s\"; points = %d;", r->title, r->id,
			       now->level_set || now->level == LEVEL_OFF ? level_name(now->level)
									 : "points", now->points);
	for (gsize k = 0; k < RULE_PARAMS && r->params[k].name; k++)
		g_string_append_printf(out, " %s = %d;", r->params[k].name, now->params[k]);
	g_string_append(out, " };\n");
}

static const struct {
	void (*rule)(GString *out, const struct policy *p, guint i);
	const char *head, *foot;
} formats[] = {
	[REPORT_TEXT] = { rule_text, "", "" },
	[REPORT_JSON] = { rule_json, "", "" },
	[REPORT_CONF] = { rule_conf, "defaults = { rules = {\n", "}; };\n" },
	[REPORT_MD]   = { rule_md, "# What sendlint looks for\n\n", "" },
	[REPORT_MDOC] = { rule_mdoc,
		".Dd November 21, 2026\n.Dt SENDLINT-RULES 7\n.Os\n.Sh NAME\n"
		".Nm sendlint-rules\n.Nd what sendlint looks for in outgoing mail\n"
		".Sh DESCRIPTION\nEach rule is named AREA-NAME.\n"
		"Its level, points and settings can be changed in\n.Xr sendlint.conf 5 .\n"
		".Bl -tag -width Ds\n",
		".El\n.Sh SEE ALSO\n.Xr sendlint 1 ,\n.Xr sendlint.conf 5\n" },
};

void
report_rules(GString *out, const struct policy *p, enum report_format format)
{
	g_string_append(out, formats[format].head);
	for (guint i = 0; p->all[i]; i++)
		formats[format].rule(out, p, i);
	g_string_append(out, formats[format].foot);
}
