/*
 * typography.h - slips of typing that show between words: blanks, marks,
 * brackets, capitals; and letters of two alphabets in one word.
 *
 * What stands in the lists "abbreviation" ends no sentence.  Each hit has the
 * id of its check; those of kind GRAMMAR_TYPING and GRAMMAR_DOUBTFUL need a language that is known,
 * for languages set their marks differently.
 */
#ifndef CORE_TYPOGRAPHY_H
#define CORE_TYPOGRAPHY_H

#include "core/grammar.h"
#include "core/phrases.h"

struct typography {
	struct arena *arena;
	const struct phrases *phrases;	/* may be NULL */
	const struct words *words;
	const char *language;		/* of these words; NULL: not certain */
	const GArray *code;		/* struct span, sorted: no prose; or NULL */
	bool html;			/* white space was laid out by us */
};

/* Appends the hits among words [first, first + n) and in what stands behind each. */
void typography_match(const struct typography *t, guint first, guint n, GArray *hits);

#endif
