/*
 * digest.h - mails of one template with the same findings, to be told in one mail.  Pure.
 *
 * It says rule, place, remedy, how often and when, and the subject with numbers,
 * addresses, links and recipients' names masked: nothing else of the mails.
 */
#ifndef REPORT_DIGEST_H
#define REPORT_DIGEST_H

#include "report/record.h"

struct digest {
	struct arena *arena;		/* it lives in it */
	const char *key;		/* the same for what is told together */
	const char *to;			/* a plain address */
	const char *subject;		/* masked */
	const char *language;		/* BCP 47, or NULL: English */
	guint count;			/* mails */
	gint64 first, last;		/* Unix seconds */
	guint tries;			/* to send it that failed */
	struct record *record;		/* of the first mail; owned */
};

struct digest *digest_new(struct arena *a);	/* empty; takes the arena over */
void digest_free(struct digest *g);		/* NULL is fine */

/* What was `taken` with this mail, for `to`; independent of the verdict. */
struct digest *digest_of(const struct verdict *v, const char *id, const char *taken, const char *to);

struct digest_mail {
	const char *from;		/* a plain address */
	gint64 at;			/* Unix seconds */
	const char *first, *last;	/* the times as people write them */
	const struct rule *const *rules;	/* NULL-terminated: titles and remedies */
	const struct report_words *words;	/* NULL: English */
};

/* The whole mail, 7-bit, with LF.  Of the same digest it has the same Message-ID.  Free it. */
char *digest_mail(const struct digest *g, const struct digest_mail *m);
/* Its text alone. */
void digest_text(GString *out, const struct digest *g, const struct digest_mail *m);

#endif
