/*
 * tallies.h - how much mail of each day: judged, by action, by rule; and what templates are
 * called.  Tables among those of the verdicts.
 *
 * A clean mail leaves no verdict, but it is counted.  Days are local, as Julian days of
 * GDate.  The masked subject of a template is kept once five mails had it, so that it
 * is one that was written for many; not of personal mail.
 */
#ifndef STORE_TALLIES_H
#define STORE_TALLIES_H

#include "act/tally.h"
#include "report/record.h"
#include "store/database.h"

#define TALLIES_TABLES \
	"CREATE TABLE tally (" \
	" day INTEGER NOT NULL, policy TEXT NOT NULL, what TEXT NOT NULL, mails INTEGER NOT NULL," \
	" PRIMARY KEY (day, policy, what)) WITHOUT ROWID;" \
	"CREATE TABLE template (" \
	" fingerprint TEXT PRIMARY KEY, mails INTEGER NOT NULL, at INTEGER NOT NULL, subject TEXT)" \
	" WITHOUT ROWID;"

/* What mails are counted by: "mail", "found", "action/tag", "taken/tag", "rule/links-http". */
#define TALLIES_MAIL "mail"
#define TALLIES_FOUND "found"
#define TALLIES_ACTION "action/"
#define TALLIES_TAKEN "taken/"
#define TALLIES_RULE "rule/"

gint64 tallies_today(void);

/* All of it or nothing. */
bool tallies_put(struct database *d, struct tally *t, gint64 day, GError **error);
/* Within somebody's change: one more of its template. */
bool tallies_template(struct database *d, const struct record *r, GError **error);
/* Forgets days before that one, and templates last seen before that second; and the oldest
   days while there are more than `rows` rows. */
bool tallies_prune(struct database *d, gint64 day, gint64 second, gint64 rows, GError **error);

struct tallies_sum {
	const char *what;		/* NULL: never counted */
	gint64 mails;
};

/* From a day on, of a policy or (NULL) of all: the rows whose `what` begins with `kind`, most
   mails first, without that beginning, in the arena.  NULL with the error. */
GArray *tallies_sums(struct database *d, struct arena *a, gint64 day, const char *policy,
		     const char *kind, GError **error);
/* The first day of which anything is known, not before `day`; 0: none. */
bool tallies_first(struct database *d, gint64 day, gint64 *ret_day, GError **error);

/* Of the verdicts that are kept: in how many mails of a template a rule found something. */
struct tallies_template {
	const char *rule, *fingerprint;
	gint64 mails;
	gint64 at;			/* the last: Unix seconds, and its id */
	const char *id;
};

/* From that second on, in no order: each goes to `take`, and is gone after it. */
bool tallies_templates(struct database *d, gint64 second, const char *policy,
		       void (*take)(const struct tallies_template *t, gpointer data), gpointer data,
		       GError **error);
/* NULL: it is not kept. */
const char *tallies_subject(struct database *d, struct arena *a, const char *fingerprint,
			    GError **error);

#endif
