#define _GNU_SOURCE		/* memmem */
#include "core/template_syntax.h"
#include "core/template_text.h"

/* What programs call a field.  With an underscore anything is taken for one. */
static const char *const fields[] = {
	"address", "amount", "city", "code", "company", "companyname", "count", "customer",
	"customername", "date", "email", "filename", "firstname", "from", "hostname", "id",
	"lastname", "link", "message", "name", "number", "order", "orderid", "ordernumber",
	"password", "phone", "price", "recipient", "report", "sender", "size", "subject", "title",
	"to", "token", "total", "url", "user", "username",
};

/* Words that filters and lists put into braces or brackets. */
static const char *const tags[] = {
	"bounce", "disarmed", "spam", "virus", "fraud", "filename", "size", "scanned", "blacklisted",
};

struct place {			/* where the scanner stands */
	const char *s;
	gsize len, at;
};

static gsize
take_while(const char *s, gsize len, const char *also)
{
	gsize n = 0, step;

	while (n < len) {
		step = word_char_len(s + n, len - n);
		if (!step && (!s[n] || !strchr(also, s[n])))
			break;
		n += step ? step : 1;
	}
	return n;
}

static gsize
take_until(const char *s, gsize len, const char *stop)
{
	gsize n = 0;

	while (n < len && s[n] && s[n] != '\n' && !strchr(stop, s[n]))
		n++;
	return n;
}

static gsize
take_ascii(const char *s, gsize len, bool upper, bool lower, const char *also)
{
	gsize n = 0;

	if (!len || !((upper && g_ascii_isupper(s[0])) || (lower && g_ascii_islower(s[0])) ||
		      (!upper && s[0] == '_')))
		return 0;
	while (n < len && ((upper && g_ascii_isupper(s[n])) || (lower && g_ascii_islower(s[n])) ||
			   g_ascii_isdigit(s[n]) || (s[n] && strchr(also, s[n]))))
		n++;
	return n;
}

static gsize
take_expression(const char *s, gsize len)
{
	gsize n = 0;

	while (n < len && (s[n] == ' ' || s[n] == '\t' || s[n] == '~' || s[n] == '-'))
		n++;
	if (n < len && s[n] && strchr("#/^>&!*", s[n]))
		n++;
	while (n < len && s[n] == ' ')
		n++;
	if (!letter_len(s + n, len - n) && !(n < len && s[n] && strchr("$@.\"'[(\\", s[n])))
		return 0;
	return n + take_until(s + n, len - n, "{}");
}

