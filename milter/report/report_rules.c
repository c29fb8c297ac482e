#include "report/report.h"

enum { MDOC_COLUMNS = 78 };

static const char *
level_of(const struct policy *p, guint i)
{
	return level_name(policy_level(p, i, p->rules[i].points));
}

static void
append_classes(GString *out, unsigned classes)
{
	const char *comma = "";

	if (classes == CLASS_ALL) {
		g_string_append(out, "all");
		return;
	}
	for (unsigned c = 1; c <= CLASS_ALL; c <<= 1)
		if (classes & c) {
			g_string_append_printf(out, "%s%s", comma, class_name(c));
			comma = ", ";
		}
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
	append_member(out, "title", r->title);
	append_member(out, "why", r->why);
	append_member(out, "fix", r->fix);
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
	g_string_append_printf(out, "%-32s %-5s %3d  %c  %s\n", p->all[i]->id, level_of(p, i),
			       p->rules[i].points, p->all[i]->evidence, p->all[i]->title);
}

static void
rule_md(GString *out, const struct policy *p, guint i)
{
	const struct rule *r = p->all[i];

	g_string_append_printf(out, "## %s\n\n%c%s. %d points, evidence %c (%s)%s%s.\n\n%s\n\n"
			       "*What to do:* %s\n\n", r->id, g_ascii_toupper(*r->title),
			       r->title + 1, p->rules[i].points, r->evidence,
			       report_evidence(r->evidence), r->source ? ": " : "",
			       r->source ? r->source : "", r->why, r->fix);
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

static const struct {
	void (*rule)(GString *out, const struct policy *p, guint i);
	const char *head, *foot;
} formats[] = {
	[REPORT_TEXT] = { rule_text, "", "" },
	[REPORT_JSON] = { rule_json, "", "" },
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

/* The line of an example that shows it: the words pointed to, or its subject. */
static void
append_example(GString *out, const char *kind, const struct example *e)
{
	const char *from = e->at && *e->at ? strstr(e->mail, e->at) : NULL;
	const char *begin, *end;

	if (!from)
		from = strstr(e->mail, "\n\n") ? strstr(e->mail, "\n\n") + 2 : e->mail;
	for (begin = from; begin > e->mail && begin[-1] != '\n'; begin--)
		;
	end = strchr(from, '\n');
	g_string_append_printf(out, "  %s  %.*s\n", kind,
			       (int)MIN((end ? end : begin + strlen(begin)) - begin, 200), begin);
}

void
report_explain(GString *out, const struct policy *p, guint index)
{
	const struct rule *r = p->all[index];
	const struct example *hit = NULL, *pass = NULL;

	for (const struct example *e = r->examples; e->kind; e++) {
		if (e->kind == EXAMPLE_HIT && !hit)
			hit = e;
		if (e->kind == EXAMPLE_PASS && !pass)
			pass = e;
	}
	g_string_append_printf(out, "%s: %s\n\n%s\n\nWhat to do: %s\n%s", r->id, r->title,
			       r->why, r->fix, hit || pass ? "\nExamples:\n" : "");
	if (hit)
		append_example(out, "bad ", hit);
	if (pass)
		append_example(out, "good", pass);
	g_string_append_printf(out, "\nLevel:    %s in policy %s\nPoints:   %d",
			       level_of(p, index), p->name, p->rules[index].points);
	if (p->rules[index].points != r->points)
		g_string_append_printf(out, " (default %d)", r->points);
	g_string_append(out, "\nMail:     ");
	append_classes(out, r->classes);
	g_string_append_printf(out, "\nEvidence: %c, %s\n", r->evidence, report_evidence(r->evidence));
	if (r->source)
		g_string_append_printf(out, "Source:   %s\n", r->source);
	for (gsize k = 0; k < RULE_PARAMS && r->params[k].name; k++)
		g_string_append_printf(out, "%s%s = %d: %s (default %d, %d to %d)\n",
				       k ? "          " : "Settings: ", r->params[k].name,
				       p->rules[index].params[k], r->params[k].help,
				       r->params[k].value, r->params[k].min, r->params[k].max);
}
