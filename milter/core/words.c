#include "core/words_lexer.h"

/*
 * One pass.  A chunk (what stands between white space) is looked at first: most
 * are plain words with marks around them and are cut at once; the few with a
 * character that words do not have are judged as a whole, since
 * "www.shop.example" is no three words.
 */

/* A line longer than this is taken to be wrapped: the next goes on with it. */
enum { WRAPPED = 45 };

/* A byte in each of eight. */
#define EACH(b) (G_GUINT64_CONSTANT(0x0101010101010101) * (b))

/* How many of eight bytes, from the first on, may be letters: of ASCII, or part of others. */
static inline guint
count_letters(guint64 v)
{
	guint64 low = (v | EACH(0x20)) & EACH(0x7f);	/* sums of these carry nothing over */
	guint64 letters = (low + EACH(0x80 - 'a')) & ~(low + EACH(0x7f - 'z'));
	guint64 others = ~(letters | v) & EACH(0x80);

	return others ? (guint)__builtin_ctzll(others) / 8 : 8;
}

/* The letters from `at` on, as what words are found by. */
static inline struct key
read_letters(const struct lexer *l, gsize at)
{
	struct key k = { .s = l->s + at };
	guint64 hash = 0;

	for (guint n = 8; n == 8;) {
		guint64 v = words_lexicon_load(k.s + k.len, l->len - at - k.len);

		n = count_letters(v);
		if (n < 8)
			v &= (G_GUINT64_CONSTANT(1) << 8 * n) - 1;
		if (!k.len)
			k.head = v;
		if (n)
			hash = words_lexicon_mix(hash, v);
		k.len += n;
	}
	k.hash = (guint32)words_lexicon_mix(hash, k.len);
	return k;
}

/* A new word, all of letters; NULL if there is more to it. */
static const struct distinct *
plain_word(struct lexer *l, const struct key *key)
{
	const guchar *s = (const guchar *)key->s;
	char *out = l->folded;
	guint32 classes = 0, first = 0;
	guint points = 0, upper = 0;

	for (gsize i = 0; i < key->len; points++) {
		bool two = s[i] >= 0x80;
		guint32 class;

		if (two && (s[i] < 0xc3 || s[i] > 0xd3))	/* two bytes, in the table */
			return NULL;
		class = words_table[two ? (s[i] & 0x1fu) << 6 | (s[i + 1] & 0x3fu) : s[i]];
		if ((class & (CLASS_LETTER | CLASS_TWO)) != CLASS_LETTER)
			return NULL;
		out = words_fold_put(out, class & 0xffff);
		first = points ? first : class;
		upper += (class & CLASS_UPPER) != 0;
		classes |= class;
		i += two ? 2 : 1;
	}
	return words_lexer_new(l, key, words_lexer_flags(classes) |
			       (first & CLASS_UPPER ? WORD_CAPITAL : 0) |
			       (upper == points && points > 1 ? WORD_CAPITALS :
				upper > !!(first & CLASS_UPPER) ? WORD_MIXED : 0), points, out);
}

/* Nearly every chunk is a word of letters, and perhaps a mark behind it; most were seen
   before.  Returns where the chunk ends, or `at` if there is more to it. */
static gsize
plain_chunk(struct lexer *l, gsize at)
{
	const struct key key = read_letters(l, at);
	const struct distinct *d;
	gsize word_end = at + key.len, end = word_end;

	while (words_table_bytes[(guchar)l->s[end]] & BYTE_EDGE)
		end++;
	if (word_end == at || !(words_table_bytes[(guchar)l->s[end]] & BYTE_SPACE))
		return at;
	d = words_lexicon_find(l->lexicon, &key);
	if (!d)
		d = plain_word(l, &key);
	if (!d)
		return at;
	words_lexer_push(l, at, d);
	words_lexer_end_chunk(l, word_end, end);
	return end;
}

/* Bytes of a character beyond ASCII that ends a chunk: white space, dashes,
   quotation marks, signs.  0 if it may stand in a word. */
static gsize
break_len(const char *s)
{
	const guchar *p = (const guchar *)s;

	switch (p[0]) {
	case 0xc2:	/* ª, soft hyphen, ´, µ, º */
		return p[1] == 0xaa || p[1] == 0xad || p[1] == 0xb4 || p[1] == 0xb5 || p[1] == 0xba
		       ? 0 : 2;
	case 0xe1:
		return p[1] == 0x9a && p[2] == 0x80 ? 3 : 0;
	case 0xe2:
		if (p[1] == 0x80)	/* but zero width, hyphens, apostrophes, directions */
			return (p[2] >= 0x8b && p[2] <= 0x91) || p[2] == 0x98 || p[2] == 0x99 ||
			       p[2] == 0x9b || (p[2] >= 0xaa && p[2] <= 0xae) ? 0 : 3;
		if (p[1] == 0x81)
			return p[2] >= 0xa0 && p[2] <= 0xa4 ? 0 : 3;
		return p[1] < 0xb0 || p[1] == 0xb8 ? 3 : 0;
	case 0xe3:
		return p[1] == 0x80 && !(p[2] >= 0x85 && p[2] <= 0x87) ? 3 : 0;
	case 0xef:
		return (p[1] == 0xbf && p[2] == 0xbd) ||
		       (p[1] == 0xbc && p[2] <= 0x8f && p[2] != 0x87) ? 3 : 0;
	case 0xf0:
		return p[1] == 0x9f ? 4 : 0;
	}
	return 0;
}

