/*
 * language.h - which language some words are in.
 *
 * An answer is a BCP 47 tag, or NULL for "not certain"; then nothing that
 * depends on it is checked, and the verdict says so.  Only languages that
 * the speller has are ever answered: what its dictionary does not know by
 * three quarters is not that language.
 */
#ifndef CORE_LANGUAGE_H
#define CORE_LANGUAGE_H

#include "core/speller.h"
#include "core/words.h"

/* What all stretches of one message are asked with. */
struct language;

struct language *language_for(struct arena *a, const struct speller *s);

/* The language of words [first, first + n); `hint` is what their neighbours are in,
   or NULL. */
const char *language_of(const struct language *l, const struct words *w, guint first, guint n,
			const char *hint);

/* Does the word say anything about a language?  Names, codes and quotations do not. */
static inline bool
language_counts(const struct word *w)
{
	return w->points > 1 &&
	       !(w->flags & (WORD_OTHER | WORD_DIGITS | WORD_CAPITALS | WORD_MIXED | WORD_LONG)) &&
	       (!(w->flags & WORD_CAPITAL) || (w->flags & WORD_SENTENCE));
}

#endif
