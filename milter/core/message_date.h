/*
 * message_date.h - the Date field as RFC 5322 has it, obsolete forms included.
 *
 * "Tue, 04 Nov 2025 10:15:00 +0100", with comments and folds anywhere between.
 */
#ifndef CORE_MESSAGE_DATE_H
#define CORE_MESSAGE_DATE_H

#include "core/base.h"

struct message_date {
	gint64 at;		/* Unix seconds, if it can be read */
	const char *wrong;	/* what cannot be read, in words for people; NULL: nothing */
	struct span where;	/* of that in the value */
};

/* `s` is the unfolded value. */
struct message_date message_date_read(const char *s, gsize len);

#endif
