#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <unistd.h>

#include "store/database.h"

enum {
	VERSION = 1,
	BUSY_MILLISECONDS = 500,
	JOURNAL_BYTES = 4 * 1024 * 1024,	/* the journal is cut to this after it grew */
	PAGES_FREED = 256,			/* given back to the disk at a time */
};

static const char between = '\x1f';		/* arguments of a phrase */

static const char schema[] =
	"PRAGMA auto_vacuum = INCREMENTAL;"
	"PRAGMA journal_mode = WAL;"
	"BEGIN IMMEDIATE;"
	"CREATE TABLE verdict ("
	" n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, queue_id TEXT,"
	" policy TEXT, mode TEXT, class TEXT, action TEXT, taken TEXT, points INTEGER,"
	" quality INTEGER, fingerprint TEXT, languages TEXT, not_checked TEXT, program TEXT,"
	" policies TEXT);"
	"CREATE INDEX verdict_at ON verdict (at);"
	"CREATE TABLE finding ("
	" verdict INTEGER NOT NULL, n INTEGER NOT NULL, rule TEXT NOT NULL, level INTEGER,"
	" points INTEGER, hit INTEGER, name TEXT, part TEXT, field TEXT, line INTEGER,"
	" column INTEGER, raw_line INTEGER, raw_offset INTEGER, raw_length INTEGER,"
	" exact INTEGER, more INTEGER, say TEXT, args TEXT, excerpt TEXT,"
	" PRIMARY KEY (verdict, n)) WITHOUT ROWID;"
	"PRAGMA user_version = 1;"
	"COMMIT;";

/* Each one a statement that is prepared once. */
enum statement { PUT_VERDICT, PUT_FINDING, FIND, FINDINGS, STATEMENTS };

static const char *const sql[STATEMENTS] = {
	[PUT_VERDICT] = "INSERT INTO verdict (id, at, queue_id, policy, mode, class, action, taken,"
		" points, quality, fingerprint, languages, not_checked, program, policies)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[PUT_FINDING] = "INSERT INTO finding VALUES"
		" (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[FIND] = "SELECT n, id, at, queue_id, policy, mode, class, action, taken, points, quality,"
		" fingerprint, languages, not_checked, program, policies FROM verdict"
		" WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 2",
	[FINDINGS] = "SELECT rule, level, points, hit, name, part, field, line, column, raw_line,"
		" raw_offset, raw_length, exact, more, say, args, excerpt FROM finding"
		" WHERE verdict = ? ORDER BY n",
};

struct database {
	sqlite3 *handle;
	sqlite3_stmt *statements[STATEMENTS];
};

G_DEFINE_QUARK(sendlint-database-error, database_error)

static enum database_error
kind_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return DATABASE_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return DATABASE_DAMAGED;
	default:
		return DATABASE_FAILED;
	}
}

/* SQLite says "disk I/O error" where the system knows more. */
static bool
failed(struct database *d, GError **error)
{
	int code = sqlite3_errcode(d->handle), system = sqlite3_system_errno(d->handle);
	bool has_reason = system && (code & 0xff) != SQLITE_CORRUPT && (code & 0xff) != SQLITE_NOTADB;

	g_set_error(error, DATABASE_ERROR, (int)kind_of(code), "%s%s%s", sqlite3_errmsg(d->handle),
		    has_reason ? ": " : "", has_reason ? g_strerror(system) : "");
	return false;
}

static bool
run(struct database *d, const char *statements, GError **error)
{
	return sqlite3_exec(d->handle, statements, NULL, NULL, NULL) == SQLITE_OK || failed(d, error);
}

/* The number that a query gives. */
static bool
number(struct database *d, const char *query, gint64 *ret_n, GError **error)
{
	sqlite3_stmt *s = NULL;
	bool done = sqlite3_prepare_v2(d->handle, query, -1, &s, NULL) == SQLITE_OK &&
		    sqlite3_step(s) == SQLITE_ROW;

	if (done)
		*ret_n = sqlite3_column_int64(s, 0);
	else
		failed(d, error);
	sqlite3_finalize(s);
	return done;
}

