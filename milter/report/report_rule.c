/* A page for each rule, and one that lists them: for a web server of the house. */
#include "report/report_html.h"
#include "report/rule_example.h"

static const char *
say(const struct report_options *o, const char *phrase)
{
	return report_say(o->words, phrase);
}

static void
add_section(GString *out, const char *head, const char *prose)
{
	if (prose && *prose)
		page_add(out, "<section><h3>%s</h3><p>%s</p></section>\n", head, prose);
}

/* Takes the line. */
static void
add_example(GString *out, const char *head, char *line)
{
	if (line)
		page_add(out, "<section><h3>%s</h3><blockquote dir=\"auto\">%s</blockquote></section>\n", head, line);
	g_free(line);
}

static void
add_setting(GString *out, const struct report_options *o, const char *name, const char *value,
	    const char *help, const char *range)
{
	page_add(out, "<tr><th scope=\"row\"><code>%s</code></th><td>%s</td><td>%s</td><td>%s</td></tr>\n",
		 name, value, range, say(o, help));
}

static void
add_settings(GString *out, const struct policy *p, guint index, const struct report_options *o)
{
	const struct rule *r = p->all[index];
	const struct policy_rule *now = &p->rules[index];
	g_autofree char *points = g_strdup_printf("%d", now->points);

	page_add(out, "<section><h3>%s</h3><div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">"
		 "<table class=\"parts\"><tbody>\n", say(o, "Settings"), say(o, "Settings"));
	add_setting(out, o, "level", level_name(policy_level(p, index, now->points)), "", "");
	add_setting(out, o, "points", points, "", "");
	for (gsize k = 0; k < RULE_PARAMS && r->params[k].name; k++) {
		g_autofree char *value = g_strdup_printf("%d", now->params[k]);
		g_autofree char *range = g_strdup_printf("%d–%d", r->params[k].min, r->params[k].max);

		add_setting(out, o, r->params[k].name, value, r->params[k].help, range);
	}
	page_add(out, "</tbody></table></div></section>\n");
}

static void
begin_page(GString *out, const struct report_options *o, const char *title)
{
	report_html_head(out, o, title);
	page_add(out, "<a class=\"skip\" href=\"#main\">%s</a>\n<header class=\"page\"><h1>",
		 say(o, "Skip to the rule"));
	page_link(out, "index.html", say(o, "Rules of sendlint"));
	page_add(out, "</h1></header>\n<main id=\"main\" tabindex=\"-1\">\n");
}

static void
end_page(GString *out)
{
	page_add(out, "</main>\n<footer><p>sendlint %s</p></footer>\n</body>\n</html>\n", SENDLINT_VERSION);
}

char *
report_rule_file(const struct rule *r)
{
	return g_strconcat(r->id, ".html", NULL);
}

char *
report_rule_url(struct arena *a, const struct rule *r, const struct report_options *o)
{
	return o->rules_url ? arena_printf(a, "%s%s.html", o->rules_url, r->id) : NULL;
}

void
report_rule_page(GString *out, const struct policy *p, guint index, const struct report_options *o)
{
	const struct rule *r = p->all[index];
	const struct report_words *w = o->words;
	const char *title = report_say_rule(w, r, "title", r->title);
	g_autofree char *classes = report_classes(r->classes, w);
	g_autofree char *evidence = g_strdup_printf("%c: %s%s%s%s", r->evidence,
		say(o, report_evidence(r->evidence)), r->source ? " (" : "", r->source ? r->source : "",
		r->source ? ")" : "");

	begin_page(out, o, r->id);
	page_add(out, "<article aria-labelledby=\"title\"><header><p class=\"file\">%s</p>"
		 "<h2 id=\"title\" class=\"title\">%s</h2></header>\n", r->id, title);
	add_example(out, say(o, "Bad"), rule_example_bad(r));
	add_example(out, say(o, "Good"), rule_example_good(r));
	add_section(out, say(o, "Why"), report_say_rule(w, r, "why", r->why));
	add_section(out, say(o, "How to mend it"), report_say_rule(w, r, "fix", r->fix));
	add_section(out, say(o, "When to leave it"), r->ignore ? report_say_rule(w, r, "ignore", r->ignore)
							       : NULL);
	add_settings(out, p, index, o);
	add_section(out, say(o, "Evidence"), evidence);
	add_section(out, say(o, "Mail it holds for"), classes);
	page_add(out, "</article>\n");
	end_page(out);
}

static void
add_row(GString *out, const struct policy *p, guint i, const struct report_options *o)
{
	const struct rule *r = p->all[i];
	const char evidence[] = { (char)r->evidence, '\0' };
	g_autofree char *file = report_rule_file(r);

	page_add(out, "<tr><th scope=\"row\">");
	page_link(out, file, r->id);
	page_add(out, "<span class=\"subject\">%s</span></th><td>%s</td><td>%d</td><td>%s</td></tr>\n",
		 report_say_rule(o->words, r, "title", r->title),
		 level_name(policy_level(p, i, p->rules[i].points)), p->rules[i].points, evidence);
}

static bool
is_area(const struct rule *r, const char *area, gsize len)
{
	return strcspn(r->id, "-") == len && memcmp(r->id, area, len) == 0;
}

static void
add_area(GString *out, const struct policy *p, const char *area, gsize len, const struct report_options *o)
{
	static const char *const columns[] = { "rule", "level", "points", "Evidence" };
	g_autofree char *id = g_strndup(area, len);

	page_add(out, "<section><h3>%s</h3><div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">"
		 "<table class=\"list\"><thead><tr>", say(o, report_html_area(id)), say(o, report_html_area(id)));
	for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
		page_add(out, "<th scope=\"col\">%s</th>", say(o, columns[i]));
	page_add(out, "</tr></thead><tbody>\n");
	for (guint i = 0; p->all[i]; i++)
		if (is_area(p->all[i], area, len))
			add_row(out, p, i, o);
	page_add(out, "</tbody></table></div></section>\n");
}

void
report_rule_index(GString *out, const struct policy *p, const struct report_options *o)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	begin_page(out, o, say(o, "Rules of sendlint"));
	page_add(out, "<article aria-labelledby=\"title\"><header><h2 id=\"title\">%s</h2></header>\n",
		 say(o, "What sendlint looks for"));
	for (guint i = 0; p->all[i]; i++) {
		gsize len = strcspn(p->all[i]->id, "-");

		if (g_hash_table_add(seen, g_strndup(p->all[i]->id, len)))
			add_area(out, p, p->all[i]->id, len, o);
	}
	page_add(out, "</article>\n");
	end_page(out);
}
