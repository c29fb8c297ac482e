/* Whatever the size of the pieces, what comes out is what went in; or it is cut and says so. */
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>

#include "door/spool.h"

static char *
pattern(gsize len)
{
	char *s = g_malloc(len + 1);

	for (gsize i = 0; i < len; i++)
		s[i] = (char)(i * 7 + i / 251);
	return s;
}

static void
in_pieces(const char *folder, const char *all, gsize len, gsize piece)
{
	struct spool s;
	const char *out;
	gsize n;

	spool_init(&s, folder);
	for (gsize at = 0; at < len; at += piece)
		spool_append(&s, all + at, MIN(piece, len - at));
	out = spool_bytes(&s, &n);
	g_assert_false(s.cut);
	g_assert_cmpmem(out, n, all, len);
	g_assert_cmpint(s.mapped != NULL, ==, len > LIMIT_MESSAGE_MEMORY);
	g_assert_cmpint(s.fd, ==, -1);
	spool_clear(&s);
	spool_clear(&s);
}

static void
whole(void)
{
	static const gsize lens[] = {
		0, 1, 16384, LIMIT_MESSAGE_MEMORY - 1, LIMIT_MESSAGE_MEMORY,
		LIMIT_MESSAGE_MEMORY + 1, 3 * LIMIT_MESSAGE_MEMORY + 17,
	};
	static const gsize pieces[] = { 1, 77, 65535, 5 * LIMIT_MESSAGE_MEMORY };
	g_autofree char *all = pattern(4 * LIMIT_MESSAGE_MEMORY);
	g_autofree char *folder = g_dir_make_tmp(NULL, NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(lens); i++)
		for (gsize k = 0; k < G_N_ELEMENTS(pieces); k++)
			in_pieces(folder, all, lens[i], pieces[k]);
	g_assert_cmpint(g_rmdir(folder), ==, 0);	/* the files had no name */
}

static void
no_folder(void)
{
	static const char *const folders[] = { NULL, "/nonexistent/folder", "/proc" };
	g_autofree char *all = pattern(2 * LIMIT_MESSAGE_MEMORY);

	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
		struct spool s;
		const char *out;
		gsize n;

		spool_init(&s, folders[i]);
		spool_append(&s, all, LIMIT_MESSAGE_MEMORY);
		g_assert_false(s.cut);
		spool_append(&s, "x", 1);
		spool_append(&s, "y", 1);
		g_assert_true(s.cut);
		g_assert_cmpint(s.why, !=, 0);
		out = spool_bytes(&s, &n);
		g_assert_cmpmem(out, n, all, LIMIT_MESSAGE_MEMORY);
		spool_clear(&s);
	}
}

/* A limit on the size of files is as good as a full disk. */
static void
disk_full(void)
{
	const gsize room = LIMIT_MESSAGE_MEMORY + 100000;
	g_autofree char *all = pattern(4 * LIMIT_MESSAGE_MEMORY);
	g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
	struct rlimit before, less;
	struct spool s;
	const char *out;
	gsize n;

	getrlimit(RLIMIT_FSIZE, &before);
	less = (struct rlimit){ room, before.rlim_max };
	g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &less), ==, 0);
	spool_init(&s, folder);
	for (gsize at = 0; at < 4 * LIMIT_MESSAGE_MEMORY; at += 4096)
		spool_append(&s, all + at, 4096);
	out = spool_bytes(&s, &n);
	setrlimit(RLIMIT_FSIZE, &before);
	g_assert_true(s.cut);
	g_assert_cmpint(s.why, ==, EFBIG);
	g_assert_cmpmem(out, n, all, room);
	spool_clear(&s);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	signal(SIGXFSZ, SIG_IGN);
	g_test_add_func("/spool/whole", whole);
	g_test_add_func("/spool/no-folder", no_folder);
	g_test_add_func("/spool/disk-full", disk_full);
	return g_test_run();
}
