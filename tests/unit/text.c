/* Places and excerpts. */
#include "core/text.h"

static struct arena *arena;

/* "Grüße\n  <b>Wörld</b>" in quoted-printable at byte 100; its visible text cut from it. */
static const char source_s[] = "Gr\303\274\n <b>W\303\266rld</b>";

static void
make(struct text *ret_source, struct text *ret_visible)
{
	struct text *s = ret_source, *v = ret_visible;

	*s = (struct text){ .name = "body", .part = "1", .s = source_s, .len = strlen(source_s),
			    .n_steps = 1, .raw = { 100, 26 } };
	map_init(&s->steps[0], arena);
	map_add(&s->steps[0], MAP_LINEAR, 0, 0, 2);
	map_add(&s->steps[0], MAP_HEX, 2, 2, 6);
	map_add(&s->steps[0], MAP_COVER, 4, 8, 2);
	map_add(&s->steps[0], MAP_LINEAR, 5, 10, 5);
	map_add(&s->steps[0], MAP_HEX, 10, 15, 6);
	map_add(&s->steps[0], MAP_LINEAR, 12, 21, 7);
	*v = (struct text){ .name = "body", .part = "1", .s = "Gr\303\274 W\303\266rld", .of = s,
			    .n_steps = 1, .raw = s->raw };
	v->len = strlen(v->s);
	map_init(&v->steps[0], arena);
	map_add(&v->steps[0], MAP_LINEAR, 0, 0, 4);
	map_add(&v->steps[0], MAP_COVER, 4, 4, 2);
	map_add(&v->steps[0], MAP_LINEAR, 5, 9, 6);
	map_end(&v->steps[0], 11, 15);
}

static void
check(const struct text *t, gsize at, gsize len, guint line, guint column, gsize raw,
      gsize raw_len, bool exact)
{
	struct place p = text_place(t, (struct span){ at, len });

	g_assert_cmpuint(p.line, ==, line);
	g_assert_cmpuint(p.column, ==, column);
	g_assert_cmpuint(p.raw_offset, ==, raw);
	g_assert_cmpuint(p.raw_length, ==, raw_len);
	g_assert_cmpint(p.exact, ==, exact);
}

static void
places(void)
{
	struct text source, visible;
	struct span in;
	struct text whole = { .name = "file name", .s = "abc", .len = 3, .raw = { 7, 20 } };

	make(&source, &visible);
	g_assert_true(text_source(&visible) == &source);
	check(&source, 0, 2, 1, 1, 100, 2, true);
	check(&source, 2, 2, 1, 3, 102, 6, true);
	check(&source, 3, 1, 1, 4, 105, 3, true);
	check(&source, 9, 1, 2, 5, 114, 1, true);
	check(&visible, 5, 6, 2, 5, 114, 10, true);	/* the word as the source has it */
	check(&visible, 4, 1, 1, 4, 108, 3, true);	/* a line end and a space made one space */
	in = text_in_source(&visible, (struct span){ 5, 6 });
	g_assert_cmpuint(in.at, ==, 9);
	g_assert_cmpuint(in.len, ==, 6);
	in = text_in_source(&source, (struct span){ 9, 99 });
	g_assert_cmpuint(in.at, ==, 9);
	g_assert_cmpuint(in.len, ==, source.len - 9);
	check(&visible, 99, 9, 2, 10, 124, 0, true);	/* beyond the end: at the end */
	check(&whole, 1, 1, 1, 2, 7, 20, false);
}

static void
excerpts(void)
{
	static const char bad[] = "a\nb\tc\033[1m\342\200\256x\342\201\246\302\205y\342\200\250 2024";
	struct text t = { .name = "body", .s = bad, .len = strlen(bad) };

	g_assert_cmpstr(text_excerpt(arena, &t, text_all(&t), 100, true), ==,
			"a b c\357\277\275[#m\357\277\275x\357\277\275\357\277\275y\357\277\275 ####");
	g_assert_cmpstr(text_excerpt(arena, &t, text_all(&t), 3, false), ==, "a b…");
	g_assert_cmpstr(text_excerpt(arena, &t, (struct span){ 0, 3 }, 3, false), ==, "a b");
	g_assert_cmpstr(text_excerpt(arena, &t, (struct span){ 500, 3 }, 3, false), ==, "");
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	arena = arena_new();
	g_test_add_func("/text/places", places);
	g_test_add_func("/text/excerpts", excerpts);
	status = g_test_run();
	arena_free(arena);
	return status;
}
