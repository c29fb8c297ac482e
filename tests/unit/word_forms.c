#include "load/word_forms.h"

/* A dictionary of these words. */
static bool
has(gpointer data, const char *word)
{
	return g_strv_contains((const char *const *)data, word);
}

static const char *const lists[][12] = {
	{ "en", "order", "ready", "wi-fi", "Irish", "Ike", "pause", "firm" },
	{ "ru", "еще", "заказ", "кто", "перевозок" },
	{ "de", "dass", "Straße", "Fluss", "Schloss", "missverständlich" },
	{ "pt-BR", "ação", "projeto", "eletrônico", "ideia", "senhor" },
	{ "fr", "offre", "coût" },
	{ "uk", "матеріал" },
};

static struct word_forms
forms(const char *language)
{
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
		if (g_str_equal(lists[i][0], language))
			return (struct word_forms){ language, has, (gpointer)(lists[i] + 1) };
	g_assert_not_reached();
}

static const struct {
	const char *language, *word;
	enum { UNKNOWN, KNOWN, VARIANT } is;
} words[] = {
	{ "en", "order", KNOWN }, { "en", "orders", UNKNOWN }, { "en", "order's", KNOWN },
	{ "en", "order-ready", KNOWN }, { "en", "order-reedy", UNKNOWN }, { "en", "wi-fi", KNOWN },
	{ "en", "irish", VARIANT }, { "en", "ike", UNKNOWN }, { "en", "unpause", VARIANT },
	{ "en", "cofirm", UNKNOWN }, { "en", "-", UNKNOWN }, { "en", "order-", UNKNOWN },
	{ "ru", "ещё", KNOWN }, { "ru", "авиаперевозок", VARIANT }, { "ru", "закас", UNKNOWN },
	{ "de", "daß", VARIANT }, { "de", "Strasse", VARIANT }, { "de", "Fluß", VARIANT },
	{ "de", "mißverständlich", VARIANT }, { "de", "fluss", UNKNOWN },
	{ "pt-BR", "acção", VARIANT }, { "pt-BR", "projecto", VARIANT },
	{ "pt-BR", "electrónico", VARIANT }, { "pt-BR", "idéia", VARIANT },
	{ "pt-BR", "sennhor", UNKNOWN }, { "pt-BR", "açao", UNKNOWN },
	{ "fr", "l'offre", KNOWN }, { "fr", "cout", VARIANT }, { "fr", "l'ofre", UNKNOWN },
	{ "uk", "матеріял", VARIANT },
};

static void
test_words(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		struct word_forms f = forms(words[i].language);

		if (word_forms_known(&f, words[i].word) != (words[i].is == KNOWN) ||
		    (words[i].is != KNOWN &&
		     word_forms_variant(&f, words[i].word) != (words[i].is == VARIANT)))
			g_test_fail_printf("%s: %s", words[i].language, words[i].word);
	}
}

static const struct {
	const char *word, *clean;	/* NULL: no word */
} cleans[] = {
	{ "order", "order" }, { "wi‐fi", "wi-fi" }, { "d’été", "d'été" }, { "п`ять", "п'ять" },
	{ "зака\xcc\x81з", "заказ" }, { "or\xc2\xad" "der", "order" }, { "e\xcc\x81", "é" },
	{ "order1", NULL }, { "", NULL }, { "\xe2\x80\x8b", NULL },
};

static void
test_clean(void)
{
	g_autofree char *flood = g_strnfill(4000, 'a');
	char word[WORD_FORMS_BYTES];

	for (gsize i = 0; i < G_N_ELEMENTS(cleans); i++) {
		bool good = word_forms_clean(cleans[i].word, strlen(cleans[i].word), word);

		g_assert_cmpint(good, ==, cleans[i].clean != NULL);
		if (good)
			g_assert_cmpstr(word, ==, cleans[i].clean);
	}
	g_assert_false(word_forms_clean(flood, 4000, word));
}

static const struct {
	const char *word, *part;	/* NULL: none, or more than one */
} parts[] = {
	{ "ordr", "ordr" }, { "order-ordr", "ordr" }, { "ordr-order", "ordr" },
	{ "l'ordr", "ordr" }, { "ordr-redy", NULL }, { "order-ready", NULL },
	{ "a-b-c-d-e-f-g-h-i-j-k", NULL },
};

static void
test_parts(void)
{
	struct word_forms f = forms("en");

	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		struct span at;
		bool one = word_forms_unknown_part(&f, parts[i].word, &at);

		g_assert_cmpint(one, ==, parts[i].part != NULL);
		if (one)
			g_assert_cmpint(strncmp(parts[i].word + at.at, parts[i].part, at.len), ==, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/word-forms/words", test_words);
	g_test_add_func("/word-forms/clean", test_clean);
	g_test_add_func("/word-forms/parts", test_parts);
	return g_test_run();
}
