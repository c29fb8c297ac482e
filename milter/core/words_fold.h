/*
 * words_fold.h - one character of a word: read, classed, folded, written.
 *
 * For words*.c; inline, because they do it to every letter of a mail.
 */
#ifndef CORE_WORDS_FOLD_H
#define CORE_WORDS_FOLD_H

#include "core/words.h"
#include "core/words_table.h"

/* Of a character that the table does not have. */
guint32 words_fold_beyond(gunichar c, gunichar *ret_fold);
/* The mark joins the letter written last where folded words keep it; `begin` is theirs. */
char *words_fold_put_mark(char *out, const char *begin, gunichar mark);

static inline guint32
words_fold_class(gunichar c, gunichar *ret_fold)
{
	if (G_UNLIKELY(c >= WORDS_TABLE))
		return words_fold_beyond(c, ret_fold);
	*ret_fold = words_table[c] & 0xffff;
	return words_table[c];
}

static inline gunichar
words_fold_decode(const char *s, gsize *ret_n)
{
	const guchar *p = (const guchar *)s;

	if (p[0] < 0x80)
		return *ret_n = 1, p[0];
	if (p[0] < 0xe0)
		return *ret_n = 2, (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	if (p[0] < 0xf0)
		return *ret_n = 3, (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	return *ret_n = 4, (p[0] & 7u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 |
	       (p[3] & 0x3fu);
}

static inline char *
words_fold_put(char *out, gunichar c)
{
	if (c < 0x80) {
		*out++ = (char)c;
	} else if (c < 0x800) {
		*out++ = (char)(0xc0 | c >> 6);
		*out++ = (char)(0x80 | (c & 0x3f));
	} else {
		out += g_unichar_to_utf8(c, out);
	}
	return out;
}

static inline char *
words_fold_put_folded(char *out, const char *begin, guint32 class, gunichar c, gunichar fold)
{
	if (G_UNLIKELY(class & CLASS_TWO)) {
		*out++ = (char)(fold >> 8);
		*out++ = (char)(fold & 0xff);
		return out;
	}
	if (G_UNLIKELY(class & CLASS_MARK))
		return words_fold_put_mark(out, begin, c);
	if (class & CLASS_NOTHING)
		return out;
	return words_fold_put(out, class ? fold : c);
}

#endif
