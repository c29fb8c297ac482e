/*
 * words_lexer.h - what words.c and words_chunk.c share while a text is cut into words.
 */
#ifndef CORE_WORDS_LEXER_H
#define CORE_WORDS_LEXER_H

#include "core/limits.h"
#include "core/words_fold.h"
#include "core/words_lexicon.h"

struct lexer {
	struct arena *arena;
	struct lexicon *lexicon;
	const char *s;
	gsize len;
	struct word *v;
	guint n, room, visible;
	char *folded;		/* room for the next word's */
	gsize line;		/* where the line begins */
	guint line_words;	/* words when it began */
	unsigned next;		/* WORD_SENTENCE, WORD_PARAGRAPH for the next word */
	bool quoted, signature;
};

/* One chunk, [at, end), that is not just a word of letters. */
void words_chunk(struct lexer *l, gsize at, gsize end);

static inline void
words_lexer_more_room(struct lexer *l)
{
	struct word *v;

	l->room = MIN(MAX(l->room * 2, (guint)(l->len / 6) + 16), LIMIT_WORDS);
	v = arena_bytes(l->arena, l->room * sizeof *v);
	if (l->n)
		memcpy(v, l->v, l->n * sizeof *v);
	l->v = v;
}

/* A word that is not there yet; its folded form was written to l->folded, up to `folded_end`. */
static inline const struct distinct *
words_lexer_new(struct lexer *l, const struct key *key, unsigned flags, gsize points,
		char *folded_end)
{
	const struct distinct new = {
		.key = *key, .folded = l->folded, .folded_len = (guint32)(folded_end - l->folded),
		.points = (guint16)MIN(points, G_MAXUINT16),
		.flags = (guint16)(flags | (points > LIMIT_WORD_POINTS ? WORD_LONG : 0)),
	};

	*folded_end = '\0';
	l->folded = folded_end + 1;
	return words_lexicon_add(l->lexicon, &new);
}

/* A word that stands there. */
static inline void
words_lexer_push(struct lexer *l, gsize at, const struct distinct *d)
{
	struct word *w;

	if (l->n >= LIMIT_WORDS)
		return;
	if (l->n == l->room)
		words_lexer_more_room(l);
	w = &l->v[l->n++];
	w->at = (guint32)at;
	w->len = d->key.len;
	w->folded = d->folded;
	w->folded_len = d->folded_len;
	w->id = d->id;
	w->points = d->points;
	w->flags = (guint16)(d->flags | l->next | (l->quoted || l->signature ? WORD_QUOTED : 0));
	l->visible += !(d->flags & WORD_OTHER);
	l->next = 0;
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

/* Behind the last word: [at, end) are the marks that end its chunk. */
static inline void
words_lexer_end_chunk(struct lexer *l, gsize at, gsize end)
{
	const struct word *last = &l->v[l->n - 1];

	for (; at < end; at++) {
		char c = l->s[at];

		if (c == '!' || c == '?' || (c == '.' && (last->points > ABBREVIATION_POINTS ||
							 (last->flags & WORD_OTHER))))
			l->next |= WORD_SENTENCE;
	}
}

#endif
