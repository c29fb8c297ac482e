/*
 * language.h - which language some words are in.
 *
 * The script, then the model of letters (language_model.h), then the share of
 * words that the dictionary knows, where there is one.  An answer is a BCP 47
 * tag of ours, or NULL for "not certain"; then nothing that depends on it is
 * checked, and the verdict says so.  A language is told without its dictionary
 * too; what needs one is left out then.
 */
#ifndef CORE_LANGUAGE_H
#define CORE_LANGUAGE_H

#include "core/language_model.h"
#include "core/speller.h"
#include "core/words.h"

/* What all stretches of one message are asked with. */
struct language;

/* `s` may be NULL: no dictionaries; `m` too: then nothing is ever certain.  They, and what
   `declared` points to, must live as long.  `declared`: what the mail says of itself, a tag
   of ours or NULL. */
struct language *language_for(struct arena *a, const struct speller *s,
			      const struct language_model *m);

/* Tags as mails write them ("pt_BR", "PT", "en-GB, pl") to one of the model's, or NULL. */
const char *language_declared(const struct language_model *m, const char *s);

/* What speaks for a language beside the words; only where they leave it open. */
struct language_hints {
	const char *near;	/* what their neighbours are in, or NULL */
	const char *declared;	/* as language_declared() says, or NULL */
};

/* The language of words [first, first + n). */
const char *language_of(const struct language *l, const struct words *w, guint first, guint n,
			struct language_hints hints);

/* Does the word say anything about a language?  Names and codes do not. */
static inline bool
language_counts(const struct word *w)
{
	return w->points > 1 &&
	       !(w->flags & (WORD_OTHER | WORD_DIGITS | WORD_CODE | WORD_CAPITALS | WORD_MIXED |
			     WORD_LONG)) &&
	       (!(w->flags & WORD_CAPITAL) || (w->flags & WORD_SENTENCE));
}

#endif
