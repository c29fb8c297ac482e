/*
 * dictionary.h - dictionaries/LANG become compiled lists and translated messages.
 *
 * The shipped folder and, after it, the site's own in the same shape: its
 * lines add to ours, and `!entry` takes one out.  Formats: dictionaries/README.md.
 */
#ifndef LOAD_DICTIONARY_H
#define LOAD_DICTIONARY_H

#include "core/grammar.h"
#include "core/language_model.h"
#include "core/phrases.h"

struct dictionary;

/* The shipped folder is $SENDLINT_DATADIR/dictionaries, else `shipped`, else (NULL or empty) the one
   beside the program's own folder or the installed one.  `site` may be NULL or absent.
   Mistakes are errors with file:line, all at once. */
struct dictionary *dictionary_load(const char *shipped, const char *site, GError **error);
void dictionary_free(struct dictionary *d);	/* NULL is fine */

const struct phrases *dictionary_phrases(const struct dictionary *d);
const struct grammar *dictionary_grammar(const struct dictionary *d);
/* any/language-model, or NULL if there is none: then no language is certain. */
const struct language_model *dictionary_model(const struct dictionary *d);
/* Words a language accepts beyond Hunspell's, those of "any" not included. */
const char *const *dictionary_words(const struct dictionary *d, const char *language);
/* Hunspell's names for a language, best first ("pt_BR"); NULL-terminated. */
const char *const *dictionary_hunspell(const struct dictionary *d, const char *language);
/* Languages with a `language` file, NULL-terminated. */
const char *const *dictionary_languages(const struct dictionary *d);
/* A language's own name ("Polski"), or NULL. */
const char *dictionary_name(const struct dictionary *d, const char *language);
/* A phrase of ours in another language, or NULL: say it in English. */
const char *dictionary_say(const struct dictionary *d, const char *language, const char *key);
/* The weight behind the tab of a line, or what that list gives without one: a site's own words
   that sell are found alone.  FALSE if it is no weight. */
bool dictionary_weight(const char *line, const char *list, bool site, int *ret_weight,
		       GError **error);
const char *dictionary_version(const struct dictionary *d);	/* hash, hex */

/* What the lists promise: "#+ text" must hit the list it stands in, "#- text" must not;
   "#+ text => words" must say to write these instead. */
struct dictionary_example {
	const char *place;	/* file:line */
	const char *language, *list, *text;
	const char *check;	/* of a file of checks: the id above it, or ""; else NULL */
	bool hit;
};

/* struct dictionary_example; for tests. */
const GArray *dictionary_examples(const struct dictionary *d);

#endif
