/* Bytes in a charset become UTF-8, and every letter knows its bytes. */
#include "core/charset.h"

static struct arena *arena;

static const struct {
	const char *label, *bytes, *text;
	unsigned oddities;
	gsize bad_at;
} cases[] = {
	{ "utf-8", "Gr\303\274\303\237e", "Grüße", 0, 0 },
	{ "\"UTF-8\"", "Gr\303\274\303\237e", "Grüße", 0, 0 },
	{ "utf-8;format=flowed", "\303\274", "ü", 0, 0 },
	{ "utf-8", "a\374b", "a\357\277\275b", CHARSET_WRONG, 1 },
	{ "utf-8", "\355\240\200\300\200\365", "\357\277\275\357\277\275\357\277\275"
	  "\357\277\275\357\277\275\357\277\275", CHARSET_WRONG, 0 },
	{ "iso-8859-1", "\223na\357ve\224", "“naïve”", 0, 0 },
	{ "ISO-8859-1", "a\201", "a\357\277\275", CHARSET_WRONG, 1 },
	{ "iso-8859-2", "\261\346\352", "ąćę", 0, 0 },
	{ "iso-8859-2-unknown", "\261", "ą", 0, 0 },
	{ "x-windows-1250", "\271\346\352", "ąćę", 0, 0 },
	{ "cp-1251", "\317\360\350\342\345\362", "Привет", 0, 0 },
	{ "win-1251", "\317\360\350\342\345\362", "Привет", 0, 0 },
	{ "windows-1252http-equiv", "\200", "€", 0, 0 },
	{ "KOI8-R", "\360\322\311\327\305\324", "Привет", 0, 0 },
	{ "gb2312", "\304\343\272\303 a", "你好 a", 0, 0 },
	{ "GB18030", "\2010\2030", "\302\224", 0, 0 },
	{ "big5", "\247A\246n", "你好", 0, 0 },
	{ "shift_jis", "\223\372\226{\261", "日本ｱ", 0, 0 },
	{ "euc-jp", "\306\374\313\334", "日本", 0, 0 },
	{ "ks_c_5601-1987", "\276\310\263\347", "안녕", 0, 0 },
	{ "iso-2022-jp", "a \033$BF|K\134\033(B b\n", "a 日本 b\n", 0, 0 },
	{ "utf-7", "+ZeVnLA-!", "日本!", 0, 0 },
	{ "big5", "a\247", "a\357\277\275", CHARSET_WRONG, 1 },
	{ NULL, "abc", "abc", 0, 0 },
	{ NULL, "\303\274", "ü", CHARSET_MISSING, 0 },
	{ NULL, "\374", "ü", CHARSET_MISSING, 0 },
	{ "us-ascii", "a\303\274", "aü", CHARSET_WRONG, 1 },
	{ "us-ascii", "a\374", "aü", CHARSET_WRONG, 1 },
	{ "unknown-8bit", "\374", "ü", CHARSET_WRONG, 0 },
	{ "klingon", "abc", "abc", CHARSET_UNKNOWN, 0 },
	{ "klingon", "\303\274", "ü", CHARSET_UNKNOWN, 0 },
	{ "klingon", "\374", "ü", CHARSET_UNKNOWN, 0 },
	{ "../../etc", "\374", "ü", CHARSET_UNKNOWN, 0 },
	{ "", "\374", "ü", CHARSET_MISSING, 0 },
};

static void
labels(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct charset_result r = charset_decode(arena, cases[i].label, cases[i].bytes,
							 strlen(cases[i].bytes), NULL);

		g_test_message("%s", cases[i].label ? cases[i].label : "no label");
		g_assert_cmpstr(r.s, ==, cases[i].text);
		g_assert_cmpuint(r.len, ==, strlen(cases[i].text));
		g_assert_cmpuint(r.oddities, ==, cases[i].oddities);
		if (r.oddities & CHARSET_WRONG)
			g_assert_cmpuint(r.bad_at, ==, cases[i].bad_at);
	}
}

static void
same(void)
{
	const char *s = "Zamówienie nr 1";
	struct charset_result r;
	struct map m;

	map_init(&m, arena);
	r = charset_decode(arena, "utf-8", s, strlen(s), &m);
	g_assert_true(r.s == s && map_is_same(&m));
	r = charset_decode(arena, "windows-1250", "plain", 5, &m);
	g_assert_cmpstr(r.s, ==, "plain");
	g_assert_true(map_is_same(&m));
}

static void
nuls(void)
{
	struct charset_result r = charset_decode(arena, "utf-8", "a\0b", 3, NULL);

	g_assert_cmpstr(r.s, ==, "a\357\277\275b");
	g_assert_cmpuint(r.oddities, ==, 0);
	r = charset_decode(arena, "gb2312", "\304\343\0\272\303", 5, NULL);
	g_assert_cmpstr(r.s, ==, "你\357\277\275好");
	r = charset_decode(arena, "utf-16le", "a\0\0\0b\0", 6, NULL);
	g_assert_cmpstr(r.s, ==, "a\357\277\275b");
	r = charset_decode(arena, NULL, "\374\0", 2, NULL);
	g_assert_cmpstr(r.s, ==, "ü\357\277\275");
}

