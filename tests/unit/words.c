#include "core/limits.h"
#include "core/words.h"
#include "core/words_table.h"

static struct words
cut(struct arena *a, const char *s)
{
	struct text *t = arena_new0(a, struct text);

	*t = (struct text){ .name = "text", .part = "", .s = s, .len = strlen(s) };
	return words_of(a, t, NULL);
}

/* Words as "[word]", what is no language as "<it>", a sentence with "." and a
   paragraph with "|" before its first word; quoted with ">". */
static char *
show(struct arena *a, const char *s)
{
	struct words w = cut(a, s);
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < w.n; i++) {
		unsigned f = w.v[i].flags;

		g_string_append(out, f & WORD_PARAGRAPH ? "|" : f & WORD_SENTENCE ? "." : "");
		g_string_append(out, f & WORD_QUOTED ? ">" : "");
		g_string_append_printf(out, f & WORD_OTHER ? "<%.*s>" : "[%.*s]",
				       (int)w.v[i].len, s + w.v[i].at);
	}
	return arena_strndup(a, out->str, out->len);
}

static const struct {
	const char *text, *words;
} cuts[] = {
	{ "", "" },
	{ "/ = ... {{}} -- *", "" },
	{ "   \n \n", "" },
	{ "Dziękujemy za zamówienie.", "|[Dziękujemy][za][zamówienie]" },
	{ "don't l’homme п'ять O'Brien's", "|[don't][l’homme][п'ять][O'Brien's]" },
	{ "wi-fi кое-что arc‑en‑ciel -x- a--b", "|[wi-fi][кое-что][arc‑en‑ciel][x][a][b]" },
	{ "www.shop.example and (https://a.example/b?c=d).", "|<www.shop.example>[and]<https://a.example/b?c=d>" },
	{ "anna@shop.example, <a@b.example>", "|<anna@shop.example><a@b.example>" },
	{ "/usr/bin C:\\x and/or file.txt", "|</usr/bin><C:\\x>[and][or]<file.txt>" },
	{ "12,50 zł 100% free 2x1 ORD-17 24h", "|<12,50>[zł]<100%>[free]<2x1><ORD-17><24h>" },
	{ "{{name}} #tag foo_bar R&D", "|<{{name}}><#tag><foo_bar><R&D>" },
	{ "*ważne* „tak” – nie", "|[ważne][tak][nie]" },
	{ "end.Next wait...no yes,no a:b", "|<end.Next>[wait][no][yes][no][a][b]" },
	{ "One thing. Two things! Three", "|[One][thing].[Two][things].[Three]" },
	{ "ul. Polna 3. Tak", "|[ul][Polna]<3>.[Tak]" },
	{ "Tak… Nie", "|[Tak].[Nie]" },
	{ "Hello,\nyou there\n\nBye", "|[Hello].[you][there]|[Bye]" },
	{ "This line is long enough that it was wrapped by some\nprogram", "|[This][line][is][long]"
	  "[enough][that][it][was][wrapped][by][some][program]" },
	{ "This line is long enough that it ends and goes on:\n* First", "|[This][line][is][long]"
	  "[enough][that][it][ends][and][goes][on].[First]" },
	{ "a\n-----\nb", "|[a]|[b]" },
	{ "a\n> b c\nd", "|[a]|>[b]>[c]|[d]" },
	{ "a\n-- \nb\nc", "|[a]|>[b].>[c]" },
	{ "a\xc2\xa0" "b\xe2\x80\x89" "c\xe3\x80\x80" "d", "|[a][b][c][d]" },
	{ "зака\xc2\xadзать\xe2\x80\x8b", "|[зака\xc2\xadзать]" },
	{ "\xf0\x9f\x94\xa5sale\xf0\x9f\x94\xa5 5€ №5", "|[sale]<5><5>" },
};

static void
test_cuts(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cuts); i++) {
		struct arena *a = arena_new();

		g_assert_cmpstr(show(a, cuts[i].text), ==, cuts[i].words);
		arena_free(a);
	}
}

