/*
 * near_miss.h - is some word of a dictionary one typing error away?
 *
 * Most unknown words are names and new words; a misspelt one lies one edit from a word
 * that is known: two letters change places, one is missing, too many, or another.  All
 * edits are tried in a fixed order, likely ones first; those whose letters never stand
 * side by side in the dictionary (three at a time) are not worth asking it about, which
 * leaves 100 to 200 of 400 to 700.
 *
 * Not every such word is misspelt: it may be one that the dictionary lacks.  So a letter for
 * another of another sound counts only where it leaves four letters side by side that few
 * words have, or in a word of eight letters, outside German, which makes words of words; a
 * letter more at either end, and one too many or another in a word of three, do not; and a
 * word with a capital, which may be a name, must be longer.
 */
#ifndef LOAD_NEAR_MISS_H
#define LOAD_NEAR_MISS_H

#include "core/base.h"

struct near_miss;

/* Longer words, in letters, are not tried: they are compounds, and dear to ask about. */
enum { NEAR_MISS_LETTERS = 24 };

/* Characters of a word that an edit is applied to, and room for one more of them. */
enum { NEAR_MISS_POINTS = 60, NEAR_MISS_BYTES = (NEAR_MISS_POINTS + 2) * 4 };

/* An edit fits 16 bits: kind, place, letter.  0 and 1 are none (word_cache.h). */
enum near_miss_kind {
	NEAR_MISS_SWAP = 1,
	NEAR_MISS_DROP,
	NEAR_MISS_REPLACE,
	NEAR_MISS_INSERT,
	NEAR_MISS_CAPITAL,	/* the same word with a capital */
	NEAR_MISS_SOUND,	/* two letters for one that sounds the same, or one for two */
};

static inline enum near_miss_kind
near_miss_kind(guint16 edit)
{
	return edit >> 12 & 7;
}

struct near_miss *near_miss_new(void);
void near_miss_free(struct near_miss *n);		/* NULL is fine */
/* The same edit of a word that has so many letters more before it; 1 if they are too many. */
static inline guint16
near_miss_moved(guint16 edit, guint letters)
{
	if (near_miss_kind(edit) == NEAR_MISS_CAPITAL)
		return edit;
	return (edit >> 6 & 63) + letters < 64 ? (guint16)(edit + (letters << 6)) : 1;
}

/* The words of one dictionary; `bytes` are the characters of 8-bit files, by byte, or NULL
   where they are UTF-8.  What cannot be read is left out. */
void near_miss_read(struct near_miss *n, const char *aff, const char *dic, const gunichar *bytes);
/* Words beside the dictionary. */
void near_miss_add(struct near_miss *n, const char *const *words);
/* After the last word, before the first question. */
void near_miss_finish(struct near_miss *n);

/* What a search needs: who knows words, and how many more may be asked about. */
struct near_miss_search {
	bool (*knows)(gpointer data, const char *word);
	gpointer data;
	guint *left;		/* goes down with each call of `knows` */
	bool nouns;		/* written with a capital in this language: it stays one */
};

/* The first edit of `word` that is known, 0 if there is none, or if no more may be asked:
   then `*left` is 0. */
guint16 near_miss_find(const struct near_miss *n, const struct near_miss_search *s,
		       const char *word);
/* `word` with that edit, in small letters, the first perhaps not.  FALSE if it does not fit. */
bool near_miss_apply(const struct near_miss *n, guint16 edit, const char *word, bool capital,
		     char ret_word[NEAR_MISS_BYTES]);

#endif
