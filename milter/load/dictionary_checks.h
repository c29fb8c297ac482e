/*
 * dictionary_checks.h - the lines of grammar.txt, typography.txt and replace.txt
 * of all languages, gathered until the site has taken some out, then compiled.
 */
#ifndef LOAD_DICTIONARY_CHECKS_H
#define LOAD_DICTIONARY_CHECKS_H

#include "core/grammar.h"

struct dictionary_checks;

struct dictionary_checks *dictionary_checks_new(void);
void dictionary_checks_free(struct dictionary_checks *c);

/* "grammar.txt" and the like; FALSE for other files. */
bool dictionary_checks_kind(const char *file, enum grammar_kind *ret_kind);

/* A line that is no comment; `site`: of a site's own file.  NULL, or what is wrong (g_free). */
char *dictionary_checks_read(struct dictionary_checks *c, const char *language,
			     enum grammar_kind kind, const char *line, const char *place, bool site);
/* The id of the check read last; "" for misspellings. */
const char *dictionary_checks_last(const struct dictionary_checks *c);

/* What is wrong goes to `mistake`, with the place of its line. */
struct grammar *dictionary_checks_compile(const struct dictionary_checks *c,
	void (*mistake)(gpointer data, const char *place, const char *why), gpointer data);

#endif
