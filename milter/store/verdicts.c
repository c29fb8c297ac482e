/* The tables of kept verdicts, and what is asked of them. */
#include "store/tallies.h"
#include "store/verdicts.h"

enum {
	VERSION = 2,
	PAGES_FREED = 256,			/* given back to the disk at a time */
};

static const char between = '\x1f';		/* arguments of a phrase */

const char verdicts_tables[] =
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
	" allowed INTEGER NOT NULL DEFAULT 0,"
	" PRIMARY KEY (verdict, n)) WITHOUT ROWID;";

#define UPGRADE "ALTER TABLE finding ADD COLUMN allowed INTEGER NOT NULL DEFAULT 0;"

const struct database_kind verdicts_kind = {
	VERSION, { verdicts_tables, TALLIES_TABLES }, { UPGRADE TALLIES_TABLES },
};

static const char put_verdict_sql[] =
	"INSERT INTO verdict (id, at, queue_id, policy, mode, class, action, taken,"
	" points, quality, fingerprint, languages, not_checked, program, policies)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char put_finding_sql[] =
	"INSERT INTO finding VALUES"
	" (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char find_sql[] =
	"SELECT n, id, at, queue_id, policy, mode, class, action, taken, points, quality,"
	" fingerprint, languages, not_checked, program, policies FROM verdict"
	" WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 2";
#define FINDINGS(allowed) \
	"SELECT rule, level, points, hit, name, part, field, line, column, raw_line," \
	" raw_offset, raw_length, exact, more, say, args, excerpt, " allowed " FROM finding" \
	" WHERE verdict = ? ORDER BY n"
static const char findings_sql[] = FINDINGS("allowed");
static const char findings_old_sql[] = FINDINGS("0");	/* of version 1 */
static const char forget_findings_sql[] = "DELETE FROM finding WHERE verdict <= ?";
static const char forget_sql[] = "DELETE FROM verdict WHERE n <= ?";
static const char drop_findings_sql[] =
	"DELETE FROM finding WHERE verdict IN (SELECT n FROM verdict WHERE id = ?)";
static const char drop_sql[] = "DELETE FROM verdict WHERE id = ?";

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
	    bool allowed, GError **error)
{
	g_autofree char *args = join_args(f);

	return database_do(d, put_finding_sql, error, "iisiiisssiiiiiiisssi", verdict, (gint64)n, f->rule,
		(gint64)f->level, (gint64)f->points, (gint64)f->hit, f->name, f->part, f->field,
		(gint64)f->line, (gint64)f->column, (gint64)f->raw_line, f->raw_offset, f->raw_length,
		(gint64)f->exact, (gint64)f->more, f->say, *args ? args : NULL, f->excerpt,
		(gint64)allowed);
}

static bool
put_findings(struct database *d, gint64 verdict, guint first, const GArray *all, bool allowed,
	     GError **error)
{
	bool done = true;

	for (guint i = 0; done && i < all->len; i++)
		done = put_finding(d, verdict, first + i, &g_array_index(all, struct record_finding, i),
				   allowed, error);
	return done;
}

bool
verdicts_add(struct database *d, const struct record *r, GError **error)
{
	bool done = database_do(d, put_verdict_sql, error, "sissssssiisssss", r->id, r->at, r->queue_id,
		r->policy, r->mode, r->class, r->action, r->taken, (gint64)r->points,
		(gint64)r->quality, r->fingerprint, r->languages, r->not_checked, r->program,
		r->policies);
	gint64 n = database_last(d);

	return done && put_findings(d, n, 0, r->findings, false, error) &&
	       put_findings(d, n, r->findings->len, r->allowed, true, error);
}

bool
verdicts_drop(struct database *d, const char *id, GError **error)
{
	return database_do(d, drop_findings_sql, error, "s", id) && database_do(d, drop_sql, error, "s", id);
}

struct batch {
	struct record *const *records;
	guint n;
};

static bool
put_batch(struct database *d, gpointer data, GError **error)
{
	const struct batch *b = data;
	bool done = true;

	for (guint i = 0; done && i < b->n; i++)
		done = verdicts_add(d, b->records[i], error) &&
		       tallies_template(d, b->records[i], error);
	return done;
}

bool
verdicts_put(struct database *d, struct record *const *records, guint n, GError **error)
{
	return database_change(d, put_batch, &(struct batch){ records, n }, error);
}

/* ---- forgetting ---- */

static bool
forget_up_to(struct database *d, gpointer data, GError **error)
{
	gint64 last = *(const gint64 *)data;

	return database_do(d, forget_findings_sql, error, "i", last) &&
	       database_do(d, forget_sql, error, "i", last);
}

