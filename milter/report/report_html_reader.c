/* The mail as its reader sees it: nothing of it is a link, a picture or a style here. */
#include "report/marks.h"
#include "report/report_html.h"

enum { TARGET = 100, SOURCE = 60 };

/* A body as it is written. */
struct reader {
	struct page *p;
	const struct body *b;
	struct marks marks;
	guint link, image, code, heading, paragraph;	/* the next of each */
};

static void
add_lang(struct page *p, const char *language)
{
	if (language)
		page_add(p->out, " lang=\"%s\"", language);
}

/* The paragraph in which `at` stands, or that follows. */
static const char *
language_in(const struct body *b, gsize at)
{
	for (guint i = 0; b->paragraphs && i < b->paragraphs->len; i++) {
		const struct paragraph *p = &g_array_index(b->paragraphs, struct paragraph, i);
		const struct word *last = &b->words.v[p->first] + p->n - 1;

		if (p->n && last->at + last->len > at)
			return p->language;
	}
	return NULL;
}

void
report_html_lang(struct page *p, const struct text *t, gsize at)
{
	const struct facts *f = p->v->facts;

	if (t == f->subject_text && f->languages && f->languages->len)
		add_lang(p, g_ptr_array_index(f->languages, 0));
	for (guint i = 0; i < f->n_bodies; i++)
		if (f->bodies[i].text == t)
			add_lang(p, language_in(&f->bodies[i], at));
}

/* ---- the header ---- */

static void
add_field(struct page *p, const char *name)
{
	const struct field *f = message_field(p->v->facts->message, name, 0);
	struct marks m;

	if (!f)
		return;
	m = marks_in(p, f->value, 'r');
	page_add(p->out, "<dt>%s</dt><dd dir=\"auto\"", page_say(p, name));
	report_html_lang(p, f->value, 0);
	page_add(p->out, ">");
	marks_write(&m, f->value, (struct span){ 0, report_html_end(f->value) });
	report_html_more(p, f->value);
	page_add(p->out, "</dd>");
	marks_clear(&m);
}

static void
add_header(struct page *p)
{
	static const char *const names[] = { "From", "Reply-To", "To", "Cc", "Date", "Subject" };

	page_add(p->out, "<dl class=\"head\">");
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		add_field(p, names[i]);
	page_add(p->out, "</dl>");
}

/* ---- images ---- */

static void
add_image_numbers(struct page *p, const struct html_view *html, const struct html_image *image)
{
	struct marks at_tag = marks_in(p, html->source, 'r');
	struct marks in_source = marks_in(p, image->source, 'r');

	for (guint i = at_tag.v->len; i--;) {
		const struct span *w = &g_array_index(at_tag.v, struct mark, i).where;

		if (w->at < image->where.at || w->at + w->len > image->where.at + image->where.len)
			g_array_remove_index(at_tag.v, i);
	}
	marks_begin(&at_tag, html->source->len);
	marks_begin(&in_source, image->source->len);
	marks_clear(&at_tag);
	marks_clear(&in_source);
}

static void
add_target(struct page *p, const struct text *target)
{
	struct marks m = marks_in(p, target, 'r');
	const char *end = g_utf8_strlen(target->s, (gssize)target->len) > TARGET
		? g_utf8_offset_to_pointer(target->s, TARGET) : target->s + target->len;

	page_add(p->out, "<span class=\"to\" dir=\"ltr\">");
	page_add(p->out, "<span class=\"sr\"> %s </span>", page_say(p, "leads to"));
	if (target->len)
		marks_write(&m, target, (struct span){ 0, (gsize)(end - target->s) });
	else
		page_add(p->out, "%s", page_say(p, "nowhere"));
	if (*end)
		page_add(p->out, "…");
	marks_begin(&m, target->len);
	page_add(p->out, "</span>");
	marks_clear(&m);
}

static void
add_image(struct reader *r, const struct html_image *image)
{
	struct page *p = r->p;
	const struct html_view *html = r->b->html;
	const struct html_link *link = image->link >= 0
		? &g_array_index(html->links, struct html_link, image->link) : NULL;

	page_add(p->out, "<span class=\"image%s\">", image->begins_line ? " row" : "");
	add_image_numbers(p, html, image);
	page_add(p->out, "<span class=\"what\">%s</span> ", page_say(p, "picture"));
	if (image->alt && image->alt->len) {
		struct marks m = marks_in(p, image->alt, 'r');

		page_add(p->out, "<span class=\"alt\" dir=\"auto\">");
		marks_write(&m, image->alt, (struct span){ 0, report_html_end(image->alt) });
		page_add(p->out, "</span>");
		marks_clear(&m);
	} else {
		page_add(p->out, "<em>%s</em>", page_say(p, image->alt ? "for decoration only"
								      : "without a text for it"));
	}
	if (image->width >= 0 && image->height >= 0)
		page_add(p->out, " <span class=\"size\">%d × %d</span>", image->width, image->height);
	page_add(p->out, " <span class=\"size\" dir=\"ltr\">");
	page_line(p->out, image->source->s, image->source->len, SOURCE);
	page_add(p->out, "</span>");
	if (link && link->has_href)
		add_target(p, link->target);
	page_add(p->out, "</span>");
}

