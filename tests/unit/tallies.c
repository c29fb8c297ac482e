/* How much mail, of which rule, on which template: counted by day, bounded, and of a mail no more
   than a template's subject.  A file of an earlier version is read, and brought up to date. */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#include "store/tallies.h"
#include "store/verdicts.h"

static const char *const nobody[] = { NULL };

struct site {
	char *folder, *file;
	struct database *database;
};

static void
site_open(struct site *p)
{
	g_autoptr(GError) error = NULL;

	p->folder = g_dir_make_tmp(NULL, NULL);
	p->file = g_build_filename(p->folder, "verdicts.db", NULL);
	p->database = database_open(p->file, &verdicts_kind, true, &error);
	g_assert_no_error(error);
}

static void
site_clear(struct site *p)
{
	static const char *const ends[] = { "", "-wal", "-shm" };

	database_close(p->database);
	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autofree char *path = g_strconcat(p->file, ends[i], NULL);

		g_remove(path);
	}
	g_assert_cmpint(g_rmdir(p->folder), ==, 0);
	g_free(p->folder);
	g_free(p->file);
}

/* A mail is judged; what is kept of it, and (`t` not NULL) counted. */
static struct record *
judge(struct tally *t, const char *id, const char *mail, unsigned class, bool allow)
{
	const struct envelope e = { .sender = "a@shop.example", .rcpts = nobody, .received_at = 1000 };
	struct policy *p = policy_new_default("shop", rules_all);
	const struct policies policies = { .fallback = p };
	const struct lint lint = { .policies = &policies, .policies_version = "0" };
	const struct lint_options options = { .policy = p, .class = class, .allow_all = allow };
	struct arena *a = arena_new();
	const struct verdict *v = lint_check(&lint, a, &e, mail, strlen(mail), &options);
	struct record *r = record_of(v, id, "tag", false);

	if (t)
		tally_add(t, v, TAKEN_TAG);
	arena_free(a);
	policy_free(p);
	return r;
}

static void
count(struct site *p, gint64 day, const char *mail, guint times)
{
	g_autoptr(GError) error = NULL;
	struct tally *t = tally_new(10);

	while (times--)
		record_free(judge(t, "00", mail, CLASS_TRANSACTIONAL, false));
	g_assert_true(tallies_put(p->database, t, day, &error));
	g_assert_no_error(error);
	tally_free(t);
}

static gint64
sum(struct site *p, gint64 day, const char *policy, const char *kind, const char *name)
{
	g_autoptr(GError) error = NULL;
	struct arena *a = arena_new();
	GArray *all = tallies_sums(p->database, a, day, policy, kind, &error);
	gint64 n = 0;

	g_assert_no_error(error);
	for (guint i = 0; i < all->len; i++) {
		const struct tallies_sum *s = &g_array_index(all, struct tallies_sum, i);

		if (g_str_equal(s->what, name))
			n += s->mails;
		if (i)
			g_assert_cmpint(s->mails, <=, g_array_index(all, struct tallies_sum, i - 1).mails);
	}
	arena_free(a);
	return n;
}

static const char shouting[] = "From: a@shop.example\r\nDate: Thu, 1 Jan 1970 00:16:40 +0000\r\n"
	"Message-ID: <1@shop.example>\r\nTo: b@mail.example\r\nSubject: YOUR ORDER IS READY TODAY\r\n\r\nIt is ready.\r\n";
static const char nameless[] = "From: a@shop.example\r\nDate: Thu, 1 Jan 1970 00:16:40 +0000\r\n"
	"Message-ID: <1@shop.example>\r\nTo: b@mail.example\r\nSubject: Your order\r\n\r\nDear {{name}}, it is ready.\r\n";

static void
days(void)
{
	struct site p;
	gint64 first = 0;

	site_open(&p);
	g_assert_true(tallies_first(p.database, 0, &first, NULL));
	g_assert_cmpint(first, ==, 0);
	count(&p, 100, shouting, 2);
	count(&p, 101, shouting, 1);
	count(&p, 101, nameless, 3);
	g_assert_cmpint(sum(&p, 100, NULL, TALLIES_MAIL, ""), ==, 6);
	g_assert_cmpint(sum(&p, 101, NULL, TALLIES_MAIL, ""), ==, 4);
	g_assert_cmpint(sum(&p, 102, NULL, TALLIES_MAIL, ""), ==, 0);
	g_assert_cmpint(sum(&p, 100, "shop", TALLIES_FOUND, ""), ==, 6);
	g_assert_cmpint(sum(&p, 100, "other", TALLIES_MAIL, ""), ==, 0);
	g_assert_cmpint(sum(&p, 100, NULL, TALLIES_RULE, "subject-all-caps"), ==, 3);
	g_assert_cmpint(sum(&p, 101, "shop", TALLIES_RULE, "template-placeholder"), ==, 3);
	g_assert_cmpint(sum(&p, 101, NULL, TALLIES_TAKEN, "tag"), ==, 4);
	g_assert_true(tallies_first(p.database, 0, &first, NULL));
	g_assert_cmpint(first, ==, 100);
	g_assert_true(tallies_first(p.database, 101, &first, NULL));
	g_assert_cmpint(first, ==, 101);
	site_clear(&p);
}

