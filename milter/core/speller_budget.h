/*
 * speller_budget.h - what one message may still cost those who answer about words.
 *
 * Each word of a language is paid for once, when it is first asked about, whether or not
 * it was known before: so the verdict on a message does not hang on who came before it.
 */
#ifndef CORE_SPELLER_BUDGET_H
#define CORE_SPELLER_BUDGET_H

#include "core/arena.h"

struct spell_budget {
	guint words;		/* LIMIT_SPELL_COST: short words that dictionaries are asked about */
	guint searches;		/* LIMIT_NEAR_WORDS: unknown words that another is looked for */
	bool spent;		/* something was left unasked */
	struct arena *arena;	/* for the rest */
	guint64 *paid;		/* keys, each in the first free place from its own; 0: free */
	guint n_paid, places;	/* a power of two, or 0 */
};

/* May it be asked about the word with this key?  Takes `cost` from `words` unless that word
   was paid for.  FALSE if there is not so much left. */
bool speller_budget_pay(struct spell_budget *b, guint64 key, guint cost);

#endif