/* ---- text ---- */

static const struct html_link *
link_next(const struct reader *r)
{
	const GArray *links = r->b->html ? r->b->html->links : NULL;

	return links && r->link < links->len ? &g_array_index(links, struct html_link, r->link) : NULL;
}

static const struct html_image *
image_next(const struct reader *r)
{
	const GArray *all = r->b->html ? r->b->html->images : NULL;

	return all && r->image < all->len ? &g_array_index(all, struct html_image, r->image) : NULL;
}

/* The next stretch of code, or of nothing at all. */
static struct span
code_next(const struct reader *r)
{
	const GArray *code = r->b->html ? r->b->html->code : NULL;

	return code && r->code < code->len ? g_array_index(code, struct span, r->code)
					   : (struct span){ G_MAXSIZE, 0 };
}

/* What has ended, or never began to be seen. */
static void
pass(struct reader *r, gsize pos)
{
	const struct html_link *l;
	struct span code;

	while ((l = link_next(r)) && (!l->visible || !l->shown.len || l->shown.at + l->shown.len <= pos))
		r->link++;
	while (code = code_next(r), code.at != G_MAXSIZE && code.at + code.len <= pos)
		r->code++;
}

static gsize
edge(struct span s, gsize pos, gsize end)
{
	if (s.at > pos)
		return MIN(s.at, end);
	return s.at + s.len > pos ? MIN(s.at + s.len, end) : end;
}

static bool
is_in(struct span s, gsize pos)
{
	return s.at <= pos && pos < s.at + s.len;
}

static void
add_segment(struct reader *r, gsize from, gsize to)
{
	const struct html_link *l = link_next(r);
	bool linked = l && is_in(l->shown, from), code = is_in(code_next(r), from);
	struct page *p = r->p;

	if (linked)
		page_add(p->out, "<span class=\"link\">");
	if (code)
		page_add(p->out, "<code>");
	marks_segment(&r->marks, r->b->text, from, to);
	if (code)
		page_add(p->out, "</code>");
	if (linked)
		page_add(p->out, "</span>");
	if (linked && to == l->shown.at + l->shown.len)
		add_target(p, l->target);
}

/* Those in the line itself. */
static void
add_images(struct reader *r, gsize pos, gsize end)
{
	const struct html_image *image;

	for (; (image = image_next(r)) && image->at <= pos && !(image->begins_line && pos == end);
	     r->image++)
		if (image->visible)
			add_image(r, image);
}

/* Those that stand for themselves, before or behind a block. */
static void
add_image_rows(struct reader *r, gsize pos)
{
	const struct html_image *image;

	for (; (image = image_next(r)) && image->at <= pos && image->begins_line; r->image++)
		if (image->visible) {
			page_add(r->p->out, "<p dir=\"auto\" class=\"p\">");
			add_image(r, image);
			page_add(r->p->out, "</p>");
		}
}

static void
add_stretch(struct reader *r, gsize from, gsize end)
{
	for (gsize pos = from, next; ; pos = next) {
		const struct html_image *image;
		const struct html_link *l;

		add_images(r, pos, end);
		marks_begin(&r->marks, pos);
		pass(r, pos);
		if (pos >= end)
			break;
		next = marks_next(&r->marks, pos, end);
		next = edge(code_next(r), pos, next);
		if ((l = link_next(r)))
			next = edge(l->shown, pos, next);
		if ((image = image_next(r)) && image->at > pos)
			next = MIN(next, image->at);
		add_segment(r, pos, next);
	}
}

static bool
is_heading(struct reader *r, gsize at)
{
	const GArray *all = r->b->html ? r->b->html->headings : NULL;
	const struct span *h;

	while (all && r->heading < all->len) {
		h = &g_array_index(all, struct span, r->heading);
		if (h->at + h->len > at)
			return h->at <= at;
		r->heading++;
	}
	return false;
}

static const char *
language_at(struct reader *r, gsize at, gsize end)
{
	const GArray *all = r->b->paragraphs;

	for (; all && r->paragraph < all->len; r->paragraph++) {
		const struct paragraph *p = &g_array_index(all, struct paragraph, r->paragraph);
		const struct word *first = &r->b->words.v[p->first], *last = first + p->n - 1;

		if (!p->n || last->at + last->len <= at)
			continue;
		return first->at < end ? p->language : NULL;
	}
	return NULL;
}

