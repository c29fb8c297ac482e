/* One page, whole in itself: no script, nothing from elsewhere, and a policy that says so. */
#include "report/document.h"
#include "report/report_html.h"

enum { TITLE = 120 };

static void
add_page_place(struct page *p, guint number, guint nth, const struct finding *f,
	       const struct finding_place *at)
{
	struct page_place place = { number, nth, f, at->text, at->where };

	g_array_append_val(p->places, place);
}

/* The findings that are shown are numbered from 1, as they come. */
static void
list_places(struct page *p)
{
	guint number = 0;

	for (guint i = 0; i < p->v->findings->len; i++) {
		const struct finding *f = &g_array_index(p->v->findings, struct finding, i);

		if (f->level < p->o->min_level)
			continue;
		add_page_place(p, ++number, 0, f, &f->at);
		for (guint k = 0; f->also && k < f->also->len; k++)
			add_page_place(p, number, k + 1, f,
				       &g_array_index(f->also, struct finding_place, k));
	}
}

static const char *
worst_of(const struct verdict *v)
{
	enum level worst = findings_worst(v->findings);

	return worst ? level_name(worst) : "none";
}

static void
count_all(struct report_document *d, const struct verdict *v, guint n[])
{
	for (guint i = 0; i < v->findings->len; i++)
		n[g_array_index(v->findings, struct finding, i).level]++;
	d->counts.files++;
	d->counts.errors += n[LEVEL_ERROR];
	d->counts.warnings += n[LEVEL_WARN];
	d->counts.notes += n[LEVEL_NOTE];
}

/* A row of the list of messages. */
static void
add_to_list(struct report_document *d, const struct page *p)
{
	const struct text *subject = p->v->facts->subject_text;
	guint n[LEVEL_ERROR + 1] = { 0 };

	count_all(d, p->v, n);
	page_add(d->list, "<tr class=\"%s\"><th scope=\"row\"><a href=\"#m%u\">", worst_of(p->v), p->number);
	page_line(d->list, p->o->name, strlen(p->o->name), TITLE);
	page_add(d->list, "</a><span class=\"subject\" dir=\"auto\">");
	page_line(d->list, subject->s, subject->len, TITLE);
	page_add(d->list, "</span></th><td>%d&#160;%%</td><td>%u</td><td>%u</td><td>%u</td><td>%s</td></tr>\n",
		 p->v->quality, n[LEVEL_ERROR], n[LEVEL_WARN], n[LEVEL_NOTE],
		 page_say(p, action_name(p->v->action)));
}

static void
add_heading(struct page *p)
{
	const struct text *subject = p->v->facts->subject_text;

	page_add(p->out, "<header><p class=\"file\">");
	page_line(p->out, p->o->name, strlen(p->o->name), 2 * TITLE);
	page_add(p->out, "</p><h2 id=\"m%ut\" dir=\"auto\"", p->number);
	report_html_lang(p, subject, 0);
	page_add(p->out, ">");
	if (subject->len)
		page_line(p->out, subject->s, subject->len, 2 * TITLE);
	else
		page_add(p->out, "%s", page_say(p, "A mail without a subject"));
	page_add(p->out, "</h2></header>\n");
}

static void
set_title(struct report_document *d, const struct page *p)
{
	const struct text *subject = p->v->facts->subject_text;

	const char *name = subject->len ? text_excerpt(p->v->facts->arena, subject,
						       text_all(subject), TITLE, false) : p->o->name;

	d->title = g_strdup_printf("%s – %d %%", name, p->v->quality);
}