/* Where the first occurrence of `word` came from. */
static void
way_back(const char *label, const char *bytes, const char *word, gsize at, gsize len)
{
	struct charset_result r;
	struct map m;
	bool exact = true;
	struct span s;

	map_init(&m, arena);
	r = charset_decode(arena, label, bytes, strlen(bytes), &m);
	g_assert_nonnull(strstr(r.s, word));
	s = map_back(&m, (struct span){ (gsize)(strstr(r.s, word) - r.s), strlen(word) }, &exact);
	g_assert_cmpuint(s.at, ==, at);
	g_assert_cmpuint(s.len, ==, len);
	g_assert_true(exact);
}

static void
ways_back(void)
{
	way_back("windows-1251", "abc \317\360\350\342\345\362 def", "Привет", 4, 6);
	way_back("windows-1251", "abc \317\360\350\342\345\362 def", "def", 11, 3);
	way_back("windows-1252", "5 \200 \374 x", "ü", 4, 1);
	way_back("gb2312", "a \304\343\272\303 b", "好", 4, 2);
	way_back("shift_jis", "\261\223\372 x", "日", 1, 2);
	way_back("iso-2022-jp", "a \033$BF|K\134\033(B bc", "日本", 5, 4);
	way_back("iso-2022-jp", "a \033$BF|K\134\033(B bc", "bc", 13, 2);
	way_back("utf-8", "a\374b c", "c", 4, 1);
}

/* Linear, and never stuck, whatever the bytes. */
static void
any_bytes(void)
{
	static const char *const names[] = { "utf-8", "gb18030", "big5", "euc-jp", "shift_jis",
		"euc-kr", "iso-2022-jp", "iso-2022-kr", "utf-7", "utf-16", "utf-32", "hz-gb-2312",
		"koi8-r", "big5-hkscs", "tcvn", "viscii" };
	char bytes[1021];
	guint32 x = 1;

	for (guint round = 0; round < 50; round++)
		for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
			struct charset_result r;
			struct map m;

			for (gsize k = 0; k < sizeof bytes - 1; k++) {
				x = x * 1664525 + 1013904223;
				bytes[k] = (char)(x >> 24 & (round % 2 ? 0xff : 0x7f));
			}
			bytes[sizeof bytes - 1] = 0;
			map_init(&m, arena);
			r = charset_decode(arena, names[i], bytes, sizeof bytes - 1, &m);
			g_assert_true(g_utf8_validate(r.s, (gssize)r.len, NULL));
			map_make(&m, G_MAXSIZE);
			for (guint k = 0; k < m.n_runs; k++) {
				const struct map_run *run = &m.runs[k];

				g_assert_cmpuint(run->in + run->in_len, <=, sizeof bytes - 1);
				g_assert_cmpuint(run->out, <=, r.len);
			}
		}
}

/* Each byte of a small charset becomes the same wherever it stands, and leads back to its
   place. */
static void
single_bytes(void)
{
	static const char *const names[] = { "windows-1251", "koi8-r", "iso-8859-2", "iso-8859-15" };
	char bytes[3000];
	guint32 x = 7;

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		struct charset_result all, one;
		gsize at = 0;
		struct map m;

		for (gsize k = 0; k < sizeof bytes - 1; k++) {
			x = x * 1664525 + 1013904223;
			bytes[k] = (char)(k / 300 % 2 ? x >> 24 : (x >> 24 & 0x7f));
		}
		bytes[sizeof bytes - 1] = 0;
		map_init(&m, arena);
		all = charset_decode(arena, names[i], bytes, sizeof bytes - 1, &m);
		for (gsize k = 0; k < sizeof bytes - 1; k++, at += one.len) {
			char byte[2] = { bytes[k], 0 };
			struct span from;
			bool exact = true;

			one = charset_decode(arena, names[i], byte, 1, NULL);
			g_assert_cmpint(memcmp(all.s + at, one.s, one.len), ==, 0);
			from = map_back(&m, (struct span){ at, one.len }, &exact);
			g_assert_true(exact && from.at == k && from.len == 1);
		}
		g_assert_cmpuint(at, ==, all.len);
	}
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	arena = arena_new();
	g_test_add_func("/charset/labels", labels);
	g_test_add_func("/charset/same", same);
	g_test_add_func("/charset/nuls", nuls);
	g_test_add_func("/charset/ways-back", ways_back);
	g_test_add_func("/charset/any-bytes", any_bytes);
	g_test_add_func("/charset/single-bytes", single_bytes);
	status = g_test_run();
	arena_free(arena);
	return status;
}
