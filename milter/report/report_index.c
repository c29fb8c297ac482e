/* The list of reports that stand in one folder. */
#include "report/report_html.h"

static const char *
say(const struct report_options *o, const char *phrase)
{
	return report_say(o->words, phrase);
}

void
report_index(GString *out, const struct report_index_row *rows, guint n, const struct report_options *o)
{
	static const char *const columns[] = { "mail", "quality", "errors", "warnings", "notes" };

	report_html_head(out, o, say(o, "Mails in this report"));
	page_add(out, "<header class=\"page\"><h1>%s</h1></header>\n<main id=\"main\" tabindex=\"-1\">\n"
		 "<nav aria-label=\"%s\"><div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">"
		 "<table class=\"list\"><thead><tr>", say(o, "sendlint report"),
		 say(o, "Mails in this report"), say(o, "Mails in this report"));
	for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
		page_add(out, "<th scope=\"col\">%s</th>", say(o, columns[i]));
	page_add(out, "</tr></thead><tbody>\n");
	for (guint i = 0; i < n; i++) {
		page_add(out, "<tr><th scope=\"row\">");
		page_link(out, rows[i].file, rows[i].name);
		page_add(out, "</th><td>%d&#160;%%</td><td>%u</td><td>%u</td><td>%u</td></tr>\n",
			 rows[i].quality, rows[i].counts.errors, rows[i].counts.warnings,
			 rows[i].counts.notes);
	}
	page_add(out, "</tbody></table></div></nav>\n");
	page_add(out, "</main>\n<footer><p>sendlint %s</p></footer>\n</body>\n</html>\n", SENDLINT_VERSION);
}
