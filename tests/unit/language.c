#include "core/language.h"

/* A speller that knows the words of a few sentences. */
static const struct {
	const char *tag, *words;
} known[] = {
	{ "en", " dear your order is ready for pickup in our shop from monday please bring the "
		"receipt with you hello customer today " },
	{ "pl", " szanowna pani twoje zamówienie jest gotowe do odbioru w naszym sklepie od "
		"poniedziałku prosimy zabrać ze sobą paragon dzisiaj i na nie " },
	{ "ru", " ваш заказ готов к выдаче в нашем магазине с понедельника пожалуйста возьмите "
		"чек это мы " },
	{ "uk", " ваше замовлення готове до видачі в нашому магазині з понеділка будь ласка "
		"візьміть чек це ми " },
	{ "pt-BR", " seu pedido está pronto para retirada na nossa loja a partir de hoje traga o "
		   "recibo com você por favor " },
};

static guint calls;

static bool
check(const struct speller *self, const char *language, struct spell_word *words, guint n)
{
	(void)self;
	calls++;
	for (gsize k = 0; k < G_N_ELEMENTS(known); k++)
		for (guint i = 0; i < n && g_str_equal(known[k].tag, language); i++) {
			g_autofree char *s = g_strndup(words[i].s, words[i].len);
			g_autofree char *low = g_utf8_strdown(s, -1);
			g_autofree char *padded = g_strdup_printf(" %s ", low);

			words[i].known = strstr(known[k].words, padded) != NULL;
		}
	return true;
}

static const char *const tags[] = { "en", "pl", "ru", "uk", "pt-BR", NULL };
static const struct speller speller = { .check = check, .languages = tags };

static const char *
ask(const char *text, const char *hint)
{
	struct arena *a = arena_new();
	struct text t = { .s = text, .len = strlen(text) };
	struct words w = words_of(a, &t);
	const char *tag = language_of(language_for(a, &speller), &w, 0, w.n, hint);

	arena_free(a);
	return tag;
}

static const struct {
	const char *text, *tag;
} asked[] = {
	{ "Your order is ready for pickup in our shop.", "en" },
	{ "Twoje zamówienie jest gotowe do odbioru w naszym sklepie.", "pl" },
	{ "Ваш заказ готов к выдаче в нашем магазине.", "ru" },
	{ "Ваше замовлення готове до видачі в нашому магазині.", "uk" },
	{ "Seu pedido está pronto para retirada na nossa loja.", "pt-BR" },
	{ "Order ready.", NULL },	/* too little */
	{ "", NULL },
	{ "Din beställning är klar att hämtas i butiken på måndag.", NULL },
	/* known by half to the Portuguese dictionary, and full of Spanish small words */
	{ "El pedido de la loja está con usted por el recibo, las de la loja", NULL },
	{ "ご注文の商品がまもなく到着します。 ありがとう ございました また どうぞ お越し", NULL },
	{ "4711 https://a.example/b anna@mail.example ABC-DEF ID42 NIP 12,50 34,50", NULL },
	/* too many words that nobody knows */
	{ "Your zorblat is qwixen for fnord in our blarg plugh xyzzy frotz", NULL },
};

static void
test_language(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(asked); i++) {
		g_assert_cmpstr(ask(asked[i].text, NULL), ==, asked[i].tag);
		g_assert_cmpstr(ask(asked[i].text, "en"), ==, asked[i].tag);
	}
}

/* A few words amid others are in their language if it has all of them, and it alone is asked. */
static void
test_few(void)
{
	g_assert_cmpstr(ask("Your order today.", NULL), ==, "en");
	g_assert_cmpstr(ask("Zamówienie na dzisiaj.", NULL), ==, "pl");
	g_assert_cmpstr(ask("Zamówienie na dzisaj.", NULL), ==, NULL);
	calls = 0;
	g_assert_cmpstr(ask("Zamówienie na dzisiaj.", "en"), ==, NULL);
	g_assert_cmpstr(ask("Zamówienie na dzisiaj.", "pl"), ==, "pl");
	g_assert_cmpstr(ask("Zamówienie na dzisaj.", "pl"), ==, NULL);
	g_assert_cmpuint(calls, <=, 6);
}

/* A clear case does not load the dictionaries of all other languages. */
static void
test_asks_one(void)
{
	calls = 0;
	g_assert_cmpstr(ask("Your order is ready for pickup in our shop.", NULL), ==, "en");
	g_assert_cmpuint(calls, ==, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/language/of", test_language);
	g_test_add_func("/language/few", test_few);
	g_test_add_func("/language/asks-one", test_asks_one);
	return g_test_run();
}
