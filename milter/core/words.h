/*
 * words.h - a text becomes words, sentences and paragraphs, with their places.
 *
 * A word is a run of letters and marks, joined by apostrophes and hyphens as
 * languages do.  What only looks like words - URLs, addresses, paths, file
 * names, numbers with units, ids - is cut as one WORD_OTHER.
 *
 * Every word is folded for comparison: lower case, Latin diacritics taken
 * off (ł -> l, ß -> ss), ё -> е, typographic apostrophes and hyphens -> ' -,
 * soft hyphens and zero-width characters dropped.
 */
#ifndef CORE_WORDS_H
#define CORE_WORDS_H

#include "core/text.h"

enum word_flag {
	WORD_OTHER     = 1 << 0,	/* URL, address, path, code: not language */
	WORD_DIGITS    = 1 << 1,	/* has a digit */
	WORD_CAPITAL   = 1 << 2,	/* first letter upper case */
	WORD_CAPITALS  = 1 << 3,	/* two letters or more, all upper case */
	WORD_MIXED     = 1 << 4,	/* a capital inside: CamelCase */
	WORD_LATIN     = 1 << 5,	/* has Latin letters */
	WORD_CYRILLIC  = 1 << 6,	/* has Cyrillic letters */
	WORD_FOREIGN   = 1 << 7,	/* has letters of another script */
	WORD_SENTENCE  = 1 << 8,	/* first of a sentence, or of a line that is not a continuation */
	WORD_PARAGRAPH = 1 << 9,	/* first of a paragraph */
	WORD_QUOTED    = 1 << 10,	/* somebody else's: in a line quoted with ">", below a signature
					   mark "-- ", in a span of words_mark() */
	WORD_LONG      = 1 << 11,	/* longer than LIMIT_WORD_POINTS */
	WORD_APOSTROPHE = 1 << 12,	/* has one inside */
	WORD_CODE      = 1 << 13,	/* in a sample of code, as words_mark() was told */
};

struct word {
	guint32 at, len;	/* bytes in text->s */
	const char *folded;	/* NUL-terminated; WORDS_BEYOND bytes more can be read */
	guint32 folded_len;
	guint32 id;		/* of the exact word: the same, the same word */
	guint16 flags;		/* enum word_flag */
	guint16 points;		/* code points */
};

enum { WORDS_BEYOND = 8 };

/* The distinct words of some texts, so that what is found out about a word is found out
   once.  A word that was seen before is neither taken apart nor folded again. */
struct lexicon;

struct words {
	const struct text *text;
	struct word *v;
	guint n;
	const struct lexicon *lexicon;
	guint visible;		/* words that are language: not OTHER, not only digits */
	bool cut;		/* LIMIT_WORDS reached */
};

/* `bytes`: of the texts that will be cut with it, about. */
struct lexicon *words_lexicon(struct arena *a, gsize bytes);
/* Ids are below. */
guint words_lexicon_size(const struct lexicon *x);

/* `x` NULL: its own. */
struct words words_of(struct arena *a, const struct text *t, struct lexicon *x);

/* The words in `spans` (struct span, sorted; may be NULL) get the flag WORD_QUOTED or
   WORD_CODE.  What is quoted is a paragraph of its own. */
void words_mark(struct words *w, const GArray *spans, enum word_flag flag);

static inline struct span
word_span(const struct word *w)
{
	return (struct span){ w->at, w->len };
}

/* Fold any UTF-8 as the words are folded; for lists and for rules. */
char *words_fold(struct arena *a, const char *s, gsize len);
/* The same into len + 1 bytes of the caller's; returns the length. */
gsize words_fold_to(const char *s, gsize len, char *ret_folded);

#endif
