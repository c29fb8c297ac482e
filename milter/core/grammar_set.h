/*
 * grammar_set.h - how compiled checks lie in memory; for grammar.c, which builds
 * them, and grammar_match.c.  Indexes, no pointers; strings in one chunk.
 */
#ifndef CORE_GRAMMAR_SET_H
#define CORE_GRAMMAR_SET_H

#include "core/grammar.h"

enum star { STAR_NONE, STAR_BEHIND, STAR_BEFORE, STAR_ALL };	/* word, word*, *word, * */

/* One way a word may look. */
struct atom {
	const char *s;		/* small letters, diacritics kept, straight apostrophes */
	guint16 len;
	guint8 star;		/* enum star */
	guint8 more;		/* characters the star stands for, at least */
	bool capital;		/* must begin with a capital */
};

enum element_kind {
	ELEMENT_WORD,		/* one of its atoms, none of its exceptions */
	ELEMENT_NUMBER,
	ELEMENT_AGAIN,		/* the word before it once more */
	ELEMENT_NOT,		/* takes no word: the neighbour is none of its exceptions */
};

struct element {
	guint8 kind;		/* enum element_kind */
	bool comma;		/* one stands before it */
	guint8 number;		/* $1 is the first that takes a word, as written */
	guint16 n_atoms, n_except;
	guint32 atoms, except;	/* in grammar.atoms */
};

enum { ELEMENTS = 10 };

/* One form of a pattern: what is optional is there or not. */
struct pattern {
	enum grammar_kind kind;
	const char *check, *instead;
	bool plain;
	guint8 n, key;		/* elements, and which of them it is found by */
	gint8 before, behind;	/* index of an ELEMENT_NOT, or -1 */
	struct element v[ELEMENTS];
};

/* A folded word, or its beginning, that a pattern is found by. */
struct key {
	const char *s;
	guint16 len;
	bool begins;
	guint32 pattern;
	guint32 next;		/* of the same slot; 0: none */
};

enum { SLOT_BITS = 13, SLOT_BYTES = 4 };

struct set {
	const char *language;
	guint32 slots[1 << SLOT_BITS];	/* first key; 0: none */
	GArray *again;		/* guint32: patterns that are found by a doubled word */
};

struct grammar {
	GStringChunk *strings;
	GArray *atoms;		/* struct atom */
	GArray *patterns;	/* struct pattern */
	GArray *keys;		/* struct key; 0 is none */
	GPtrArray *sets;	/* struct set, one a language */
};

/* The slot of folded words of that length that begin so; length 0: of any. */
static inline guint
grammar_set_slot(guint32 begin, gsize len)
{
	return ((begin ^ (guint32)len * 0x85ebca6bu) * 0x9e3779b1u) >> (32 - SLOT_BITS);
}

static inline guint32
grammar_set_begin(const char *s, gsize len)
{
	static const guint32 masks[SLOT_BYTES] = { 0, 0xff, 0xffff, 0xffffff };
	guint32 v;

	memcpy(&v, s, SLOT_BYTES);
	v = GUINT32_FROM_LE(v);
	return len < SLOT_BYTES ? v & masks[len] : v;
}

#endif
