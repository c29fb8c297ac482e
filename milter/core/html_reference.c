#include "core/html_entities.h"
#include "core/html_reference.h"

enum { HIGHEST = 0x10ffff, REPLACEMENT = 0xfffd };

/* Numbers people write when they think of windows-1252; 0 where it has nothing. */
static const guint16 windows_1252[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
};

/* Nearly all references in mail, tried first.  No longer name goes on from a ';'. */
static const struct {
	char name[8];
	guint8 len;
	char value[4];
} common[] = {
	{ "nbsp;", 5, "\xc2\xa0" },
	{ "amp;", 4, "&" },
	{ "zwnj;", 5, "\xe2\x80\x8c" },
	{ "quot;", 5, "\"" },
	{ "lt;", 3, "<" },
	{ "gt;", 3, ">" },
	{ "copy;", 5, "\xc2\xa9" },
	{ "ndash;", 6, "\xe2\x80\x93" },
};

static gunichar
character_of(gunichar number)
{
	if (number == 0 || number > HIGHEST || (number >= 0xd800 && number <= 0xdfff))
		return REPLACEMENT;
	if (number >= 0x80 && number < 0xa0 && windows_1252[number - 0x80])
		return windows_1252[number - 0x80];
	return number;
}

static gsize
numeric(const char *s, const char *end, char ret_s[HTML_REFERENCE_MOST], gsize *ret_len)
{
	const char *p = s + 2, *digits;
	bool hex = p < end && (*p | 0x20) == 'x';
	gunichar n = 0;

	for (digits = p += hex; p < end; p++) {
		int d = hex ? g_ascii_xdigit_value(*p) : g_ascii_digit_value(*p);

		if (d < 0)
			break;
		if (n <= HIGHEST)
			n = n * (hex ? 16 : 10) + (gunichar)d;
	}
	if (p == digits)
		return 0;
	*ret_len = (gsize)g_unichar_to_utf8(character_of(n), ret_s);
	return (gsize)(p - s) + (p < end && *p == ';');
}

/* The byte at `depth` of the i-th name; 0, before all others, past its end. */
static char
name_byte(guint i, gsize depth)
{
	gsize at = html_entities_at[i] + depth;

	return at < html_entities_at[i + 1] ? html_entities_names[at] : 0;
}

/* The first name in [lo, hi) whose byte at `depth` is at least `c`. */
static guint
first_from(guint lo, guint hi, gsize depth, char c)
{
	while (lo < hi) {
		guint mid = (lo + hi) / 2;

		if (name_byte(mid, depth) < c)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Narrows the sorted names byte by byte; the last that ended is the longest. */
static gsize
longest_name(const char *s, const char *end, guint *ret_name)
{
	guint lo, hi;
	gsize depth = 1, longest = 0;

	if (s >= end || !g_ascii_isalpha(*s))
		return 0;
	lo = html_entities_first[*s - 'A'];
	hi = html_entities_first[*s - 'A' + 1];
	for (; lo < hi; depth++) {
		if (!name_byte(lo, depth)) {
			longest = depth;
			*ret_name = lo;
		}
		if (s + depth >= end || !(g_ascii_isalnum(s[depth]) || s[depth] == ';'))
			break;
		lo = first_from(lo, hi, depth, s[depth]);
		hi = first_from(lo, hi, depth, s[depth] + 1);
	}
	return longest;
}

static gsize
common_name(const char *s, const char *end, const char **ret_value)
{
	for (guint i = 0; i < G_N_ELEMENTS(common); i++)
		if (*s == common[i].name[0] && (gsize)(end - s) >= common[i].len &&
		    memcmp(s, common[i].name, common[i].len) == 0) {
			*ret_value = common[i].value;
			return common[i].len;
		}
	return 0;
}

gsize
html_reference(const char *s, const char *end, bool in_attribute,
	       char ret_s[HTML_REFERENCE_MOST], gsize *ret_len)
{
	const char *value;
	guint name;
	gsize len;

	if (end - s < 2)
		return 0;
	if (s[1] == '#')
		return numeric(s, end, ret_s, ret_len);
	len = common_name(s + 1, end, &value);
	if (!len) {
		len = longest_name(s + 1, end, &name);
		if (!len)
			return 0;
		value = html_entities_values[name];
	}
	/* For the sake of "?a=1&copy=2" in old pages. */
	if (in_attribute && s[len] != ';' && s + len + 1 < end &&
	    (s[len + 1] == '=' || g_ascii_isalnum(s[len + 1])))
		return 0;
	*ret_len = strlen(value);
	memcpy(ret_s, value, *ret_len);
	return len + 1;
}
