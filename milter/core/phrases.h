/*
 * phrases.h - all word and phrase lists at once over the words of a text.
 *
 * A list belongs to a language ("any" for lists that have none) and has a
 * name: "commercial", "attachment", "unsubscribe".  Entries are words as
 * people write them, with the syntax of dictionaries/README.md:
 *
 *     word*      any ending          {a,b,}   one of these, or nothing
 *     a b c      these words in a row, only white space and nothing else between
 *
 * Compiled once, matched over folded words by a trie.  Within one list of one
 * language hits do not overlap: the first wins, of those that begin at one
 * word the longest.  A list may have a mask (entries of legitimate use): a hit
 * that a mask of at least as many words overlaps is dropped, so that "trial
 * period" hides "trial", and "skorzystaj z okazji" stands against "z okazji".
 */
#ifndef CORE_PHRASES_H
#define CORE_PHRASES_H

#include "core/words.h"

struct phrases;			/* compiled, const, shared by threads */

struct phrase_hit {
	const char *list;	/* "commercial" */
	const char *language;	/* "pl", "any" */
	const char *entry;	/* as written in the list */
	int weight;		/* 1 where the list gives none */
	guint32 first, n;	/* words */
	struct span where;	/* in the text */
};

struct phrases_builder;

struct phrases_builder *phrases_builder_new(void);
/* All strings are copied.  An entry added again has the later weight.
   FALSE with the reason if the entry cannot be read. */
bool phrases_add(struct phrases_builder *b, const char *language, const char *list,
		 const char *entry, int weight, bool mask, GError **error);
/* Takes the builder. */
struct phrases *phrases_build(struct phrases_builder *b);
void phrases_free(struct phrases *p);	/* NULL is fine */

/* Hits in the order of the text; masked ones are gone.  struct phrase_hit.
   `p` NULL: no lists, no hits.  `*ret_cut`: LIMIT_PHRASE_HITS was reached. */
GArray *phrases_match(struct arena *a, const struct phrases *p, const struct words *w,
		      bool *ret_cut);

/* Is this very word (a domain, a file suffix) in a list, in whatever language?
   Compared folded, whole entries without "*"; their weight, 0 if it is not there. */
int phrases_lookup(const struct phrases *p, const char *list, const char *word);

#endif
