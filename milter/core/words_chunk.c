#include "core/words_lexer.h"

/* What a word is follows from its bytes, so it may be there already.  Its folded form was
   written to l->folded, up to `folded_end`. */
static void
push(struct lexer *l, gsize at, gsize end, unsigned flags, gsize points, char *folded_end)
{
	const struct key key = words_lexicon_key(l->s + at, end - at);
	const struct distinct *d = words_lexicon_find(l->lexicon, &key);

	words_lexer_push(l, at, d ? d : words_lexer_new(l, &key, flags, points, folded_end));
}

static void
push_other(struct lexer *l, gsize at, gsize end)
{
	char *begin = l->folded, *out = begin;
	guint32 classes = 0;
	gsize points = 0, n;

	for (gsize i = at; i < end; i += n, points++) {
		gunichar fold, c = words_fold_decode(l->s + i, &n);
		guint32 class = words_fold_class(c, &fold);

		classes |= class;
		out = words_fold_put_folded(out, begin, class, c, fold);
	}
	push(l, at, end, WORD_OTHER | words_lexer_flags(classes), points, out);
}

/* One word of letters from `at`, where a letter stands; returns where it ends. */
static gsize
push_word(struct lexer *l, gsize at, gsize end)
{
	char *begin = l->folded, *out = begin;
	gsize i = at, word_end = at, points = 0, n;
	guint letters = 0, upper = 0;
	bool part = true, inside = false, capital = false;
	gunichar joint = 0;
	guint32 classes = 0;

	for (; i < end; i += n) {
		gunichar fold, c = words_fold_decode(l->s + i, &n);
		guint32 class = words_fold_class(c, &fold);

		if (G_LIKELY(class & CLASS_LETTER)) {
			if (joint) {
				out = words_fold_put(out, joint);
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
			out = words_fold_put_folded(out, begin, class, c, fold);
		} else if (class & CLASS_MARK) {
			if (!joint)
				out = words_fold_put_mark(out, begin, c);
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
	push(l, at, word_end, words_lexer_flags(classes) | (capital ? WORD_CAPITAL : 0) |
	     (upper == letters && letters > 1 ? WORD_CAPITALS : inside ? WORD_MIXED : 0),
	     points, out);
	return word_end;
}

static void
push_words(struct lexer *l, gsize at, gsize end)
{
	gsize n;

	while (at < end) {
		gunichar fold, c = words_fold_decode(l->s + at, &n);

		at = words_fold_class(c, &fold) & CLASS_LETTER ? push_word(l, at, end) : at + n;
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

	if ((words_table_bytes[(guchar)c] & BYTE_CUT) || c == '/')
		return !(i > at && is_digit_at(l, i - 1) && is_digit_at(l, i + 1));
	return c == '.' && ((i > at && l->s[i - 1] == '.') || (i + 1 < end && l->s[i + 1] == '.'));
}

static bool
trim(const struct lexer *l, gsize *at, gsize *end)
{
	while (*at < *end && (words_table_bytes[(guchar)l->s[*at]] & BYTE_EDGE))
		++*at;
	while (*end > *at && (words_table_bytes[(guchar)l->s[*end - 1]] & BYTE_EDGE))
		--*end;
	return *at < *end;
}

static unsigned
bytes_in(const struct lexer *l, gsize at, gsize end)
{
	unsigned mask = 0;

	while (at < end)
		mask |= words_table_bytes[(guchar)l->s[at++]];
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

void
words_chunk(struct lexer *l, gsize at, gsize end)
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
	if (l->n > before)
		words_lexer_end_chunk(l, to, end);
	else if (l->n == l->line_words)
		l->next |= WORD_SENTENCE;	/* "* first point" */
}
