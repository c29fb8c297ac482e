/*
 * phrases.h - all word and phrase lists at once over the words of a text.
 *
 * A list belongs to a language ("any" for lists that have none) and has a
 * name: "commercial", "attachment", "unsubscribe".  Entries are words as
 * people write them, with the syntax of dictionaries/README.md:
 *
 *     word*      any ending          {a,b,}   one of these, or nothing
 *     a b c      these words in a row, only white space and nothing else between
 *     #  #%      a number; one with a percent sign.  Signs of percent and of money,
 *                a plus and a minus may stand between a number and the words beside it
 *
 * Compiled once, matched over folded words by a trie.  Within one list of one
 * language hits do not overlap: the first wins, of those that begin at one
 * word the longest.  A list may have a mask (entries of legitimate use): a hit
 * that a mask of at least as many words overlaps is dropped, so that "trial
 * period" hides "trial", and "skorzystaj z okazji" stands against "z okazji".
 *
 * A set may stand on another, which it does not copy: it adds entries to those
 * of the base, and takes some of them out.  Its masks count in every language.
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
/* For a set on top of `base`, which has none itself and must live longer. */
struct phrases_builder *phrases_builder_new_on(const struct phrases *base);
/* All strings are copied.  An entry added again has the later weight.
   FALSE with the reason if the entry cannot be read. */
bool phrases_add(struct phrases_builder *b, const char *language, const char *list,
		 const char *entry, int weight, bool mask, GError **error);
/* Takes an entry of the base out of a list in every language, however it is written
   (capitals, diacritics); how many there were. */
guint phrases_take_out(struct phrases_builder *b, const char *list, const char *entry, bool mask);
/* Takes the builder. */
struct phrases *phrases_build(struct phrases_builder *b);
void phrases_free(struct phrases *p);	/* NULL is fine */

/* What all texts of a message are matched with: what a distinct word fits is found once.
   All words are in the lexicon by then.  `p` NULL: no lists, no hits. */
struct phrases_matcher;

struct phrases_matcher *phrases_match_begin(struct arena *a, const struct phrases *p,
				    const struct lexicon *x);

/* Hits in the order of the text; masked ones are gone.  struct phrase_hit.
   `*ret_cut`: LIMIT_PHRASE_HITS was reached. */
GArray *phrases_match(struct phrases_matcher *m, const struct words *w, bool *ret_cut);

/* Is this very word (a domain, a file suffix), or this whole text, in a list, in whatever language?
   Compared folded, whole entries without "*"; their weight, 0 if it is not there. */
int phrases_lookup(const struct phrases *p, const char *list, const char *word);
/* Does it know that list? */
bool phrases_has(const struct phrases *p, const char *list);
/* The names of all lists, NULL-terminated; free the array, not the names. */
const char **phrases_lists(const struct phrases *p);

#endif
