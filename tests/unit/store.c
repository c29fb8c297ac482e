/* Verdicts are kept, bounded, without content; and no trouble with the file reaches mail. */
#define _GNU_SOURCE		/* memmem */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/log.h"
#include "store/store.h"
#include "store/verdicts.h"

enum { SECONDS_MOST = 60 };	/* a hang guard */

static const char *const nobody[] = { NULL };

struct site {
	char *folder, *file, *log;
};

static struct site
site_new(void)
{
	struct site p = { .folder = g_dir_make_tmp(NULL, NULL) };

	p.file = g_build_filename(p.folder, STORE_FILE, NULL);
	p.log = g_build_filename(p.folder, "log", NULL);
	return p;
}

static void
site_clear(struct site *p)
{
	GDir *dir = g_dir_open(p->folder, 0, NULL);

	g_chmod(p->folder, 0700);
	for (const char *n; dir && (n = g_dir_read_name(dir)); ) {
		g_autofree char *path = g_build_filename(p->folder, n, NULL);

		g_remove(path);
	}
	if (dir)
		g_dir_close(dir);
	g_assert_cmpint(g_rmdir(p->folder), ==, 0);
	g_free(p->folder);
	g_free(p->file);
	g_free(p->log);
}

/* A verdict on a mail with a placeholder, from that second. */
static struct record *
record(const char *id, gint64 at, bool excerpts)
{
	static const char mail[] = "From: Shop <shop@shop.example>\r\nTo: anna@mail.example\r\n"
		"Subject: Your order 4711\r\n\r\nDear {{name}}, the invoice is here.\r\n"
		"See www.secret.example, {{again}}.\r\n";
	const struct envelope e = { .sender = "shop@shop.example", .rcpts = nobody,
				    .queue_id = "4XyZ", .received_at = at };
	struct policy *p = policy_new_default("shop", rules_all);
	const struct policies policies = { .fallback = p };
	const struct lint lint = { .policies = &policies, .policies_version = "0123" };
	struct arena *a = arena_new();
	struct record *r = record_of(lint_check(&lint, a, &e, mail, sizeof mail - 1,
						&(struct lint_options){ .policy = p }), id, "tag", excerpts);

	arena_free(a);
	policy_free(p);
	return r;
}

static struct database *
open_database(const char *path)
{
	g_autoptr(GError) error = NULL;
	struct database *d = database_open(path, &verdicts_kind, true, &error);

	g_assert_no_error(error);
	return d;
}

static void
put_one(struct database *d, const char *id, gint64 at)
{
	g_autoptr(GError) error = NULL;
	struct record *r = record(id, at, false);

	g_assert_true(verdicts_put(d, &r, 1, &error));
	g_assert_no_error(error);
	record_free(r);
}

static bool
has(struct database *d, const char *id)
{
	g_autoptr(GError) error = NULL;
	struct record *r = verdicts_find(d, id, &error);
	bool found = r;

	g_assert_no_error(error);
	record_free(r);
	return found;
}

static void
round_trip(void)
{
	struct site p = site_new();
	struct database *d = open_database(p.file);
	g_autoptr(GError) error = NULL;
	g_autofree char *before = NULL, *after = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	const struct record_options o = { .rules = rules_all, .when = "today" };
	struct record *r = record("0123456789abcdef", 1795000000, true), *back;
	struct stat st;

	g_assert_true(verdicts_put(d, &r, 1, &error));
	back = verdicts_find(d, "01234567", &error);
	g_assert_nonnull(back);
	report_record_json(out, r, &o);
	before = g_strdup(out->str);
	g_string_truncate(out, 0);
	report_record_json(out, back, &o);
	g_assert_cmpstr(out->str, ==, before);
	g_string_truncate(out, 0);
	report_record_text(out, back, &o);
	g_assert_nonnull(strstr(out->str, "verdict 0123456789abcdef\ntoday, queue id 4XyZ\n"));
	g_assert_nonnull(strstr(out->str, "line 1, column 6: \"{{name}}\""));
	g_assert_nonnull(strstr(out->str, "Check the "));
	g_assert_nonnull(strstr(out->str, "[template-placeholder, points "));
	g_assert_cmpint(stat(p.file, &st), ==, 0);
	g_assert_cmpint(st.st_mode & 0777, ==, 0600);
	g_assert_null(verdicts_find(d, "ffffffff", &error));
	g_assert_no_error(error);
	put_one(d, "0123456700000000", 1);
	g_assert_null(verdicts_find(d, "01234567", &error));
	g_assert_error(error, DATABASE_ERROR, DATABASE_AMBIGUOUS);
	record_free(r);
	record_free(back);
	database_close(d);
	site_clear(&p);
}