static const struct {
	const char *word;
	unsigned flags;
} flagged[] = {
	{ "słowo", WORD_LATIN },
	{ "Słowo", WORD_LATIN | WORD_CAPITAL },
	{ "SŁOWO", WORD_LATIN | WORD_CAPITAL | WORD_CAPITALS },
	{ "I", WORD_LATIN | WORD_CAPITAL },
	{ "PayPal", WORD_LATIN | WORD_CAPITAL | WORD_MIXED },
	{ "iPhone", WORD_LATIN | WORD_MIXED },
	{ "Anna-Maria", WORD_LATIN | WORD_CAPITAL },
	{ "слово", WORD_CYRILLIC },
	{ "слoво", WORD_CYRILLIC | WORD_LATIN },
	{ "λόγος", WORD_FOREIGN },
	{ "日本", WORD_FOREIGN },
	{ "Việt", WORD_LATIN | WORD_CAPITAL },
	{ "A1", WORD_OTHER | WORD_DIGITS | WORD_LATIN },
	{ "аaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", WORD_LATIN | WORD_CYRILLIC | WORD_LONG },
};

static void
test_flags(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(flagged); i++) {
		struct arena *a = arena_new();
		struct words w = cut(a, flagged[i].word);

		g_assert_cmpuint(w.n, ==, 1);
		g_assert_cmphex(w.v[0].flags, ==,
				flagged[i].flags | WORD_SENTENCE | WORD_PARAGRAPH);
		arena_free(a);
	}
}

static const struct {
	const char *word, *folded;
} folds[] = {
	{ "ŁÓDŹ", "lodz" }, { "Straße", "strasse" }, { "Ёлка", "елка" }, { "мой", "мой" },
	{ "мои\xcc\x86", "мой" }, { "е\xcc\x88ж", "еж" }, { "e\xcc\x81te\xcc\x81", "ete" },
	{ "d’été", "d'ete" }, { "Œuvre", "oeuvre" }, { "в\xc2\xadс\xe2\x80\x8bё", "все" },
	{ "İI", "ii" }, { "Việt", "viet" }, { "ẞ", "ss" }, { "wi‐fi", "wi-fi" }, { "100%", "100%" },
	{ "ЇЖАК", "їжак" },
};

static void
test_folds(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(folds); i++) {
		struct arena *a = arena_new();
		struct words w = cut(a, folds[i].word);

		g_assert_cmpstr(words_fold(a, folds[i].word, strlen(folds[i].word)), ==,
				folds[i].folded);
		g_assert_cmpuint(w.n, ==, 1);
		g_assert_cmpstr(w.v[0].folded, ==, folds[i].folded);
		g_assert_cmpuint(w.v[0].folded_len, ==, strlen(folds[i].folded));
		arena_free(a);
	}
}

/* What the table says of a character is what GLib says. */
static void
test_table(void)
{
	for (gunichar c = 0; c < WORDS_TABLE; c++) {
		guint32 class = words_table[c];
		bool joins = class & (CLASS_APOSTROPHE | CLASS_HYPHEN);

		if (!joins)
			g_assert_cmpint(!!(class & CLASS_LETTER), ==, g_unichar_isalpha(c));
		g_assert_cmpint(!!(class & CLASS_UPPER), ==, g_unichar_isupper(c) ||
				g_unichar_istitle(c));
		g_assert_cmpint(!!(class & CLASS_DIGIT), ==, g_unichar_isdigit(c));
		if (class & CLASS_CYRILLIC)
			g_assert_cmpint(g_unichar_get_script(c), ==, G_UNICODE_SCRIPT_CYRILLIC);
		if (c >= 'A' && c <= 'Z')
			g_assert_cmphex(class & 0xffff, ==, c + 32);
		if ((class & (CLASS_CYRILLIC | CLASS_UPPER)) == (CLASS_CYRILLIC | CLASS_UPPER))
			g_assert_cmphex(class & 0xffff, ==, words_table[g_unichar_tolower(c)] & 0xffff);
	}
}

/* The buffer for folded words counts on it. */
static void
test_folding_never_lengthens(void)
{
	for (gunichar c = 1; c <= 0x10ffff; c++) {
		char s[8] = "", folded[16];

		if (!g_unichar_validate(c))
			continue;
		g_unichar_to_utf8(c, s);
		g_assert_cmpuint(words_fold_to(s, strlen(s), folded), <=, strlen(s));
		g_assert_true(g_utf8_validate(folded, -1, NULL));
	}
}

