#include <glib/gstdio.h>
#include <pthread.h>

#include "load/hunspell.h"

static char *root;
static struct dictionary *dictionary;

static void
put(const char *name, const char *text, const char *charset)
{
	g_autofree char *path = g_build_filename(root, name, NULL);
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *bytes = g_convert(text, -1, charset, "UTF-8", NULL, NULL, NULL);

	g_assert_nonnull(bytes);
	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, bytes, -1, NULL));
}

static bool
knows(const struct hunspell *h, const char *language, const char *word)
{
	const struct speller *s = hunspell_speller(h);
	struct spell_word w = { .s = word, .len = (guint32)strlen(word) };

	g_assert_true(s->check(s, language, &w, 1));
	return w.known;
}

static const struct {
	const char *language, *word;
	bool known;
} words[] = {
	{ "en", "order", true }, { "en", "Order", true }, { "en", "orders", true },
	{ "en", "ordr", false }, { "en", "colour", true },	/* the second dictionary */
	{ "en", "order's", true }, { "en", "order’s", true }, { "en", "order-order", true },
	{ "en", "order-ordr", false }, { "en", "or\xc2\xad" "der", true },
	{ "en", "webshop", true }, { "en", "Webshop", true }, { "en", "Frobnicator", true },
	{ "en", "frobnicator", false }, { "en", "order1", false }, { "en", "заказ", false },
	{ "en", "-", false }, { "en", "'", false },
	{ "pl", "zamówienie", true }, { "pl", "Żółw", true }, { "pl", "zamowienie", false },
	{ "pl", "zamo\xcc\x81wienie", true }, { "pl", "заказ", false }, { "pl", "日本", false },
	{ "ru", "заказ", true }, { "ru", "еще", true }, { "ru", "ещё", true },
	{ "ru", "зака\xcc\x81з", true }, { "ru", "закас", false },
};

static void
test_words(void)
{
	struct hunspell *h = hunspell_new(root, dictionary);

	for (int round = 0; round < 2; round++)		/* the second from the cache */
		for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
			if (knows(h, words[i].language, words[i].word) != words[i].known)
				g_test_fail_printf("%s: %s", words[i].language, words[i].word);
	hunspell_free(h);
}

/* The word near an unknown one, and whether there was one to ask. */
static const struct {
	const char *language, *word, *near;
} misses[] = {
	{ "en", "ordr", "order" }, { "en", "roder", "order" }, { "en", "Roder", "Order" }, { "en", "Oder", NULL },
	{ "en", "ordering", NULL }, { "en", "orders-ordr", NULL },	/* too short a part */
	{ "en", "coluors", NULL }, { "en", "color", "colour" }, { "en", "webshp", "webshop" }, { "en", "quombatz", NULL },
	{ "en", "order", NULL }, { "en", "order-coluor", "order-colour" }, { "en", "ordr-ordr", NULL },
	{ "pl", "zamowienie", "zamówienie" }, { "pl", "zmówienie", "zamówienie" },
	{ "ru", "закас", "заказ" }, { "en", "ordr1", NULL }, { "xx", "ordr", NULL },
};

static void
test_near(void)
{
	struct hunspell *h = hunspell_new(root, dictionary);
	const struct speller *s = hunspell_speller(h);
	struct arena *a = arena_new();

	for (int round = 0; round < 3; round++)
		for (gsize i = 0; i < G_N_ELEMENTS(misses); i++) {
			struct spell_word w = {
				.s = misses[i].word, .len = (guint32)strlen(misses[i].word),
			};

			if (round != 1)		/* the first asks nothing before */
				s->check(s, misses[i].language, &w, 1);
			g_assert_cmpstr(s->near(s, misses[i].language, &w, a), ==, misses[i].near);
		}
	arena_free(a);
	hunspell_free(h);
}

/* What the dictionary suggests, from bytes of any charset, at most so many. */
static void
test_suggest(void)
{
	static const struct {
		const char *language, *word, *first;
	} cases[] = {
		{ "en", "orderr", "order" }, { "en", "colourr", "colour" }, { "pl", "zamuwienie", "zamówienie" },
		{ "ru", "закказ", "заказ" }, { "pl", "日本", NULL }, { "en", "", NULL }, { "xx", "orderr", NULL },
		{ "de", "orderr", NULL },
	};
	struct hunspell *h = hunspell_new(root, dictionary);
	const struct speller *s = hunspell_speller(h);
	struct arena *a = arena_new();

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct spell_word w = { .s = cases[i].word, .len = (guint32)strlen(cases[i].word) };
		const char *found[2] = { NULL, "untouched" };
		guint n = s->suggest(s, cases[i].language, &w, a, found, 1);

		g_assert_cmpuint(n, ==, cases[i].first != NULL);
		g_assert_cmpstr(found[0], ==, cases[i].first);
		g_assert_cmpstr(found[1], ==, "untouched");
	}
	arena_free(a);
	hunspell_free(h);
}

