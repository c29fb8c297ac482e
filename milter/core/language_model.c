#include "core/language_model.h"

/* What stands before and after a word. */
enum { EDGE = ' ' };

/* 0: nothing to be seen. */
static inline gunichar
letter(gunichar c)
{
	if (G_LIKELY(c < 0x80))
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	if (c == 0xad || (c >= 0x300 && c < 0x370) || (c >= 0x200b && c <= 0x200d))
		return 0;
	if ((c >= 0x2018 && c <= 0x201b) || c == 0x2bc)
		return '\'';
	if (c == 0x2010 || c == 0x2011)
		return '-';
	return g_unichar_tolower(c) & 0xffff;
}

/* Sixteen bits a letter, the last one lowest. */
static inline guint32
row(guint64 gram, guint bits)
{
	gram *= 0x9e3779b97f4a7c15u;
	gram ^= gram >> 29;
	gram *= 0xbf58476d1ce4e5b9u;
	return (guint32)(gram >> (64 - bits));
}

guint
language_model_grams(guint bits, const char *s, gsize len, guint32 *ret_rows)
{
	const char *end = s + len;
	guint64 gram = EDGE;
	guint n = 0, letters = 0;

	for (bool last = false; !last;) {
		gunichar c = EDGE;

		last = s >= end || letters == MODEL_WORD;
		if (!last) {
			c = letter(g_utf8_get_char(s));
			s = g_utf8_next_char(s);
			if (!c)
				continue;
			letters++;
		}
		gram = gram << 16 | c;
		if (!last)
			ret_rows[n++] = row(gram & 0xffff, bits);
		ret_rows[n++] = row(gram & 0xffffffff, bits);
		if (letters + last > 1)
			ret_rows[n++] = row(gram & 0xffffffffffff, bits);
		if (letters + last > 2)
			ret_rows[n++] = row(gram, bits);
	}
	return n;
}

void
language_model_ask(const struct language_model *m, const char *s, gsize len,
		   struct language_vote *ret_vote)
{
	guint32 rows[MODEL_GRAMS];
	guint n = language_model_grams(m->bits, s, len, rows);
	gint16 sum[MODEL_LANGUAGES] = { 0 };	/* 164 grams of 127 at most */

	for (guint i = 0; i < n; i++) {
		const gint8 *r = m->rows + (gsize)rows[i] * MODEL_LANGUAGES;

		for (guint k = 0; k < MODEL_LANGUAGES; k++)
			sum[k] = (gint16)(sum[k] + r[k]);
	}
	memcpy(ret_vote->v, sum, sizeof sum);
	ret_vote->grams = (guint16)n;
}

void
language_model_add(struct language_score *score, const struct language_vote *vote)
{
	for (guint k = 0; k < MODEL_LANGUAGES; k++)
		score->v[k] += vote->v[k];
	score->grams += vote->grams;
}