static void
forgotten(void)
{
	struct site p;

	site_open(&p);
	for (gint64 day = 100; day < 110; day++)
		count(&p, day, shouting, 1);
	g_assert_true(tallies_prune(p.database, 105, 0, 100000, NULL));
	g_assert_cmpint(sum(&p, 0, NULL, TALLIES_MAIL, ""), ==, 5);
	g_assert_true(tallies_prune(p.database, 0, 0, 12, NULL));	/* some rows a day */
	g_assert_cmpint(sum(&p, 0, NULL, TALLIES_MAIL, ""), <, 5);
	g_assert_cmpint(sum(&p, 109, NULL, TALLIES_MAIL, ""), ==, 1);
	g_assert_true(tallies_prune(p.database, 0, 0, 0, NULL));
	g_assert_cmpint(sum(&p, 0, NULL, TALLIES_MAIL, ""), ==, 0);
	site_clear(&p);
}

static const char *
subject_after(struct arena *a, const char *subject, unsigned class, guint mails)
{
	struct site p;
	const char *kept;
	char *fingerprint = NULL;

	site_open(&p);
	for (guint i = 0; i < mails; i++) {
		g_autofree char *mail = g_strdup_printf("From: a@shop.example\r\nSubject: %s\r\n\r\nDear {{name}}.\r\n", subject);
		g_autofree char *id = g_strdup_printf("%08x", i);
		struct record *r = judge(NULL, id, mail, class, false);

		g_assert_true(verdicts_put(p.database, &r, 1, NULL));
		g_free(fingerprint);
		fingerprint = g_strdup(r->fingerprint);
		record_free(r);
	}
	kept = tallies_subject(p.database, a, fingerprint, NULL);
	g_free(fingerprint);
	site_clear(&p);
	return kept;
}

/* What one mail says is nobody's business; what five say is a template. */
static void
subjects(void)
{
	static const char subject[] = "Order 4711 for anna@mail.example of \"Anna B\" is ready";
	struct arena *a = arena_new();

	g_assert_null(subject_after(a, subject, CLASS_TRANSACTIONAL, 4));
	g_assert_cmpstr(subject_after(a, subject, CLASS_TRANSACTIONAL, 5), ==, "Order # for @ of \" is ready");
	g_assert_null(subject_after(a, subject, CLASS_PERSONAL, 6));
	arena_free(a);
}

struct taken {
	guint rows;
	gint64 mails;
};

static void
take(const struct tallies_template *t, gpointer data)
{
	struct taken *to = data;

	to->rows++;
	if (g_str_equal(t->rule, "template-placeholder"))
		to->mails += t->mails;
	g_assert_true(g_str_has_prefix(t->fingerprint, "v1:"));
	g_assert_nonnull(t->id);
}

static void
templates(void)
{
	struct taken taken = { 0 }, later = { 0 };
	struct site p;

	site_open(&p);
	for (guint i = 0; i < 7; i++) {
		g_autofree char *id = g_strdup_printf("%08x", i);
		struct record *r = judge(NULL, id, i < 4 ? nameless : shouting, CLASS_BULK, false);

		g_assert_true(verdicts_put(p.database, &r, 1, NULL));
		record_free(r);
	}
	g_assert_true(tallies_templates(p.database, 0, NULL, take, &taken, NULL));
	g_assert_cmpint(taken.mails, ==, 4);
	g_assert_true(tallies_templates(p.database, 2000, NULL, take, &later, NULL));
	g_assert_cmpuint(later.rows, ==, 0);
	site_clear(&p);
}

