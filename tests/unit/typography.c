#include "core/limits.h"
#include "core/typography.h"

static GArray *
match(struct arena *a, const char *language, const char *s)
{
	struct text *t = arena_new0(a, struct text);
	struct words *w = arena_new0(a, struct words);
	struct typography ty = { .arena = a, .words = w, .language = language };
	GArray *hits = arena_array(a, sizeof(struct grammar_hit));

	*t = (struct text){ .s = s, .len = strlen(s) };
	*w = words_of(a, t, NULL);
	typography_match(&ty, 0, w->n, hits);
	return hits;
}

/* `found` and its check; NULL: nothing. */
static const struct {
	const char *language, *text, *check, *found;
} cases[] = {
	{ "en", "It is ready , come.", "blank-before-mark", "ready ," },
	{ "en", "It is ready .", "blank-before-mark", "ready ." },
	{ "en", "Is it ready ?", "blank-before-mark", "ready ?" },
	{ "fr", "Est-ce juste ?", NULL, NULL },
	{ "fr", "C'est juste .", "blank-before-mark", "juste ." },
	{ "en", "Total : 3. He knows . . . x@shop.example . Use .NET now.", NULL, NULL },
	{ "en", "soon,and", "no-blank-behind-comma", "soon,and" },
	{ "en", "red,blue,green and 1,5 and a,b", NULL, NULL },
	{ "en", "it is ready.Please come", "no-blank-behind-stop", "ready.Please" },
	{ "en", "Node.js, readme.Txt.old, shop.example, e.V., System.Out", NULL, NULL },
	{ "en", "it is  ready", "double-blank", "is  ready" },
	{ "en", "red  shirt  two\nIt ends.  And goes on", NULL, NULL },
	{ "en", "It is ready. please come", "small-sentence", "ready. please" },
	{ "en", "It is ready.\nplease come. \"no\" he. go now", NULL, NULL },
	{ "en", "Ready!! Come", "repeated-mark", "!!" },
	{ "en", "Ready, , come", NULL, NULL },
	{ NULL, "Ready?? Come , now", "repeated-mark", "??" },
	{ "en", "Ready.. Come", "repeated-mark", ".." },
	{ "en", "Ready... Come?! See ../x and 1..5", NULL, NULL },
	{ "en", "one (two three", "open-bracket", "(" },
	{ "en", "one (two\n\nthree) four", "open-bracket", "(" },
	{ "en", "one two) three", "closed-bracket", ")" },
	{ "en", "one (two (three)) four :) ;-) :-( (1967-1968)\n\na) x\n\n2) y", NULL, NULL },
	{ "en", "(see https://shop.example/a_(b)) and [x](https://shop.example/c)", NULL, NULL },
	{ "ru", "Всё хорошо) Да)))", NULL, NULL },
	{ "en", "one (two three ...", NULL, NULL },
	{ "en", "...two) three", NULL, NULL },
	{ NULL, "Ваш зaкaз", "mixed-alphabets", "зaкaз" },
	{ NULL, "Ваш e-адрес, ГОГОЛЬfest, Googleа, PDF-файл", NULL, NULL },
	{ NULL, "Κaλημέρα", "mixed-alphabets", "Κaλημέρα" },
	{ "en", "> ready , come!! (a", NULL, NULL },
};

static void
test_cases(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *a = arena_new();
		GArray *hits = match(a, cases[i].language, cases[i].text);
		const struct grammar_hit *h = &g_array_index(hits, struct grammar_hit, 0);

		if (hits->len && !cases[i].found)
			g_test_fail_printf("\"%s\" has %s", cases[i].text, h->check);
		else if (!hits->len && cases[i].found)
			g_test_fail_printf("\"%s\" has no %s", cases[i].text, cases[i].check);
		else if (hits->len) {
			g_autofree char *was = g_strndup(h->text->s + h->where.at, h->where.len);

			g_assert_cmpstr(h->check, ==, cases[i].check);
			g_assert_cmpstr(was, ==, cases[i].found);
		}
		arena_free(a);
	}
}

static void
test_instead(void)
{
	static const struct {
		const char *text, *instead;
	} v[] = {
		{ "ready ,", "ready," }, { "soon,and", "soon, and" }, { "ready.Please", "ready. Please" },
		{ "is  ready", "is ready" }, { "ready. please", "ready. Please" }, { "Ready?!?", "?!" },
		{ "Ready!!", "!" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(v); i++) {
		struct arena *a = arena_new();
		GArray *hits = match(a, "en", v[i].text);

		g_assert_cmpuint(hits->len, ==, 1);
		g_assert_cmpstr(g_array_index(hits, struct grammar_hit, 0).instead, ==, v[i].instead);
		arena_free(a);
	}
}

/* A megabyte of the worst is read once, and few hits are kept. */
static void
test_hostile(void)
{
	static const char *const worst[] = {
		"(", ")", "a)", "a(", "a ,", "a  b ", "!!", "a!!", "aaaa.Bbbb ", "foo. bar ",
		"foo,bar ", " \n", "\n)", "x...\n\n", "a\t", "\u0430a ", "((x)",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(worst); i++) {
		GString *s = g_string_new("x ");
		struct arena *a = arena_new();

		while (s->len < 1000 * 1000)
			g_string_append(s, worst[i]);
		g_assert_cmpuint(match(a, "en", s->str)->len, <=, LIMIT_GRAMMAR_HITS);
		arena_free(a);
		g_string_free(s, TRUE);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/typography/cases", test_cases);
	g_test_add_func("/typography/instead", test_instead);
	g_test_add_func("/typography/hostile", test_hostile);
	return g_test_run();
}
