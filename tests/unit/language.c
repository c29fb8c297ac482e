#include "core/language.h"
#include "load/dictionary.h"

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

static struct dictionary *dictionary;
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
ask_with(const struct speller *s, const char *text, struct language_hints hints)
{
	struct arena *a = arena_new();
	struct text t = { .s = text, .len = strlen(text) };
	struct words w = words_of(a, &t, NULL);
	const struct language *l = language_for(a, s, dictionary_model(dictionary));
	const char *tag = language_of(l, &w, 0, w.n, hints);

	arena_free(a);
	return tag;
}

static const char *
ask(const char *text, const char *near)
{
	return ask_with(&speller, text, (struct language_hints){ .near = near });
}

static const char *
ask_alone(const char *text)
{
	return ask_with(NULL, text, (struct language_hints){ .near = NULL });
}

static const struct {
	const char *text, *tag;
} asked[] = {
	{ "Your order is ready for pickup in our shop.", "en" },
	{ "Twoje zamówienie jest gotowe do odbioru w naszym sklepie.", "pl" },
	{ "TWOJE ZAMÓWIENIE JEST GOTOWE DO ODBIORU W NASZYM SKLEPIE.", "pl" },
	{ "Ваш заказ готов к выдаче в нашем магазине.", "ru" },
	{ "Ваше замовлення готове до видачі в нашому магазині.", "uk" },
	{ "Seu pedido está pronto para retirada na nossa loja.", "pt-BR" },
	{ "", NULL },
	{ "Din beställning är klar att hämtas i butiken på måndag.", NULL },
	{ "ご注文の商品がまもなく到着します。 ありがとう ございました また どうぞ お越し", NULL },
	{ "4711 https://a.example/b anna@mail.example ID42 12,50 34,50", NULL },
	/* too many words that nobody knows */
	{ "Your zorblat is qwixen for fnord in our blarg plugh xyzzy frotz", NULL },
	/* half of it is what no dictionary here would know */
	{ "Xqzt order wvrk jjkl pmzz ready gktr bbnm in hhgf qqwz our vvcx", NULL },
};

static void
test_language(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(asked); i++) {
		g_test_message("%s", asked[i].text);
		g_assert_cmpstr(ask(asked[i].text, NULL), ==, asked[i].tag);
		g_assert_cmpstr(ask(asked[i].text, "en"), ==, asked[i].tag);
	}
}

/* The model alone tells the languages of people who have no dictionaries. */
static const struct {
	const char *tag, *text;
} alone[] = {
	{ "en", "We could not find anybody who had seen the keys." },
	{ "pl", "Nikt z nas nie widział, gdzie położyłeś te klucze." },
	{ "ru", "Никто из нас не видел, куда ты положил эти ключи." },
	{ "pt-BR", "Ninguém aqui viu onde você deixou aquelas chaves." },
	{ "de", "Niemand von uns hat gesehen, wohin du den Schlüssel gelegt hast." },
	{ "es", "Nadie de nosotros vio dónde dejaste aquellas llaves." },
	{ "fr", "Personne d'entre nous n'a vu où tu avais posé ces clés." },
	{ "it", "Nessuno di noi ha visto dove avevi messo quelle chiavi." },
	{ "hu", "Egyikünk sem látta, hová tetted azokat a kulcsokat." },
	{ "uk", "Ніхто з нас не бачив, куди ти поклав ці ключі." },
	/* typed without diacritics, and in capitals */
	{ "pl", "Nikt z nas nie widzial, gdzie polozyles te klucze." },
	{ "hu", "Egyikunk sem latta, hova tetted azokat a kulcsokat." },
	{ "de", "NIEMAND VON UNS HAT GESEHEN, WOHIN DU DEN SCHLÜSSEL GELEGT HAST." },
	{ "uk", "НІХТО З НАС НЕ БАЧИВ, КУДИ ТИ ПОКЛАВ ЦІ КЛЮЧІ." },
	/* neighbours */
	{ NULL, "Nikdo z nás neviděl, kam jsi položil ty klíče." },
	{ NULL, "Nikto z nás nevidel, kam si položil tie kľúče." },
	{ NULL, "Niemand van ons heeft gezien waar je die sleutels hebt gelegd." },
	/* languages that the model never met */
	{ NULL, "Ingen av oss såg var du lade de där nycklarna." },
	{ NULL, "Ingen af os så, hvor du lagde de nøgler." },
	{ NULL, "Kukaan meistä ei nähnyt, mihin laitoit ne avaimet." },
	{ NULL, "Hiçbirimiz o anahtarları nereye koyduğunu görmedik." },
	{ NULL, "Niciunul dintre noi nu a văzut unde ai pus cheile acelea." },
	{ NULL, "Никой от нас не е видял къде си сложил онези ключове от къщата." },
	{ NULL, "Ніхто з нас не бачыў, куды ты паклаў гэтыя ключы ад хаты і ад дзвярэй." },
	{ NULL, "Нико од нас није видео где си оставио те кључеве." },
	{ NULL, "Біздің ешқайсымыз кілттерді қайда қойғаныңды көрген жоқпыз." },
	/* names */
	{ NULL, "Kowalski, Müller, García, Rossi" },
};

