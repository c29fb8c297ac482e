/*
 * accident.h - what programs leave in a text by accident.
 *
 * Messages of an interpreter or a database, objects printed as they are,
 * dates that count from nothing, and text that was encoded once too often.
 * One pass over the text: the first byte of each pattern chooses who looks
 * closer, and each looks at a bounded stretch.
 */
#ifndef CORE_ACCIDENT_H
#define CORE_ACCIDENT_H

#include "core/base.h"

enum accident_kind {
	ACCIDENT_ERROR,		/* "Traceback (most recent call last)" */
	ACCIDENT_KEY,		/* a translation that is missing: "emails.order.title" */
	ACCIDENT_OBJECT,	/* "com.shop.Order@1a2b3c4d" */
	ACCIDENT_EPOCH,		/* "01.01.1970" */
	ACCIDENT_ENTITY,	/* "&nbsp;" */
	ACCIDENT_TAG,		/* "<br>"; only of plain text */
	ACCIDENT_ESCAPE,	/* "\n" */
	ACCIDENT_ENCODED,	/* "=C5=BC", "=?UTF-8?Q?...?=" */
	ACCIDENT_CONDITION,	/* "[if mso]" */
};

struct accident_match {
	enum accident_kind kind;
	struct span where;
};

/* The next one at or after `from`; FALSE if there is none. */
bool accident_next(const char *s, gsize len, gsize from, struct accident_match *ret_match);

#endif
