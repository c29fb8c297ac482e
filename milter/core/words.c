#include "core/limits.h"
#include "core/words.h"
#include "core/words_table.h"

/*
 * One pass.  A chunk (what stands between white space) is looked at first: most
 * are plain words with marks around them and are cut at once; the few with a
 * character that words do not have are judged as a whole, since
 * "www.shop.example" is no three words.
 */

/* A line longer than this is taken to be wrapped: the next goes on with it. */
enum { WRAPPED = 45 };

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

static guint32
class_beyond(gunichar c, gunichar *ret_fold)
{
	GUnicodeScript script;
	gunichar parts[4];
	guint32 class;

	*ret_fold = c;
	if (c == 0x2010 || c == 0x2011) {
		*ret_fold = '-';
		return CLASS_HYPHEN;
	}
	if (c == 0x2018 || c == 0x2019 || c == 0x201b || c == 0xff07) {
		*ret_fold = '\'';
		return CLASS_APOSTROPHE;
	}
	if ((c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x2064) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff)
		return CLASS_NOTHING;
	if (g_unichar_ismark(c))
		return CLASS_MARK;
	if (g_unichar_isdigit(c))
		return CLASS_DIGIT;
	if (!g_unichar_isalpha(c))
		return 0;
	*ret_fold = g_unichar_tolower(c);
	script = g_unichar_get_script(c);
	class = CLASS_LETTER | (g_unichar_isupper(c) ? CLASS_UPPER : 0);
	if (script == G_UNICODE_SCRIPT_CYRILLIC)
		return class | CLASS_CYRILLIC;
	if (script != G_UNICODE_SCRIPT_LATIN)
		return class | CLASS_FOREIGN;
	if (c == 0x1e9e) {
		*ret_fold = 's' << 8 | 's';
		return class | CLASS_LATIN | CLASS_TWO;
	}
	if (g_unichar_fully_decompose(*ret_fold, FALSE, parts, G_N_ELEMENTS(parts)) > 1 &&
	    parts[0] < WORDS_TABLE)
		*ret_fold = words_table[parts[0]] & 0xffff;
	return class | CLASS_LATIN;
}

static inline guint32
class_of(gunichar c, gunichar *ret_fold)
{
	if (G_UNLIKELY(c >= WORDS_TABLE))
		return class_beyond(c, ret_fold);
	*ret_fold = words_table[c] & 0xffff;
	return words_table[c];
}

static inline gunichar
decode(const char *s, gsize *ret_n)
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
put(char *out, gunichar c)
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

