#include "core/arena.h"
#include "core/aside.h"
#include "core/words.h"

static struct text *
text(struct arena *a, const char *s)
{
	struct text *t = arena_new0(a, struct text);

	*t = (struct text){ .name = "text", .part = "", .s = s, .len = strlen(s) };
	return t;
}

/* What is found, one in brackets behind the other. */
static char *
show(struct arena *a, const char *s, const GArray *spans)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; spans && i < spans->len; i++) {
		const struct span *x = &g_array_index(spans, struct span, i);

		g_string_append_printf(out, "[%.*s]", (int)x->len, s + x->at);
	}
	return arena_strndup(a, out->str, out->len);
}

static void
code(void)
{
	static const struct { const char *s, *code; } cases[] = {
		{ "Write `{{ name }}` there, or (`sudo make`).", "[`{{ name }}`][`sudo make`]" },
		{ "I don`t know, it`s here.", "" },
		{ "the `foo' and the `bar' of old", "" },
		{ "``like this'' in print", "" },
		{ "two ``with ` inside`` of it", "[``with ` inside``]" },
		{ "` not this ` and `not\n\nthis`", "" },
		{ "Run:\n```sh\nmake\n\nmake check\n```\nDone.", "[```sh\nmake\n\nmake check\n```]" },
		{ "Run:\n```\nmake and `so on`", "[`so on`]" },
		{ "`open", "" },
		{ "", "" },
	};
	struct arena *a = arena_new();

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s", cases[i].s);
		g_assert_cmpstr(show(a, cases[i].s, aside_code(a, text(a, cases[i].s), NULL)), ==,
				cases[i].code);
	}
	arena_free(a);
}

static void
quoted(void)
{
	static const char fields[] = "From: Anna <anna@mail.example>\nSent: Monday\nTo: Shop\n\ntheirs";
	static const struct { const char *before; bool quoted; } cases[] = {
		{ "Mine.\n\n-----Original Message-----\n", true },
		{ "Mine.\n\n----- Wiadomość oryginalna -----\n\n", true },
		{ "Mine.\n________________________________\n", true },
		{ "", false },					/* a list of fields, no rule */
		{ "Mine.\n-- \n", false },
		{ "Mine.\n--------------------\n", false },	/* as under headings */
		{ "Mine.\n---- Contact ----\nCall us.\n", false },
	};
	struct arena *a = arena_new();

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *s = arena_printf(a, "%s%s", cases[i].before, fields);
		const GArray *spans = aside_quoted(a, text(a, s), NULL);

		g_test_message("%s", s);
		g_assert_cmpuint(spans ? spans->len : 0, ==, cases[i].quoted);
		if (spans)
			g_assert_true(g_str_has_suffix(show(a, s, spans), "theirs]"));
	}
	/* An order has fields, too, but they name no writer. */
	g_assert_null(aside_quoted(a, text(a, "---- Order ----\nOrder: 4711\nDate: Monday\nTotal: 5\n"), NULL));
	arena_free(a);
}

static void
with_elements(void)
{
	static const char s[] = "a `b` c d";
	struct arena *a = arena_new();
	GArray *known = arena_array(a, sizeof(struct span));
	const GArray *all;
	guint next = 0;

	g_array_append_val(known, ((struct span){ 6, 1 }));
	all = aside_code(a, text(a, s), known);
	g_assert_cmpstr(show(a, s, all), ==, "[`b`][c]");
	g_assert_false(aside_holds(all, 0, &next));
	g_assert_true(aside_holds(all, 3, &next));
	g_assert_true(aside_holds(all, 6, &next));
	g_assert_false(aside_holds(all, 8, &next));
	g_assert_false(aside_holds(NULL, 8, &next));
	g_assert_true(aside_quoted(a, text(a, s), known) == known);
	arena_free(a);
}

static void
marked_words(void)
{
	static const char s[] = "a b c d e";
	struct arena *a = arena_new();
	GArray *spans = arena_array(a, sizeof(struct span));
	struct words w = words_of(a, text(a, s), NULL);

	g_array_append_val(spans, ((struct span){ 2, 3 }));
	words_mark(&w, spans, WORD_CODE);
	words_mark(&w, NULL, WORD_CODE);
	for (guint i = 0; i < w.n; i++) {
		g_assert_cmpuint(!!(w.v[i].flags & WORD_CODE), ==, i == 1 || i == 2);
		g_assert_cmpuint(!!(w.v[i].flags & WORD_PARAGRAPH), ==, i == 0);
	}
	words_mark(&w, spans, WORD_QUOTED);
	for (guint i = 0; i < w.n; i++) {
		g_assert_cmpuint(!!(w.v[i].flags & WORD_QUOTED), ==, i == 1 || i == 2);
		g_assert_cmpuint(!!(w.v[i].flags & WORD_PARAGRAPH), ==, i == 0 || i == 1 || i == 3);
	}
	arena_free(a);
}

/* A megabyte of what begins something: each byte is looked at a few times only. */
static void
hostile(void)
{
	static const char *const pieces[] = { "`", "``` ", "\n```", "a`b ", "\n----", "\n---- a ----\n" };
	struct arena *a = arena_new();

	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) s = g_string_new(NULL);
		struct text *t;

		while (s->len < 1 << 20)
			g_string_append(s, pieces[i]);
		t = text(a, s->str);
		aside_code(a, t, NULL);
		g_assert_null(aside_quoted(a, t, NULL));
	}
	arena_free(a);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/aside/code", code);
	g_test_add_func("/aside/quoted", quoted);
	g_test_add_func("/aside/with_elements", with_elements);
	g_test_add_func("/aside/marked_words", marked_words);
	g_test_add_func("/aside/hostile", hostile);
	return g_test_run();
}
