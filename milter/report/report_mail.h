/*
 * report_mail.h - the answer to a test mail: the report as a mail.  Pure.
 *
 * Text for people, the same as a page, and JSON as an attachment.  It says of itself
 * that a program wrote it (RFC 3834), so that no program answers it.
 */
#ifndef REPORT_REPORT_MAIL_H
#define REPORT_REPORT_MAIL_H

#include "report/record.h"

struct report_mail {
	const char *from, *to;		/* plain addresses */
	const char *id;			/* of the verdict; makes the Message-ID */
	gint64 at;			/* Unix seconds */
	bool granted;			/* judged by the policy that was asked for, if any was */
	const char *language;		/* NULL: English */
	const struct report_words *words;
};

/* The whole mail: 7-bit, LF, lines of at most 76 bytes but for header fields.  Free it. */
char *report_mail(const struct verdict *v, const struct report_mail *m);
/* A mail of these words that answers nothing: likewise. */
char *report_mail_plain(const struct report_mail *m, const char *subject, const char *text);
/* The text of the answer alone. */
void report_mail_text(GString *out, const struct verdict *v, const struct report_mail *m);

#endif
