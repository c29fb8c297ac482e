/*
 * word_family.h - is a word a form, or a derivation, of words that a dictionary has?
 *
 * Dictionaries lack many: another case of a noun, the comparative of an adjective, a verb
 * with one more prefix, two words made one. Such a word stands near others of its family
 * and is no misspelling of them. Asked about unknown words only, before a near one is
 * looked for; what it may cost is bounded (some forty questions).
 */
#ifndef LOAD_WORD_FAMILY_H
#define LOAD_WORD_FAMILY_H

#include "load/word_forms.h"

/* `word`, without hyphens and apostrophes, is not known itself. */
bool word_family_has(const struct word_forms *f, const char *word);

#endif
