#include "load/word_cache.h"

static guint64
key(const struct word_cache *c, const char *s)
{
	return word_cache_key(c, s, strlen(s));
}

static const struct word_fate fates[] = {
	{ .known = true, .near = WORD_NEAR_NONE },
	{ .known = true },
	{ .variant = true, .near = WORD_NEAR_NONE },
	{ .near = WORD_NEAR_UNASKED }, { .near = WORD_NEAR_NONE }, { .near = 0x1000 },
	{ .near = 0x4a3f }, { .near = 0x7fff },
};

/* Each fate comes back as it was kept, a later one in place of an earlier. */
static void
test_fates(void)
{
	struct word_cache *c = word_cache_new();
	struct word_fate back = { .known = true };

	g_assert_false(word_cache_find(c, key(c, "order"), &back));
	g_assert_true(back.known);		/* untouched */
	for (gsize i = 0; i < G_N_ELEMENTS(fates); i++) {
		word_cache_keep(c, key(c, "order"), fates[i]);
		g_assert_true(word_cache_find(c, key(c, "order"), &back));
		g_assert_cmpint(back.known, ==, fates[i].known);
		g_assert_cmpint(back.variant, ==, fates[i].variant);
		g_assert_cmphex(back.near, ==, fates[i].near);
	}
	g_assert_false(word_cache_find(c, key(c, "orders"), &back));
	g_assert_false(word_cache_find(c, key(c, "orde"), &back));
	word_cache_free(c);
	word_cache_free(NULL);
}

/* Whatever drives whatever out: what is found is what was kept of this word. */
static void
test_crowd(void)
{
	enum { WORDS = 300000 };
	struct word_cache *c = word_cache_new();
	guint found = 0;

	for (guint i = 0; i < WORDS; i++) {
		g_autofree char *s = g_strdup_printf("word%u", i);

		word_cache_keep(c, key(c, s), (struct word_fate){ .near = (guint16)(0x1000 + i % 999) });
	}
	for (guint i = 0; i < WORDS; i++) {
		g_autofree char *s = g_strdup_printf("word%u", i);
		struct word_fate back;

		if (!word_cache_find(c, key(c, s), &back))
			continue;
		found++;
		g_assert_false(back.known);
		g_assert_cmphex(back.near, ==, 0x1000 + i % 999);
	}
	g_assert_cmpuint(found, >, 50000);
	word_cache_free(c);
}

/* Two processes do not agree on where a word stands. */
static void
test_secret(void)
{
	struct word_cache *a = word_cache_new(), *b = word_cache_new();

	g_assert_cmphex(key(a, "order"), ==, key(a, "order"));
	g_assert_cmphex(key(a, "order"), !=, key(b, "order"));
	g_assert_cmphex(key(a, "a-word-of-more-than-eight"), !=, key(a, "a-word-of-more-than-eighs"));
	word_cache_free(a);
	word_cache_free(b);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/word-cache/fates", test_fates);
	g_test_add_func("/word-cache/crowd", test_crowd);
	g_test_add_func("/word-cache/secret", test_secret);
	return g_test_run();
}
