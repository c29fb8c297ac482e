/*
 * report.h - a verdict, or the rules themselves, in words.  Pure: strings out.
 *
 * Each report is one file.  `say` gives a phrase of ours in the reader's
 * language, or NULL for English; it may be NULL itself.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "core/lint.h"

/* How the words of a report are found: the rule's id and member ("subject-missing.fix"),
   or the English phrase itself. */
struct report_words {
	const char *(*say)(const struct report_words *self, const char *key);
};

struct report_options {
	const char *name;		/* file, or "-" */
	enum level min_level;		/* what is shown */
	bool color;
	const struct report_words *words;	/* NULL: English */
	const char *id;			/* of the verdict, where the door gave one */
	const char *taken;		/* what the door did: "tag", or NULL */
};

void report_text(GString *out, const struct verdict *v, const struct report_options *o);
void report_json(GString *out, const struct verdict *v, const struct report_options *o);
void report_facts(GString *out, const struct verdict *v);	/* for `sendlint facts` */

/* Lines of a refusal, without codes; at most LIMIT_REPLY_LINES of LIMIT_REPLY_COLUMNS,
   ASCII, no control characters.  `one_line`: all in the first, for sendmail(1). */
GPtrArray *report_smtp(struct arena *a, const struct verdict *v, const char *id,
		       const struct report_words *words, bool one_line);

/* Values of our header fields: ASCII, folded with "\n\t". */
char *report_head(struct arena *a, const struct verdict *v, const char *id);	/* X-Sendlint */
char *report_head_rules(struct arena *a, const struct verdict *v);		/* X-Sendlint-Rules */
char *report_head_hold(struct arena *a, const struct verdict *v, const char *id);

enum report_format { REPORT_TEXT, REPORT_JSON, REPORT_MD, REPORT_MDOC };

/* The catalogue, and one rule of it. */
void report_rules(GString *out, const struct rule *const *rules, enum report_format format);
void report_explain(GString *out, const struct rule *r, const struct policy *p);

#endif