/* A letter with its mark as two characters: Cyrillic letters keep theirs, but for ё. */
static char *
put_mark(char *out, const char *begin, gunichar mark)
{
	static const struct { const char *letter, *with; gunichar mark; } marked[] = {
		{ "и", "й", 0x306 }, { "у", "ў", 0x306 }, { "і", "ї", 0x308 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(marked) && out - begin >= 2; i++)
		if (mark == marked[i].mark && memcmp(out - 2, marked[i].letter, 2) == 0) {
			memcpy(out - 2, marked[i].with, 2);
			break;
		}
	return out;
}

static inline char *
put_folded(char *out, const char *begin, guint32 class, gunichar c, gunichar fold)
{
	if (G_UNLIKELY(class & CLASS_TWO)) {
		*out++ = (char)(fold >> 8);
		*out++ = (char)(fold & 0xff);
		return out;
	}
	if (G_UNLIKELY(class & CLASS_MARK))
		return put_mark(out, begin, c);
	if (class & CLASS_NOTHING)
		return out;
	return put(out, class ? fold : c);
}

/* Of the exact bytes; quick and even enough for tables.  Whoever lets strangers
   choose the words mixes in a secret of its own. */
static guint32
hash(const char *s, gsize len)
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

static void
more_room(struct lexer *l)
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
push(struct lexer *l, gsize at, gsize end, unsigned flags, gsize points, char *folded_end)
{
	struct word *w;

	if (l->n >= LIMIT_WORDS)
		return;
	if (l->n == l->room)
		more_room(l);
	*folded_end++ = '\0';
	w = &l->v[l->n++];
	w->at = (guint32)at;
	w->len = (guint32)(end - at);
	w->folded = (guint32)l->n_folded;
	w->folded_len = (guint32)(folded_end - 1 - (l->folded + l->n_folded));
	w->points = (guint16)MIN(points, G_MAXUINT16);
	w->hash = hash(l->s + at, end - at);
	if (points > LIMIT_WORD_POINTS)
		flags |= WORD_LONG;
	if (l->quoted || l->signature)
		flags |= WORD_QUOTED;
	w->flags = (guint16)(flags | l->next);
	l->visible += !(flags & WORD_OTHER);
	l->next = 0;
	l->n_folded = (gsize)(folded_end - l->folded);
}

static unsigned
flags_of(guint32 classes)
{
	return (classes & CLASS_LATIN ? WORD_LATIN : 0) |
	       (classes & CLASS_CYRILLIC ? WORD_CYRILLIC : 0) |
	       (classes & CLASS_FOREIGN ? WORD_FOREIGN : 0) |
	       (classes & CLASS_DIGIT ? WORD_DIGITS : 0) |
	       (classes & CLASS_APOSTROPHE ? WORD_APOSTROPHE : 0);
}

static void
push_other(struct lexer *l, gsize at, gsize end)
{
	char *begin = l->folded + l->n_folded, *out = begin;
	guint32 classes = 0;
	gsize points = 0, n;

	for (gsize i = at; i < end; i += n, points++) {
		gunichar fold, c = decode(l->s + i, &n);
		guint32 class = class_of(c, &fold);

		classes |= class;
		out = put_folded(out, begin, class, c, fold);
	}
	push(l, at, end, WORD_OTHER | flags_of(classes), points, out);
}

/* One word of letters from `at`, where a letter stands; returns where it ends. */
static gsize
push_word(struct lexer *l, gsize at, gsize end)
{
	char *begin = l->folded + l->n_folded, *out = begin;
	gsize i = at, word_end = at, points = 0, n;
	guint letters = 0, upper = 0;
	bool part = true, inside = false, capital = false;
	gunichar joint = 0;
	guint32 classes = 0;

	for (; i < end; i += n) {
		gunichar fold, c = decode(l->s + i, &n);
		guint32 class = class_of(c, &fold);

		if (G_LIKELY(class & CLASS_LETTER)) {
			if (joint) {
				out = put(out, joint);
				classes |= joint == '\'' ? CLASS_APOSTROPHE : 0;
				points++;
				joint = 0;
				part = true;
			}
			if (class & CLASS_UPPER) {
				upper++;
				inside |= !part;
				capital |= letters == 0;
			}
			letters++;
			part = false;
			classes |= class;
			out = put_folded(out, begin, class, c, fold);
		} else if (class & CLASS_MARK) {
			if (!joint)
				out = put_mark(out, begin, c);
		} else if (class & (CLASS_APOSTROPHE | CLASS_HYPHEN)) {
			if (joint)
				break;
			joint = fold;
			continue;
		} else if (!(class & CLASS_NOTHING)) {
			break;
		} else {
			continue;
		}
		points++;
		word_end = i + n;
	}
	push(l, at, word_end, flags_of(classes) | (capital ? WORD_CAPITAL : 0) |
	     (upper == letters && letters > 1 ? WORD_CAPITALS : inside ? WORD_MIXED : 0),
	     points, out);
	return word_end;
}

static void
push_words(struct lexer *l, gsize at, gsize end)
{
	gsize n;

	while (at < end) {
		gunichar fold, c = decode(l->s + at, &n);

		at = class_of(c, &fold) & CLASS_LETTER ? push_word(l, at, end) : at + n;
	}
}

static bool
is_digit_at(const struct lexer *l, gsize i)
{
	return i < l->len && g_ascii_isdigit(l->s[i]);
}

/* URL, mail address, path: one thing, whatever stands in it. */
static bool
is_address(const struct lexer *l, gsize at, gsize end)
{
	guint slashes = 0;

	if (l->s[at] == '/' || (end - at > 4 && g_ascii_strncasecmp(l->s + at, "www.", 4) == 0) ||
	    (end - at > 7 && g_ascii_strncasecmp(l->s + at, "mailto:", 7) == 0))
		return true;
	for (gsize i = at; i < end; i++) {
		if (l->s[i] == '@' || l->s[i] == '\\')
			return true;
		if (l->s[i] == '/' && (++slashes > 1 || (i > at && l->s[i - 1] == ':')))
			return true;
	}
	return false;
}

static bool
cuts(const struct lexer *l, gsize at, gsize i, gsize end)
{
	char c = l->s[i];

	if ((words_byte[(guchar)c] & BYTE_CUT) || c == '/')
		return !(i > at && is_digit_at(l, i - 1) && is_digit_at(l, i + 1));
	return c == '.' && ((i > at && l->s[i - 1] == '.') || (i + 1 < end && l->s[i + 1] == '.'));
}

static bool
trim(const struct lexer *l, gsize *at, gsize *end)
{
	while (*at < *end && (words_byte[(guchar)l->s[*at]] & BYTE_EDGE))
		++*at;
	while (*end > *at && (words_byte[(guchar)l->s[*end - 1]] & BYTE_EDGE))
		--*end;
	return *at < *end;
}

static unsigned
bytes_in(const struct lexer *l, gsize at, gsize end)
{
	unsigned mask = 0;

	while (at < end)
		mask |= words_byte[(guchar)l->s[at++]];
	return mask;
}

/* A chunk that has something odd in it. */
static void
push_pieces(struct lexer *l, gsize at, gsize end)
{
	gsize i = at;

	if (is_address(l, at, end)) {
		push_other(l, at, end);
		return;
	}
	while (i < end) {
		gsize from = i, to;
		unsigned mask;

		while (i < end && !cuts(l, at, i, end))
			i++;
		to = i++;
		if (!trim(l, &from, &to))
			continue;
		mask = bytes_in(l, from, to);
		if ((mask & BYTE_ODD) && (mask & BYTE_WORD))
			push_other(l, from, to);
		else
			push_words(l, from, to);
	}
}

/* A full stop after one of these is more often an abbreviation: "ul.", "Mr.", "г.". */
enum { ABBREVIATION_POINTS = 3 };

static void
end_chunk(struct lexer *l, gsize at, gsize end, guint before)
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

static void
chunk(struct lexer *l, gsize at, gsize end)
{
	gsize from = at, to = end;
	guint before = l->n;
	unsigned mask = 0;

	if (trim(l, &from, &to))
		mask = bytes_in(l, from, to);
	else
		to = at;
	if ((mask & BYTE_WORD) && (mask & BYTE_ODD))
		push_pieces(l, from, to);
	else if (mask & BYTE_WORD)
		push_words(l, from, to);
	end_chunk(l, to, end, before);
}

/* A byte in each of eight. */
#define EACH(b) (G_GUINT64_CONSTANT(0x0101010101010101) * (b))

/* The ASCII letters that eight bytes begin with, folded; `*upper` grows by the capitals. */
static inline guint
put_letters(const guchar *s, char *out, guint *upper)
{
	guint64 v, low, letters, first;
	guint n;

	memcpy(&v, s, 8);
	v = GUINT64_FROM_LE(v);
	low = v | EACH(0x20);
	/* The high bit of each byte: from 'a', not beyond 'z', and ASCII.  No carries. */
	letters = (low & EACH(0x7f)) + EACH(0x80 - 'a');
	letters &= ~((low & EACH(0x7f)) + EACH(0x7f - 'z')) & ~v & EACH(0x80);
	n = letters == EACH(0x80) ? 8 : (guint)__builtin_ctzll(~letters & EACH(0x80)) / 8;
	first = n < 8 ? (G_GUINT64_CONSTANT(1) << 8 * n) - 1 : ~G_GUINT64_CONSTANT(0);
	for (guint64 capitals = ~v << 2 & letters & first; capitals; capitals &= capitals - 1)
		++*upper;
	low = GUINT64_TO_LE(low);
	memcpy(out, &low, 8);
	return n;
}

/* Nearly every chunk is a word of letters, and perhaps a mark behind it: cut in one pass.
   Returns where the chunk ends, or `at` if there is more to it. */
static gsize
plain_chunk(struct lexer *l, gsize at)
{
	const guchar *s = (const guchar *)l->s;
	char *out = l->folded + l->n_folded;
	guint32 classes = 0, class;
	guint points = 0, upper = 0, before = l->n, first_upper = 0;
	gsize i = at, end;

	for (;;) {
		if (s[i] < 0x80 && i + 8 <= l->len) {
			guint n = put_letters(s + i, out, &upper);

			if (!points)
				first_upper = n && s[i] <= 'Z';
			classes |= n ? CLASS_LATIN : 0;
			points += n;
			out += n;
			i += n;
			if (n == 8)
				continue;
		}
		if (s[i] < 0x80) {
			class = words_table[s[i]];
			if (!(class & CLASS_LETTER))
				break;
			*out++ = (char)(class & 0x7f);
			i++;
		} else {
			if (s[i] < 0xc3 || s[i] > 0xd3)		/* two bytes, in the table */
				return at;
			class = words_table[(s[i] & 0x1fu) << 6 | (s[i + 1] & 0x3fu)];
			if ((class & (CLASS_LETTER | CLASS_TWO)) != CLASS_LETTER)
				return at;
			out = put(out, class & 0xffff);
			i += 2;
		}
		if (!points++)
			first_upper = (class & CLASS_UPPER) != 0;
		classes |= class;
		upper += (class & CLASS_UPPER) != 0;
	}
	for (end = i; words_byte[s[end]] & BYTE_EDGE; end++)
		;
	if (!points || !(words_byte[s[end]] & BYTE_SPACE))
		return at;
	push(l, at, i, flags_of(classes) | (first_upper ? WORD_CAPITAL : 0) |
	     (upper == points && points > 1 ? WORD_CAPITALS :
	      upper > first_upper ? WORD_MIXED : 0), points, out);
	end_chunk(l, i, end, before);
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
	bool quoted, signature = l->signature || is_signature_mark(l, at);

	while (end > l->line && (words_byte[(guchar)l->s[end - 1]] & BYTE_SPACE))
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
		unsigned b = words_byte[(guchar)l->s[at]];
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
words_of(struct arena *a, const struct text *t)
{
	struct lexer l = { .arena = a, .s = t->s, .len = t->len };
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
			unsigned b = words_byte[(guchar)l.s[end]];

			if ((b & BYTE_SPACE) || ((b & BYTE_LEAD) && break_len(l.s + end)))
				break;
			end++;
		}
		chunk(&l, at, end);
		at = end;
	}
	return (struct words){
		.text = t, .v = l.v, .n = l.n, .folded = l.folded, .visible = l.visible,
		.cut = at < l.len,
	};
}

gsize
words_fold_to(const char *s, gsize len, char *ret_folded)
{
	char *out = ret_folded;
	gsize n;

	for (gsize i = 0; i < len; i += n) {
		gunichar fold, c = decode(s + i, &n);
		guint32 class = class_of(c, &fold);

		out = put_folded(out, ret_folded, class, c, fold);
	}
	*out = '\0';
	return (gsize)(out - ret_folded);
}

char *
words_fold(struct arena *a, const char *s, gsize len)
{
	char *folded = arena_bytes(a, len + 1);

	words_fold_to(s, len, folded);
	return folded;
}
