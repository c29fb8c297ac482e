#include "load/word_family.h"

static guint calls;

/* A dictionary of these words. */
static bool
has(gpointer data, const char *word)
{
	calls++;
	return g_strv_contains((const char *const *)data, word);
}

static const char *const en[] = { "walk", "anonymize", "defend", "hashable", "easy", "hero",
				    "box", "happy", NULL };
static const char *const ru[] = {
	"драйвера", "драйверу", "драйверы", "добрый", "доброго", "доброму", "смотреть", "игра",
	"техников", "лекция", "лекции", "лекцию", NULL,
};
static const char *const uk[] = { "чардаш", "чардашу", "чардаші", "бачити", NULL };

static const struct {
	const char *language, *word;
	bool of_family;
} words[] = {
	{ "en", "walks", true }, { "en", "walkers", true }, { "en", "anonymizer", true },
	{ "en", "anonymizable", true }, { "en", "hashability", true }, { "en", "dedefend", true },
	/* Written otherwise when an ending follows. */
	{ "en", "easyer", false }, { "en", "heros", false }, { "en", "boxs", false },
	{ "en", "happyness", false },
	{ "en", "wlak", false }, { "en", "walkt", false }, { "en", "", false }, { "en", "s", false },
	{ "ru", "драйверами", true }, { "ru", "лекций", true }, { "ru", "добрее", true },
	{ "ru", "просмотреть", true }, { "ru", "игротехников", true },
	{ "ru", "дарйверами", false }, { "ru", "драйверма", false }, { "ru", "игаротехников", false },
	{ "ru", "игр", false }, { "ru", "ссмотреть", false },
	{ "uk", "чардаша", true }, { "uk", "побачити", true }, { "uk", "чрадаша", false },
	{ "pl", "walks", false },	/* each language has its own */
};

static void
test_words(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *const *list = g_str_equal(words[i].language, "ru") ? ru :
					  g_str_equal(words[i].language, "uk") ? uk : en;
		struct word_forms f = { words[i].language, has, (gpointer)list };

		if (word_family_has(&f, words[i].word) != words[i].of_family)
			g_test_fail_printf("%s: %s", words[i].language, words[i].word);
	}
}

/* Whatever the word, few questions; and one too long for all is none. */
static void
test_bounded(void)
{
	static const char *const units[] = { "а", "о", "по", "e", "ization", "ими" };

	for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
		for (guint n = 1; n < 500; n = n * 2 + 1) {
			g_autoptr(GString) s = g_string_new(NULL);

			for (guint k = 0; k < n; k++)
				g_string_append(s, units[i]);
			for (gsize k = 0; k < 3; k++) {
				struct word_forms f = {
					(const char *const[]){ "en", "ru", "uk" }[k], has, (gpointer)en,
				};

				calls = 0;
				g_assert_false(word_family_has(&f, s->str));
				g_assert_cmpuint(calls, <=, 100);
			}
		}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/word-family/words", test_words);
	g_test_add_func("/word-family/bounded", test_bounded);
	return g_test_run();
}
