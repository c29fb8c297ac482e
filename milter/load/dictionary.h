/*
 * dictionary.h - dictionaries/LANG become compiled lists and translated messages.
 *
 * The shipped folder and, after it, the site's own in the same shape: its
 * lines add to ours, and `!entry` takes one out.  Formats: dictionaries/README.md.
 */
#ifndef LOAD_DICTIONARY_H
#define LOAD_DICTIONARY_H

#include "core/phrases.h"

struct dictionary;

/* `site` may be NULL or absent.  Mistakes in a list are errors with file:line. */
struct dictionary *dictionary_load(const char *shipped, const char *site, GError **error);
void dictionary_free(struct dictionary *d);

const struct phrases *dictionary_phrases(const struct dictionary *d);
/* Words a language accepts beyond Hunspell's; NULL-terminated. */
const char *const *dictionary_words(const struct dictionary *d, const char *language);
/* Hunspell's names for a language, best first ("pt_BR"); NULL-terminated. */
const char *const *dictionary_hunspell(const struct dictionary *d, const char *language);
/* Languages with a `language` file, NULL-terminated. */
const char *const *dictionary_languages(const struct dictionary *d);
/* A phrase of ours in another language, or NULL: say it in English. */
const char *dictionary_say(const struct dictionary *d, const char *language, const char *key);
const char *dictionary_version(const struct dictionary *d);	/* hash, hex */

#endif
