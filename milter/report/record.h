/*
 * record.h - a verdict without its message: what may be kept of it.  Pure.
 *
 * Rule, place, lengths and the phrase that tells this case from others; the words
 * of the mail only where the policy keeps excerpts.  Nothing of who sent it to
 * whom: the log has that, under the same id.
 */
#ifndef REPORT_RECORD_H
#define REPORT_RECORD_H

#include "report/report.h"

/* Findings of one verdict that are kept, the heaviest; and of each excerpt, code points. */
enum { RECORD_FINDINGS = 30, RECORD_EXCERPT = 80 };

struct record_finding {
	const char *rule;
	int level, points, hit;		/* enum level; as struct finding has them */
	const char *name;		/* of the text: "body" */
	const char *part, *field;	/* as JSON has them, or NULL */
	guint line, column;		/* 0: there is no such place */
	guint raw_line;
	gint64 raw_offset, raw_length;
	bool exact;
	guint more;			/* other places of it */
	const char *say;		/* a phrase, or "" where it would quote and may not */
	const char *args[FINDING_ARGS];
	const char *excerpt;		/* NULL: not kept */
};

struct record {
	struct arena *arena;		/* it lives in it */
	const char *id, *queue_id;
	gint64 at;			/* Unix seconds */
	const char *policy, *mode, *class, *action, *taken;
	int points, quality;
	const char *fingerprint;
	const char *subject;		/* as the fingerprint has it, masked; NULL: somebody's own words */
	const char *languages;		/* "pl en" */
	const char *not_checked;	/* phrases, one a line */
	const char *program, *policies;	/* versions */
	GArray *findings;		/* struct record_finding, heaviest first */
	GArray *allowed;		/* the same: what the author allowed */
};

/* Without findings; strings are the caller's to put into its arena. */
struct record *record_new(void);
void record_free(struct record *r);	/* NULL is fine */

/* What is kept of a verdict; independent of it.  `excerpts`: with words of the mail. */
struct record *record_of(const struct verdict *v, const char *id, const char *taken, bool excerpts);

struct record_options {
	const struct rule *const *rules;	/* titles and remedies; NULL-terminated */
	const char *when;			/* for people, or NULL */
	const struct report_words *words;	/* NULL: English */
};

/* The findings for people, numbered, as lines of at most 76 columns. */
void report_record_findings(GString *out, const struct record *r, const struct record_options *o);
/* The same below what was decided. */
void report_record_text(GString *out, const struct record *r, const struct record_options *o);
/* One line of JSON, docs/json.md. */
void report_record_json(GString *out, const struct record *r, const struct record_options *o);

#endif
