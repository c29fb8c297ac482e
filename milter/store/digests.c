#include "store/digests.h"
#include "store/verdicts.h"

enum { VERSION = 2 };	/* in step with verdicts.c: its tables are among ours */

static const char tables[] =
	"CREATE TABLE digest ("
	" key TEXT PRIMARY KEY, recipient TEXT NOT NULL, subject TEXT, language TEXT, id TEXT NOT NULL,"
	" count INTEGER, first INTEGER, last INTEGER, due INTEGER NOT NULL, tries INTEGER DEFAULT 0);"
	"CREATE INDEX digest_due ON digest (due);"
	"CREATE TABLE told (key TEXT NOT NULL, recipient TEXT NOT NULL, at INTEGER NOT NULL);"
	"CREATE INDEX told_at ON told (at);";

const struct database_kind digests_kind = { VERSION, { verdicts_tables, tables }, { NULL } };

static const char find_sql[] = "SELECT id FROM digest WHERE key = ?";
static const char count_sql[] =
	"UPDATE digest SET count = count + ?, last = max(last, ?) WHERE key = ?";
static const char told_sql[] = "SELECT coalesce(max(at), 0) FROM told WHERE key = ?";
static const char add_sql[] =
	"INSERT INTO digest (key, recipient, subject, language, id, count, first, last, due)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char oldest_sql[] = "SELECT key, id FROM digest ORDER BY first LIMIT 1";
/* A clock that was set back makes nothing wait for ever. */
static const char due_sql[] =
	"SELECT key, recipient, subject, language, id, count, first, last, tries FROM digest"
	" WHERE due <= ?1 OR due > ?1 + 172800 ORDER BY due LIMIT 1";
static const char room_sql[] =
	"SELECT at FROM told WHERE recipient = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?";
static const char later_sql[] = "UPDATE digest SET due = ?, tries = tries + 1 WHERE key = ?";
static const char drop_sql[] = "DELETE FROM digest WHERE key = ?";
static const char tell_sql[] = "INSERT INTO told VALUES (?, ?, ?)";
static const char forget_sql[] = "DELETE FROM told WHERE at <= ?";

/* The number in the first row; `otherwise` where there is none. */
static bool
first_number(struct database *d, struct sqlite3_stmt *s, gint64 otherwise, gint64 *ret_n, GError **error)
{
	int more = s ? database_next(d, s, error) : -1;

	if (more >= 0)
		*ret_n = more ? database_integer(s, 0) : otherwise;
	if (s)
		database_end(s);
	return more >= 0;
}

/* ---- counting in ---- */

static bool
drop(struct database *d, const char *key, const char *id, GError **error)
{
	return verdicts_drop(d, id, error) && database_do(d, drop_sql, error, "s", key);
}

static bool
begin(struct database *d, const struct digest *g, const struct digests_limits *l, gint64 now, GError **error)
{
	gint64 told = 0;

	if (!first_number(d, database_ask(d, told_sql, error, "s", g->key), 0, &told, error))
		return false;
	return verdicts_add(d, g->record, error) &&
	       database_do(d, add_sql, error, "sssssiiii", g->key, g->to, g->subject, g->language,
			   g->record->id, (gint64)g->count, g->first, g->last,
			   MAX(now + (gint64)l->after, told ? told + DIGESTS_DAY : 0));
}

static bool
add_one(struct database *d, const struct digest *g, const struct digests_limits *l, gint64 now, GError **error)
{
	struct sqlite3_stmt *s = database_ask(d, find_sql, error, "s", g->key);
	int more = s ? database_next(d, s, error) : -1;

	if (s)
		database_end(s);
	if (more > 0)
		return database_do(d, count_sql, error, "iis", (gint64)g->count, g->last, g->key);
	return more == 0 && begin(d, g, l, now, error);
}

