/*
 * speller.h - what the core asks about words.
 *
 * An interface: load/hunspell.c answers it, with its cache and its locks.
 * The core asks with all distinct words of a text at once.
 */
#ifndef CORE_SPELLER_H
#define CORE_SPELLER_H

#include "core/speller_budget.h"

struct spell_word {
	const char *s;		/* UTF-8, not NUL-terminated */
	guint32 len;
	guint32 id;		/* of who asks: words.h's */
	bool known;		/* the answer: the dictionary has it, whole or part by part; or
				   the budget was spent, and nobody could say */
	bool variant;		/* not known, but right by the rules of another country or of
				   other days, or as a name: "daß", "Strasse", "acção", "irish" */
};

struct speller {
	/* Fills in `known`.  FALSE if there is no dictionary for that language. */
	bool (*check)(const struct speller *self, const char *language,
		      struct spell_word *words, guint n);
	/* The word one letter away from an unknown one, in the arena; NULL if there is none.
	   May be NULL, then nobody knows. */
	const char *(*near)(const struct speller *self, const char *language,
			    const struct spell_word *word, struct arena *a);
	/* What may be meant by an unknown word, the likeliest first, in the arena: fills in at
	   most `most`, says how many.  Takes up to a quarter of a second: only suggest.h asks,
	   never for a mail under way.  May be NULL. */
	guint (*suggest)(const struct speller *self, const char *language,
			 const struct spell_word *word, struct arena *a, const char **ret_words,
			 guint most);
	/* The languages it has, NULL-terminated BCP 47 tags. */
	const char *const *languages;
	gpointer engine;		/* of who answers */
	struct spell_budget *budget;	/* of the message that asks; NULL: no bounds */
};

#endif