static bool
forget(struct database *d, gint64 last, GError **error)
{
	g_autofree char *give_back = g_strdup_printf("PRAGMA incremental_vacuum(%d)", PAGES_FREED);

	return database_change(d, forget_up_to, &last, error) && database_run(d, give_back, error);
}

static bool
used_bytes(struct database *d, gint64 *ret_bytes, GError **error)
{
	gint64 pages, free, size;

	if (!database_number(d, "PRAGMA page_count", &pages, error) ||
	    !database_number(d, "PRAGMA freelist_count", &free, error) ||
	    !database_number(d, "PRAGMA page_size", &size, error))
		return false;
	*ret_bytes = (pages - free) * size;
	return true;
}

bool
verdicts_prune(struct database *d, gint64 before, gint64 bytes, GError **error)
{
	/* Left to itself SQLite walks over all that is kept, from the newest back to these. */
	g_autofree char *old = g_strdup_printf("SELECT coalesce(max(n), 0) FROM verdict"
					       " INDEXED BY verdict_at WHERE at < %" G_GINT64_FORMAT,
					       before);
	gint64 last, used, tenth;

	if (!database_number(d, old, &last, error) || (last && !forget(d, last, error)))
		return false;
	for (;;) {
		if (!used_bytes(d, &used, error))
			return false;
		if (used <= bytes)
			return true;
		if (!database_number(d, "SELECT coalesce(min(n) + (max(n) - min(n)) / 10, -1) FROM verdict",
				     &tenth, error))
			return false;
		if (tenth < 0)
			return true;	/* it is empty: smaller it does not get */
		if (!forget(d, tenth, error))
			return false;
	}
}

/* ---- finding ---- */

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
take_finding(struct record *r, struct sqlite3_stmt *s)
{
	struct arena *a = r->arena;
	struct record_finding f = {
		.rule = database_text(a, s, 0), .level = (int)database_integer(s, 1),
		.points = (int)database_integer(s, 2), .hit = (int)database_integer(s, 3),
		.name = database_text(a, s, 4), .part = database_text(a, s, 5),
		.field = database_text(a, s, 6), .line = (guint)database_integer(s, 7),
		.column = (guint)database_integer(s, 8), .raw_line = (guint)database_integer(s, 9),
		.raw_offset = database_integer(s, 10), .raw_length = database_integer(s, 11),
		.exact = database_integer(s, 12), .more = (guint)database_integer(s, 13),
		.say = database_text(a, s, 14), .excerpt = database_text(a, s, 16),
	};

	f.say = f.say ? f.say : "";
	f.name = f.name ? f.name : "";
	split_args(a, database_text(a, s, 15), &f);
	if (database_integer(s, 17))
		g_array_append_val(r->allowed, f);
	else
		g_array_append_val(r->findings, f);
}

static struct record *
take_verdict(struct sqlite3_stmt *s)
{
	struct record *r = record_new();
	struct arena *a = r->arena;

	r->id = database_text(a, s, 1);
	r->at = database_integer(s, 2);
	r->queue_id = database_text(a, s, 3);
	r->policy = database_text(a, s, 4);
	r->mode = database_text(a, s, 5);
	r->class = database_text(a, s, 6);
	r->action = database_text(a, s, 7);
	r->taken = database_text(a, s, 8);
	r->points = (int)database_integer(s, 9);
	r->quality = (int)database_integer(s, 10);
	r->fingerprint = database_text(a, s, 11);
	r->languages = database_text(a, s, 12);
	r->not_checked = database_text(a, s, 13);
	r->program = database_text(a, s, 14);
	r->policies = database_text(a, s, 15);
	return r;
}

static bool
take_findings(struct database *d, struct record *r, gint64 n, GError **error)
{
	const char *sql = database_version(d) > 1 ? findings_sql : findings_old_sql;
	struct sqlite3_stmt *s = database_ask(d, sql, error, "i", n);
	int more;

	if (!s)
		return false;
	while ((more = database_next(d, s, error)) > 0)
		take_finding(r, s);
	database_end(s);
	return more == 0;
}

struct record *
verdicts_find(struct database *d, const char *id, GError **error)
{
	struct sqlite3_stmt *s = database_ask(d, find_sql, error, "s", id);
	struct record *r = NULL;
	gint64 n = 0;
	int more;

	if (!s)
		return NULL;
	more = database_next(d, s, error);
	if (more > 0) {
		n = database_integer(s, 0);
		r = take_verdict(s);
		more = database_next(d, s, error);
	}
	if (more > 0)
		g_set_error(error, DATABASE_ERROR, DATABASE_AMBIGUOUS, "several ids begin so");
	database_end(s);
	if (r && (more != 0 || !take_findings(d, r, n, error))) {
		record_free(r);
		r = NULL;
	}
	return r;
}
