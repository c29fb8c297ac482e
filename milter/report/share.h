/*
 * share.h - which rules fire on how much of the mail, and on which templates.  Pure.
 *
 * Nothing of who wrote to whom, and of a mail no more than the masked subject of its
 * template.
 */
#ifndef REPORT_SHARE_H
#define REPORT_SHARE_H

#include "report/report.h"

enum { SHARE_TEMPLATES = 3 };	/* of one rule, those with most mails */

struct share_template {
	const char *fingerprint;
	const char *subject;	/* masked; NULL: it is not kept */
	const char *id;		/* of its last mail */
	gint64 mails;
};

struct share_rule {
	const char *id;
	gint64 mails;
	guint n;
	struct share_template templates[SHARE_TEMPLATES];
};

/* A word and how many mails: "reject". */
struct share_count {
	const char *name;
	gint64 mails;
};

struct share_report {
	const char *from, *to;	/* days: "2026-11-22" */
	guint days;
	const char *policy;	/* NULL: all */
	gint64 mails, found;
	const GArray *actions, *taken;	/* struct share_count */
	const GArray *rules;	/* struct share_rule, most mails first */
	const char *kept_from;	/* the day of the oldest verdict kept: templates are of later ones; or NULL */
};

struct share_options {
	const struct rule *const *rules;	/* titles; NULL-terminated */
	const struct report_words *words;	/* NULL: English */
};

void report_share_text(GString *out, const struct share_report *r, const struct share_options *o);
/* One line of JSON, docs/json.md. */
void report_share_json(GString *out, const struct share_report *r, const struct share_options *o);
/* "Fired on 0.4 % of your mail in 30 days", a line. */
void report_share_rule(GString *out, gint64 fired, gint64 mails, guint days,
		       const struct report_words *words);

#endif
