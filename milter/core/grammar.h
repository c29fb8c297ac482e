/*
 * grammar.h - fixed mistakes in the words of a text, and what to write instead.
 *
 * A check is a pattern over words in a row, written down in dictionaries/LANG
 * (the syntax stands in dictionaries/README.md), compiled once and matched in
 * the language of a paragraph.  A pattern is found by its rarest word, so the
 * time does not grow with the number of checks.
 *
 * No hit lies in what somebody else wrote (WORD_QUOTED), or in an address.
 */
#ifndef CORE_GRAMMAR_H
#define CORE_GRAMMAR_H

#include "core/words.h"

struct grammar;			/* compiled, const, shared by threads */

enum grammar_kind {
	GRAMMAR_MISSPELLING,	/* a word is always wrong: replace.txt */
	GRAMMAR_SLIP,		/* words that do not go together: grammar.txt */
	GRAMMAR_TYPING,		/* marks, blanks, doubled words: typography.txt and typography.h */
	GRAMMAR_MARKS,		/* "!!": typography.h */
	GRAMMAR_MIXED,		/* letters of two alphabets in one word: typography.h */
	GRAMMAR_DOUBTFUL,	/* typing that is as often meant: a small letter behind a full stop,
				   which a name or a title may end in; half of two brackets */
};

struct grammar_hit {
	enum grammar_kind kind;
	const char *check;	/* its id: "a-an"; "" for misspellings */
	const struct text *text;
	struct span where;
	guint32 word;		/* the first */
	const char *instead;	/* what to write there; NULL: nothing can be said */
	bool plain;		/* typed in ASCII for want of national letters: "fuer" */
};

struct grammar_builder;

struct grammar_builder *grammar_builder_new(void);
/* All strings are copied.  FALSE with the reason if the pattern cannot be read. */
bool grammar_add(struct grammar_builder *b, const char *language, enum grammar_kind kind,
		 const char *check, const char *pattern, const char *instead, GError **error);
/* Takes the builder. */
struct grammar *grammar_build(struct grammar_builder *b);
void grammar_free(struct grammar *g);	/* NULL is fine */

/* Appends the hits among words [first, first + n) of a text in that language; those of
   one kind do not overlap.  `hits` grows to LIMIT_GRAMMAR_HITS at most; `g` NULL: none. */
void grammar_match(struct arena *a, const struct grammar *g, const char *language,
		   const struct words *w, guint first, guint n, GArray *hits);

#endif
