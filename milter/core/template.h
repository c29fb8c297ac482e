/*
 * template.h - template syntax that nobody filled in.
 *
 * One scanner for the placeholders of some sixty engines: a table says how
 * each begins, what stands inside and how it ends.  What stands inside is
 * bounded, so the time is linear in the text, whatever it holds.  A price,
 * a percentage, a hashtag, a ticket number or a percent-encoded address is
 * no placeholder.
 */
#ifndef CORE_TEMPLATE_H
#define CORE_TEMPLATE_H

#include "core/base.h"

enum template_in {		/* where a syntax means something */
	TEMPLATE_IN_TEXT    = 1 << 0,	/* what a reader reads: bodies, alt texts */
	TEMPLATE_IN_SUBJECT = 1 << 1,
	TEMPLATE_IN_FIELD   = 1 << 2,	/* display names */
	TEMPLATE_IN_TARGET  = 1 << 3,	/* link targets */
};

struct template_match {
	struct span where;
	const char *pattern;	/* "mustache" */
	const char *engine;	/* "Handlebars, Mustache, Liquid" */
	bool certain;
};

/* The next placeholder at or after `from`; FALSE if there is none. */
bool template_next(const char *s, gsize len, gsize from, enum template_in in,
		   struct template_match *ret_match);

/* The next value that a program writes when it has none ("null", "NaN", "undefined",
   "[object Object]") where a value should stand: after a number sign, a colon or a
   currency, or alone in its line or cell.  `greeted` tells whether the words before
   that byte greet somebody; it may be NULL. */
bool template_null_next(const char *s, gsize len, gsize from,
			bool (*greeted)(gsize at, const void *data), const void *data,
			struct span *ret_where);

#endif
