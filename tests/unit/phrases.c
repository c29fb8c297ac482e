#include "core/limits.h"
#include "core/phrases.h"

static void
add(struct phrases_builder *b, const char *language, const char *list, const char *entry,
    int weight, bool mask)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(phrases_add(b, language, list, entry, weight, mask, &error));
	g_assert_no_error(error);
}

static struct phrases *
lists(void)
{
	struct phrases_builder *b = phrases_builder_new();

	add(b, "pl", "ads", "okazj*", 1, false);
	add(b, "pl", "ads", "skorzystaj z okazji", 3, false);
	add(b, "pl", "ads", "z okazji", 1, true);
	add(b, "pl", "ads", "rabat*", 2, false);
	add(b, "pl", "ads", "rabat naliczony", 1, true);
	add(b, "pl", "ads", "bestseller*", 2, false);
	add(b, "en", "ads", "bestseller*", 2, false);
	add(b, "en", "ads", "free trial", 1, false);
	add(b, "en", "ads", "trial period", 1, true);
	add(b, "en", "ads", "100% free", 3, false);
	add(b, "en", "ads", "free", 1, false);
	add(b, "en", "news", "free", 1, false);
	add(b, "ru", "ads", "закажи{те,} сейчас", 2, false);
	add(b, "ru", "ads", "гаранти{я,и,йн*}", 2, false);
	add(b, "fr", "ads", "offre*", 2, false);
	add(b, "en", "ads", "#% off", 3, false);
	add(b, "en", "ads", "save #", 3, false);
	add(b, "en", "ads", "was # now #", 3, false);
	add(b, "hu", "ads", "#% kedvezmény*", 3, false);
	add(b, "any", "hosts", "bit.ly", 1, false);
	add(b, "any", "hosts", "goo.gl", 5, false);
	add(b, "any", "hosts", "ex_", 1, false);
	return phrases_build(b);
}

struct match_case {
	const char *text, *hits;
};

static const struct match_case matches[] = {
	{ "nothing here", "" },
	{ "Okazja! OKAZJE okaz", "pl:okazj* pl:okazj* " },
	{ "Z okazji świąt", "" },
	{ "Skorzystaj z okazji", "pl:skorzystaj z okazji " },
	{ "rabat naliczony, rabaty", "pl:rabat* " },
	{ "rabat\nnaliczony", "" },
	{ "rabat, naliczony", "pl:rabat* " },
	{ "rabat.\n\nNaliczony", "pl:rabat* " },
	{ "rabat\xc2\xa0naliczony", "" },
	{ "a bestseller", "en:bestseller* pl:bestseller* " },
	{ "free trial period", "en:free en:free " },	/* of two lists; "free trial" is masked */
	{ "trial period", "" },
	{ "100% free", "en:100% free en:free " },
	{ "закажите\nсейчас закажи сейчас заказ", "ru:закажи{те,} сейчас ru:закажи{те,} сейчас " },
	{ "гарантия гарантий гарантийный", "ru:гаранти{я,и,йн*} ru:гаранти{я,и,йн*} " },
	{ "L'offre d’offres", "fr:offre* fr:offre* " },
	{ "see bit.ly now", "any:bit.ly " },
	{ "20% off, 20 % OFF, -20\xc2\xa0% off", "en:#% off en:#% off en:#% off " },
	{ "20 off 2020 office %", "" },
	{ "20x% off A20% off % off", "" },
	{ "save £20, save 1.490,00 € or save up to 10", "en:save # en:save # " },
	{ "was €\xc2\xa0""49.90 now €39.90", "en:was # now # " },
	{ "was £49.90. Now £39.90", "" },
	{ "20%-os kedvezmény", "hu:#% kedvezmény* " },
	{ "rabat - naliczony", "pl:rabat* " },		/* a dash is no sign of a word */
};

static void
check_matches(const struct phrases *p, const struct match_case *cases, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		struct arena *a = arena_new();
		struct text t = { .s = cases[i].text, .len = strlen(cases[i].text) };
		struct words w = words_of(a, &t, NULL);
		g_autoptr(GString) got = g_string_new(NULL);
		GArray *hits;
		bool cut;

		hits = phrases_match(phrases_match_begin(a, p, w.lexicon), &w, &cut);
		g_assert_false(cut);
		for (guint k = 0; k < hits->len; k++) {
			struct phrase_hit *h = &g_array_index(hits, struct phrase_hit, k);

			g_string_append_printf(got, "%s:%s ", h->language, h->entry);
			g_assert_cmpuint(h->where.at, ==, w.v[h->first].at);
			g_assert_cmpuint(h->where.at + h->where.len, <=, t.len);
		}
		g_assert_cmpstr(got->str, ==, cases[i].hits);
		arena_free(a);
	}
}

static void
test_matches(void)
{
	struct phrases *p = lists();

	check_matches(p, matches, G_N_ELEMENTS(matches));
	phrases_free(p);
}

/* A set on top of another: what it adds, masks and takes out. */
static const struct match_case matches_on[] = {
	{ "free trial period", "en:free " },		/* "free" of the ads is gone, not of the news */
	{ "free klub", "en:free any:klub* " },
	{ "Kluby seniora", "" },
	{ "L'offre spéciale", "" },			/* masked in every language */
	{ "rabat, bestsellery", "any:rabat pl:rabat* en:bestseller* pl:bestseller* " },
	{ "skorzystaj z okazji", "pl:okazj* " },	/* the longer one no longer stands before it */
	{ "see bit.ly", "" },
};