static bool
is_field(const char *s, gsize len)
{
	gsize lo = 0, hi = G_N_ELEMENTS(fields);

	if (len > 3 && memchr(s + 1, '_', len - 2))
		return true;
	while (lo < hi) {
		gsize mid = (lo + hi) / 2;
		int order = strncmp(s, fields[mid], len);

		if (order == 0 && fields[mid][len] == '\0')
			return true;
		if (order > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

static gsize
take_field(const char *s, gsize len)
{
	gsize n = take_ascii(s, len, false, true, "_");

	return n && s[n - 1] != '_' && is_field(s, n) ? n : 0;
}

static gsize
take_dotted(const char *s, gsize len)
{
	gsize first = take_while(s, len, ""), second;

	if (!first || g_ascii_isdigit(s[0]) || first + 1 >= len || s[first] != '.')
		return 0;
	second = letter_len(s + first + 1, len - first - 1)
	       ? take_while(s + first + 1, len - first - 1, ".") : 0;
	while (second && s[first + second] == '.')
		second--;	/* the sentence's */
	return second ? first + 1 + second : 0;
}

static gsize
take_any(const struct template_syntax *x, const char *s, gsize len)
{
	const char *end = memmem(s, MIN(len, x->most + strlen(x->close)), x->close, strlen(x->close));

	return end ? (gsize)(end - s) : 0;
}

static gsize
take_percent(const char *s, gsize len)
{
	gsize n = 0;

	while (n < len && s[n] && strchr(" -+~", s[n]))
		n++;
	return letter_len(s + n, len - n) ? n + take_until(s + n, len - n, "%") : 0;
}

static gsize
take_names(const struct template_syntax *x, const char *s, gsize len)
{
	bool letter = letter_len(s, len) > 0;
	gsize n;

	switch (x->names) {
	case NAMES_WORD:
		return letter ? take_while(s, len, ".") : 0;
	case NAMES_EXPRESSION:
		return take_expression(s, len);
	case NAMES_PATH:
		return letter ? take_until(s, len, "{}<>") : 0;
	case NAMES_VARIABLE:
		return letter && s[0] != '_' ? take_until(s, len, "{}<> \t,;") : 0;
	case NAMES_LABEL:
		n = letter ? take_while(s, len, " .:|-") : 0;
		return n && s[n - 1] != ' ' ? n : 0;
	case NAMES_MERGE:
		return len && g_ascii_isupper(s[0]) ? take_until(s, len, "|") : 0;
	case NAMES_UPPER:
		return take_ascii(s, len, true, false, "_");
	case NAMES_LOWER:
		return take_ascii(s, len, false, true, "_.-");
	case NAMES_CAPITAL:
		return len && g_ascii_isupper(s[0]) ? take_ascii(s, len, true, true, "_") : 0;
	case NAMES_DIGITS:
		for (n = 0; n < len && g_ascii_isdigit(s[n]); n++)
			;
		return n;
	case NAMES_ANY:
		return take_any(x, s, len);
	case NAMES_TO_PERCENT:
		return take_percent(s, len);
	case NAMES_FIELD:
		return take_field(s, len);
	case NAMES_DOTTED:
		return take_dotted(s, len);
	case NAMES_NONE:
		return 0;
	}
	return 0;
}

/* "{Bounce}" and "[EXT]" are marks; a bracketed word in capitals is a placeholder only
   when it is put together as programs do. */
static bool
is_tag(const struct template_syntax *x, const char *s, gsize len)
{
	if (x->open[0] == '[')
		return !memchr(s, '_', len);
	for (gsize i = 0; i < G_N_ELEMENTS(tags); i++)
		if (strlen(tags[i]) == len && g_ascii_strncasecmp(s, tags[i], len) == 0)
			return true;
	return false;
}

static bool
is_hex_pair(const char *s, gsize len)
{
	return len >= 2 && g_ascii_isxdigit(s[0]) && g_ascii_isxdigit(s[1]);
}

static bool
has_number_before(const struct place *p)
{
	gsize at = p->at;

	while (at > 0 && p->s[at - 1] == ' ')
		at--;
	return at > 0 && g_ascii_isdigit(p->s[at - 1]);
}

static bool
guards_hold(const struct template_syntax *x, const struct place *p, struct span inner, gsize end)
{
	char before = p->at ? p->s[p->at - 1] : ' ';

	if ((x->guards & GUARD_BEFORE) &&
	    (is_word_before(p->s, p->at) || strchr("{$#%!@\\", before)))
		return false;
	if ((x->guards & GUARD_LINK) && strchr(".&-~[/=", before))
		return false;
	if ((x->guards & GUARD_AFTER) && word_char_len(p->s + end, p->len - end))
		return false;
	if ((x->guards & GUARD_SPACE) && !g_ascii_isspace(before) && !strchr("#(*", before))
		return false;
	if ((x->guards & GUARD_PERCENT) && is_hex_pair(p->s + inner.at, inner.len) &&
	    is_hex_pair(p->s + end, p->len - end))
		return false;
	if ((x->guards & GUARD_NUMBER) && has_number_before(p))
		return false;
	if ((x->guards & GUARD_TAG) && is_tag(x, p->s + inner.at, inner.len))
		return false;
	if ((x->guards & GUARD_COLON) && end < p->len && p->s[end] == ':')
		return false;
	return !((x->guards & GUARD_WHOLE) && end < p->len && p->s[end] == '}');
}

static bool
fits(const struct template_syntax *x, const struct place *p, gsize *ret_end)
{
	gsize open = strlen(x->open), close = strlen(x->close);
	gsize inner = p->at + open, most = x->most, n, end;

	if (p->len - p->at < open + close || memcmp(p->s + p->at, x->open, open) != 0)
		return false;
	n = take_names(x, p->s + inner, MIN(p->len - inner, most + 1));
	if (x->names == NAMES_LABEL || !*x->close)
		while (n && strchr(".:-", p->s[inner + n - 1]) && x->names != NAMES_DOTTED)
			n--;
	if (x->open[0] == '%' && x->names == NAMES_TO_PERCENT && n == 0)
		return false;
	if (n < x->least || n > most)
		return false;
	end = inner + n;
	if (p->len - end < close || memcmp(p->s + end, x->close, close) != 0)
		return false;
	end += close;
	if (!guards_hold(x, p, (struct span){ inner, n }, end))
		return false;
	*ret_end = end;
	return true;
}

/* May a placeholder open in the block?  Hyphens and colons open names only. */
static inline bool
may_open(const char *s)
{
	struct block c = block_at(s), next = block_at(s + 1);
	struct mask named = { letters(next).v | (next.v == '_') };
	struct mask joins = { letters(block_at(s - 1)).v };

	return is_any((struct mask){
		((c.v - '#') <= '%' - '#') | ((c.v | 0x20) == '{') | (c.v == '*') | (c.v == '<') |
		(c.v == '@') | (c.v == '~') | ((c.v == ':') & named.v) |
		((c.v == '-') & named.v & ~joins.v)
	});
}

/* The first byte of what may be a placeholder; `len` if there is none. */
static gsize
skip_to_opener(const char *s, gsize len, gsize at, gsize *slow)
{
	while (at < len) {
		if (at >= *slow && at > 0 && at + BLOCK <= len) {
			if (!may_open(s + at)) {
				at += BLOCK;
				continue;
			}
			*slow = at + BLOCK;
		}
		if (template_syntax_openers[(guchar)s[at]].n)
			return at;
		at++;
	}
	return len;
}

bool
template_next(const char *s, gsize len, gsize from, enum template_in in,
	      struct template_match *ret_match)
{
	struct place p = { s, len, from };
	gsize end, slow = 0;

	for (;; p.at++) {
		const struct template_syntax *v;

		p.at = skip_to_opener(s, len, p.at, &slow);
		if (p.at >= len)
			return false;
		v = template_syntax_openers[(guchar)s[p.at]].v;
		for (gsize i = 0; i < template_syntax_openers[(guchar)s[p.at]].n; i++) {
			const struct template_syntax *x = &v[i];

			if (!(x->in & in) || !fits(x, &p, &end))
				continue;
			*ret_match = (struct template_match){
				{ p.at, end - p.at }, x->id, x->engine, x->certain
			};
			return true;
		}
	}
}
