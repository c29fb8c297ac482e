/*
 * template_text.h - words of a text, and its blocks, as template_*.c look at them.
 */
#ifndef CORE_TEMPLATE_TEXT_H
#define CORE_TEMPLATE_TEXT_H

#include "core/base.h"

/* Bytes of the letter at `s`: Latin, Greek and Cyrillic; 0 if it is none. */
static inline gsize
letter_len(const char *s, gsize len)
{
	guchar c = len ? (guchar)s[0] : 0;

	if (g_ascii_isalpha(c) || c == '_')
		return 1;
	return c >= 0xc3 && c <= 0xd4 && len > 1 ? 2 : 0;
}

static inline gsize
word_char_len(const char *s, gsize len)
{
	return len && g_ascii_isdigit(s[0]) ? 1 : letter_len(s, len);
}

static inline bool
is_word_before(const char *s, gsize at)
{
	if (at == 0)
		return false;
	if ((guchar)s[at - 1] < 0x80)
		return g_ascii_isalnum(s[at - 1]) || s[at - 1] == '_';
	return at >= 2 && (guchar)s[at - 2] >= 0xc3 && (guchar)s[at - 2] <= 0xd4;
}

/* Most of a text is passed over by blocks, with the byte before each and some behind. */
enum { BLOCK = 16 };

struct block {
	guint8 v __attribute__((vector_size(BLOCK)));
};

struct mask {			/* all bits of a byte, or none */
	gint8 v __attribute__((vector_size(BLOCK)));
};

static inline struct block
block_at(const char *s)
{
	struct block b;

	memcpy(&b, s, sizeof b);
	return b;
}

static inline bool
is_any(struct mask m)
{
	guint64 half[2];

	memcpy(half, &m, sizeof half);
	return half[0] | half[1];
}

static inline struct mask
letters(struct block b)
{
	return (struct mask){ (b.v | 0x20) - 'a' <= 'z' - 'a' };
}

#endif
