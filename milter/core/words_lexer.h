/*
 * words_lexer.h - what words.c and words_chunk.c share while a text is cut into words.
 */
#ifndef CORE_WORDS_LEXER_H
#define CORE_WORDS_LEXER_H

#include "core/limits.h"
#include "core/words_fold.h"

struct lexer {
	struct arena *arena;
	const char *s;
	gsize len;
	struct word *v;
	guint n, room, visible;
	char *folded;
	gsize n_folded;
	gsize line;		/* where the line begins */
	guint line_words;	/* words when it began */
	unsigned next;		/* WORD_SENTENCE, WORD_PARAGRAPH for the next word */
	bool quoted, signature;
};

/* One chunk, [at, end), that is not just a word of letters. */
void words_chunk(struct lexer *l, gsize at, gsize end);

/* Of the exact bytes; quick and even enough for tables.  Whoever lets strangers
   choose the words mixes in a secret of its own. */
static inline guint32
words_lexer_hash(const char *s, gsize len)
{
	guint64 h = (len + 1) * 0x9e3779b97f4a7c15u, v;

	for (; len >= 8; s += 8, len -= 8) {
		memcpy(&v, s, 8);
		h = (h ^ v) * 0xff51afd7ed558ccdu;
		h ^= h >> 32;
	}
	if (len >= 4) {
		guint32 begin, end;

		memcpy(&begin, s, 4);
		memcpy(&end, s + len - 4, 4);
		v = (guint64)begin << 32 | end;
	} else {
		v = len ? (guint64)(guchar)s[0] << 16 | (guint64)(guchar)s[len / 2] << 8 |
			  (guchar)s[len - 1] : 0;
	}
	h = (h ^ v) * 0xff51afd7ed558ccdu;
	h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53u;
	return (guint32)(h ^ h >> 33);
}

static inline void
words_lexer_more_room(struct lexer *l)
{
	struct word *v;

	l->room = MIN(MAX(l->room * 2, (guint)(l->len / 7) + 16), LIMIT_WORDS);
	v = arena_bytes(l->arena, l->room * sizeof *v);
	if (l->n)
		memcpy(v, l->v, l->n * sizeof *v);
	l->v = v;
}

/* The word's folded form was written at the end of l->folded, up to `folded_end`. */
static inline void
words_lexer_push(struct lexer *l, gsize at, gsize end, unsigned flags, gsize points,
		 char *folded_end)
{
	struct word *w;

	if (l->n >= LIMIT_WORDS)
		return;
	if (l->n == l->room)
		words_lexer_more_room(l);
	*folded_end++ = '\0';
	w = &l->v[l->n++];
	w->at = (guint32)at;
	w->len = (guint32)(end - at);
	w->folded = (guint32)l->n_folded;
	w->folded_len = (guint32)(folded_end - 1 - (l->folded + l->n_folded));
	w->points = (guint16)MIN(points, G_MAXUINT16);
	w->hash = words_lexer_hash(l->s + at, end - at);
	if (points > LIMIT_WORD_POINTS)
		flags |= WORD_LONG;
	if (l->quoted || l->signature)
		flags |= WORD_QUOTED;
	w->flags = (guint16)(flags | l->next);
	l->visible += !(flags & WORD_OTHER);
	l->next = 0;
	l->n_folded = (gsize)(folded_end - l->folded);
}

static inline unsigned
words_lexer_flags(guint32 classes)
{
	return (classes & CLASS_LATIN ? WORD_LATIN : 0) |
	       (classes & CLASS_CYRILLIC ? WORD_CYRILLIC : 0) |
	       (classes & CLASS_FOREIGN ? WORD_FOREIGN : 0) |
	       (classes & CLASS_DIGIT ? WORD_DIGITS : 0) |
	       (classes & CLASS_APOSTROPHE ? WORD_APOSTROPHE : 0);
}

/* A full stop after one of these is more often an abbreviation: "ul.", "Mr.", "г.". */
enum { ABBREVIATION_POINTS = 3 };

/* The chunk that began when there were `before` words; [at, end) are the marks behind it. */
static inline void
words_lexer_end_chunk(struct lexer *l, gsize at, gsize end, guint before)
{
	if (l->n == before) {
		if (l->n == l->line_words)
			l->next |= WORD_SENTENCE;	/* "* first point" */
		return;
	}
	for (; at < end; at++) {
		char c = l->s[at];

		if (c == '!' || c == '?' || (c == '.' && (l->v[l->n - 1].points > ABBREVIATION_POINTS ||
							 (l->v[l->n - 1].flags & WORD_OTHER))))
			l->next |= WORD_SENTENCE;
	}
}

#endif
