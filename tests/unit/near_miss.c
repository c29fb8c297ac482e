#include <glib/gstdio.h>

#include "load/near_miss.h"

static const char *const dictionary[] = {
	"receipt", "paragon", "zamówienie", "zamówienia", "Bestellung", "bestellen", "łódź",
	"большого", "commit", "год", "webshop", "przerzutki", "żaglówka", NULL,
};

/* Three words of each, and their letters are usual side by side. */
static const char *const usual[] = { "stranding", "standings", "branding", "slanting", "planes", "pounding",
				       "sounder", NULL };

static struct near_miss *
made(void)
{
	struct near_miss *n = near_miss_new();
	g_autofree char *folder = g_dir_make_tmp("sendlint-near-XXXXXX", NULL);
	g_autofree char *aff = g_build_filename(folder, "x.aff", NULL);
	g_autofree char *dic = g_build_filename(folder, "x.dic", NULL);
	g_autoptr(GString) words = g_string_new("9\n");

	/* "большого" is a stem and an ending: its last letters stand in no stem. */
	for (const char *const *w = dictionary; *w; w++)
		g_string_append_printf(words, "%s\n",
				       g_str_equal(*w, "большого") ? "большой/A"
				       : g_str_equal(*w, "webshop") ? "shop" : *w);
	for (const char *const *w = usual; *w; w++)
		g_string_append_printf(words, "%s\n%s\n%s\n", *w, *w, *w);
	g_assert_true(g_file_set_contents(aff, "SFX A Y 1\nSFX A ой ого ой\n", -1, NULL));
	g_assert_true(g_file_set_contents(dic, words->str, -1, NULL));
	near_miss_read(n, aff, dic, NULL);
	near_miss_read(n, "/nonexistent", "/nonexistent", NULL);
	near_miss_add(n, (const char *const[]){ "webshop", NULL });
	near_miss_finish(n);
	g_remove(aff);
	g_remove(dic);
	g_rmdir(folder);
	return n;
}

static bool
knows(gpointer data, const char *word)
{
	(void)data;
	return g_strv_contains(dictionary, word) || g_strv_contains(usual, word);
}

static const struct {
	const char *word, *near;	/* NULL: none */
	bool nouns;
} misses[] = {
	{ "reciept", "receipt", false }, { "receipt", NULL, false }, { "receit", "receipt", false },
	{ "recceipt", "receipt", false }, { "rexeipt", "receipt", false }, { "eceipt", "receipt", false },
	{ "receiptt", "receipt", false }, { "rceeitp", NULL, false }, { "Reciept", "Receipt", false },
	{ "comit", "commit", false }, { "zamowienie", "zamówienie", false }, { "zamówinia", "zamówienia", false },
	{ "łodź", "łódź", false }, { "большгоо", "большого", false },
	{ "webshpo", "webshop", false },
	{ "Bestelung", "Bestellung", true }, { "bestellung", "Bestellung", true },
	{ "Bestelung", NULL, false },		/* names are not nouns elsewhere */
	{ "bestelen", "bestellen", true }, { "quombatz", NULL, false }, { "日本", NULL, false },
	{ "receiptreceiptreceiptreceiptx", NULL, false },	/* too long to try */
	/* A letter more inside, but not before or behind. */
	{ "recxeipt", "receipt", false }, { "xreceipt", NULL, false }, { "planesx", NULL, false },
	{ "receiptx", "receipt", false },	/* unless it is long */
	/* Another letter, where it is odd, and where it could be a word: then it must sound alike. */
	{ "stxanding", "stranding", false }, { "stondings", "standings", false },
	{ "stanndings", "standings", false }, { "stindings", "standings", false },
	/* A long word has few neighbours, but in German. */
	{ "sounding", "pounding", false }, { "sounding", NULL, true },
	{ "slanes", NULL, false }, { "slxnes", NULL, false }, { "plxnes", "planes", false },
	/* A name stands near many words. */
	{ "Recxeipt", "Receipt", false }, { "Receit", NULL, false }, { "Rexeipt", "Receipt", false },
	{ "Recept", NULL, false }, { "Plaxnes", NULL, false }, { "Receiptx", NULL, false },
	/* What sounds the same. */
	{ "przeżutki", "przerzutki", false }, { "rzaglówka", "żaglówka", false },
	{ "przeżytki", NULL, false },
	/* So does a short word. */
	{ "gxd", NULL, false }, { "гед", NULL, false }, { "огд", "год", false }, { "гд", "год", false },
};

static void
test_misses(void)
{
	struct near_miss *n = made();

	for (gsize i = 0; i < G_N_ELEMENTS(misses); i++) {
		guint left = 10000;
		struct near_miss_search s = {
			.knows = knows, .left = &left, .nouns = misses[i].nouns,
		};
		guint16 edit = near_miss_find(n, &s, misses[i].word);
		char word[NEAR_MISS_BYTES] = "";
		bool capital = near_miss_kind(edit) == NEAR_MISS_CAPITAL ||
			       g_unichar_isupper(g_utf8_get_char(misses[i].word));

		if (edit)
			g_assert_true(near_miss_apply(n, edit, misses[i].word, capital, word));
		if (g_strcmp0(edit ? word : NULL, misses[i].near) != 0)
			g_test_fail_printf("%s: %s", misses[i].word, edit ? word : "nothing");
	}
	near_miss_free(n);
	near_miss_free(NULL);
}

/* No call more than allowed, and far fewer than there are edits. */
static void
test_bounded(void)
{
	struct near_miss *n = made();
	guint left = 5;
	struct near_miss_search s = { .knows = knows, .left = &left };

	g_assert_cmpuint(near_miss_find(n, &s, "zamowxenie"), ==, 0);
	g_assert_cmpuint(left, <=, 5);
	left = 0;
	g_assert_cmpuint(near_miss_find(n, &s, "reciept"), ==, 0);
	left = 1000;
	g_assert_cmpuint(near_miss_find(n, &s, "quombatz"), ==, 0);
	g_assert_cmpuint(left, ==, 1000);	/* nothing of it is likely */
	near_miss_free(n);
}

/* An edit of one dictionary, said of a word it does not fit, is refused. */
static void
test_apply(void)
{
	struct near_miss *n = made();
	g_autofree char *flood = g_strnfill(200, 'a');
	char word[NEAR_MISS_BYTES];

	for (guint edit = 0; edit <= G_MAXUINT16; edit += 7) {
		if (near_miss_apply(n, (guint16)edit, "ab", false, word))
			g_assert_cmpuint(strlen(word), <=, 6);
		g_assert_false(near_miss_apply(n, (guint16)edit, flood, false, word));
	}
	g_assert_cmphex(near_miss_moved(0x1000, 3), ==, 0x10c0);
	g_assert_cmphex(near_miss_moved(0x1fc0, 3), ==, 1);
	near_miss_free(n);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/near-miss/misses", test_misses);
	g_test_add_func("/near-miss/bounded", test_bounded);
	g_test_add_func("/near-miss/apply", test_apply);
	return g_test_run();
}