/* Each word costs once, long words more; when all is spent nobody is blamed. */
static void
test_budget(void)
{
	struct hunspell *h = hunspell_new(root, dictionary);
	struct arena *a = arena_new();
	struct spell_budget budget = { .words = 2, .searches = 1, .arena = a };
	struct speller s = *hunspell_speller(h);
	struct spell_word w[] = {
		{ .s = "ordr", .len = 4 }, { .s = "ordr", .len = 4 },
		{ .s = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", .len = 30 },
		{ .s = "roder", .len = 5 }, { .s = "odrre", .len = 5 },
	};

	s.budget = &budget;
	g_assert_true(s.check(&s, "en", w, G_N_ELEMENTS(w)));
	g_assert_false(w[0].known);
	g_assert_false(w[1].known);
	g_assert_true(w[2].known);
	g_assert_false(w[3].known);
	g_assert_true(w[4].known);
	g_assert_true(budget.spent);
	g_assert_cmpuint(budget.words, ==, 0);
	budget.spent = false;
	g_assert_cmpstr(s.near(&s, "en", &w[3], a), ==, "order");
	g_assert_false(budget.spent);
	g_assert_null(s.near(&s, "en", &w[0], a));
	g_assert_true(budget.spent);
	/* What is remembered is charged, too: the answer does not hang on who came before. */
	budget = (struct spell_budget){ .searches = 1 };
	g_assert_cmpstr(s.near(&s, "en", &w[0], a), ==, "order");
	g_assert_null(s.near(&s, "en", &w[0], a));
	g_assert_true(budget.spent);
	budget = (struct spell_budget){ .words = 1, .arena = a };
	g_assert_true(s.check(&s, "en", w, G_N_ELEMENTS(w)));
	g_assert_false(w[0].known);
	g_assert_false(w[1].known);
	g_assert_true(w[3].known);
	g_assert_true(budget.spent);
	arena_free(a);
	hunspell_free(h);
}

static void
test_languages(void)
{
	struct hunspell *h = hunspell_new(root, dictionary);
	const struct speller *s = hunspell_speller(h);
	struct spell_word w = { .s = "a", .len = 1 };

	g_assert_true(g_strv_contains(s->languages, "en"));
	g_assert_false(g_strv_contains(s->languages, "de"));	/* not installed */
	g_assert_false(s->check(s, "de", &w, 1));
	g_assert_false(s->check(s, "xx", &w, 1));
	hunspell_free(h);
	h = hunspell_new("/nonexistent", dictionary);
	g_assert_null(hunspell_speller(h)->languages[0]);
	hunspell_preload(h);
	hunspell_free(h);
	hunspell_free(NULL);
}

static void
test_hostile(void)
{
	struct hunspell *h = hunspell_new(root, dictionary);
	static const char *const units[] = { "a", "-", "'", "a-", "ß", "\xcc\x81", "日" };

	for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
		for (guint n = 1; n < 5000; n = n * 3 + 1) {
			g_autoptr(GString) s = g_string_new(NULL);

			for (guint k = 0; k < n; k++)
				g_string_append(s, units[i]);
			g_assert_false(knows(h, "en", s->str));
			g_assert_false(knows(h, "pl", s->str));
		}
	hunspell_free(h);
}

static gpointer
hammer(gpointer p)
{
	const struct hunspell *h = p;
	gsize wrong = 0;

	for (guint round = 0; round < 200; round++)
		for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
			wrong += knows(h, words[i].language, words[i].word) != words[i].known;
	return GSIZE_TO_POINTER(wrong);
}

/* Languages are read while others already ask. */
static void
test_threads(void)
{
	struct hunspell *h = hunspell_new(root, dictionary);
	pthread_t threads[8];
	void *wrong;

	for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
		g_assert_cmpint(pthread_create(&threads[i], NULL, hammer, h), ==, 0);
	for (gsize i = 0; i < G_N_ELEMENTS(threads); i++) {
		pthread_join(threads[i], &wrong);
		g_assert_cmpuint(GPOINTER_TO_SIZE(wrong), ==, 0);
	}
	hunspell_free(h);
}

static void
clear(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *inside = g_build_filename(path, name, NULL);

		clear(inside);
	}
	g_remove(path);
}

static void
write_dictionaries(void)
{
	put("en_US.aff", "SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n", "UTF-8");
	put("en_US.dic", "1\norder/S\n", "UTF-8");
	put("en_GB.aff", "SET UTF-8\n", "UTF-8");
	put("en_GB.dic", "1\ncolour\n", "UTF-8");
	put("pl_PL.aff", "SET ISO8859-2\n", "ISO-8859-2");
	put("pl_PL.dic", "2\nzamówienie\nżółw\n", "ISO-8859-2");
	put("ru_RU.aff", "SET microsoft-cp1251\n", "CP1251");
	put("ru_RU.dic", "2\nзаказ\nеще\n", "CP1251");
	put("lists/en/language", "name = English\nhunspell = en_US en_GB\n", "UTF-8");
	put("lists/en/words.txt", "webshop\n", "UTF-8");
	put("lists/any/words.txt", "Frobnicator\n", "UTF-8");
	put("lists/pl/language", "hunspell = pl_PL\n", "UTF-8");
	put("lists/ru/language", "hunspell = ru_RU\n", "UTF-8");
	put("lists/de/language", "hunspell = de_DE\n", "UTF-8");
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *lists = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	g_unsetenv("SENDLINT_DATADIR");
	root = g_dir_make_tmp("sendlint-hunspell-XXXXXX", NULL);
	write_dictionaries();
	lists = g_build_filename(root, "lists", NULL);
	dictionary = dictionary_load(lists, NULL, &error);
	g_assert_no_error(error);
	g_test_add_func("/hunspell/words", test_words);
	g_test_add_func("/hunspell/near", test_near);
	g_test_add_func("/hunspell/suggest", test_suggest);
	g_test_add_func("/hunspell/budget", test_budget);
	g_test_add_func("/hunspell/languages", test_languages);
	g_test_add_func("/hunspell/hostile", test_hostile);
	g_test_add_func("/hunspell/threads", test_threads);
	status = g_test_run();
	dictionary_free(dictionary);
	clear(root);
	g_free(root);
	return status;
}
