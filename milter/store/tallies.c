#include "store/tallies.h"

enum { KNOWN = 5 };	/* mails after which a subject is a template's */

#define SAME_POLICY "(?2 IS NULL OR policy = ?2)"

static const char add_sql[] =
	"INSERT INTO tally (day, policy, what, mails) VALUES (?, ?, ?, ?)"
	" ON CONFLICT (day, policy, what) DO UPDATE SET mails = mails + excluded.mails";
static const char template_sql[] =
	"INSERT INTO template (fingerprint, mails, at, subject) VALUES (?1, 1, ?2, NULL)"
	" ON CONFLICT (fingerprint) DO UPDATE SET mails = mails + 1, at = max(at, ?2),"
	" subject = CASE WHEN mails + 1 >= ?3 THEN ?4 ELSE subject END";
static const char forget_days_sql[] = "DELETE FROM tally WHERE day < ?";
static const char forget_templates_sql[] =
	"DELETE FROM template WHERE at < max(?, (SELECT coalesce(min(at), 0) FROM verdict))";
static const char sums_sql[] =
	"SELECT what, sum(mails) FROM tally WHERE day >= ?1 AND " SAME_POLICY
	" AND what >= ?3 AND what < ?3 || char(1114111) GROUP BY what ORDER BY 2 DESC, 1";
static const char first_sql[] = "SELECT coalesce(min(day), 0) FROM tally WHERE day >= ?";
static const char templates_sql[] =
	"SELECT rule, fingerprint, count(*), max(at), id"
	" FROM (SELECT DISTINCT rule, verdict FROM finding WHERE NOT allowed) f"
	" JOIN verdict v ON v.n = f.verdict"
	" WHERE v.at >= ?1 AND " SAME_POLICY " AND fingerprint IS NOT NULL"
	" GROUP BY rule, fingerprint";
static const char subject_sql[] = "SELECT subject FROM template WHERE fingerprint = ?";

gint64
tallies_today(void)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_local();
	GDate day;

	g_date_clear(&day, 1);
	g_date_set_dmy(&day, (GDateDay)g_date_time_get_day_of_month(now),
		       (GDateMonth)g_date_time_get_month(now),
		       (GDateYear)g_date_time_get_year(now));
	return g_date_get_julian(&day);
}

/* ---- writing ---- */

static bool
add(struct database *d, gint64 day, const char *policy, const char *kind, const char *name,
    guint64 mails, GError **error)
{
	g_autofree char *what = g_strconcat(kind, name, NULL);

	return !mails || database_do(d, add_sql, error, "issi", day, policy, what, (gint64)mails);
}

static bool
add_policy(struct database *d, struct tally *t, const struct tally_policy *p, gint64 day,
	   GError **error)
{
	guint64 all = 0, action[TALLY_ACTIONS] = { 0 }, taken[TALLY_TAKEN] = { 0 };
	bool done;

	for (guint c = 0; c < TALLY_CLASSES; c++)
		for (guint a = 0; a < TALLY_ACTIONS; a++)
			for (guint k = 0; k < TALLY_TAKEN; k++) {
				all += p->cells[c][a][k];
				action[a] += p->cells[c][a][k];
				taken[k] += p->cells[c][a][k];
			}
	done = add(d, day, p->name, TALLIES_MAIL, "", all, error) &&
	       add(d, day, p->name, TALLIES_FOUND, "", p->found, error);
	for (guint a = 0; done && a < TALLY_ACTIONS; a++)
		done = add(d, day, p->name, TALLIES_ACTION, action_name((enum action)a), action[a], error);
	for (guint k = 0; done && k < TALLY_TAKEN; k++)
		done = add(d, day, p->name, TALLIES_TAKEN, act_taken_name((enum act_taken)k), taken[k], error);
	for (guint i = 0; done && i < p->rules->len; i++)
		done = add(d, day, p->name, TALLIES_RULE, tally_rule(t, i),
			   g_array_index(p->rules, guint64, i), error);
	return done;
}

struct day {
	struct tally *tally;
	gint64 day;
};

static bool
put(struct database *d, gpointer data, GError **error)
{
	const struct day *t = data;
	struct tally_policy p;
	bool done = true;

	for (guint n = 0; done && tally_read(t->tally, n, &p); n++) {
		done = add_policy(d, t->tally, &p, t->day, error);
		tally_clear(&p);
	}
	return done;
}

bool
tallies_put(struct database *d, struct tally *t, gint64 day, GError **error)
{
	return database_change(d, put, &(struct day){ t, day }, error);
}

bool
tallies_template(struct database *d, const struct record *r, GError **error)
{
	return !r->fingerprint || database_do(d, template_sql, error, "siis", r->fingerprint, r->at,
					      (gint64)KNOWN, r->subject);
}

bool
tallies_prune(struct database *d, gint64 day, gint64 second, gint64 rows, GError **error)
{
	gint64 n, first;

	if (!database_do(d, forget_days_sql, error, "i", day) ||
	    !database_do(d, forget_templates_sql, error, "i", second))
		return false;
	for (;;) {
		if (!database_number(d, "SELECT count(*) FROM tally", &n, error))
			return false;
		if (n <= rows)
			return true;
		if (!database_number(d, "SELECT min(day) FROM tally", &first, error) ||
		    !database_do(d, forget_days_sql, error, "i", first + 1))
			return false;
	}
}

/* ---- asking ---- */

GArray *
tallies_sums(struct database *d, struct arena *a, gint64 day, const char *policy, const char *kind,
	     GError **error)
{
	struct sqlite3_stmt *s = database_ask(d, sums_sql, error, "iss", day, policy, kind);
	GArray *sums = arena_array(a, sizeof(struct tallies_sum));
	int more;

	if (!s)
		return NULL;
	while ((more = database_next(d, s, error)) > 0) {
		const struct tallies_sum sum = { database_text(a, s, 0) + strlen(kind),
						 database_integer(s, 1) };

		g_array_append_val(sums, sum);
	}
	database_end(s);
	return more < 0 ? NULL : sums;
}

bool
tallies_first(struct database *d, gint64 day, gint64 *ret_day, GError **error)
{
	struct sqlite3_stmt *s = database_ask(d, first_sql, error, "i", day);
	bool done = s && database_next(d, s, error) > 0;

	if (done)
		*ret_day = database_integer(s, 0);
	if (s)
		database_end(s);
	return done;
}

bool
tallies_templates(struct database *d, gint64 second, const char *policy,
		  void (*take)(const struct tallies_template *t, gpointer data), gpointer data,
		  GError **error)
{
	struct sqlite3_stmt *s = database_ask(d, templates_sql, error, "is", second, policy);
	int more;

	if (!s)
		return false;
	while ((more = database_next(d, s, error)) > 0) {
		struct arena *a = arena_new();
		const struct tallies_template t = {
			.rule = database_text(a, s, 0), .fingerprint = database_text(a, s, 1),
			.mails = database_integer(s, 2), .at = database_integer(s, 3),
			.id = database_text(a, s, 4),
		};

		take(&t, data);
		arena_free(a);
	}
	database_end(s);
	return more == 0;
}

const char *
tallies_subject(struct database *d, struct arena *a, const char *fingerprint, GError **error)
{
	struct sqlite3_stmt *s = database_ask(d, subject_sql, error, "s", fingerprint);
	const char *subject = s && database_next(d, s, error) > 0 ? database_text(a, s, 0) : NULL;

	if (s)
		database_end(s);
	return subject;
}
