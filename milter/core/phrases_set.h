/*
 * phrases_set.h - how compiled lists lie in memory; for phrases.c, which reads
 * entries, phrases_build.c, which compiles them, and phrases_match.c.
 *
 * Two machines, one over the bytes of a folded word, one over words:
 *
 *   "rabat*" and "special" are patterns; a byte trie tells which of them a word
 *   fits.  An entry is a row of patterns; a trie of patterns tells which entries
 *   begin at a word.  Nodes and edges stand in arrays, no pointers.
 */
#ifndef CORE_PHRASES_SET_H
#define CORE_PHRASES_SET_H

#include "core/phrases.h"

enum { MAX_WORDS = 10 };

/* Few words begin an entry, or go on with one; their first bytes say so of most. */
enum { WHOLE = 8, STEM = 4, BEGIN_BITS = 14 };

struct pattern {
	char *s;		/* folded */
	bool prefix;		/* "word*" */
};

/* In the byte trie: first come the bytes of the tail, then edges [edge, edge + n) lead on. */
struct node {
	guint64 tail;		/* little-endian; the rest is 0 */
	guint32 edge;
	guint32 exact, prefix;	/* patterns that end here; 0 is none */
	guint16 n;
	guint8 n_tail;
};

struct edge {
	guint32 to;
	guint32 by;		/* a byte, or a pattern */
};

/* In the trie of patterns. */
struct step {
	guint32 edge, n;
	guint32 entry, n_entries;	/* in phrases.ends */
	guint64 next;			/* bits, by phrases_set_next() of what leads on */
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
	GArray *nodes;		/* struct node; 0 is the root */
	GArray *edges;		/* struct edge, by byte */
	GArray *steps;		/* struct step; 0 is the root */
	GArray *ways;		/* struct edge, by pattern */
	GArray *ends;		/* guint32: entries */
	guint32 first[256];	/* nodes under the root, 0: none */
	GArray *start;		/* guint32 by pattern: step under the root, 0: none */
	/* Bits, by phrases_set_begin() of what begins an entry: of words, and of "word*" that are
	   shorter than WHOLE; and the first bytes of those that are shorter than STEM. */
	guint32 begins[(1 << BEGIN_BITS) / 32], stems[(1 << BEGIN_BITS) / 32];
	bool begins_short[256];
	guint32 number, percent;	/* the patterns "#" and "#%"; 0: in no entry */
	guint groups;
	GHashTable *lookup;	/* list -> (folded word -> weight; 0 if it was taken out) */
	const struct phrases *base;	/* the lists that these stand on, or NULL */
	guint8 *gone;		/* bits, by entry of the base: taken out */
};

struct phrases_builder {
	struct phrases *p;
	GArray *patterns;	/* struct pattern; 0 is none */
	GHashTable *pattern_ids;	/* "*word" or "=word" -> id */
	GHashTable *entry_ids;	/* "language\nlist\nmask\nentry" -> index + 1 */
	GHashTable *group_ids;	/* "language\nlist" -> index + 1 */
	GArray *forms;		/* struct form */
};

/* A number of so many bits for the first bytes, `most` of them, of a folded word; may read
   WORDS_BEYOND. */
static inline guint
phrases_set_begin(const char *s, gsize len, gsize most, guint bits)
{
	guint64 v;

	len = MIN(len, most);
	memcpy(&v, s, sizeof v);
	v = GUINT64_FROM_LE(v);
	if (len < sizeof v)
		v &= (G_GUINT64_CONSTANT(1) << 8 * len) - 1;
	return (guint)(v * 0x9e3779b97f4a7c15u >> (64 - bits));
}

static inline guint
phrases_set_next(const char *s, gsize len)
{
	return phrases_set_begin(s, len, STEM, 6);
}

#endif