static bool
is_signature_mark(const struct lexer *l, gsize at)
{
	return l->len - at >= 3 && memcmp(l->s + at, "-- ", 3) == 0 &&
	       (at + 3 == l->len || l->s[at + 3] == '\n' || l->s[at + 3] == '\r');
}

/* A line begins at `at`; how the one before it ended says how it goes on. */
static void
begin_line(struct lexer *l, gsize at)
{
	gsize i = at, end = at;
	/* What stands below nothing is no signature. */
	bool quoted, signature = l->signature || (l->n > 0 && is_signature_mark(l, at));

	while (end > l->line && (words_table_bytes[(guchar)l->s[end - 1]] & BYTE_SPACE))
		end--;
	if (l->n == l->line_words)
		l->next |= WORD_PARAGRAPH | WORD_SENTENCE;
	else if (l->s[end - 1] == ':' ||
		 end - l->line < (l->v[l->n - 1].flags & WORD_CYRILLIC ? 2 * WRAPPED : WRAPPED))
		l->next |= WORD_SENTENCE;
	while (i < l->len && (l->s[i] == ' ' || l->s[i] == '\t'))
		i++;
	quoted = i < l->len && l->s[i] == '>';
	if (quoted != l->quoted || signature != l->signature)
		l->next |= WORD_PARAGRAPH | WORD_SENTENCE;
	l->quoted = quoted;
	l->signature = signature;
	l->line = at;
	l->line_words = l->n;
}

/* White space and what else parts chunks. */
static gsize
skip(struct lexer *l, gsize at)
{
	while (at < l->len) {
		unsigned b = words_table_bytes[(guchar)l->s[at]];
		gsize n;

		if (b & BYTE_SPACE) {
			if (l->s[at++] == '\n')
				begin_line(l, at);
		} else if ((b & BYTE_LEAD) && (n = break_len(l->s + at)) > 0) {
			if (memcmp(l->s + at, "…", 3) == 0)
				l->next |= WORD_SENTENCE;
			at += n;
		} else {
			break;
		}
	}
	return at;
}

struct words
words_of(struct arena *a, const struct text *t, struct lexicon *x)
{
	struct lexer l = { .arena = a, .s = t->s, .len = t->len,
			   .lexicon = x ? x : words_lexicon(a, t->len) };
	gsize at;

	/* Folding never lengthens, and between two words there is a byte for the NUL. */
	l.folded = arena_bytes(a, t->len + 2 + WORDS_BEYOND);
	begin_line(&l, 0);
	for (at = skip(&l, 0); at < l.len && l.n < LIMIT_WORDS; at = skip(&l, at)) {
		gsize end = plain_chunk(&l, at);

		if (end > at) {
			at = end;
			continue;
		}
		while (end < l.len) {
			unsigned b = words_table_bytes[(guchar)l.s[end]];

			if ((b & BYTE_SPACE) || ((b & BYTE_LEAD) && break_len(l.s + end)))
				break;
			end++;
		}
		words_chunk(&l, at, end);
		at = end;
	}
	return (struct words){
		.text = t, .v = l.v, .n = l.n, .lexicon = l.lexicon, .visible = l.visible,
		.cut = at < l.len,
	};
}

/* The first word that ends behind `at`. */
static guint
word_behind(const struct words *w, gsize at)
{
	guint lo = 0, hi = w->n;

	while (lo < hi) {
		guint mid = lo + (hi - lo) / 2;

		if (w->v[mid].at + w->v[mid].len > at)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

void
words_mark(struct words *w, const GArray *spans, enum word_flag flag)
{
	enum { EDGE = WORD_PARAGRAPH | WORD_SENTENCE };
	guint done = 0;

	for (guint k = 0; spans && k < spans->len; k++) {
		const struct span *s = &g_array_index(spans, struct span, k);
		guint first = MAX(word_behind(w, s->at), done), i = first;

		for (; i < w->n && w->v[i].at < s->at + s->len; i++)
			w->v[i].flags |= (guint16)flag;
		done = i;
		if (flag != WORD_QUOTED || i == first)
			continue;
		w->v[first].flags |= EDGE;
		if (i < w->n)
			w->v[i].flags |= EDGE;
	}
}
