/* sendlint report, and what explain says of a rule's share: out of the store. */
#include <stdio.h>
#include <unistd.h>

#include "door/door.h"
#include "door/speech.h"
#include "report/share.h"
#include "store/store.h"
#include "store/tallies.h"
#include "store/verdicts.h"

enum { EXIT_TOLD, EXIT_NONE, EXIT_NOT_DONE };
enum { EXPLAIN_DAYS = 30 };

static char *
day_text(gint64 day)
{
	char s[16] = "?";
	GDate d;

	if (g_date_valid_julian((guint32)day)) {
		g_date_clear(&d, 1);
		g_date_set_julian(&d, (guint32)day);
		g_snprintf(s, sizeof s, "%04u-%02u-%02u", g_date_get_year(&d),
			   (guint)g_date_get_month(&d), g_date_get_day(&d));
	}
	return g_strdup(s);
}

static char *
store_path(const struct snapshot *s)
{
	const struct settings *settings = &snapshot_config(s)->settings;

	return settings->state_dir ? g_build_filename(settings->state_dir, STORE_FILE, NULL) : NULL;
}

/* NULL, with the reason, also for a file in which nothing was counted yet. */
static struct database *
open_store(const char *path, GError **error)
{
	struct database *d = database_open(path, &verdicts_kind, false, error);

	if (!d || database_version(d) == verdicts_kind.version)
		return d;
	g_set_error(error, DATABASE_ERROR, DATABASE_FAILED,
		    "made by an earlier sendlint; serve brings it up to date when it starts");
	database_close(d);
	return NULL;
}

/* What is told of a time. */
struct telling {
	struct database *database;
	struct arena *arena;
	const char *policy;
	gint64 day;			/* the first */
	gint64 second;			/* at which it began */
	struct share_report report;
	GHashTable *rules;		/* id -> number in `report.rules` and one */
};

static bool
read_sum(struct telling *t, const char *what, gint64 *ret_mails, GError **error)
{
	GArray *all = tallies_sums(t->database, t->arena, t->day, t->policy, what, error);

	*ret_mails = all && all->len ? g_array_index(all, struct tallies_sum, 0).mails : 0;
	return all;
}

static bool
read_counts(struct telling *t, const char *kind, const GArray **ret_counts, GError **error)
{
	GArray *all = tallies_sums(t->database, t->arena, t->day, t->policy, kind, error);
	GArray *counts = arena_array(t->arena, sizeof(struct share_count));

	for (guint i = 0; all && i < all->len; i++) {
		const struct tallies_sum *s = &g_array_index(all, struct tallies_sum, i);
		const struct share_count c = { s->what, s->mails };

		g_array_append_val(counts, c);
	}
	*ret_counts = counts;
	return all;
}

static bool
read_rules(struct telling *t, GError **error)
{
	GArray *all = tallies_sums(t->database, t->arena, t->day, t->policy, TALLIES_RULE, error);
	GArray *rules = arena_array(t->arena, sizeof(struct share_rule));

	for (guint i = 0; all && i < all->len; i++) {
		const struct tallies_sum *s = &g_array_index(all, struct tallies_sum, i);
		const struct share_rule r = { .id = s->what, .mails = s->mails };

		g_array_append_val(rules, r);
		g_hash_table_insert(t->rules, (gpointer)s->what, GUINT_TO_POINTER(rules->len));
	}
	t->report.rules = rules;
	return all;
}

/* Where it belongs among the templates of its rule; SHARE_TEMPLATES: beyond them. */
static guint
rank(const struct share_rule *r, const struct tallies_template *of)
{
	guint at = r->n;

	while (at && (r->templates[at - 1].mails < of->mails ||
		      (r->templates[at - 1].mails == of->mails &&
		       strcmp(r->templates[at - 1].fingerprint, of->fingerprint) > 0)))
		at--;
	return at;
}

/* There may be millions, in the order of their hashes: only the first few of each rule are kept,
   and few ever were. */
static void
take_template(const struct tallies_template *of, gpointer data)
{
	struct telling *t = data;
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(t->rules, of->rule)), at;
	struct share_rule *r;

	if (!n)
		return;
	r = &g_array_index((GArray *)t->report.rules, struct share_rule, n - 1);
	at = rank(r, of);
	if (at == SHARE_TEMPLATES)
		return;
	r->n = MIN(r->n + 1, SHARE_TEMPLATES);
	memmove(&r->templates[at + 1], &r->templates[at], (r->n - 1 - at) * sizeof r->templates[0]);
	r->templates[at] = (struct share_template){
		.fingerprint = arena_strndup(t->arena, of->fingerprint, strlen(of->fingerprint)),
		.id = of->id ? arena_strndup(t->arena, of->id, strlen(of->id)) : NULL,
		.mails = of->mails,
	};
}

