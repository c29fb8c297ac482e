/*
 * phrases_set.h - how compiled lists lie in memory; for phrases.c, which reads
 * entries, phrases_build.c, which compiles them, and phrases_match.c.
 *
 * "rabat*" and "special" are patterns; a table of hashes tells which of them a
 * word fits.  An entry is a row of patterns; a trie of patterns tells which
 * entries begin at a word.  Steps and ways stand in arrays, no pointers.
 */
#ifndef CORE_PHRASES_SET_H
#define CORE_PHRASES_SET_H

#include "core/phrases.h"

enum {
	MAX_WORDS = 10,
	BITS = 8,		/* for a slot; of slots there are two for a pattern, or more */
};

struct pattern {
	char *s;		/* folded */
	guint32 len;
	bool prefix;		/* "word*" */
};

struct way {
	guint32 to;		/* step */
	guint32 by;		/* pattern */
};

/* In the trie of patterns. */
struct step {
	guint32 way, n;
	guint32 entry, n_entries;	/* in phrases.ends */
	guint64 next;			/* bits, by phrases_set_bit() of what leads on */
};

struct entry {
	const char *list, *language, *entry;
	int weight;
	bool mask;
	guint group;		/* list and language */
};

/* One form of an entry, braces resolved. */
struct form {
	guint32 entry;
	guint32 n;
	guint32 pattern[MAX_WORDS];
};

struct phrases {
	GStringChunk *strings;
	GArray *entries;	/* struct entry */
	GArray *patterns;	/* struct pattern; 0 is none */
	guint32 *slots;		/* patterns, by hash; 0: empty */
	guint32 *bits;		/* of the hashes that there are: most words have none of them */
	guint size;		/* slots; BITS as many bits */
	GArray *steps;		/* struct step; 0 is the root */
	GArray *ways;		/* struct way, by pattern */
	GArray *ends;		/* guint32: entries */
	GArray *start;		/* guint32 by pattern: step under the root, 0: none */
	guint32 number, percent;	/* the patterns "#" and "#%"; 0: in no entry */
	guint groups;
	GHashTable *lookup;	/* list -> (folded word -> weight; 0 if it was taken out) */
	const struct phrases *base;	/* the lists that these stand on, or NULL */
	guint8 *gone;		/* bits, by entry of the base: taken out */
};

struct phrases_builder {
	struct phrases *p;
	GHashTable *pattern_ids;	/* "*word" or "=word" -> id */
	GHashTable *entry_ids;	/* "language\nlist\nmask\nentry" -> index + 1 */
	GHashTable *group_ids;	/* "language\nlist" -> index + 1 */
	GArray *forms;		/* struct form */
};

/* The hash of a word and one byte more. */
static inline guint64
phrases_set_mix(guint64 hash, char c)
{
	return (hash ^ (guchar)c) * 0x9e3779b97f4a7c15u;
}

/* Which bit is its pattern's, and slot that of the bit: of a whole word, or of a beginning. */
static inline guint
phrases_set_place(const struct phrases *p, guint64 hash, bool prefix)
{
	hash ^= hash >> 32;
	return (guint)(hash * (prefix ? 0xff51afd7ed558ccdu : 0xc4ceb9fe1a85ec53u) >> 32) &
	       (p->size * BITS - 1);
}

/* Few patterns lead on from a step. */
static inline guint64
phrases_set_bit(guint32 pattern)
{
	return G_GUINT64_CONSTANT(1) << pattern % 64;
}

#endif