static void
test_alone(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(alone); i++) {
		g_test_message("%s", alone[i].text);
		g_assert_cmpstr(ask_alone(alone[i].text), ==, alone[i].tag);
	}
}

static void
test_few(void)
{
	g_assert_cmpstr(ask("Your order today.", NULL), ==, "en");
	g_assert_cmpstr(ask("Zamówienie na dzisiaj.", NULL), ==, "pl");
	g_assert_cmpstr(ask("Zamówienie na dzisiaj.", "pl"), ==, "pl");
	g_assert_cmpstr(ask("Zamówienie na dzisiaj.", "en"), ==, "pl");
	g_assert_cmpstr(ask("Xq wzt.", "pl"), ==, NULL);
	/* Ukrainian has the word too, whether its dictionary is installed or not. */
	g_assert_cmpstr(ask("Чек 2210", NULL), ==, NULL);
}

/* A clear case does not load the dictionaries of all other languages. */
static void
test_asks_one(void)
{
	calls = 0;
	g_assert_cmpstr(ask("Your order is ready for pickup in our shop.", NULL), ==, "en");
	g_assert_cmpuint(calls, ==, 1);
}

static const char *
declare(const char *text, const char *declared)
{
	return ask_with(NULL, text, (struct language_hints){ .declared = declared });
}

/* Hints settle what is open, and nothing else. */
static void
test_hints(void)
{
	const char *open = "Venta para clientes activos", *clear = "Nadie de nosotros vio dónde dejaste "
							    "aquellas llaves.";

	g_assert_cmpstr(declare(open, NULL), ==, NULL);
	g_assert_cmpstr(declare(open, "es"), ==, "es");
	g_assert_cmpstr(declare(clear, "en"), ==, "es");
	g_assert_cmpstr(declare(clear, "pt-BR"), ==, "es");
	g_assert_cmpstr(ask_with(NULL, clear, (struct language_hints){ "pt-BR", "pt-BR" }), ==, "es");
	g_assert_cmpstr(declare("4711", "es"), ==, NULL);
}

static void
test_declared(void)
{
	static const struct {
		const char *s, *tag;
	} cases[] = {
		{ "pl", "pl" }, { "PL-pl", "pl" }, { "pt", "pt-BR" }, { "pt_BR", "pt-BR" },
		{ "pt-PT", "pt-BR" }, { "en-GB", "en" }, { "cs", NULL }, { "sv", NULL }, { "", NULL },
		{ "-", NULL }, { "en, pl", NULL }, { "english", NULL }, { "p", NULL },
	};
	const struct language_model *m = dictionary_model(dictionary);

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(language_declared(m, cases[i].s), ==, cases[i].tag);
	g_assert_null(language_declared(NULL, "pl"));
}

