/* Encoded bytes and the way back. */
#include "core/transfer.h"

static struct arena *arena;

static const struct {
	enum encoding encoding;
	const char *in, *out;
	bool broken;
} cases[] = {
	{ ENCODING_7BIT, "a\r\nb\nc\r", "a\nb\nc\r", false },
	{ ENCODING_QUOTED_PRINTABLE, "a=C3=A9b=\r\nc  \r\nd=3D\r\n", "a\303\251bc\nd=\n", false },
	{ ENCODING_QUOTED_PRINTABLE, "a=\nb=", "ab", false },
	{ ENCODING_QUOTED_PRINTABLE, "50=% a=b c=4", "50=% a=b c=4", true },
	{ ENCODING_QUOTED_PRINTABLE, "=c3=a9", "\303\251", false },
	{ ENCODING_BASE64, "aGVsbG8gd29ybGQ=\r\n", "hello world", false },
	{ ENCODING_BASE64, "aGVs\r\nbG8gd29\r\nybGQ=", "hello world", false },
	{ ENCODING_BASE64, "aGVsbG8=aGVsbG8=", "hellohello", false },
	{ ENCODING_BASE64, "aGVsbG8", "hello", true },
	{ ENCODING_BASE64, "aGV!sbG8=", "hello", true },
	{ ENCODING_BASE64, "====", "", false },
	{ ENCODING_BASE64, "", "", false },
	{ ENCODING_UUENCODE, "begin 644 a\r\n+:&5L;&\\@=V]R;&0\r\n`\r\nend\r\n", "hello world", false },
	{ ENCODING_UUENCODE, "nothing", "", true },
};

static void
decodes(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct transfer_result r = transfer_decode(arena, cases[i].encoding, cases[i].in,
							   strlen(cases[i].in), 1000, NULL);

		g_test_message("%s", cases[i].in);
		g_assert_cmpstr(r.s, ==, cases[i].out);
		g_assert_cmpuint(r.len, ==, strlen(cases[i].out));
		g_assert_cmpint(r.broken, ==, cases[i].broken);
		g_assert_cmpuint(r.used, ==, strlen(cases[i].in));
	}
}

static void
names(void)
{
	g_assert_cmpint(transfer_encoding(NULL), ==, ENCODING_MISSING);
	g_assert_cmpint(transfer_encoding(" Base64 "), ==, ENCODING_BASE64);
	g_assert_cmpint(transfer_encoding("quoted-printable; x"), ==, ENCODING_QUOTED_PRINTABLE);
	g_assert_cmpint(transfer_encoding("x-uuencode"), ==, ENCODING_UUENCODE);
	g_assert_cmpint(transfer_encoding("rot13"), ==, ENCODING_UNKNOWN);
}

static void
way_back(enum encoding e, const char *in, const char *word, gsize at, gsize len, bool is_exact)
{
	struct transfer_result r;
	struct map m;
	struct span s;
	bool exact = true;

	map_init(&m, arena);
	r = transfer_decode(arena, e, in, strlen(in), 1000, &m);
	g_assert_nonnull(strstr(r.s, word));
	s = map_back(&m, (struct span){ (gsize)(strstr(r.s, word) - r.s), strlen(word) }, &exact);
	g_assert_cmpuint(s.at, ==, at);
	g_assert_cmpuint(s.len, ==, len);
	g_assert_cmpint(exact, ==, is_exact);
}

static void
ways_back(void)
{
	way_back(ENCODING_7BIT, "ab\r\ncd\r\nef", "ef", 8, 2, true);
	way_back(ENCODING_QUOTED_PRINTABLE, "ab=\r\n=C3=A9d\r\nef", "\303\251", 5, 6, true);
	way_back(ENCODING_QUOTED_PRINTABLE, "wo=\r\nrd x", "word", 0, 7, true);
	way_back(ENCODING_QUOTED_PRINTABLE, "a  \r\nef", "ef", 5, 2, true);
	way_back(ENCODING_BASE64, "aGVsbG8gd29ybGQ=", "hel", 0, 4, true);
	way_back(ENCODING_BASE64, "aGVsbG8gd29ybGQ=", "lo", 4, 4, false);
	way_back(ENCODING_BASE64, "aGVs\r\nbG8gd29\r\nybGQ=", "rld", 10, 10, false);
}

