/*
 * words_lexicon.h - how distinct words are told from each other; for words*.c.
 */
#ifndef CORE_WORDS_LEXICON_H
#define CORE_WORDS_LEXICON_H

#include "core/words.h"

/* What a word is found by. */
struct key {
	const char *s;
	guint64 head;		/* its first eight bytes, little-endian, the rest 0 */
	guint32 len, hash;
};

struct distinct {
	struct key key;
	const char *folded;
	guint32 folded_len;
	guint16 flags;		/* that do not hang on its place */
	guint16 points;
	guint32 id;
};

struct lexicon {
	struct arena *arena;
	struct distinct **blocks;	/* by id; they stay where they are, for an arena takes
					   nothing back */
	guint n, n_blocks;
	guint32 *slots;		/* id + 1, by hash; 0: empty */
	guint mask;
};

/* What words are hashed by, eight bytes at a time and at last their length.  Quick, and even
   enough. */
static inline guint64
words_lexicon_mix(guint64 hash, guint64 v)
{
	hash = (hash ^ v) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 32;
}

/* The first eight of `n` bytes, as if zeros stood behind them. */
static inline guint64
words_lexicon_load(const char *s, gsize n)
{
	guint64 v = 0;

	if (n < sizeof v) {
		while (n--)
			v = v << 8 | (guchar)s[n];
		return v;
	}
	memcpy(&v, s, sizeof v);
	return GUINT64_FROM_LE(v);
}

struct key words_lexicon_key(const char *s, gsize len);
/* That word, or NULL. */
const struct distinct *words_lexicon_find(const struct lexicon *x, const struct key *key);
/* A word that is not there yet; it is copied, and gets its id. */
const struct distinct *words_lexicon_add(struct lexicon *x, const struct distinct *d);

#endif
