/* Back through one step of decoding. */
#include "core/limits.h"
#include "core/map.h"

static struct arena *arena;

static void
check(const struct map *m, gsize at, gsize len, gsize in, gsize in_len, bool is_exact)
{
	bool exact = true;
	struct span s = map_back(m, (struct span){ at, len }, &exact);

	g_assert_cmpuint(s.at, ==, in);
	g_assert_cmpuint(s.len, ==, in_len);
	g_assert_cmpint(exact, ==, is_exact);
}

static void
identity(void)
{
	struct map m;

	map_init(&m, arena);
	check(&m, 5, 3, 5, 3, true);
	check(&m, 5, 0, 5, 0, true);
}

/* "ab=C3=A9" CRLF "cd", decoded to "ab", two bytes, LF, "cd". */
static void
quoted_printable(void)
{
	struct map m;

	map_init(&m, arena);
	map_add(&m, MAP_LINEAR, 0, 0, 2);
	map_add(&m, MAP_HEX, 2, 2, 3);
	map_add(&m, MAP_HEX, 3, 5, 3);
	map_add(&m, MAP_COVER, 4, 8, 2);
	map_add(&m, MAP_LINEAR, 5, 10, 2);
	map_end(&m, 7, 12);
	g_assert_cmpuint(m.n_runs, ==, 4);
	check(&m, 0, 2, 0, 2, true);
	check(&m, 1, 2, 1, 4, true);
	check(&m, 2, 2, 2, 6, true);
	check(&m, 3, 1, 5, 3, true);
	check(&m, 4, 1, 8, 2, true);
	check(&m, 3, 3, 5, 6, true);
	check(&m, 0, 7, 0, 12, true);
	check(&m, 7, 0, 12, 0, true);
}

static void
base64(void)
{
	struct map m;

	map_init(&m, arena);
	map_add(&m, MAP_BASE64, 0, 0, 8);
	map_add(&m, MAP_BASE64, 6, 10, 4);	/* a line end stood between */
	map_end(&m, 8, 14);			/* one byte of padding */
	check(&m, 0, 3, 0, 4, true);
	check(&m, 1, 1, 0, 4, false);
	check(&m, 2, 2, 0, 8, false);
	check(&m, 3, 3, 4, 4, true);
	check(&m, 3, 5, 4, 10, true);
	check(&m, 6, 1, 10, 4, false);
	check(&m, 6, 2, 10, 4, true);
}

static void
cover(void)
{
	struct map m;

	map_init(&m, arena);
	map_add(&m, MAP_COVER, 0, 0, 9);
	map_add(&m, MAP_LINEAR, 4, 9, 4);
	check(&m, 0, 4, 0, 9, true);
	check(&m, 1, 2, 0, 9, false);
	check(&m, 0, 2, 0, 9, false);
	check(&m, 2, 4, 0, 11, false);
	check(&m, 4, 2, 9, 2, true);
	check(&m, 6, 99, 11, 2, true);		/* never beyond the input */
}

static void
letters(void)
{
	struct map m;

	map_init(&m, arena);
	map_add(&m, MAP_2_FROM_1, 0, 0, 5);
	map_add(&m, MAP_2_FROM_1, 10, 5, 1);
	map_add(&m, MAP_LINEAR, 12, 6, 1);
	g_assert_cmpuint(m.n_runs, ==, 2);
	check(&m, 2, 4, 1, 2, true);
	check(&m, 10, 3, 5, 2, true);
	check(&m, 3, 1, 1, 1, false);
}

/* A hostile text costs precision, not memory. */
static void
bounded(void)
{
	struct map m;

	map_init(&m, arena);
	for (gsize i = 0; i < 2 * LIMIT_MAP_RUNS; i++)
		map_add(&m, i % 2 ? MAP_HEX : MAP_LINEAR, i, i / 2 * 4 + i % 2, i % 2 ? 3 : 1);
	g_assert_cmpuint(m.n_runs, ==, LIMIT_MAP_RUNS);
	check(&m, 1, 1, 1, 3, true);
	check(&m, 2 * LIMIT_MAP_RUNS - 9, 2, (LIMIT_MAP_RUNS / 2 - 1) * 4 + 1,
	      LIMIT_MAP_RUNS * 4 - (LIMIT_MAP_RUNS / 2 - 1) * 4 - 1, false);
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	arena = arena_new();
	g_test_add_func("/map/identity", identity);
	g_test_add_func("/map/quoted-printable", quoted_printable);
	g_test_add_func("/map/base64", base64);
	g_test_add_func("/map/cover", cover);
	g_test_add_func("/map/letters", letters);
	g_test_add_func("/map/bounded", bounded);
	status = g_test_run();
	arena_free(arena);
	return status;
}