/* Not a word of the mail stands in the file. */
static void
no_content(void)
{
	static const char *const words[] = { "name}}", "again", "secret", "anna", "shop@", "invoice",
					     "order", "4711" };
	struct site p = site_new();
	struct database *d = open_database(p.file);
	g_autofree char *bytes = NULL;
	gsize len;

	put_one(d, "0123456789abcdef", 1);
	database_close(d);
	g_assert_true(g_file_get_contents(p.file, &bytes, &len, NULL));
	g_assert_nonnull(memmem(bytes, len, "template-placeholder", 20));
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (memmem(bytes, len, words[i], strlen(words[i])))
			g_error("'%s' is kept", words[i]);
	site_clear(&p);
}

static void
age_and_size(void)
{
	struct site p = site_new();
	struct database *d = open_database(p.file);
	g_autoptr(GError) error = NULL;
	struct stat st;
	char id[40];

	for (int i = 0; i < 3000; i++) {
		g_snprintf(id, sizeof id, "%08x", i);
		put_one(d, id, 1000 + i);
	}
	g_assert_true(verdicts_prune(d, 1100, 1 << 30, &error));
	g_assert_false(has(d, "00000063"));
	g_assert_true(has(d, "00000064"));
	g_assert_true(verdicts_prune(d, 0, 256 * 1024, &error));
	g_assert_no_error(error);
	g_assert_false(has(d, "00000100"));
	g_assert_true(has(d, "00000bb7"));
	for (int i = 0; i < 30; i++)	/* the rest is given back little by little */
		g_assert_true(verdicts_prune(d, 1000 + 2000 + i, 256 * 1024, &error));
	database_close(d);
	g_assert_cmpint(stat(p.file, &st), ==, 0);
	g_assert_cmpint(st.st_size, <, 1024 * 1024);
	site_clear(&p);
}

