#include "core/grammar.h"
#include "core/limits.h"

static struct grammar *
grammar_of(const char *pattern, const char *instead)
{
	struct grammar_builder *b = grammar_builder_new();
	g_autoptr(GError) error = NULL;

	grammar_add(b, "en", GRAMMAR_SLIP, "check", pattern, instead, &error);
	g_assert_no_error(error);
	return grammar_build(b);
}

static GArray *
match(struct arena *a, const struct grammar *g, const char *s)
{
	struct text *t = arena_new0(a, struct text);
	struct words w;
	GArray *hits = arena_array(a, sizeof(struct grammar_hit));

	*t = (struct text){ .s = s, .len = strlen(s) };
	w = words_of(a, t, NULL);
	grammar_match(a, g, "en", &w, 0, w.n, hits);
	return hits;
}

/* `found` with what to write instead; NULL: nothing is found. */
static const struct {
	const char *pattern, *instead, *text, *found, *write;
} cases[] = {
	{ "could of", "could have", "You could of come.", "could of", "could have" },
	{ "could of", "could have", "Could of been.", "Could of", "Could have" },
	{ "could of", "could have", "The Could of it; could, of course; could \"of\".", NULL, NULL },
	{ "could of", "could have", "A line of this length goes on in the next: we could\nof",
	  "could\nof", "could have" },
	{ "could of", "could have", "could\n\nof", NULL, NULL },
	{ "could of", "could have", "could\tof", NULL, NULL },
	{ "could of", "could have", "> could of", NULL, NULL },
	{ "could of", "could have", "COULD OF", NULL, NULL },
	{ "could of !course", "could have", "could of course", NULL, NULL },
	{ "could of !course", "could have", "could of. Course", "could of", "could have" },
	{ "!{they,you} could of", "could have", "you could of", NULL, NULL },
	{ "!{they,you} could of", "could have", "You, could of", "could of", "could have" },
	{ "{could,should} {not,} of", "$1 $2 have", "should not of", "should not of",
	  "should not have" },
	{ "{could,should} {not,} of", "$1 $2 have", "could of", "could of", "could have" },
	{ "hope , das {Sie,wir}", "$1, dass $3", "hope, das Sie", "hope, das Sie", "hope, dass Sie" },
	{ "hope , das {Sie,wir}", "$1, dass $3", "hope das Sie", NULL, NULL },
	{ "hope , das {Sie,wir}", "$1, dass $3", "hope, das sie", NULL, NULL },
	{ "*!{if,so} that", "$1, that", "know that", "know that", "know, that" },
	{ "*!{if,so} that", "$1, that", "so that", NULL, NULL },
	{ "*!{if,so} that", "$1, that", "That", NULL, NULL },
	{ "a {a,e}??*!eu*", "an $2", "a european", NULL, NULL },
	{ "a {a,e}??*!eu*", "an $2", "A eel", "A eel", "An eel" },
	{ "a {a,e}??*!eu*", "an $2", "a ee", NULL, NULL },
	{ "adress*", "address*", "two adresses", "adresses", "addresses" },
	{ "adress*", "address*", "Adressee", "Adressee", "Addressee" },
	{ "adress*", "address*", "see adress@shop.example", NULL, NULL },
	{ "must ??*tsa", "$1 $2*tsya", "must learntsa", "must learntsa", "must learntsya" },
	{ "# {day,days} ago", "since $1 $2", "14 days ago", "14 days ago", "since 14 days" },
	{ "# {day,days} ago", "since $1 $2", "A4 days ago", NULL, NULL },
	{ "??*!had =", "$1", "we had had the the", "the the", "the" },
	{ "??*!had =", "$1", "run run run", NULL, NULL },
	{ "??*!had =", "$1", "Duran Duran, a a", NULL, NULL },
	{ "??*!had =", "$1", "the, the. the", NULL, NULL },
	{ "atrav\u00e9z", "atrav\u00e9s", "atravez", NULL, NULL },
	{ "atrav\u00e9z", "atrav\u00e9s", "Atrav\u00e9z", "Atrav\u00e9z", "Atrav\u00e9s" },
	{ "i'm", "I'm", "So i\u2019m", "i\u2019m", "I\u2019m" },
	{ "i'm", "I'm", "I\u2019m here. I'm there", NULL, NULL },
};