/* A block ends at an empty line. */
static void
add_body(struct page *p, const struct body *b)
{
	struct reader r = { .p = p, .b = b, .marks = marks_in(p, b->text, 'r') };
	const char *s = b->text->s;
	gsize last = report_html_end(b->text);

	page_add(p->out, "<div class=\"text%s\">", b->html ? "" : " plain");
	for (gsize at = 0, end; at < last; at = end) {
		const char *stop = g_strstr_len(s + at, (gssize)(last - at), "\n\n");

		end = stop ? (gsize)(stop - s) : last;
		add_image_rows(&r, at);
		page_add(p->out, "<p dir=\"auto\" class=\"%s\"", is_heading(&r, at) ? "h" : "p");
		add_lang(p, language_at(&r, at, end));
		page_add(p->out, ">");
		add_stretch(&r, at, end);
		page_add(p->out, "</p>");
		while (end < last && s[end] == '\n')
			end++;
	}
	add_image_rows(&r, last);
	if (!last && !(b->html && b->html->images->len))
		page_add(p->out, "<p class=\"remark\">%s</p>", page_say(p, "There is no text in it."));
	report_html_more(p, b->text);
	page_add(p->out, "</div>");
	marks_clear(&r.marks);
}

static void
add_hidden(struct page *p, const struct body *b)
{
	const struct text *t = b->html ? b->html->hidden : NULL;
	struct marks m;

	if (!t || !t->len)
		return;
	m = marks_in(p, t, 'r');
	page_add(p->out, "<details><summary>%s</summary><div class=\"text\"><p dir=\"auto\">",
		 page_say(p, "Text that readers do not see"));
	marks_write(&m, t, (struct span){ 0, report_html_end(t) });
	page_add(p->out, "</p>");
	report_html_more(p, t);
	page_add(p->out, "</div></details>");
	marks_clear(&m);
}

static void
add_preheader(struct page *p, const struct body *b)
{
	struct span s = b->html ? b->html->preheader : (struct span){ 0, 0 };

	if (!s.len)
		return;
	page_add(p->out, "<p class=\"preheader\" dir=\"auto\"><span class=\"what\">%s</span> ",
		 page_say(p, "Preview in the list of mails:"));
	page_line(p->out, b->html->hidden->s + s.at, s.len, TARGET);
	page_add(p->out, "</p>");
}

/* ---- files ---- */

static void
add_files(struct page *p)
{
	const GArray *files = p->v->facts->files;

	if (!files || !files->len)
		return;
	page_add(p->out, "<ul class=\"files\">");
	for (guint i = 0; i < files->len; i++) {
		const struct file *f = &g_array_index(files, struct file, i);
		struct marks m = marks_in(p, f->name, 'r');
		g_autofree char *size = page_size(f->size);

		page_add(p->out, "<li><span class=\"what\">%s</span> <bdi>", page_say(p, "attachment"));
		marks_write(&m, f->name, (struct span){ 0, report_html_end(f->name) });
		page_add(p->out, "</bdi> <span class=\"size\">%s, %s</span></li>", f->part->type, size);
		marks_clear(&m);
	}
	page_add(p->out, "</ul>");
}

void
report_html_reader(struct page *p)
{
	const struct facts *f = p->v->facts;
	guint others = 0;

	page_add(p->out, "<section class=\"reader\" aria-labelledby=\"m%ur\"><h3 id=\"m%ur\">%s</h3>"
		 "<div class=\"mail\">", p->number, p->number,
		 page_say(p, "The mail as its reader sees it"));
	add_header(p);
	if (f->main)
		add_preheader(p, f->main);
	for (guint i = 0; i < f->n_bodies; i++)
		if (!f->bodies[i].alternative)
			add_body(p, &f->bodies[i]);
		else
			others++;
	if (!f->n_bodies)
		page_add(p->out, "<p class=\"remark\">%s</p>", page_say(p, "There is no text in it."));
	add_files(p);
	page_add(p->out, "</div>");
	for (guint i = 0; i < f->n_bodies; i++)
		add_hidden(p, &f->bodies[i]);
	for (guint i = 0; others && i < f->n_bodies; i++)
		if (f->bodies[i].alternative) {
			page_add(p->out, "<details><summary>%s <span class=\"size\">%s</span></summary>",
				 page_say(p, "The version for mail programs without HTML"),
				 f->bodies[i].part->type);
			add_body(p, &f->bodies[i]);
			page_add(p->out, "</details>");
		}
	page_add(p->out, "</section>");
}
