/*
 * speller.h - what the core asks about words.
 *
 * An interface: load/hunspell.c answers it, with its cache and its locks.
 * The core asks with all distinct words of a text at once.
 */
#ifndef CORE_SPELLER_H
#define CORE_SPELLER_H

#include "core/base.h"

struct spell_word {
	const char *s;		/* UTF-8, not NUL-terminated */
	guint32 len;
	guint32 hash;		/* words.h's */
	bool known;		/* the answer: the dictionary has it, whole or part by part */
};

struct speller {
	/* Fills in `known`.  FALSE if there is no dictionary for that language. */
	bool (*check)(const struct speller *self, const char *language,
		      struct spell_word *words, guint n);
	/* The languages it has, NULL-terminated BCP 47 tags. */
	const char *const *languages;
};

#endif
