/*
 * word_forms.h - one word in all the ways that dictionaries have it.
 *
 * A word of a mail is cleaned first; then it is known if a dictionary has it as it
 * stands, with е for ё, or part by part.  What no dictionary has may still be right by
 * the orthography of another country or of other days.
 */
#ifndef LOAD_WORD_FORMS_H
#define LOAD_WORD_FORMS_H

#include "core/limits.h"
#include "core/base.h"

enum { WORD_FORMS_BYTES = LIMIT_WORD_POINTS * 4 + 8 };

/* Who knows words, and of which language. */
struct word_forms {
	const char *language;
	bool (*has)(gpointer data, const char *word);
	gpointer data;
};

/* As dictionaries write it: composed, plain apostrophe and hyphen, without soft hyphens
   and stress marks.  FALSE if it does not fit or has a digit: then it is no word. */
bool word_forms_clean(const char *s, gsize len, char ret_word[WORD_FORMS_BYTES]);

bool word_forms_known(const struct word_forms *f, const char *word);
/* "daß", "Strasse", "acção": known by other rules than those of the dictionary. */
bool word_forms_variant(const struct word_forms *f, const char *word);
/* The one part between hyphens and apostrophes that is not known; all of a word without
   them.  FALSE if more are, or none. */
bool word_forms_unknown_part(const struct word_forms *f, const char *word, struct span *ret_part);

#endif
