/*
 * Any bytes may claim to be HTML; the tokens and the view keep their promises.
 *
 * Under clang -fsanitize=fuzzer -DFUZZER this looks for new trouble.  Built
 * plainly it reads the files named on its command line, so that yesterday's
 * trouble, kept in seeds/html/, is part of every `make check`.
 */
#include <stdint.h>

#include "core/html_view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
is_within(struct span inner, struct span outer)
{
	return inner.at >= outer.at && inner.len <= outer.len &&
		inner.at - outer.at <= outer.len - inner.len;
}

static void
check_string(const char *s, const struct html_string *string, struct span token)
{
	struct span where = html_where(string);

	if (!string->s)
		return;
	g_assert_true(is_within(where, token));
	if (string->same)
		g_assert_true(string->s == s + where.at && string->len == where.len);
	else
		g_assert_true(g_utf8_validate_len(string->s, string->len, NULL) ||
			      memchr(string->s, 0, string->len));
}

/* In the order of the input, not overlapping, nothing but `</>` and CDATA left out. */
static void
check_tokens(struct arena *a, const char *s, gsize len, enum html_state state, const char *tag)
{
	struct html *h = html_new(a, s, len);
	const struct html_token *t;
	gsize at = 0;

	html_switch(h, state, tag);
	while ((t = html_next(h))->kind != HTML_END_OF_FILE) {
		g_assert_cmpuint(t->where.at, >=, at);
		g_assert_cmpuint(t->where.len, >, 0);
		g_assert_cmpuint(t->where.at + t->where.len, <=, len);
		if (t->where.at > at)
			g_assert_true(s[at] == '<' || s[at] == ']');
		at = t->where.at + t->where.len;
		check_string(s, &t->text, t->where);
		for (guint i = 0; i < t->n_attributes; i++) {
			check_string(s, &t->attributes[i].name, t->where);
			check_string(s, &t->attributes[i].value, t->where);
		}
		if (t->kind == HTML_START_TAG && state == HTML_DATA)
			html_follow(h, t);
	}
	g_assert_cmpuint(t->where.at, ==, len);
}

static void
check_text(const struct text *t, const struct text *source)
{
	struct span all = { 0, source->len };
	bool exact = true;
	gsize out = 0;

	if (!t)
		return;
	g_assert_true(t->of == source);
	g_assert_true(g_utf8_validate(t->s, (gssize)t->len, NULL));
	g_assert_cmpint(t->s[t->len], ==, 0);
	g_assert_true(is_within(map_back(&t->steps[0], text_all(t), &exact), all) || !t->n_steps);
	for (guint i = 0; t->n_steps && i < t->steps[0].n_runs; i++) {
		const struct map_run *r = &t->steps[0].runs[i];

		g_assert_true(is_within((struct span){ r->in, r->in_len }, all));
		g_assert_true(r->out >= out && r->out <= t->len);
		out = r->out;
	}
}

static void
check_view(const struct html_view *v)
{
	struct span all = text_all(v->source);

	check_text(v->visible, v->source);
	check_text(v->hidden, v->source);
	check_text(v->title, v->source);
	check_text(v->lang, v->source);
	check_text(v->meta_charset, v->source);
	g_assert_true(is_within(v->preheader, text_all(v->hidden)));
	for (guint i = 0; i < v->links->len; i++) {
		const struct html_link *l = &g_array_index(v->links, struct html_link, i);

		check_text(l->target, v->source);
		g_assert_true(is_within(l->shown, text_all(v->visible)));
		g_assert_true(is_within(l->where, all) && v->source->s[l->where.at] == '<');
	}
	for (guint i = 0; i < v->images->len; i++) {
		const struct html_image *m = &g_array_index(v->images, struct html_image, i);

		check_text(m->source, v->source);
		check_text(m->alt, v->source);
		g_assert_true(is_within(m->where, all) && v->source->s[m->where.at] == '<');
		g_assert_cmpint(m->link, <, (int)v->links->len);
	}
	for (guint i = 0; i < v->code->len; i++)
		g_assert_true(is_within(g_array_index(v->code, struct span, i), text_all(v->visible)));
}

/* As a decoded part is: UTF-8, in which a NUL is a character as any other. */
static GString *
valid(const char *s, gsize size)
{
	const char *end = s + size, *nul;
	GString *out = g_string_new(NULL);

	for (; s < end; s = nul + 1) {
		nul = memchr(s, '\0', (gsize)(end - s));
		g_autofree char *piece = g_utf8_make_valid(s, nul ? nul - s : end - s);

		g_string_append(out, piece);
		if (!nul)
			break;
		g_string_append_c(out, '\0');
	}
	return out;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	g_autoptr(GString) input = valid((const char *)data, size);
	const char *s = input->str;
	gsize len = input->len;
	struct text source = { .name = "body", .part = "1", .s = s, .len = len, .raw = { 0, len },
			       .n_steps = 1 };

	check_tokens(a, s, len, HTML_DATA, NULL);
	check_tokens(a, s, len, HTML_RCDATA, "title");
	check_tokens(a, s, len, HTML_SCRIPT_DATA, "script");
	check_tokens(a, s, len, HTML_CDATA, NULL);
	check_view(html_view(a, &source));
	arena_free(a);
	return 0;
}

#ifndef FUZZER
int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		g_autofree char *data = NULL;
		gsize len;

		if (!g_file_get_contents(argv[i], &data, &len, NULL))
			return 1;
		LLVMFuzzerTestOneInput((const uint8_t *)data, len);
		g_print("ok %d - %s\n", i, argv[i]);
	}
	g_print("1..%d\n", argc - 1);
	return 0;
}
#endif
