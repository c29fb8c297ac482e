/* An administrator's patterns: what they match, and that none runs away. */
#include "core/limits.h"
#include "core/pattern.h"

static void
finds(const char *source, const char *s, const char *expected)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) got = g_string_new(NULL);
	struct arena *a = arena_new();
	struct pattern *p = pattern_new(source, &error);
	bool gave_up = false;
	GArray *spans;

	g_assert_no_error(error);
	spans = pattern_match(a, p, s, strlen(s), 100, NULL, &gave_up);
	g_assert_false(gave_up);
	for (guint i = 0; i < spans->len; i++) {
		struct span x = g_array_index(spans, struct span, i);

		g_string_append_printf(got, "%s%.*s", i ? "|" : "", (int)x.len, s + x.at);
	}
	g_assert_cmpstr(got->str, ==, expected);
	pattern_free(p);
	arena_free(a);
}

static void
matches(void)
{
	finds("\\bPO-\\d+", "PO-1 and PO-22, not XPO-3", "PO-1|PO-22");
	finds("(?i)łódź", "ŁÓDŹ i Łódź", "ŁÓDŹ|Łódź");
	finds("^\\w+$", "one\ntwo words\nthree", "one|three");
	finds("x*", "axxb", "xx");
	finds("", "abc", "");
	finds("(?<=№ )\\d+", "№ 47", "47");
	finds("(?=(abc))", "abc", "");
}

/* Windows end anywhere, also within a character. */
static void
windows(void)
{
	g_autoptr(GString) s = g_string_new(NULL);
	g_autoptr(GString) expected = g_string_new(NULL);

	while (s->len < 5 * LIMIT_PATTERN_WINDOW)
		g_string_append(s, "żółw ");
	g_string_append(s, "koniec ");
	for (int i = 0; i < 3; i++)
		g_string_append(s, "ąkoniec");
	for (int i = 0; i < 4; i++)
		g_string_append(expected, i ? "|koniec" : "koniec");
	finds("koniec", s->str, expected->str);
}

static void
mistaken(void)
{
	static const struct { const char *source, *reason; } cases[] = {
		{ "(a", "missing closing parenthesis, at 3" },
		{ "a\\C", "using \\C is disabled by the application, at 4" },
		{ "\xff", "UTF-8 error: illegal byte (0xfe or 0xff), at 1" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(pattern_new(cases[i].source, &error));
		g_assert_cmpstr(error->message, ==, cases[i].reason);
	}
}

/* A pattern that would try for ever, on a mail made for it. */
static void
runaway(void)
{
	struct arena *a = arena_new();
	struct pattern *p = pattern_new("(a+)+$", NULL);
	g_autofree char *s = g_strnfill(100000, 'a');
	bool gave_up = false;
	GArray *spans;

	s[99999] = 'b';
	spans = pattern_match(a, p, s, 100000, 10, NULL, &gave_up);
	g_assert_true(gave_up);
	g_assert_cmpuint(spans->len, ==, 0);
	pattern_free(p);
	arena_free(a);
}

static void
cancelled(void)
{
	struct arena *a = arena_new();
	struct pattern *p = pattern_new("never", NULL);
	g_autofree char *s = g_strnfill(3 * LIMIT_PATTERN_WINDOW, 'x');
	const atomic_int now = 1;
	bool gave_up = false;

	pattern_match(a, p, s, 3 * LIMIT_PATTERN_WINDOW, 10, &now, &gave_up);
	g_assert_true(gave_up);
	pattern_free(p);
	arena_free(a);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pattern/matches", matches);
	g_test_add_func("/pattern/windows", windows);
	g_test_add_func("/pattern/mistaken", mistaken);
	g_test_add_func("/pattern/runaway", runaway);
	g_test_add_func("/pattern/cancelled", cancelled);
	return g_test_run();
}
