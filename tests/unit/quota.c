/* So many an hour for each, whatever stands in the file. */
#include <glib/gstdio.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/quota.h"

static char *path;

static enum quota
take(const char *name, guint most, gint64 now)
{
	g_autoptr(GError) error = NULL;
	enum quota q = quota_take(path, name, most, now, &error);

	g_assert_no_error(error);
	return q;
}

static void
counts(void)
{
	struct stat st;

	g_assert_cmpint(take("alice", 2, 10000), ==, QUOTA_TAKEN);
	g_assert_cmpint(take("ALICE", 2, 10001), ==, QUOTA_TAKEN);
	g_assert_cmpint(take("alice", 2, 10002), ==, QUOTA_SPENT);
	g_assert_cmpint(take("bob", 2, 10002), ==, QUOTA_TAKEN);
	g_assert_cmpint(take("alice", 2, 10000 + 3599), ==, QUOTA_SPENT);
	g_assert_cmpint(take("alice", 2, 10000 + 3600), ==, QUOTA_TAKEN);
	g_assert_cmpint(stat(path, &st), ==, 0);
	g_assert_cmpint(st.st_mode & 0777, ==, 0600);
	g_remove(path);
}

static void
forgets(void)
{
	g_autofree char *s = NULL;

	for (int i = 0; i < 500; i++)
		g_assert_cmpint(take("alice", 1000, 10000 + i), ==, QUOTA_TAKEN);
	g_assert_cmpint(take("bob", 1, 30000), ==, QUOTA_TAKEN);
	g_assert_true(g_file_get_contents(path, &s, NULL, NULL));
	g_assert_cmpint(strlen(s), <, 60);
	g_assert_null(strstr(s, "bob"));
	g_remove(path);
}

static void
gives_back(void)
{
	g_assert_cmpint(take("alice", 1, 10000), ==, QUOTA_TAKEN);
	quota_give_back(path, "alice", 10000);
	g_assert_cmpint(take("alice", 1, 10001), ==, QUOTA_TAKEN);
	g_assert_cmpint(take("alice", 1, 10001), ==, QUOTA_SPENT);
	g_remove(path);
}

static void
nonsense(void)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(path, "\n\nx\n\xff\xfe lines 99999999999999999999\n-1", -1, NULL));
	g_assert_cmpint(take("alice", 1, 10000), ==, QUOTA_TAKEN);
	g_assert_cmpint(take("alice", 1, 10000), ==, QUOTA_SPENT);
	g_remove(path);
	g_assert_cmpint(quota_take("/nonexistent/quota", "alice", 1, 1, &error), ==, QUOTA_FAILED);
	g_assert_nonnull(error);
}

static atomic_int taken;

static void *
many(void *unused)
{
	for (int i = 0; i < 20; i++)
		if (take("alice", 50, 10000) == QUOTA_TAKEN)
			atomic_fetch_add(&taken, 1);
	return unused;
}

static void
at_once(void)
{
	pthread_t threads[8];

	for (int i = 0; i < 8; i++)
		g_assert_cmpint(pthread_create(&threads[i], NULL, many, NULL), ==, 0);
	for (int i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
	g_assert_cmpint(atomic_load(&taken), ==, 50);
	g_remove(path);
}

int
main(int argc, char **argv)
{
	g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
	int status;

	g_test_init(&argc, &argv, NULL);
	path = g_build_filename(folder, "quota", NULL);
	g_test_add_func("/quota/counts", counts);
	g_test_add_func("/quota/forgets", forgets);
	g_test_add_func("/quota/gives-back", gives_back);
	g_test_add_func("/quota/nonsense", nonsense);
	g_test_add_func("/quota/at-once", at_once);
	status = g_test_run();
	g_rmdir(folder);
	g_free(path);
	return status;
}
