/*
 * near_miss_own.h - what near_miss.c and near_miss_find.c share: the letters of a
 * language, and which of them stand side by side.
 */
#ifndef LOAD_NEAR_MISS_OWN_H
#define LOAD_NEAR_MISS_OWN_H

#include "load/near_miss.h"

enum {
	LETTERS = 64,		/* of one alphabet; 0 stands for all others, 1 for a word's end */
	OTHER = 0,
	END = 1,
	FIRST = 2,
	CODE_POINTS = 0x530,	/* Latin, Greek and Cyrillic */
	FOURS = 1 << 20,	/* places for runs of four letters */
};

struct near_miss {
	gunichar letters[LETTERS];
	gunichar plain[LETTERS];	/* the letter without its mark */
	guint n;
	guint8 of[CODE_POINTS];		/* which letter a character is; capitals are none */
	guint32 counts[CODE_POINTS];
	GPtrArray *affixes, *words;	/* char *, or NULL: the files, until near_miss_finish() */
	bool twos[LETTERS][LETTERS];	/* stand side by side in some word */
	guint8 threes[LETTERS * LETTERS * LETTERS / 8];
	guint32 n_words;
	guint8 *fours;			/* how often runs of four are met, until near_miss_finish() */
	guint8 usual[FOURS / 8];	/* those that are met often */
};

/* A word as letters, with an end on either side. */
struct spelling {
	guint8 v[NEAR_MISS_LETTERS + 4];
	guint n;			/* letters */
};

/* What sounds the same and is written with two letters or with another one. */
struct near_miss_sound {
	gunichar one, two[2];
};

/* An edit has the place of the pair in this list, twice, and 1 more if it takes the two. */
extern const struct near_miss_sound near_miss_sounds[];
extern const guint near_miss_n_sounds;

static inline guint
near_miss_three(guint a, guint b, guint c)
{
	return (a * LETTERS + b) * LETTERS + c;
}

static inline guint32
near_miss_four(guint a, guint b, guint c, guint d)
{
	guint32 run = near_miss_three(a, b, c) * LETTERS + d;

	return (run * 0x9e3779b1u) >> 12;
}

#endif
