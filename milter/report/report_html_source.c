#include "report/marks.h"
#include "report/report_html.h"

gsize
report_html_end(const struct text *t)
{
	const char *end;

	if (t->len <= REPORT_HTML_TEXT)
		return t->len;
	end = g_utf8_find_prev_char(t->s, t->s + REPORT_HTML_TEXT + 1);
	return (gsize)(end - t->s);
}

void
report_html_more(struct page *p, const struct text *t)
{
	gsize rest = t->len - report_html_end(t);

	if (rest)
		page_add(p->out, "<p class=\"remark\">%s: %u</p>", page_say(p, "bytes not shown here"),
			 (guint)rest);
}

/* ---- header fields ---- */

static void
add_field(struct page *p, const struct field *f, guint line)
{
	struct marks m = marks_in(p, f->value, 's');
	struct marks raw = marks_in_raw(p, f->raw, 's');

	page_add(p->out, "<tr><td class=\"n\">%u</td><th scope=\"row\">", line);
	page_line(p->out, f->name, strlen(f->name), 60);
	page_add(p->out, "</th><td dir=\"auto\">");
	marks_begin(&raw, 0);
	marks_write(&m, f->value, (struct span){ 0, report_html_end(f->value) });
	report_html_more(p, f->value);
	page_add(p->out, "</td></tr>\n");
	marks_clear(&m);
	marks_clear(&raw);
}

static void
add_fields(struct page *p)
{
	const struct message *m = p->v->facts->message;
	guint line = 1;
	gsize at = 0;

	page_add(p->out, "<details><summary>%s <span class=\"size\">%u</span></summary>"
		 "<table class=\"fields\"><thead class=\"sr\"><tr><th scope=\"col\">%s</th>"
		 "<th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>",
		 page_say(p, "Header fields"), m->fields->len, page_say(p, "line"),
		 page_say(p, "field"), page_say(p, "value"));
	for (guint i = 0; i < m->fields->len; i++) {
		const struct field *f = &g_array_index(m->fields, struct field, i);

		for (; at < f->raw.at; at++)
			line += m->raw[at] == '\n';
		add_field(p, f, line);
	}
	page_add(p->out, "</tbody></table></details>");
}

/* ---- parts ---- */

static void
add_part(struct page *p, const struct part *part)
{
	struct span whole = { part->raw_header.at, part->raw.at + part->raw.len - part->raw_header.at };
	struct marks raw = *part->path ? marks_in_raw(p, whole, 's') : marks_in_raw(p, part->raw, 's');
	g_autofree char *size = part->kind == PART_MULTIPART ? g_strdup("") : page_size(part->size);
	g_autofree char *type = report_plain(part->type);
	g_autofree char *charset = report_plain(part->charset ? part->charset : "");

	if (part->kind == PART_MULTIPART)	/* its children have them */
		g_array_set_size(raw.v, 0);
	page_add(p->out, "<tr><th scope=\"row\">%s</th><td>", *part->path ? part->path : "–");
	marks_begin(&raw, 0);
	page_add(p->out, "%s</td><td>%s</td><td>%s</td><td><bdi>", type, charset, size);
	if (part->file_name) {
		struct marks m = marks_in(p, part->file_name, 's');

		marks_write(&m, part->file_name, (struct span){ 0, report_html_end(part->file_name) });
		marks_clear(&m);
	}
	page_add(p->out, "</bdi></td></tr>\n");
	marks_clear(&raw);
}

static void
add_parts(struct page *p)
{
	const struct message *m = p->v->facts->message;

	page_add(p->out, "<details><summary>%s <span class=\"size\">%u</span></summary>"
		 "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">"
		 "<table class=\"parts\"><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th>"
		 "<th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead>"
		 "<tbody>", page_say(p, "Parts"), m->parts->len, page_say(p, "Parts"),
		 page_say(p, "part"), page_say(p, "type"), page_say(p, "charset"),
		 page_say(p, "size"), page_say(p, "file name"));
	for (guint i = 0; i < m->parts->len; i++)
		add_part(p, &g_array_index(m->parts, struct part, i));
	page_add(p->out, "</tbody></table></div></details>");
}

/* ---- texts of parts ---- */

static guint
count_lines(const char *s, gsize len)
{
	guint n = len > 0;

	for (const char *end = s + len; (s = memchr(s, '\n', (gsize)(end - s))) && ++s < end;)
		n++;
	return n;
}

static void
add_lines(struct page *p, const struct text *t)
{
	struct marks m = marks_in_source(p, t, 's');
	gsize end = report_html_end(t);
	guint n = 0;

	page_add(p->out, "<pre class=\"source\" dir=\"ltr\" tabindex=\"0\">");
	for (gsize at = 0; at < end && n < REPORT_HTML_LINES; n++) {
		const char *nl = memchr(t->s + at, '\n', end - at);
		gsize line_end = nl ? (gsize)(nl - t->s) : end;

		page_add(p->out, "<span class=\"line\" data-n=\"%u\">", n + 1);
		marks_write(&m, t, (struct span){ at, line_end - at });
		page_add(p->out, "\n</span>");
		at = line_end + 1;
	}
	page_add(p->out, "</pre>");
	if (n == REPORT_HTML_LINES && count_lines(t->s, end) > n)
		page_add(p->out, "<p class=\"remark\">%s: %u</p>", page_say(p, "lines not shown here"),
			 count_lines(t->s, end) - n);
	report_html_more(p, t);
	marks_clear(&m);
}

void
report_html_source(struct page *p)
{
	const GArray *parts = p->v->facts->message->parts;

	page_add(p->out, "<section class=\"sources\" aria-labelledby=\"m%us\"><h3 id=\"m%us\">%s</h3>",
		 p->number, p->number, page_say(p, "The sources"));
	add_fields(p);
	add_parts(p);
	for (guint i = 0; i < parts->len; i++) {
		const struct part *part = &g_array_index(parts, struct part, i);
		g_autofree char *type = report_plain(part->type);

		if (!part->text || !part->text->len)
			continue;
		page_add(p->out, "<details><summary>%s %s <span class=\"size\">%s, %s %u</span></summary>",
			 page_say(p, "Part"), part->path, type, page_say(p, "lines"),
			 count_lines(part->text->s, part->text->len));
		add_lines(p, part->text);
		page_add(p->out, "</details>");
	}
	page_add(p->out, "</section>\n");
}