/* A new file is empty; one of ours has our version. */
static bool
check_schema(struct database *d, bool writing, GError **error)
{
	gint64 version = 0, tables = 0;

	if (!number(d, "PRAGMA user_version", &version, error) ||
	    !number(d, "SELECT count(*) FROM sqlite_master", &tables, error))
		return false;
	if (version > VERSION) {
		g_set_error(error, DATABASE_ERROR, DATABASE_NEWER, "made by a later sendlint");
		return false;
	}
	if (!version && tables) {
		g_set_error(error, DATABASE_ERROR, DATABASE_DAMAGED, "a database of something else");
		return false;
	}
	if (!version && !writing) {
		g_set_error(error, DATABASE_ERROR, DATABASE_FAILED, "nothing is in it yet");
		return false;
	}
	return version == VERSION || run(d, schema, error);
}

static bool
is_whole(struct database *d, GError **error)
{
	sqlite3_stmt *s = NULL;
	bool stepped = sqlite3_prepare_v2(d->handle, "PRAGMA quick_check(1)", -1, &s, NULL) == SQLITE_OK &&
		       sqlite3_step(s) == SQLITE_ROW;
	bool whole = stepped && !g_strcmp0((const char *)sqlite3_column_text(s, 0), "ok");

	if (!stepped)
		failed(d, error);
	else if (!whole)
		g_set_error(error, DATABASE_ERROR, DATABASE_DAMAGED, "%s",
			    (const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	return whole;
}

/* Made here, because SQLite would give it the mode that the umask leaves. */
static bool
make_file(const char *path, GError **error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd >= 0) {
		close(fd);
		return true;
	}
	g_set_error(error, DATABASE_ERROR, DATABASE_FAILED, "%s", g_strerror(errno));
	return false;
}

struct database *
database_open(const char *path, bool writing, GError **error)
{
	struct database *d = g_new0(struct database, 1);
	g_autofree char *pragmas = g_strdup_printf("PRAGMA synchronous = NORMAL;"
		"PRAGMA journal_size_limit = %d;", JOURNAL_BYTES);
	int flags = writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;

	if (writing && !make_file(path, error)) {
		g_free(d);
		return NULL;
	}
	if (sqlite3_open_v2(path, &d->handle, flags, NULL) != SQLITE_OK) {
		failed(d, error);
		database_close(d);
		return NULL;
	}
	sqlite3_busy_timeout(d->handle, BUSY_MILLISECONDS);
	if (check_schema(d, writing, error) &&
	    (!writing || (is_whole(d, error) && run(d, pragmas, error))))
		return d;
	database_close(d);
	return NULL;
}

void
database_close(struct database *d)
{
	if (!d)
		return;
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(d->statements[i]);
	sqlite3_close(d->handle);
	g_free(d);
}

static sqlite3_stmt *
statement(struct database *d, enum statement which, GError **error)
{
	sqlite3_stmt **s = &d->statements[which];

	if (!*s && sqlite3_prepare_v2(d->handle, sql[which], -1, s, NULL) != SQLITE_OK)
		failed(d, error);
	return *s;
}

/* "s" a string or NULL, "i" a gint64: in the order of the question marks. */
static void
bind(sqlite3_stmt *s, const char *kinds, ...)
{
	va_list ap;

	va_start(ap, kinds);
	for (int i = 0; kinds[i]; i++)
		if (kinds[i] == 'i')
			sqlite3_bind_int64(s, i + 1, va_arg(ap, gint64));
		else
			sqlite3_bind_text(s, i + 1, va_arg(ap, const char *), -1, SQLITE_STATIC);
	va_end(ap);
}

static bool
finish(struct database *d, sqlite3_stmt *s, GError **error)
{
	bool done = sqlite3_step(s) == SQLITE_DONE || failed(d, error);

	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return done;
}

static char *
join_args(const struct record_finding *f)
{
	GString *s = g_string_new(NULL);

	for (guint i = 0; i < FINDING_ARGS && f->args[i]; i++) {
		if (i)
			g_string_append_c(s, between);
		g_string_append(s, f->args[i]);
	}
	return g_string_free(s, FALSE);
}

static bool
put_finding(struct database *d, gint64 verdict, guint n, const struct record_finding *f,
	    GError **error)
{
	sqlite3_stmt *s = statement(d, PUT_FINDING, error);
	g_autofree char *args = join_args(f);

	if (!s)
		return false;
	bind(s, "iisiiisssiiiiiiisss", verdict, (gint64)n, f->rule, (gint64)f->level,
	     (gint64)f->points, (gint64)f->hit, f->name, f->part, f->field, (gint64)f->line,
	     (gint64)f->column, (gint64)f->raw_line, f->raw_offset, f->raw_length, (gint64)f->exact,
	     (gint64)f->more, f->say, *args ? args : NULL, f->excerpt);
	return finish(d, s, error);
}

static bool
put(struct database *d, const struct record *r, GError **error)
{
	sqlite3_stmt *s = statement(d, PUT_VERDICT, error);
	gint64 n;

	if (!s)
		return false;
	bind(s, "sissssssiisssss", r->id, r->at, r->queue_id, r->policy, r->mode, r->class, r->action,
	     r->taken, (gint64)r->points, (gint64)r->quality, r->fingerprint, r->languages,
	     r->not_checked, r->program, r->policies);
	if (!finish(d, s, error))
		return false;
	n = sqlite3_last_insert_rowid(d->handle);
	for (guint i = 0; i < r->findings->len; i++)
		if (!put_finding(d, n, i, &g_array_index(r->findings, struct record_finding, i), error))
			return false;
	return true;
}

bool
database_put(struct database *d, struct record *const *records, guint n, GError **error)
{
	bool done = run(d, "BEGIN IMMEDIATE", error);

	if (!done)
		return false;
	for (guint i = 0; done && i < n; i++)
		done = put(d, records[i], error);
	if (done)
		done = run(d, "COMMIT", error);
	if (!done && !sqlite3_get_autocommit(d->handle))
		run(d, "ROLLBACK", NULL);
	return done;
}

/* Everything up to the verdict `last`. */
static bool
forget(struct database *d, gint64 last, GError **error)
{
	g_autofree char *s = g_strdup_printf(
		"BEGIN IMMEDIATE;"
		"DELETE FROM finding WHERE verdict <= %" G_GINT64_FORMAT ";"
		"DELETE FROM verdict WHERE n <= %" G_GINT64_FORMAT ";"
		"COMMIT;"
		"PRAGMA incremental_vacuum(%d);", last, last, PAGES_FREED);
	bool done = run(d, s, error);

	if (!done && !sqlite3_get_autocommit(d->handle))
		run(d, "ROLLBACK", NULL);
	return done;
}

static bool
used_bytes(struct database *d, gint64 *ret_bytes, GError **error)
{
	gint64 pages, free, size;

	if (!number(d, "PRAGMA page_count", &pages, error) ||
	    !number(d, "PRAGMA freelist_count", &free, error) ||
	    !number(d, "PRAGMA page_size", &size, error))
		return false;
	*ret_bytes = (pages - free) * size;
	return true;
}

bool
database_prune(struct database *d, gint64 before, gint64 bytes, GError **error)
{
	g_autofree char *old = g_strdup_printf("SELECT coalesce(max(n), 0) FROM verdict WHERE at < %"
					       G_GINT64_FORMAT, before);
	gint64 last, used, tenth;

	if (!number(d, old, &last, error) || (last && !forget(d, last, error)))
		return false;
	for (;;) {
		if (!used_bytes(d, &used, error))
			return false;
		if (used <= bytes)
			return true;
		if (!number(d, "SELECT coalesce(min(n) + (max(n) - min(n)) / 10, -1) FROM verdict",
			    &tenth, error))
			return false;
		if (tenth < 0)
			return true;	/* it is empty: smaller it does not get */
		if (!forget(d, tenth, error))
			return false;
	}
}

static const char *
text(struct arena *a, sqlite3_stmt *s, int column)
{
	const char *t = (const char *)sqlite3_column_text(s, column);

	return t ? arena_strndup(a, t, strlen(t)) : NULL;
}

static void
split_args(struct arena *a, const char *args, struct record_finding *f)
{
	for (guint i = 0; args && i < FINDING_ARGS; i++) {
		const char *end = strchr(args, between);

		f->args[i] = arena_strndup(a, args, end ? (gsize)(end - args) : strlen(args));
		args = end ? end + 1 : NULL;
	}
}

static void
take_finding(struct record *r, sqlite3_stmt *s)
{
	struct arena *a = r->arena;
	struct record_finding f = {
		.rule = text(a, s, 0), .level = sqlite3_column_int(s, 1),
		.points = sqlite3_column_int(s, 2), .hit = sqlite3_column_int(s, 3),
		.name = text(a, s, 4), .part = text(a, s, 5), .field = text(a, s, 6),
		.line = (guint)sqlite3_column_int(s, 7), .column = (guint)sqlite3_column_int(s, 8),
		.raw_line = (guint)sqlite3_column_int(s, 9),
		.raw_offset = sqlite3_column_int64(s, 10), .raw_length = sqlite3_column_int64(s, 11),
		.exact = sqlite3_column_int(s, 12), .more = (guint)sqlite3_column_int(s, 13),
		.say = text(a, s, 14), .excerpt = text(a, s, 16),
	};

	f.say = f.say ? f.say : "";
	f.name = f.name ? f.name : "";
	split_args(a, (const char *)sqlite3_column_text(s, 15), &f);
	g_array_append_val(r->findings, f);
}

static struct record *
take_verdict(sqlite3_stmt *s)
{
	struct record *r = record_new();
	struct arena *a = r->arena;

	r->id = text(a, s, 1);
	r->at = sqlite3_column_int64(s, 2);
	r->queue_id = text(a, s, 3);
	r->policy = text(a, s, 4);
	r->mode = text(a, s, 5);
	r->class = text(a, s, 6);
	r->action = text(a, s, 7);
	r->taken = text(a, s, 8);
	r->points = sqlite3_column_int(s, 9);
	r->quality = sqlite3_column_int(s, 10);
	r->fingerprint = text(a, s, 11);
	r->languages = text(a, s, 12);
	r->not_checked = text(a, s, 13);
	r->program = text(a, s, 14);
	r->policies = text(a, s, 15);
	return r;
}

static bool
take_findings(struct database *d, struct record *r, gint64 n, GError **error)
{
	sqlite3_stmt *s = statement(d, FINDINGS, error);
	int code;

	if (!s)
		return false;
	bind(s, "i", n);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		take_finding(r, s);
	if (code != SQLITE_DONE)
		failed(d, error);
	sqlite3_reset(s);
	return code == SQLITE_DONE;
}

struct record *
database_find(struct database *d, const char *id, GError **error)
{
	sqlite3_stmt *s = statement(d, FIND, error);
	struct record *r = NULL;
	gint64 n = 0;
	int code;

	if (!s)
		return NULL;
	bind(s, "s", id);
	code = sqlite3_step(s);
	if (code == SQLITE_ROW) {
		n = sqlite3_column_int64(s, 0);
		r = take_verdict(s);
		code = sqlite3_step(s);
	}
	if (code == SQLITE_ROW)
		g_set_error(error, DATABASE_ERROR, DATABASE_AMBIGUOUS, "several ids begin so");
	else if (code != SQLITE_DONE)
		failed(d, error);
	sqlite3_reset(s);
	if (r && (code != SQLITE_DONE || !take_findings(d, r, n, error))) {
		record_free(r);
		r = NULL;
	}
	return r;
}