static void
not_ours(void)
{
	struct site p = site_new();
	g_autoptr(GError) error = NULL;
	sqlite3 *db;

	g_assert_true(g_file_set_contents(p.file, "This is no database, and far from being one.", -1, NULL));
	g_assert_null(database_open(p.file, &verdicts_kind, true, &error));
	g_assert_error(error, DATABASE_ERROR, DATABASE_DAMAGED);
	g_clear_error(&error);
	g_remove(p.file);
	database_close(open_database(p.file));
	g_assert_cmpint(sqlite3_open(p.file, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(db);
	g_assert_null(database_open(p.file, &verdicts_kind, true, &error));
	g_assert_error(error, DATABASE_ERROR, DATABASE_NEWER);
	g_clear_error(&error);
	g_remove(p.file);
	g_assert_null(database_open(p.file, &verdicts_kind, false, &error));
	g_assert_error(error, DATABASE_ERROR, DATABASE_FAILED);
	g_assert_false(g_file_test(p.file, G_FILE_TEST_EXISTS));
	site_clear(&p);
}

/* ---- the thread ---- */

static void
start(const struct site *p, const char *folder)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(log_open(p->log, &error));
	store_open();
	store_set(&(struct store_settings){ .folder = folder, .megabytes = 1, .days = 10000 });
}

static void
wait_for(const struct site *p, const char *words)
{
	for (int i = 0; i < SECONDS_MOST * 50; i++) {
		g_autofree char *log = NULL;

		if (g_file_get_contents(p->log, &log, NULL, NULL) && strstr(log, words))
			return;
		g_usleep(20000);
	}
	g_error("the log never says '%s'", words);
}

static guint
times(const struct site *p, const char *words)
{
	g_autofree char *log = NULL;
	guint n = 0;

	g_file_get_contents(p->log, &log, NULL, NULL);
	for (const char *s = log; s && (s = strstr(s, words)); s++)
		n++;
	return n;
}

static gint64
now(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

static void
keeps(void)
{
	struct site p = site_new();
	struct database *d;

	start(&p, p.folder);
	g_assert_true(store_wants());
	store_add(record("aaaaaaaa", now(), false));
	store_add(record("bbbbbbbb", now(), false));
	store_close();
	g_assert_false(store_wants());
	log_close();
	d = open_database(p.file);
	g_assert_true(has(d, "aaaaaaaa") && has(d, "bbbbbbbb"));
	database_close(d);
	site_clear(&p);
}

static void
switched_off(void)
{
	struct site p = site_new();

	start(&p, NULL);
	g_assert_false(store_wants());
	store_add(record("aaaaaaaa", now(), false));
	store_close();
	log_close();
	g_assert_false(g_file_test(p.file, G_FILE_TEST_EXISTS));
	site_clear(&p);
}

static void
damaged(void)
{
	struct site p = site_new();
	g_autofree char *aside = g_strconcat(p.file, ".damaged", NULL);
	struct database *d;

	g_assert_true(g_file_set_contents(p.file, "Something that fell out of a broken disk.", -1, NULL));
	start(&p, p.folder);
	store_add(record("aaaaaaaa", now(), false));
	wait_for(&p, "is damaged");
	store_close();
	log_close();
	g_assert_true(g_file_test(aside, G_FILE_TEST_EXISTS));
	d = open_database(p.file);
	g_assert_true(has(d, "aaaaaaaa"));
	database_close(d);
	site_clear(&p);
}

/* Somebody removes the file: the next verdict begins a new one. */
static void
removed(void)
{
	struct site p = site_new();
	struct database *d;

	database_close(open_database(p.file));
	start(&p, p.folder);
	store_add(record("aaaaaaaa", now(), false));
	for (bool there = false; !there;) {
		d = open_database(p.file);
		there = has(d, "aaaaaaaa");
		database_close(d);
	}
	g_assert_cmpint(g_remove(p.file), ==, 0);
	store_add(record("bbbbbbbb", now(), false));
	wait_for(&p, "somebody removed");
	store_close();
	log_close();
	d = open_database(p.file);
	g_assert_true(has(d, "bbbbbbbb") && !has(d, "aaaaaaaa"));
	database_close(d);
	site_clear(&p);
}

/* A folder that is none: said once, drops counted; when it is there, a reload mends it. */
static void
no_folder(void)
{
	struct site p = site_new();
	g_autofree char *folder = g_build_filename(p.folder, "absent", NULL);
	g_autofree char *file = g_build_filename(folder, STORE_FILE, NULL);
	guint64 before = store_dropped();

	start(&p, folder);
	wait_for(&p, "verdicts are not kept, mail goes on");
	for (int i = 0; i < 5; i++)
		store_add(record("aaaaaaaa", now(), false));
	for (int i = 0; i < SECONDS_MOST * 50 && store_dropped() < before + 5; i++)
		g_usleep(20000);
	g_assert_cmpint(store_dropped(), ==, before + 5);
	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	store_set(&(struct store_settings){ .folder = folder, .megabytes = 1, .days = 10000 });
	store_add(record("bbbbbbbb", now(), false));
	wait_for(&p, "works again; 5 verdicts were not kept");
	store_close();
	log_close();
	g_assert_cmpint(times(&p, "mail goes on"), ==, 1);
	g_assert_cmpint(g_remove(file), ==, 0);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
	site_clear(&p);
}

/* Somebody holds the file: what comes waits in the queue, and the rest is dropped at once. */
static void
locked(void)
{
	struct site p = site_new();
	guint64 before = store_dropped();
	sqlite3 *db;
	char id[40];

	database_close(open_database(p.file));
	g_assert_cmpint(sqlite3_open(p.file, &db), ==, SQLITE_OK);
	sqlite3_busy_timeout(db, 60000);	/* the store may still look through what it has */
	start(&p, p.folder);
	store_add(record("aaaaaaaa", now(), false));
	for (bool there = false; !there;) {
		struct database *d = open_database(p.file);

		there = has(d, "aaaaaaaa");
		database_close(d);
	}
	g_assert_cmpint(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
	for (int i = 0; i < 3000; i++) {
		g_snprintf(id, sizeof id, "%08x", i);
		store_add(record(id, now(), false));
	}
	g_assert_cmpint(store_dropped(), >=, before + 1500);
	g_assert_cmpint(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(db);
	wait_for(&p, "verdicts dropped, the disk was too slow");
	store_close();
	log_close();
	struct database *d = open_database(p.file);
	g_assert_true(has(d, "00000000"));
	database_close(d);
	site_clear(&p);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/store/round-trip", round_trip);
	g_test_add_func("/store/no-content", no_content);
	g_test_add_func("/store/age-and-size", age_and_size);
	g_test_add_func("/store/not-ours", not_ours);
	g_test_add_func("/store/keeps", keeps);
	g_test_add_func("/store/switched-off", switched_off);
	g_test_add_func("/store/damaged", damaged);
	g_test_add_func("/store/removed", removed);
	g_test_add_func("/store/no-folder", no_folder);
	g_test_add_func("/store/locked", locked);
	return g_test_run();
}
