#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/database.h"

enum {
	BUSY_MILLISECONDS = 500,
	JOURNAL_BYTES = 4 * 1024 * 1024,	/* the journal is cut to this after it grew */
	STATEMENTS = 24,			/* that are kept prepared */
};

struct database {
	sqlite3 *handle;
	int version;
	dev_t device;
	ino_t file;
	struct {
		const char *sql;
		sqlite3_stmt *s;
	} statements[STATEMENTS];
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

bool
database_run(struct database *d, const char *sql, GError **error)
{
	return sqlite3_exec(d->handle, sql, NULL, NULL, NULL) == SQLITE_OK || failed(d, error);
}

bool
database_number(struct database *d, const char *sql, gint64 *ret_n, GError **error)
{
	sqlite3_stmt *s = NULL;
	bool done = sqlite3_prepare_v2(d->handle, sql, -1, &s, NULL) == SQLITE_OK &&
		    sqlite3_step(s) == SQLITE_ROW;

	if (done)
		*ret_n = sqlite3_column_int64(s, 0);
	else
		failed(d, error);
	sqlite3_finalize(s);
	return done;
}

bool
database_change(struct database *d, bool (*change)(struct database *d, gpointer data, GError **error),
		gpointer data, GError **error)
{
	bool done = database_run(d, "BEGIN IMMEDIATE", error);

	if (!done)
		return false;
	done = change(d, data, error) && database_run(d, "COMMIT", error);
	if (!done && !sqlite3_get_autocommit(d->handle))
		database_run(d, "ROLLBACK", NULL);
	return done;
}

/* ---- the file ---- */

static bool
make_tables(struct database *d, const struct database_kind *kind, GError **error)
{
	g_autoptr(GString) s = g_string_new("PRAGMA auto_vacuum = INCREMENTAL;"
					    "PRAGMA journal_mode = WAL;"
					    "BEGIN IMMEDIATE;");

	for (int i = 0; i < DATABASE_TABLES && kind->tables[i]; i++)
		g_string_append(s, kind->tables[i]);
	g_string_append_printf(s, "PRAGMA user_version = %d; COMMIT;", kind->version);
	return database_run(d, s->str, error);
}

static bool
upgrade(struct database *d, const struct database_kind *kind, int version, GError **error)
{
	g_autoptr(GString) s = g_string_new("BEGIN IMMEDIATE;");

	for (int i = version - 1; i < kind->version - 1; i++)
		g_string_append(s, kind->upgrades[i]);
	g_string_append_printf(s, "PRAGMA user_version = %d; COMMIT;", kind->version);
	if (database_run(d, s->str, error))
		return true;
	if (!sqlite3_get_autocommit(d->handle))
		database_run(d, "ROLLBACK", NULL);
	return false;
}

int
database_version(const struct database *d)
{
	return d->version;
}

/* A new file is empty; one of ours has our version. */
static bool
check_tables(struct database *d, const struct database_kind *kind, bool writing, GError **error)
{
	gint64 version = 0, tables = 0;

	if (!database_number(d, "PRAGMA user_version", &version, error) ||
	    !database_number(d, "SELECT count(*) FROM sqlite_master", &tables, error))
		return false;
	if (version > kind->version) {
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
	d->version = (int)(writing ? kind->version : version);
	if (!version)
		return make_tables(d, kind, error);
	return !writing || version == kind->version || upgrade(d, kind, (int)version, error);
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

static void
remember_file(struct database *d, const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return;
	d->device = st.st_dev;
	d->file = st.st_ino;
}

bool
database_is_at(const struct database *d, const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_dev == d->device && st.st_ino == d->file;
}

struct database *
database_open(const char *path, const struct database_kind *kind, bool writing, GError **error)
{
	struct database *d = g_new0(struct database, 1);
	g_autofree char *pragmas = g_strdup_printf("PRAGMA synchronous = NORMAL;"
		"PRAGMA journal_size_limit = %d;", JOURNAL_BYTES);
	int flags = writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;

	if (writing && !make_file(path, error)) {
		g_free(d);
		return NULL;
	}
	remember_file(d, path);
	if (sqlite3_open_v2(path, &d->handle, flags, NULL) != SQLITE_OK) {
		failed(d, error);
		database_close(d);
		return NULL;
	}
	sqlite3_busy_timeout(d->handle, BUSY_MILLISECONDS);
	if (check_tables(d, kind, writing, error) &&
	    (!writing || (is_whole(d, error) && database_run(d, pragmas, error))))
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
		sqlite3_finalize(d->statements[i].s);
	sqlite3_close(d->handle);
	g_free(d);
}

/* ---- statements ---- */

static sqlite3_stmt *
prepared(struct database *d, const char *sql, GError **error)
{
	int i = 0;

	while (i < STATEMENTS && d->statements[i].s && d->statements[i].sql != sql)
		i++;
	g_assert(i < STATEMENTS);
	if (!d->statements[i].s &&
	    sqlite3_prepare_v2(d->handle, sql, -1, &d->statements[i].s, NULL) != SQLITE_OK)
		failed(d, error);
	d->statements[i].sql = sql;
	return d->statements[i].s;
}

static sqlite3_stmt *
bind(struct database *d, const char *sql, GError **error, const char *kinds, va_list ap)
{
	sqlite3_stmt *s = prepared(d, sql, error);

	for (int i = 0; s && kinds[i]; i++)
		if (kinds[i] == 'i')
			sqlite3_bind_int64(s, i + 1, va_arg(ap, gint64));
		else
			sqlite3_bind_text(s, i + 1, va_arg(ap, const char *), -1, SQLITE_STATIC);
	return s;
}

struct sqlite3_stmt *
database_ask(struct database *d, const char *sql, GError **error, const char *kinds, ...)
{
	sqlite3_stmt *s;
	va_list ap;

	va_start(ap, kinds);
	s = bind(d, sql, error, kinds, ap);
	va_end(ap);
	return s;
}

int
database_next(struct database *d, struct sqlite3_stmt *s, GError **error)
{
	int code = sqlite3_step(s);

	if (code == SQLITE_ROW)
		return 1;
	if (code == SQLITE_DONE)
		return 0;
	failed(d, error);
	return -1;
}

void
database_end(struct sqlite3_stmt *s)
{
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
}

bool
database_do(struct database *d, const char *sql, GError **error, const char *kinds, ...)
{
	sqlite3_stmt *s;
	va_list ap;
	bool done;

	va_start(ap, kinds);
	s = bind(d, sql, error, kinds, ap);
	va_end(ap);
	if (!s)
		return false;
	done = database_next(d, s, error) == 0;
	database_end(s);
	return done;
}

gint64
database_last(struct database *d)
{
	return sqlite3_last_insert_rowid(d->handle);
}

const char *
database_text(struct arena *a, struct sqlite3_stmt *s, int column)
{
	const char *t = (const char *)sqlite3_column_text(s, column);

	return t ? arena_strndup(a, t, strlen(t)) : NULL;
}

gint64
database_integer(struct sqlite3_stmt *s, int column)
{
	return sqlite3_column_int64(s, column);
}