static void
test_on(void)
{
	struct phrases *base = lists(), *p;
	struct phrases_builder *b = phrases_builder_new_on(base);
	g_autofree const char **names = NULL;

	add(b, "any", "ads", "klub*", 4, false);
	add(b, "any", "ads", "rabat", 4, false);
	add(b, "any", "ads", "klub* seniora", 1, true);
	add(b, "any", "ads", "offre speciale", 1, true);
	add(b, "any", "hosts", "tiny.example", 2, false);
	g_assert_cmpuint(phrases_take_out(b, "ads", "FREE", false), ==, 1);
	g_assert_cmpuint(phrases_take_out(b, "ads", "skorzystaj z okazji", false), ==, 1);
	g_assert_cmpuint(phrases_take_out(b, "ads", "z okazji", true), ==, 1);
	g_assert_cmpuint(phrases_take_out(b, "ads", "Offre", false), ==, 0);
	g_assert_cmpuint(phrases_take_out(b, "ads", "bestseller", false), ==, 0);
	g_assert_cmpuint(phrases_take_out(b, "hosts", "bit.ly", false), ==, 1);
	p = phrases_build(b);
	check_matches(p, matches_on, G_N_ELEMENTS(matches_on));
	g_assert_cmpint(phrases_lookup(p, "hosts", "bit.ly"), ==, 0);
	g_assert_cmpint(phrases_lookup(p, "hosts", "goo.gl"), ==, 5);
	g_assert_cmpint(phrases_lookup(p, "hosts", "tiny.example"), ==, 2);
	g_assert_cmpint(phrases_lookup(base, "hosts", "tiny.example"), ==, 0);
	g_assert_true(phrases_has(p, "news"));
	g_assert_false(phrases_has(p, "none"));
	names = phrases_lists(p);
	g_assert_cmpuint(g_strv_length((char **)names), ==, 3);
	phrases_free(p);
	check_matches(base, matches, G_N_ELEMENTS(matches));	/* as it was */
	phrases_free(base);
}

static void
test_lookup(void)
{
	struct phrases *p = lists();

	g_assert_cmpint(phrases_lookup(p, "hosts", "goo.gl"), ==, 5);
	g_assert_cmpint(phrases_lookup(p, "hosts", "GOO.GL"), ==, 5);
	g_assert_cmpint(phrases_lookup(p, "hosts", "oo.gl"), ==, 0);
	g_assert_cmpint(phrases_lookup(p, "hosts", "ex_"), ==, 1);
	g_assert_cmpint(phrases_lookup(p, "ads", "rabat"), ==, 0);
	g_assert_cmpint(phrases_lookup(p, "none", "goo.gl"), ==, 0);
	g_assert_cmpint(phrases_lookup(NULL, "hosts", "goo.gl"), ==, 0);
	phrases_free(p);
}

static void
test_unreadable(void)
{
	static const char *const entries[] = { "", "  ", "a{b", "a}b", "{,}", "a*b", "*", "a / b",
					       "a, b", "\xff", "a b c d e f g h i j k" };
	struct phrases_builder *b = phrases_builder_new();

	for (gsize i = 0; i < G_N_ELEMENTS(entries); i++) {
		g_autoptr(GError) error = NULL;

		if (phrases_add(b, "en", "ads", entries[i], 1, false, &error))
			g_test_fail_printf("read \"%s\"", entries[i]);
		g_assert_true(!error || *error->message);
	}
	phrases_free(phrases_build(b));
}

static void
test_nothing(void)
{
	struct arena *a = arena_new();
	struct text t = { .s = "some words", .len = 10 };
	struct words w = words_of(a, &t, NULL);
	struct phrases *p = phrases_build(phrases_builder_new());
	bool cut;

	g_assert_cmpuint(phrases_match(phrases_match_begin(a, NULL, w.lexicon), &w, &cut)->len, ==, 0);
	g_assert_cmpuint(phrases_match(phrases_match_begin(a, p, w.lexicon), &w, &cut)->len, ==, 0);
	phrases_free(p);
	arena_free(a);
}

/* A mail of nothing but hits ends at the limit and says so. */
static void
test_many(void)
{
	struct arena *a = arena_new();
	struct phrases *p = lists();
	g_autoptr(GString) s = g_string_new(NULL);
	struct text t = { .part = "" };
	struct words w;
	bool cut;

	while (s->len < 300000)
		g_string_append(s, "free trial period ");
	t.s = s->str;
	t.len = s->len;
	w = words_of(a, &t, NULL);
	g_assert_cmpuint(phrases_match(phrases_match_begin(a, p, w.lexicon), &w, &cut)->len, <=, LIMIT_PHRASE_HITS);
	g_assert_true(cut);
	phrases_free(p);
	arena_free(a);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/phrases/matches", test_matches);
	g_test_add_func("/phrases/on-top", test_on);
	g_test_add_func("/phrases/lookup", test_lookup);
	g_test_add_func("/phrases/unreadable", test_unreadable);
	g_test_add_func("/phrases/nothing", test_nothing);
	g_test_add_func("/phrases/many", test_many);
	return g_test_run();
}