static void
allowed(void)
{
	static const char mail[] = "From: a@shop.example\r\nX-Sendlint-Allow: subject-all-caps; reason=\"so\"\r\n"
		"Subject: YOUR ORDER IS READY TODAY\r\n\r\nDear {{name}}.\r\n";
	g_autoptr(GString) out = g_string_new(NULL);
	struct record *r = judge(NULL, "0123456789abcdef", mail, CLASS_BULK, true), *found;
	struct taken taken = { 0 };
	struct site p;

	site_open(&p);
	g_assert_cmpuint(r->allowed->len, ==, 1);
	g_assert_true(verdicts_put(p.database, &r, 1, NULL));
	found = verdicts_find(p.database, "01234567", NULL);
	g_assert_nonnull(found);
	g_assert_cmpuint(found->findings->len, ==, r->findings->len);
	g_assert_cmpuint(found->allowed->len, ==, 1);
	g_assert_cmpstr(g_array_index(found->allowed, struct record_finding, 0).rule, ==, "subject-all-caps");
	report_record_text(out, found, &(struct record_options){ .rules = rules_all });
	g_assert_nonnull(strstr(out->str, "allowed: "));
	g_assert_nonnull(strstr(out->str, "[subject-all-caps]"));
	g_assert_true(tallies_templates(p.database, 0, NULL, take, &taken, NULL));
	g_assert_cmpuint(taken.rows, ==, r->findings->len);	/* what is allowed counts for nothing */
	record_free(found);
	record_free(r);
	site_clear(&p);
}

/* As it was before anything was counted. */
static const char version_1[] =
	"CREATE TABLE verdict (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, queue_id TEXT,"
	" policy TEXT, mode TEXT, class TEXT, action TEXT, taken TEXT, points INTEGER, quality INTEGER,"
	" fingerprint TEXT, languages TEXT, not_checked TEXT, program TEXT, policies TEXT);"
	"CREATE TABLE finding (verdict INTEGER NOT NULL, n INTEGER NOT NULL, rule TEXT NOT NULL, level INTEGER,"
	" points INTEGER, hit INTEGER, name TEXT, part TEXT, field TEXT, line INTEGER, column INTEGER,"
	" raw_line INTEGER, raw_offset INTEGER, raw_length INTEGER, exact INTEGER, more INTEGER, say TEXT,"
	" args TEXT, excerpt TEXT, PRIMARY KEY (verdict, n)) WITHOUT ROWID;"
	"INSERT INTO verdict (id, at, fingerprint) VALUES ('00000000aa', 1000, 'v1:ab');"
	"INSERT INTO finding (verdict, n, rule) VALUES (1, 0, 'links-http');"
	"PRAGMA user_version = 1;";

static void
check_old(struct database *d)
{
	struct record *r = verdicts_find(d, "00000000aa", NULL);

	g_assert_nonnull(r);
	g_assert_cmpuint(r->findings->len, ==, 1);
	g_assert_cmpuint(r->allowed->len, ==, 0);
	record_free(r);
}

static void
earlier(void)
{
	g_autoptr(GError) error = NULL;
	struct taken taken = { 0 };
	struct site p;
	sqlite3 *db;

	site_open(&p);
	database_close(p.database);
	g_assert_cmpint(g_remove(p.file), ==, 0);
	g_assert_cmpint(sqlite3_open(p.file, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(db, version_1, NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(db);
	p.database = database_open(p.file, &verdicts_kind, false, &error);
	g_assert_no_error(error);
	g_assert_cmpint(database_version(p.database), ==, 1);
	check_old(p.database);
	database_close(p.database);
	p.database = database_open(p.file, &verdicts_kind, true, &error);
	g_assert_no_error(error);
	g_assert_cmpint(database_version(p.database), ==, verdicts_kind.version);
	check_old(p.database);
	count(&p, 100, shouting, 2);
	g_assert_cmpint(sum(&p, 0, NULL, TALLIES_MAIL, ""), ==, 2);
	g_assert_true(tallies_templates(p.database, 0, NULL, take, &taken, NULL));
	g_assert_cmpuint(taken.rows, ==, 1);
	database_close(p.database);
	p.database = database_open(p.file, &verdicts_kind, true, &error);
	g_assert_no_error(error);
	check_old(p.database);
	site_clear(&p);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/tallies/days", days);
	g_test_add_func("/tallies/forgotten", forgotten);
	g_test_add_func("/tallies/subjects", subjects);
	g_test_add_func("/tallies/templates", templates);
	g_test_add_func("/tallies/allowed", allowed);
	g_test_add_func("/tallies/earlier", earlier);
	return g_test_run();
}