static void
test_no_model(void)
{
	struct arena *a = arena_new();
	struct text t = { .s = asked[0].text, .len = strlen(asked[0].text) };
	struct words w = words_of(a, &t, NULL);

	g_assert_null(language_of(language_for(a, &speller, NULL), &w, 0, w.n,
				  (struct language_hints){ "en", "en" }));
	arena_free(a);
}

/* Whatever the words are, an answer is a tag of ours or none. */
static void
test_hostile(void)
{
	static const char *const bits[] = {
		"a", "\xd0\x96", "\xd1\x8a", "\xd2\xa3", "'", "-", " ", "\n", "\xe2\x80\x99", "Z",
		"\xcc\x81", "\xf0\x9d\x94\xb8", "\xef\xbf\xbd", "\xc2\xad", "9", "@", "\xe3\x81\x82",
	};
	GRand *r = g_rand_new_with_seed(7);

	for (guint i = 0; i < 3000; i++) {
		g_autoptr(GString) s = g_string_new(NULL);
		const char *tag;

		for (gint n = g_rand_int_range(r, 0, 400); n > 0; n--)
			g_string_append(s, bits[g_rand_int_range(r, 0, G_N_ELEMENTS(bits))]);
		tag = ask(s->str, i % 2 ? "ru" : NULL);
		g_assert_true(!tag || g_strv_contains(tags, tag) || strlen(tag) == 2);
	}
	g_rand_free(r);
}

static guint
grams(const char *s, guint32 *ret_rows)
{
	return language_model_grams(14, s, strlen(s), ret_rows);
}

/* Capitals, soft hyphens and the shape of apostrophes make no difference; no word has more
   grams than there is room for. */
static void
test_grams(void)
{
	static const struct {
		const char *a, *b;
	} same[] = {
		{ "zażółć", "ZAŻÓŁĆ" }, { "Ключ", "КЛЮЧ" }, { "l'été", "L\xe2\x80\x99\xc3\x89T\xc3\x89" },
		{ "wi-fi", "wi\xe2\x80\x90" "fi" }, { "over", "o\xc2\xadver" },
	};
	guint32 a[MODEL_GRAMS + 1], b[MODEL_GRAMS + 1];
	g_autofree char *lots = g_strnfill(4000, 'x');

	for (gsize i = 0; i < G_N_ELEMENTS(same); i++) {
		guint n = grams(same[i].a, a);

		g_assert_cmpuint(n, >, 0);
		g_assert_cmpuint(grams(same[i].b, b), ==, n);
		g_assert_cmpmem(a, n * sizeof *a, b, n * sizeof *b);
	}
	a[MODEL_GRAMS] = 4711;
	g_assert_cmpuint(grams(lots, a), <=, MODEL_GRAMS);
	g_assert_cmpuint(a[MODEL_GRAMS], ==, 4711);
	g_assert_cmpuint(grams("", a), <=, 1);
	for (guint i = 0, n = grams("słowo", a); i < n; i++)
		g_assert_cmpuint(a[i], <, 1u << 14);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int failed;

	g_test_init(&argc, &argv, NULL);
	dictionary = dictionary_load(NULL, NULL, &error);
	g_assert_no_error(error);
	g_test_add_func("/language/of", test_language);
	g_test_add_func("/language/alone", test_alone);
	g_test_add_func("/language/few", test_few);
	g_test_add_func("/language/asks-one", test_asks_one);
	g_test_add_func("/language/hints", test_hints);
	g_test_add_func("/language/declared", test_declared);
	g_test_add_func("/language/no-model", test_no_model);
	g_test_add_func("/language/hostile", test_hostile);
	g_test_add_func("/language/grams", test_grams);
	failed = g_test_run();
	dictionary_free(dictionary);
	return failed;
}
