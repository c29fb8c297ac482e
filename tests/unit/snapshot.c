/* Many threads, one snapshot, and reloads in the middle.  For SAN=thread. */
#include <pthread.h>

#include "load/snapshot.h"

enum { THREADS = 8, SESSIONS = 40, MESSAGES = 3 };

static const char mail[] =
	"From: a@shop.example\r\nSubject: GREAT OFFER TODAY ONLY\r\n"
	"Content-Type: text/plain; charset=utf-8\r\n\r\n"
	"Hello Anna, your ordr is reddy and waits for you in the shop.\r\n";

static void
load(void)
{
	g_autoptr(GError) error = NULL;
	struct snapshot *before = snapshot_current(), *s = snapshot_load(NULL, before, &error);

	g_assert_no_error(error);
	snapshot_unref(before);
	snapshot_publish(s);
}

static int
check(const struct snapshot *s)
{
	static const char *const nobody[] = { NULL };
	const struct envelope env = { .sender = "a@shop.example", .rcpts = nobody };
	struct arena *a = arena_new();
	const struct verdict *v = lint_check(snapshot_lint(s), a, &env, mail, sizeof mail - 1, NULL);
	int points = v->points;

	g_assert_false(v->incomplete);
	arena_free(a);
	return points;
}

static int expected;

static void *
work(void *number)
{
	for (int i = 0; i < SESSIONS; i++) {
		struct snapshot *s = snapshot_current();

		for (int n = 0; n < MESSAGES; n++)
			g_assert_cmpint(check(s), ==, expected);
		if (i == SESSIONS / 2 && GPOINTER_TO_INT(number) % 4 == 0)
			load();
		snapshot_unref(s);
	}
	return NULL;
}

static void
hammer(void)
{
	pthread_t t[THREADS];
	struct snapshot *s;

	load();
	s = snapshot_current();
	expected = check(s);
	g_assert_cmpint(expected, >, 0);
	for (int i = 0; i < THREADS; i++)
		g_assert_cmpint(pthread_create(&t[i], NULL, work, GINT_TO_POINTER(i)), ==, 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	g_assert_cmpint(check(s), ==, expected);	/* an old one still holds */
	snapshot_unref(s);
	snapshot_publish(NULL);
	g_assert_null(snapshot_current());
}

/* The same dictionaries are not read twice, and outlive the snapshot that read them. */
static void
shared(void)
{
	struct snapshot *first = snapshot_load(NULL, NULL, NULL);
	struct snapshot *second = snapshot_load(NULL, first, NULL);
	struct snapshot *alone = snapshot_load(NULL, NULL, NULL);
	int points = check(first);

	g_assert_true(snapshot_dictionary(first) == snapshot_dictionary(second));
	g_assert_true(snapshot_lint(first)->speller == snapshot_lint(second)->speller);
	g_assert_true(snapshot_dictionary(first) != snapshot_dictionary(alone));
	snapshot_unref(first);
	g_assert_cmpint(check(second), ==, points);
	snapshot_unref(second);
	snapshot_unref(alone);
}

/* A configuration that cannot be read leaves the one in force alone. */
static void
bad(void)
{
	g_autoptr(GError) error = NULL;
	struct snapshot *s;

	load();
	s = snapshot_load("/nonexistent/sendlint.conf", NULL, &error);
	g_assert_null(s);
	g_assert_nonnull(error);
	s = snapshot_current();
	g_assert_nonnull(s);
	snapshot_unref(s);
	snapshot_publish(NULL);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/snapshot/hammer", hammer);
	g_test_add_func("/snapshot/shared", shared);
	g_test_add_func("/snapshot/bad", bad);
	return g_test_run();
}