static bool
drop_oldest(struct database *d, GError **error)
{
	struct sqlite3_stmt *s = database_ask(d, oldest_sql, error, "");
	struct arena *a = arena_new();
	const char *key = NULL, *id = NULL;
	int more = s ? database_next(d, s, error) : -1;

	if (more > 0) {
		key = database_text(a, s, 0);
		id = database_text(a, s, 1);
	}
	if (s)
		database_end(s);
	more = more > 0 ? drop(d, key, id, error) : more == 0;
	arena_free(a);
	return more;
}

struct adding {
	GPtrArray *digests;
	const struct digests_limits *limits;
	gint64 now;
	guint dropped;
};

static bool
add_all(struct database *d, gpointer data, GError **error)
{
	struct adding *a = data;
	gint64 n;

	for (guint i = 0; i < a->digests->len; i++)
		if (!add_one(d, g_ptr_array_index(a->digests, i), a->limits, a->now, error))
			return false;
	if (!database_number(d, "SELECT count(*) FROM digest", &n, error))
		return false;
	for (; n > (gint64)a->limits->most; n--, a->dropped++)
		if (!drop_oldest(d, error))
			return false;
	return true;
}

bool
digests_add(struct database *d, GPtrArray *digests, const struct digests_limits *limits, gint64 now,
	    guint *ret_dropped, GError **error)
{
	struct adding a = { digests, limits, now, 0 };
	bool done = database_change(d, add_all, &a, error);

	*ret_dropped = done ? a.dropped : 0;
	return done;
}

/* ---- telling ---- */

static struct digest *
take(struct sqlite3_stmt *s, char **ret_id)
{
	struct arena *a = arena_new();
	struct digest *g = digest_new(a);

	g->key = database_text(a, s, 0);
	g->to = database_text(a, s, 1);
	g->subject = database_text(a, s, 2);
	g->language = database_text(a, s, 3);
	g->count = (guint)database_integer(s, 5);
	g->first = database_integer(s, 6);
	g->last = database_integer(s, 7);
	g->tries = (guint)database_integer(s, 8);
	*ret_id = g_strdup(database_text(a, s, 4));
	return g;
}

struct digest *
digests_due(struct database *d, gint64 now, GError **error)
{
	struct sqlite3_stmt *s = database_ask(d, due_sql, error, "i", now);
	g_autofree char *id = NULL;
	struct digest *g = NULL;

	if (!s)
		return NULL;
	if (database_next(d, s, error) > 0)
		g = take(s, &id);
	database_end(s);
	if (!g)
		return NULL;
	g->record = verdicts_find(d, id, error);
	if (!g->record)
		g->record = record_new();	/* gone, or an error that is said */
	return g;
}

gint64
digests_next(struct database *d)
{
	gint64 at = -1;

	return database_number(d, "SELECT coalesce(min(due), -1) FROM digest", &at, NULL) ? at : -1;
}

bool
digests_room(struct database *d, const char *to, guint most, gint64 now, gint64 *ret_at, GError **error)
{
	gint64 at = 0;

	if (!first_number(d, database_ask(d, room_sql, error, "sii", to, now - DIGESTS_DAY, (gint64)most - 1),
			  0, &at, error))
		return false;
	*ret_at = at ? at + DIGESTS_DAY : 0;
	return true;
}

struct ending {
	const struct digest *digest;
	gint64 now;		/* 0: it was not sent */
};

static bool
end(struct database *d, gpointer data, GError **error)
{
	const struct ending *e = data;
	const struct digest *g = e->digest;

	if (!drop(d, g->key, g->record->id ? g->record->id : "", error))
		return false;
	return !e->now || (database_do(d, forget_sql, error, "i", e->now - DIGESTS_DAY) &&
			   database_do(d, tell_sql, error, "ssi", g->key, g->to, e->now));
}

bool
digests_sent(struct database *d, const struct digest *g, gint64 now, GError **error)
{
	return database_change(d, end, &(struct ending){ g, now }, error);
}

bool
digests_drop(struct database *d, const struct digest *g, GError **error)
{
	return database_change(d, end, &(struct ending){ g, 0 }, error);
}

bool
digests_later(struct database *d, const struct digest *g, gint64 due, GError **error)
{
	return database_do(d, later_sql, error, "is", due, g->key);
}
