/*
 * language_model.h - how much the letters of some words speak for each language.
 *
 * A table made ahead, dictionaries/any/language-model (docs/design.md says how):
 * of each run of one to four letters, its row says how much oftener it stands
 * in each language than in all of them.  A row is one load, all languages side
 * by side.  The model is const and shared by all threads; load/ reads it.
 */
#ifndef CORE_LANGUAGE_MODEL_H
#define CORE_LANGUAGE_MODEL_H

#include "core/base.h"

enum {
	MODEL_LANGUAGES = 16,	/* columns of a row */
	MODEL_BITS_LEAST = 8,	/* 1 << bits rows */
	MODEL_BITS_MOST = 20,
	MODEL_GRAM = 4,		/* letters, at most */
	MODEL_WORD = 40,	/* letters of a word that are looked at */
	MODEL_GRAMS = MODEL_GRAM * (MODEL_WORD + 1),	/* that a word can have */
	MODEL_TAG = 8,		/* bytes of a BCP 47 tag with its NUL */
	MODEL_UNIT = 12,	/* of a cell, for a nat: e times as often */
};

struct language_model {
	const gint8 *rows;
	guint bits;
	guint n;			/* languages; the other columns are 0 */
	guint ours;			/* the first so many may be answered, the others are decoys */
	char tags[MODEL_LANGUAGES][MODEL_TAG];
};

/* What one word says. */
struct language_vote {
	gint16 v[MODEL_LANGUAGES];
	guint16 grams;
};

/* What words have said so far; all zero at first. */
struct language_score {
	gint32 v[MODEL_LANGUAGES];
	guint grams;
};

/* The rows of a word, at most MODEL_GRAMS; returns how many.  Capitals, the shape of
   apostrophes and what cannot be seen make no difference.  UTF-8, valid. */
guint language_model_grams(guint bits, const char *s, gsize len, guint32 *ret_rows);

/* A word speaks. */
void language_model_ask(const struct language_model *m, const char *s, gsize len,
			struct language_vote *ret_vote);
void language_model_add(struct language_score *score, const struct language_vote *vote);

#endif