/* Whatever stands around it, and in other texts too. */
static void
test_ids(void)
{
	struct arena *a = arena_new();
	struct lexicon *x = words_lexicon(a, 0);
	const struct text one = { .name = "test", .s = "same Same same, zamówienie (zamówienie) d’été",
				  .len = strlen(one.s) };
	const struct text two = { .name = "test", .s = "Zamówienie. www.same.example d’été same",
				  .len = strlen(two.s) };
	struct words v = words_of(a, &one, x), w = words_of(a, &two, x);

	g_assert_cmpuint(v.v[0].id, ==, v.v[2].id);
	g_assert_cmpuint(v.v[0].id, !=, v.v[1].id);
	g_assert_cmpuint(v.v[3].id, ==, v.v[4].id);
	g_assert_cmpuint(v.v[3].id, !=, w.v[0].id);
	g_assert_cmpuint(v.v[5].id, ==, w.v[2].id);
	g_assert_cmpuint(v.v[0].id, ==, w.v[3].id);
	g_assert_cmpstr(v.v[5].folded, ==, "d'ete");
	g_assert_cmphex(v.v[4].flags, ==, WORD_LATIN);
	g_assert_cmpuint(words_lexicon_size(x), ==, 6);
	arena_free(a);
}

/* Words that all want the same place: each has an id below the number of them. */
static void
test_many(void)
{
	struct arena *a = arena_new();
	g_autoptr(GString) s = g_string_new(NULL);
	struct words w;

	for (guint i = 0; i < 20000; i++)
		g_string_append_printf(s, "w%x ", i * 2654435761u);
	w = cut(a, g_string_append(s, s->str)->str);
	g_assert_cmpuint(w.n, ==, 40000);
	g_assert_cmpuint(words_lexicon_size(w.lexicon), <=, 20100);
	for (guint i = 0; i < w.n; i++) {
		const struct word *x = &w.v[i];

		g_assert_cmpuint(x->id, <, words_lexicon_size(w.lexicon));
		g_assert_cmpmem(x->folded, x->folded_len, s->str + x->at, x->len);
	}
	arena_free(a);
}

static void
test_counts(void)
{
	struct arena *a = arena_new();
	struct words w = cut(a, "Order 4711 of anna@shop.example is ready");

	g_assert_cmpuint(w.n, ==, 6);
	g_assert_cmpuint(w.visible, ==, 4);
	g_assert_false(w.cut);
	arena_free(a);
}

/* Hostile sizes: every word has its NUL, and the limit is told. */
static void
test_big(void)
{
	static const char *const units[] = { "a ", "a\n", "\xc3\x9f ", ">", "-", "\xcc\x88", "a'",
					     "a/", "1.", "\xe2\x80\x8b", "a@", "漢" };

	for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
		struct arena *a = arena_new();
		g_autoptr(GString) s = g_string_new(NULL);
		struct words w;

		while (s->len < 400000)
			g_string_append(s, units[i]);
		w = cut(a, s->str);
		g_assert_cmpuint(w.n, <=, LIMIT_WORDS);
		g_assert_cmpint(w.cut, ==, i < 3);
		for (guint k = 0; k < w.n; k++) {
			g_assert_cmpuint(w.v[k].at + w.v[k].len, <=, s->len);
			g_assert_cmpuint(strlen(w.v[k].folded), ==, w.v[k].folded_len);
		}
		arena_free(a);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/words/cuts", test_cuts);
	g_test_add_func("/words/flags", test_flags);
	g_test_add_func("/words/folds", test_folds);
	g_test_add_func("/words/table", test_table);
	g_test_add_func("/words/folding-never-lengthens", test_folding_never_lengthens);
	g_test_add_func("/words/ids", test_ids);
	g_test_add_func("/words/many", test_many);
	g_test_add_func("/words/counts", test_counts);
	g_test_add_func("/words/big", test_big);
	return g_test_run();
}
