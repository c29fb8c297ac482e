/* What is true of a message, for people who write rules or doubt one. */
#include "core/fingerprint.h"
#include "report/report.h"

enum { EXCERPT = 60 };

static void
add_message(GString *out, const struct message *m)
{
	g_string_append_printf(out, "message: %" G_GSIZE_FORMAT " bytes, %s, %u fields, %u parts\n",
			       m->len, m->crlf ? "CRLF" : "LF", m->fields->len, m->parts->len);
	for (guint i = 0; i < m->parts->len; i++) {
		const struct part *p = &g_array_index(m->parts, struct part, i);
		g_autofree char *type = report_plain(p->type);
		g_autofree char *charset = p->charset ? report_plain(p->charset) : NULL;

		g_string_append_printf(out, "part %s: %*s%s", *p->path ? p->path : "-",
				       (int)p->depth * 2, "", type);
		if (charset)
			g_string_append_printf(out, ", charset %s", charset);
		if (p->magic)
			g_string_append_printf(out, ", really %s", p->magic);
		g_string_append_printf(out, ", %" G_GSIZE_FORMAT " bytes, %" G_GSIZE_FORMAT " encoded",
				       p->size, p->raw.len);
		if (p->file_name)
			g_string_append_printf(out, ", file \"%s\"",
				text_excerpt(m->arena, p->file_name, text_all(p->file_name),
					     EXCERPT, false));
		g_string_append_printf(out, "%s%s\n", p->nested ? ", nested" : "", p->cut ? ", cut" : "");
	}
	for (guint i = 0; i < m->oddities->len; i++) {
		const struct oddity *o = &g_array_index(m->oddities, struct oddity, i);

		g_string_append_printf(out, "oddity: line %u: %s\n", message_line(m, o->at), o->what);
	}
}

static void
add_body(GString *out, const struct facts *f, const struct body *b, const char *name)
{
	guint hidden = b->html ? (guint)g_utf8_strlen(b->html->hidden->s, -1) : 0;

	g_string_append_printf(out, "%s%s%s: %u visible words, %ld characters", name,
			       b->part ? " " : "", b->part ? b->part->path : "",
			       b->words.visible, g_utf8_strlen(b->text->s, -1));
	if (b->html)
		g_string_append_printf(out, ", %u hidden, %u links, %u images", hidden,
				       b->html->links->len, b->html->images->len);
	g_string_append_printf(out, "%s\n", b == f->main ? ", what a reader sees"
					    : b->alternative ? ", the other version" : "");
	for (guint i = 0; b->paragraphs && i < b->paragraphs->len; i++) {
		const struct paragraph *p = &g_array_index(b->paragraphs, struct paragraph, i);

		g_string_append_printf(out, "  paragraph of %u words: %s\n", p->n,
				       p->language ? p->language : "not certain");
	}
	for (guint i = 0; b->hits && i < b->hits->len; i++) {
		const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, i);

		g_string_append_printf(out, "  list %s/%s: \"%s\", weight %d\n", h->language, h->list,
				       text_excerpt(f->arena, b->text, h->where, EXCERPT, false),
				       h->weight);
	}
}

static void
add_links(GString *out, const struct facts *f)
{
	for (guint i = 0; f->links && i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		g_string_append_printf(out, "link: %s", text_excerpt(f->arena, l->target, l->where,
								     2 * EXCERPT, false));
		if (*l->site)
			g_string_append_printf(out, ", site %s", l->site);
		g_string_append_printf(out, "%s\n", l->is_image ? ", an image" : "");
	}
	for (guint i = 0; f->images && i < f->images->len; i++) {
		const struct image *m = &g_array_index(f->images, struct image, i);

		g_string_append_printf(out, "image: %s, %d x %d, %s\n",
				       text_excerpt(f->arena, m->html->source,
						    text_all(m->html->source), EXCERPT, false),
				       m->html->width, m->html->height,
				       m->html->alt ? "with alt" : "no alt");
	}
}

static void
add_rest(GString *out, const struct facts *f)
{
	for (guint i = 0; f->files && i < f->files->len; i++) {
		const struct file *a = &g_array_index(f->files, struct file, i);

		g_string_append_printf(out, "file: \"%s\", suffix \"%s\", %" G_GSIZE_FORMAT " bytes\n",
				       text_excerpt(f->arena, a->name, text_all(a->name), EXCERPT, false),
				       a->suffix, a->size);
	}
	for (guint i = 0; f->template_hits && i < f->template_hits->len; i++) {
		const struct template_hit *t = &g_array_index(f->template_hits, struct template_hit, i);

		g_string_append_printf(out, "template: %s \"%s\"\n", t->pattern,
				       text_excerpt(f->arena, t->text, t->where, EXCERPT, false));
	}
	for (guint i = 0; f->unknown_words && i < f->unknown_words->len; i++) {
		const struct unknown_word *w = &g_array_index(f->unknown_words, struct unknown_word, i);

		g_string_append_printf(out, "unknown word: %s (%s)\n",
				       text_excerpt(f->arena, w->body->text, w->where, EXCERPT, false),
				       w->language);
	}
	for (guint i = 0; f->languages && i < f->languages->len; i++)
		g_string_append_printf(out, "language: %s\n",
				       (const char *)g_ptr_array_index(f->languages, i));
}

void
report_facts(GString *out, const struct verdict *v, const char *name)
{
	const struct facts *f = v->facts;

	g_string_append_printf(out, "file: %s\n", name);
	add_message(out, f->message);
	add_body(out, f, &f->subject, "subject");
	for (guint i = 0; i < f->n_bodies; i++)
		add_body(out, f, &f->bodies[i], "body");
	add_links(out, f);
	add_rest(out, f);
	g_string_append_printf(out, "class: %s (%s)\nfingerprint: %s\n\n", class_name(v->class),
			       v->class_why, fingerprint((struct facts *)f));
}