static void
test_cases(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct grammar *g = grammar_of(cases[i].pattern, cases[i].instead);
		struct arena *a = arena_new();
		GArray *hits = match(a, g, cases[i].text);
		const struct grammar_hit *h = &g_array_index(hits, struct grammar_hit, 0);

		if (hits->len != (cases[i].found != NULL))
			g_test_fail_printf("'%s' hits \"%s\" %u times", cases[i].pattern,
					   cases[i].text, hits->len);
		if (hits->len && cases[i].found) {
			g_autofree char *was = g_strndup(h->text->s + h->where.at, h->where.len);

			g_assert_cmpstr(was, ==, cases[i].found);
			g_assert_cmpstr(h->instead, ==, cases[i].write);
		}
		arena_free(a);
		grammar_free(g);
	}
}

static void
test_mistakes(void)
{
	static const struct {
		const char *pattern, *why;
	} wrong[] = {
		{ "a {b", "a brace" }, { "b{c,d", "a brace" }, { "a b}", "a brace" },
		{ "", "no word" }, { "a  b", "no word" }, { "a1 b", "no word" },
		{ ", a", "a comma" }, { "a ,", "a comma" }, { "a !b c", "in its midst" },
		{ "* *", "to find it by" }, { "abc*", "to find it by" }, { "!a !b", "no words" },
		{ "a b c d e f g h i j k", "too many words" },
		{ "{a,} {b,} {c,} {d,} e", "to find it by" },
	};
	struct grammar_builder *b = grammar_builder_new();

	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;

		if (grammar_add(b, "en", GRAMMAR_SLIP, "x", wrong[i].pattern, "y", &error))
			g_test_fail_printf("'%s' is taken", wrong[i].pattern);
		else if (!strstr(error->message, wrong[i].why))
			g_test_fail_printf("'%s': %s", wrong[i].pattern, error->message);
	}
	grammar_free(grammar_build(b));
	grammar_free(NULL);
}

static void
test_language(void)
{
	struct grammar *g = grammar_of("could of", "could have");
	struct arena *a = arena_new();
	struct text t = { .s = "could of", .len = 8 };
	struct words w = words_of(a, &t, NULL);
	GArray *hits = arena_array(a, sizeof(struct grammar_hit));

	grammar_match(a, g, "pl", &w, 0, w.n, hits);
	grammar_match(a, NULL, "en", &w, 0, w.n, hits);
	g_assert_cmpuint(hits->len, ==, 0);
	grammar_match(a, g, "en", &w, 1, 1, hits);	/* the first word is another paragraph's */
	g_assert_cmpuint(hits->len, ==, 0);
	arena_free(a);
	grammar_free(g);
}

/* However often the words stand there, the hits are few. */
static void
test_many(void)
{
	struct grammar *g = grammar_of("??* =", "$1");
	GString *s = g_string_new(NULL);
	struct arena *a = arena_new();

	for (int i = 0; i < 50000; i++)
		g_string_append(s, i % 2 ? "foo foo " : "bar bar ");
	g_assert_cmpuint(match(a, g, s->str)->len, ==, LIMIT_GRAMMAR_HITS);
	g_string_truncate(s, 0);
	for (int i = 0; i < 50000; i++)
		g_string_append(s, "foo ");
	g_assert_cmpuint(match(a, g, s->str)->len, ==, 0);
	arena_free(a);
	grammar_free(g);
	g_string_free(s, TRUE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/grammar/cases", test_cases);
	g_test_add_func("/grammar/mistakes", test_mistakes);
	g_test_add_func("/grammar/language", test_language);
	g_test_add_func("/grammar/many", test_many);
	return g_test_run();
}