/* What is counted is what is decoded. */
static void
sizes(void)
{
	g_autoptr(GString) s = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		if (cases[i].encoding != ENCODING_7BIT && !strstr(cases[i].in, "  \r\n"))
			g_assert_cmpuint(transfer_size(cases[i].encoding, cases[i].in,
						       strlen(cases[i].in)),
					 ==, strlen(cases[i].out));
	for (int i = 0; i < 1000; i++)
		g_string_append(s, "aGVsbG8gd29ybGQhaGVsbG8gd29ybGQhaGVsbG8gd29ybGQhaGVsbG8gd29ybGQh\r\n");
	g_string_append(s, "aGVsbG8gd29ybGQ=\r\n");
	g_assert_cmpuint(transfer_size(ENCODING_BASE64, s->str, s->len), ==, 48 * 1000 + 11);
	g_string_append(s, "\r\n--\r\nsome footer");
	g_assert_cmpuint(transfer_size(ENCODING_BASE64, s->str, s->len), >=, 48 * 1000 + 11);
}

static void
limited(void)
{
	const char *in = "aGVsbG8gd29ybGQhaGVsbG8gd29ybGQhaGVsbG8gd29ybGQh";
	struct transfer_result r = transfer_decode(arena, ENCODING_BASE64, in, strlen(in), 10, NULL);

	g_assert_cmpuint(r.len, >=, 10);
	g_assert_cmpuint(r.len, <=, 13);
	g_assert_cmpuint(r.used, <, strlen(in));
	r = transfer_decode(arena, ENCODING_QUOTED_PRINTABLE, "=41=42=43=44=45=46=47=48", 24, 3, NULL);
	g_assert_cmpuint(r.len, <=, 6);
	r = transfer_decode(arena, ENCODING_8BIT, "aaaaaaaaaaaaaaaaaaaaaaaa", 24, 3, NULL);
	g_assert_cmpuint(r.len, <=, 6);
}

static void
line_ends(void)
{
	struct map m;
	gsize len;
	bool exact = true;
	const char *in = "a\r\nbc\rd\r\n", *s;

	map_init(&m, arena);
	s = transfer_unix(arena, in, strlen(in), &len, &m);
	g_assert_cmpstr(s, ==, "a\nbc\rd\n");
	g_assert_cmpuint(len, ==, 7);
	g_assert_cmpuint(map_back(&m, (struct span){ 5, 1 }, &exact).at, ==, 6);
	map_init(&m, arena);
	g_assert_true(transfer_unix(arena, "a\nb\r", 4, &len, &m) && map_is_same(&m));
}

/* Whoever asks for the beginning is answered as if all of the map were there, and a copy too. */
static void
ways_back_in_part(void)
{
	static const enum encoding encodings[] = { ENCODING_7BIT, ENCODING_QUOTED_PRINTABLE,
						   ENCODING_BASE64 };

	for (gsize i = 0; i < G_N_ELEMENTS(encodings); i++) {
		g_autoptr(GString) in = g_string_new(NULL);
		struct map whole, part, copy;
		struct transfer_result r;

		while (in->len < 9000)
			g_string_append(in, encodings[i] == ENCODING_BASE64 ? "aGVs\r\nbG8g\r\nd29y\r\n"
							: "caf=C3=A9 au=\r\n lait\r\n");
		map_init(&whole, arena);
		map_init(&part, arena);
		r = transfer_decode(arena, encodings[i], in->str, in->len, in->len, &whole);
		transfer_decode(arena, encodings[i], in->str, in->len, in->len, &part);
		map_make(&whole, G_MAXSIZE);
		copy = part;
		for (gsize at = 0; at + 7 <= r.len; at += 7) {
			bool exact = true, also = true;
			struct span a = map_back(&whole, (struct span){ at, 7 }, &exact);
			struct span b = map_back(at % 2 ? &part : &copy, (struct span){ at, 7 }, &also);

			g_assert_cmpuint(a.at, ==, b.at);
			g_assert_cmpuint(a.len, ==, b.len);
			g_assert_cmpint(exact, ==, also);
			copy = at % 5 ? copy : part;
		}
		g_assert_cmpuint(copy.n_runs, <=, whole.n_runs);
	}
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	arena = arena_new();
	g_test_add_func("/transfer/decodes", decodes);
	g_test_add_func("/transfer/names", names);
	g_test_add_func("/transfer/ways-back", ways_back);
	g_test_add_func("/transfer/ways-back-in-part", ways_back_in_part);
	g_test_add_func("/transfer/sizes", sizes);
	g_test_add_func("/transfer/limited", limited);
	g_test_add_func("/transfer/line-ends", line_ends);
	status = g_test_run();
	arena_free(arena);
	return status;
}
