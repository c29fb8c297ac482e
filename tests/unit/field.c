/* Header fields: cut, unfolded, decoded, and the way back. */
#include "core/field.h"

static struct arena *arena;

static const struct {
	const char *raw, *value;
	unsigned charset;
} cases[] = {
	{ "Subject: plain words \r\n", "plain words", 0 },
	{ "Subject:\r\n folded\r\n\tand more\r\n", "folded\tand more", 0 },
	{ "Subject:\r\n", "", 0 },
	{ "Subject : old style\n", "old style", 0 },
	{ "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_an?= alle\n", "Grüße an alle", 0 },
	{ "Subject: =?UTF-8?B?R3LDvMOfZQ==?=\n", "Grüße", 0 },
	{ "Subject: =?utf-8*de?q?a?= =?utf-8?q?b?=\r\n =?utf-8?q?c?= d\n", "abc d", 0 },
	{ "Subject: =?utf-8?q?=C3?= =?utf-8?q?=BC?=\n", "ü", 0 },
	{ "Subject: =?utf-8?B?R3LD?= =?utf-8?B?vA==?=\n", "Grü", 0 },
	{ "Subject: =?iso-8859-2?Q?=B1?= =?koi8-r?B?8A==?= x\n", "ąП x", 0 },
	{ "Subject: x =?nobody?q?a=FC?=\n", "x aü", CHARSET_UNKNOWN },
	{ "Subject: =?utf-8?q?=FC?=\n", "\357\277\275", CHARSET_WRONG },
	{ "Subject: \303\274\n", "ü", CHARSET_MISSING },
	{ "Subject: \374 =?utf-8?q?=C3=BC?=\n", "ü ü", CHARSET_MISSING },
	{ "Subject: =?utf-8?q?open\n", "=?utf-8?q?open", 0 },
	{ "Subject: =?utf-8?x?no?= =?= =?a?\n", "=?utf-8?x?no?= =?= =?a?", 0 },
	{ "Subject: =?utf-8?q?a b?= c\n", "a b c", 0 },
	{ "Subject: a=?utf-8?q?b?=c\n", "abc", 0 },
	{ "Subject: =?utf-8?q?\?= =?utf-8?b?\?=x\n", "x", 0 },
};

static const struct field *
decoded(const char *raw, gsize most)
{
	struct field *f = arena_new0(arena, struct field);
	gsize next;

	g_assert_true(field_cut(arena, raw, 0, strlen(raw), f, &next));
	g_assert_cmpuint(next, ==, strlen(raw));
	field_decode(arena, raw, f, "", most);
	return f;
}

static void
values(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct field *f = decoded(cases[i].raw, 1000);

		g_test_message("%s", cases[i].raw);
		g_assert_cmpstr(f->name, ==, "Subject");
		g_assert_cmpstr(f->value->s, ==, cases[i].value);
		g_assert_cmpuint(f->value->len, ==, strlen(cases[i].value));
		g_assert_cmpuint(f->charset, ==, cases[i].charset);
	}
}

static void
place(const char *raw, const char *word, gsize at, gsize len, bool exact)
{
	const struct text *t = decoded(raw, 1000)->value;
	struct place p;

	g_assert_nonnull(strstr(t->s, word));
	p = text_place(t, (struct span){ (gsize)(strstr(t->s, word) - t->s), strlen(word) });
	g_assert_cmpuint(p.raw_offset, ==, at);
	g_assert_cmpuint(p.raw_length, ==, len);
	g_assert_cmpint(p.exact, ==, exact);
	g_assert_cmpuint(p.line, ==, 1);
}

static void
places(void)
{
	place("Subject: plain words\r\n", "words", 15, 5, true);
	place("Subject: plain\r\n words\r\n", "words", 17, 5, true);
	place("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_an?= alle\n", "Grüße", 19, 15, true);
	place("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_an?= alle\n", "alle", 40, 4, true);
	place("Subject: =?utf-8?B?YWJjZGVm?=\n", "def", 23, 4, true);
	place("Subject: =?utf-8?B?YWJjZGVm?=\n", "de", 23, 4, false);
	place("Subject: =?koi8-r?Q?=F0x?= y\n", "Пx", 20, 4, true);
	place("Subject: =?koi8-r?Q?=F0x?= y\n", "y", 27, 1, true);
}

static void
cuts(void)
{
	static const char *const none[] = { "no field\n", ": x\n", " x: y\n", "\303\274: y\n", "\n", "" };
	struct field f;
	gsize next;

	for (gsize i = 0; i < G_N_ELEMENTS(none); i++)
		g_assert_false(field_cut(arena, none[i], 0, strlen(none[i]), &f, &next));
	g_assert_true(field_cut(arena, "A: b\r\n c\r\nD: e", 0, 14, &f, &next));
	g_assert_cmpuint(f.raw.len, ==, 8);
	g_assert_cmpuint(f.raw_value.at, ==, 2);
	g_assert_cmpuint(f.raw_value.len, ==, 6);
	g_assert_cmpuint(next, ==, 10);
}

static void
limited(void)
{
	const struct field *f = decoded("Subject: abcdef\n", 4);

	g_assert_cmpstr(f->value->s, ==, "abc");
	f = decoded("Subject: \303\274\n", 9);
	g_assert_true(f->raw_8bit);
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	arena = arena_new();
	g_test_add_func("/field/values", values);
	g_test_add_func("/field/places", places);
	g_test_add_func("/field/cuts", cuts);
	g_test_add_func("/field/limited", limited);
	status = g_test_run();
	arena_free(arena);
	return status;
}
