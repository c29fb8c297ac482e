/*
 * word_cache.h - what was found out about words, for all threads at once.
 *
 * A fixed table of atomics, each with the hash and the fate of one word: read and
 * written without a lock, never full, right and wrong words alike.  A newer word
 * drives an older one out; then it is simply asked about again.
 */
#ifndef LOAD_WORD_CACHE_H
#define LOAD_WORD_CACHE_H

#include "core/base.h"

struct word_cache;

enum { WORD_NEAR_UNASKED = 0, WORD_NEAR_NONE = 1 };

struct word_fate {
	bool known;
	bool variant;		/* not known, but right elsewhere: word_forms.h */
	guint16 near;		/* of an unknown word: an edit of near_miss.h, or one of the above */
};

struct word_cache *word_cache_new(void);
void word_cache_free(struct word_cache *c);		/* NULL is fine */

/* Of the exact bytes, with a secret of the process: no mail can aim at another's words. */
guint64 word_cache_key(const struct word_cache *c, const char *s, gsize len);
/* Asks the memory for the place of a key that is looked up soon. */
void word_cache_fetch(const struct word_cache *c, guint64 key);
bool word_cache_find(const struct word_cache *c, guint64 key, struct word_fate *ret_fate);
void word_cache_keep(struct word_cache *c, guint64 key, struct word_fate fate);

#endif
