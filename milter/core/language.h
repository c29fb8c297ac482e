/*
 * language.h - which language the words are in.
 *
 * An answer is a BCP 47 tag, or NULL for "not certain"; then nothing that
 * depends on it is checked, and the verdict says so.
 */
#ifndef CORE_LANGUAGE_H
#define CORE_LANGUAGE_H

#include "core/speller.h"
#include "core/words.h"

/* The language of words [first, first + n). */
const char *language_of(struct arena *a, const struct speller *s, const struct words *w,
			guint first, guint n);

#endif