static bool
read_templates(struct telling *t, GError **error)
{
	g_autofree char *oldest = g_strdup_printf("SELECT coalesce(min(at), 0) FROM verdict WHERE at >= %"
						  G_GINT64_FORMAT, t->second);
	g_autoptr(GDateTime) at = NULL;
	gint64 second;

	if (!tallies_templates(t->database, t->second, t->policy, take_template, t, error) ||
	    !database_number(t->database, oldest, &second, error))
		return false;
	for (guint i = 0; i < t->report.rules->len; i++) {
		struct share_rule *r = &g_array_index((GArray *)t->report.rules, struct share_rule, i);

		for (guint k = 0; k < r->n; k++)
			r->templates[k].subject = tallies_subject(t->database, t->arena,
								  r->templates[k].fingerprint, error);
	}
	at = second ? g_date_time_new_from_unix_local(second) : NULL;
	if (at) {
		g_autofree char *s = g_date_time_format(at, "%Y-%m-%d");

		t->report.kept_from = arena_strndup(t->arena, s, strlen(s));
	}
	return !error || !*error;
}

static bool
read_all(struct telling *t, GError **error)
{
	struct share_report *r = &t->report;

	return read_sum(t, TALLIES_MAIL, &r->mails, error) &&
	       read_sum(t, TALLIES_FOUND, &r->found, error) &&
	       read_counts(t, TALLIES_ACTION, &r->actions, error) &&
	       read_counts(t, TALLIES_TAKEN, &r->taken, error) && read_rules(t, error) &&
	       read_templates(t, error);
}

static int
print(const struct door_report *o, const struct share_report *r)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct speech speech;
	const struct share_options options = {
		.rules = snapshot_lint(o->snapshot)->policies->fallback->all,
		.words = speech_of(&speech, snapshot_dictionary(o->snapshot), o->language),
	};

	if (o->json)
		report_share_json(out, r, &options);
	else
		report_share_text(out, r, &options);
	fwrite(out->str, 1, out->len, stdout);
	if (fflush(stdout) != 0)
		return EXIT_NOT_DONE;
	return r->mails ? EXIT_TOLD : EXIT_NONE;
}

/* Midnight, by the clock of this place. */
static gint64
second_of(gint64 day)
{
	g_autoptr(GDateTime) at = NULL;
	GDate d;

	g_date_clear(&d, 1);
	g_date_set_julian(&d, (guint32)day);
	at = g_date_time_new_local(g_date_get_year(&d), (int)g_date_get_month(&d),
				   g_date_get_day(&d), 0, 0, 0);
	return at ? g_date_time_to_unix(at) : 0;
}

int
door_report(const struct door_report *o)
{
	g_autofree char *path = store_path(o->snapshot), *from = NULL, *to = NULL;
	g_autoptr(GError) error = NULL;
	struct telling t = { .policy = o->policy, .day = tallies_today() - o->days + 1 };
	int status = EXIT_NOT_DONE;

	if (!path) {
		fputs("sendlint: state-dir is not set, so nothing is kept\n", stderr);
		return EXIT_NOT_DONE;
	}
	t.second = second_of(t.day);
	from = day_text(t.day);
	to = day_text(tallies_today());
	t.report = (struct share_report){ .from = from, .to = to, .days = o->days, .policy = o->policy };
	t.arena = arena_new();
	t.rules = g_hash_table_new(g_str_hash, g_str_equal);
	t.database = open_store(path, &error);
	if (t.database && read_all(&t, &error))
		status = print(o, &t.report);
	else
		fprintf(stderr, "sendlint: %s: %s\n", path, error->message);
	database_close(t.database);
	g_hash_table_destroy(t.rules);
	arena_free(t.arena);
	return status;
}

/* Silent where there is nothing to say, or nobody may look. */
void
door_share(GString *out, const struct snapshot *s, const char *rule, const struct report_words *words)
{
	g_autofree char *path = store_path(s), *what = g_strconcat(TALLIES_RULE, rule, NULL);
	gint64 today = tallies_today(), first = 0, fired = 0;
	struct telling t = { .day = today - EXPLAIN_DAYS + 1 };
	GArray *sums;

	t.database = path && access(path, R_OK) == 0 ? open_store(path, NULL) : NULL;
	if (!t.database)
		return;
	t.arena = arena_new();
	if (tallies_first(t.database, t.day, &first, NULL) && first &&
	    read_sum(&t, TALLIES_MAIL, &t.report.mails, NULL) && t.report.mails > 0 &&
	    (sums = tallies_sums(t.database, t.arena, t.day, NULL, what, NULL))) {
		for (guint i = 0; i < sums->len; i++)	/* "rule/links" begins "rule/links-http", too */
			if (!*g_array_index(sums, struct tallies_sum, i).what)
				fired = g_array_index(sums, struct tallies_sum, i).mails;
		report_share_rule(out, fired, t.report.mails, (guint)(today - first + 1), words);
	}
	database_close(t.database);
	arena_free(t.arena);
}