static void
add(struct report_document *d, const struct verdict *v, const struct report_options *o)
{
	struct page p = { .out = g_string_new(NULL), .v = v, .o = o, .number = d->messages + 1,
		.places = g_array_new(FALSE, FALSE, sizeof(struct page_place)),
		.anchors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	GString *shown = p.out;

	list_places(&p);
	report_html_reader(&p);
	p.out = g_string_new(NULL);
	report_html_source(&p);
	page_join(shown, p.out);
	g_string_free(p.out, TRUE);

	p.out = d->body;
	page_add(p.out, "<article id=\"m%u\" aria-labelledby=\"m%ut\">\n", p.number, p.number);
	add_heading(&p);
	report_html_verdict(&p);
	report_html_findings(&p);
	page_join(p.out, shown);
	report_html_unchecked(&p);
	page_add(p.out, "</article>\n");
	add_to_list(d, &p);
	if (!d->messages)
		set_title(d, &p);
	g_string_free(shown, TRUE);
	g_array_unref(p.places);
	g_hash_table_unref(p.anchors);
}

static void
failed(struct report_document *d, const char *path, const char *why)
{
	g_autofree char *name = report_plain(path), *reason = report_plain(why);

	page_add(d->failures, "<li><strong>%s</strong>: %s</li>\n", name, reason);
}

/* ---- the page around them ---- */

/* The policy names the style by its hash, so that no other can be. */
static char *
style_hash(void)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize len = sizeof digest;

	g_checksum_update(sum, (const guchar *)report_html_style, (gssize)strlen(report_html_style));
	g_checksum_get_digest(sum, digest, &len);
	return g_base64_encode(digest, len);
}

void
report_html_head(GString *out, const struct report_options *o, const char *title)
{
	g_autofree char *hash = style_hash();

	page_add(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		 "style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n"
		 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		 "<meta name=\"color-scheme\" content=\"light dark\">\n"
		 "<meta name=\"referrer\" content=\"no-referrer\">\n"
		 "<meta name=\"robots\" content=\"noindex\">\n"
		 "<title>sendlint: %s</title>\n<style>", o->language ? o->language : "en", hash, title);
	page_style(out, report_html_style);
	page_add(out, "</style>\n</head>\n<body>\n");
}

static void
add_list(struct report_document *d, GString *out)
{
	const struct report_words *w = d->options.words;
	static const char *const columns[] = { "mail", "quality", "errors", "warnings", "notes",
					       "action" };

	page_add(out, "<nav aria-label=\"%s\"><div class=\"wide\" tabindex=\"0\" role=\"group\" "
		 "aria-label=\"%s\"><table class=\"list\"><thead><tr>",
		 report_say(w, "Mails in this report"), report_say(w, "Mails in this report"));
	for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
		page_add(out, "<th scope=\"col\">%s</th>", report_say(w, columns[i]));
	page_add(out, "</tr></thead><tbody>\n");
	page_join(out, d->list);
	page_add(out, "</tbody></table></div></nav>\n");
}

static void
end(struct report_document *d, GString *out)
{
	const struct report_words *w = d->options.words;
	g_autofree char *several = g_strdup_printf("%s: %u", report_say(w, "mails"), d->messages);

	report_html_head(out, &d->options, d->messages == 1 && d->title ? d->title : several);
	page_add(out, "<a class=\"skip\" href=\"#main\">%s</a>\n<header class=\"page\"><h1>%s</h1></header>\n"
		 "<main id=\"main\" tabindex=\"-1\">\n", report_say(w, "Skip to the report"),
		 report_say(w, "sendlint report"));
	if (d->failures->len) {
		page_add(out, "<section class=\"failures\"><h2>%s</h2><ul>\n",
			 report_say(w, "Could not be read"));
		page_join(out, d->failures);
		page_add(out, "</ul></section>\n");
	}
	if (d->messages != 1)
		add_list(d, out);
	page_join(out, d->body);
	page_add(out, "</main>\n<footer><p>%s sendlint %s</p></footer>\n</body>\n</html>\n",
		 report_say(w, "Quality says how well a mail is made. It promises no delivery."),
		 SENDLINT_VERSION);
}

const struct document_kind report_html_kind = { add, failed, end };
