#include "core/template.h"
#include "core/template_text.h"

/* What programs write for nothing, and after what it cannot be meant: "None" and "nil"
   are words of English after a colon. */
static const struct {
	const char *word;
	bool after_colon, alone, anywhere;
} nulls[] = {
	{ "[object Object]", true, true, true },
	{ "(null)", true, true, true },
	{ "<null>", true, true, true },
	{ "<nil>", true, true, true },
	{ "undefined", true, true, false },
	{ "null", true, true, false },
	{ "NULL", true, true, false },
	{ "NaN", true, true, false },
	{ "None", false, false, false },
	{ "nil", false, false, false },
	{ "DBNull", true, true, false },
};

/* The first byte of each with those that follow it. */
static const char starts_null[256][4] = {
	['['] = "o", ['('] = "n", ['<'] = "n", ['u'] = "n", ['n'] = "ui", ['N'] = "Uao",
	['D'] = "B",
};

static bool
may_be_null(const char *s)
{
	const char *next = starts_null[(guchar)s[0]];

	return s[1] && (s[1] == next[0] || s[1] == next[1] || s[1] == next[2]);
}

/* May such bytes stand in the block, no letter before them? */
static inline bool
may_hold_null(const char *s)
{
	struct block c = block_at(s), d = block_at(s + 1), e = block_at(s + 2);

	return is_any((struct mask){
		(((c.v == 'u') & (d.v == 'n') & (e.v == 'd')) |
		 ((c.v == 'n') & ((d.v == 'u') | (d.v == 'i')) & (e.v == 'l')) |
		 (((c.v == '(') | (c.v == '<')) & (d.v == 'n')) |
		 ((c.v == 'N') & ((d.v == 'U') | (d.v == 'a') | (d.v == 'o'))) |
		 ((c.v == '[') & (d.v == 'o')) | ((c.v == 'D') & (d.v == 'B'))) &
		~letters(block_at(s - 1)).v
	});
}

static const char *const currencies[] = { "$", "€", "£", "¥", "₽", "₴", "zł", "PLN", "EUR", "USD",
					  "BRL", "RUB", "руб" };

static bool
ends_with_currency(const char *s, gsize len)
{
	for (gsize i = 0; i < G_N_ELEMENTS(currencies); i++) {
		gsize n = strlen(currencies[i]);

		if (len >= n && memcmp(s + len - n, currencies[i], n) == 0)
			return true;
	}
	return false;
}

static bool
starts_with_currency(const char *s, gsize len)
{
	for (gsize i = 0; i < G_N_ELEMENTS(currencies); i++) {
		gsize n = strlen(currencies[i]);

		if (len >= n && memcmp(s, currencies[i], n) == 0)
			return true;
	}
	return len && s[0] == '%';
}

static gsize
skip_back(const char *s, gsize at)
{
	while (at > 0 && s[at - 1] == ' ')
		at--;
	return at;
}

static bool
ends_value(const char *s, gsize len)
{
	return len == 0 || strchr("\n\r\t.,;!?)", s[0]) != NULL;
}

/* Does a value belong where the word stands? */
static bool
stands_for_value(const char *s, gsize len, struct span w, guint kind)
{
	gsize before = skip_back(s, w.at), end = w.at + w.len, after = end;
	char c = before ? s[before - 1] : '\n';

	if (nulls[kind].anywhere)
		return true;
	while (after < len && s[after] == ' ')
		after++;
	if (c == '#' || ends_with_currency(s, before) ||
	    (before >= 3 && memcmp(s + before - 3, "№", 3) == 0))
		return true;
	if (nulls[kind].alone && starts_with_currency(s + after, len - after) &&
	    strchr("\n\t:=", c))
		return true;
	if (nulls[kind].after_colon && c == ':' && before < w.at)
		return ends_value(s + after, len - after);
	return nulls[kind].alone && strchr("\n\t", c) && after == before + (w.at - before) + w.len &&
	       (end == len || strchr("\n\r\t", s[end]));
}

static bool
has_word_end(const char *s, gsize len, gsize end)
{
	return !word_char_len(s + end, len - end) &&
	       !(end + 1 < len && strchr("-.@/'", s[end]) &&
		 word_char_len(s + end + 1, len - end - 1));
}

bool
template_null_next(const char *s, gsize len, gsize from,
		   bool (*greeted)(gsize at, const void *data), const void *data,
		   struct span *ret_where)
{
	for (gsize i = from, slow = 0; i < len; i++) {
		while (i >= slow && i > 0 && i + BLOCK < len) {
			if (may_hold_null(s + i))
				slow = i + BLOCK;
			else
				i += BLOCK;
		}
		if (i == len)
			break;
		if (!starts_null[(guchar)s[i]][0] || !may_be_null(s + i) || is_word_before(s, i))
			continue;
		for (guint k = 0; k < G_N_ELEMENTS(nulls); k++) {
			struct span w = { i, strlen(nulls[k].word) };

			if (len - i < w.len || memcmp(s + i, nulls[k].word, w.len) != 0 ||
			    !has_word_end(s, len, i + w.len))
				continue;
			if (i > 0 && strchr("-./@'=_", s[i - 1]))
				continue;
			if (!stands_for_value(s, len, w, k) && !(greeted && greeted(i, data)))
				continue;
			*ret_where = w;
			return true;
		}
	}
	return false;
}
