#include <errno.h>
#include <iconv.h>

#include "core/charset.h"

/* How the bytes of one character are told apart, for the map. */
enum family {
	UTF8,
	ASCII,		/* us-ascii, or a label that says nothing */
	SINGLE,		/* one byte a character, ASCII below 0x80 */
	DOUBLE,		/* two bytes from 0x80 on: big5, euc-kr */
	GB,		/* two, or four if the second is a digit */
	EUC_JP,		/* two, or three after 0x8f */
	SJIS,		/* two, or one for half-width letters */
	ISO2022,	/* escape sequences switch */
	OTHER,		/* told only by iconv */
};

/* As mail writes them, in lower case without "x-", '-', '_', ' ', ':', '.', to what
   iconv knows.  As browsers do, a small charset is read as the larger one that mail
   programs mean by its name. */
static const struct alias {
	const char *label, *name;
	enum family family;
} aliases[] = {
	{ "utf8", "UTF-8", UTF8 }, { "utf", "UTF-8", UTF8 }, { "utf8sig", "UTF-8", UTF8 },
	{ "utf8mb4", "UTF-8", UTF8 }, { "unicode11utf8", "UTF-8", UTF8 },
	{ "usascii", "CP1252", ASCII }, { "ascii", "CP1252", ASCII }, { "us", "CP1252", ASCII },
	{ "7bit", "CP1252", ASCII }, { "ansix341968", "CP1252", ASCII },
	{ "iso646us", "CP1252", ASCII }, { "646", "CP1252", ASCII },
	{ "8bit", "CP1252", ASCII }, { "binary", "CP1252", ASCII },
	{ "unknown8bit", "CP1252", ASCII }, { "unknown", "CP1252", ASCII },
	{ "default", "CP1252", ASCII }, { "none", "CP1252", ASCII },
	{ "iso88591", "CP1252", SINGLE }, { "latin1", "CP1252", SINGLE },
	{ "l1", "CP1252", SINGLE }, { "88591", "CP1252", SINGLE },
	{ "iso885911987", "CP1252", SINGLE }, { "ansi", "CP1252", SINGLE },
	{ "iso88592", "ISO-8859-2", SINGLE }, { "latin2", "ISO-8859-2", SINGLE },
	{ "l2", "ISO-8859-2", SINGLE }, { "88592", "ISO-8859-2", SINGLE },
	{ "iso88593", "ISO-8859-3", SINGLE }, { "iso88594", "ISO-8859-4", SINGLE },
	{ "iso88595", "ISO-8859-5", SINGLE }, { "cyrillic", "ISO-8859-5", SINGLE },
	{ "iso88596", "ISO-8859-6", SINGLE }, { "iso88597", "ISO-8859-7", SINGLE },
	{ "greek", "ISO-8859-7", SINGLE },
	{ "iso88598", "ISO-8859-8", SINGLE }, { "iso88598i", "ISO-8859-8", SINGLE },
	{ "iso88598e", "ISO-8859-8", SINGLE },
	{ "iso88599", "CP1254", SINGLE }, { "latin5", "CP1254", SINGLE },
	{ "iso885910", "ISO-8859-10", SINGLE }, { "iso885911", "CP874", SINGLE },
	{ "tis620", "CP874", SINGLE }, { "iso885913", "ISO-8859-13", SINGLE },
	{ "iso885914", "ISO-8859-14", SINGLE }, { "iso885915", "ISO-8859-15", SINGLE },
	{ "latin9", "ISO-8859-15", SINGLE }, { "iso885916", "ISO-8859-16", SINGLE },
	{ "koi8", "KOI8-R", SINGLE }, { "koi8r", "KOI8-R", SINGLE }, { "koi8u", "KOI8-U", SINGLE },
	{ "koi8ru", "KOI8-U", SINGLE },
	{ "437", "CP437", SINGLE }, { "850", "CP850", SINGLE }, { "852", "CP852", SINGLE },
	{ "858", "CP858", SINGLE }, { "866", "CP866", SINGLE }, { "874", "CP874", SINGLE },
	{ "1250", "CP1250", SINGLE }, { "1251", "CP1251", SINGLE }, { "1252", "CP1252", SINGLE },
	{ "1253", "CP1253", SINGLE }, { "1254", "CP1254", SINGLE }, { "1255", "CP1255", SINGLE },
	{ "1256", "CP1256", SINGLE }, { "1257", "CP1257", SINGLE }, { "1258", "CP1258", SINGLE },
	{ "mac", "MACINTOSH", SINGLE }, { "macroman", "MACINTOSH", SINGLE },
	{ "macintosh", "MACINTOSH", SINGLE }, { "maccyrillic", "MAC-CYRILLIC", SINGLE },
	{ "macce", "MAC-CENTRALEUROPE", SINGLE },
	{ "gb2312", "GB18030", GB }, { "gbk", "GB18030", GB }, { "gb18030", "GB18030", GB },
	{ "936", "GB18030", GB }, { "euccn", "GB18030", GB }, { "gb231280", "GB18030", GB },
	{ "hzgb2312", "HZ", OTHER }, { "hz", "HZ", OTHER },
	{ "big5", "CP950", DOUBLE }, { "950", "CP950", DOUBLE }, { "xbig5", "CP950", DOUBLE },
	{ "big5hkscs", "BIG5-HKSCS", OTHER },
	{ "euckr", "CP949", DOUBLE }, { "ksc5601", "CP949", DOUBLE }, { "949", "CP949", DOUBLE },
	{ "ksc56011987", "CP949", DOUBLE }, { "ksc56011989", "CP949", DOUBLE },
	{ "korean", "CP949", DOUBLE }, { "uhc", "CP949", DOUBLE },
	{ "eucjp", "EUC-JP", EUC_JP }, { "51932", "EUC-JP", EUC_JP },
	{ "shiftjis", "CP932", SJIS }, { "sjis", "CP932", SJIS }, { "932", "CP932", SJIS },
	{ "windows31j", "CP932", SJIS }, { "mskanji", "CP932", SJIS },
	{ "iso2022jp", "ISO-2022-JP-3", ISO2022 }, { "iso2022jp2", "ISO-2022-JP-2", ISO2022 },
	{ "iso2022jpms", "ISO-2022-JP-3", ISO2022 }, { "50220", "ISO-2022-JP-3", ISO2022 },
	{ "50221", "ISO-2022-JP-3", ISO2022 }, { "iso2022kr", "ISO-2022-KR", OTHER },
	{ "iso2022cn", "ISO-2022-CN", OTHER },
	{ "utf7", "UTF-7", OTHER }, { "unicode11utf7", "UTF-7", OTHER },
	{ "utf16", "UTF-16", OTHER }, { "utf16le", "UTF-16LE", OTHER },
	{ "utf16be", "UTF-16BE", OTHER }, { "utf32", "UTF-32", OTHER },
};

static const char fffd[] = "\357\277\275";

enum { LABEL_MOST = 64, LINE_MOST = 256 };

/* What is being made. */
struct job {
	GString *out;
	struct map *map;	/* never NULL */
	const char *bytes;
	gsize len, at;		/* of bytes; what stands before `at` is done */
	gsize bad_at;
	bool bad;
};

gsize
charset_ascii(const char *s, gsize len)
{
	gsize i = 0;

	for (guint64 w; i + 8 <= len; i += 8) {
		memcpy(&w, s + i, 8);
		if ((w | (w - 0x0101010101010101u)) & 0x8080808080808080u)
			break;
	}
	while (i < len && s[i] > 0)
		i++;
	return i;
}

static bool
is_tail(char c)
{
	return ((guchar)c & 0xc0) == 0x80;
}

/* Length of the valid character beyond ASCII that begins at `s`, or 0. */
static gsize
utf8_char(const char *s, gsize len)
{
	guchar b = (guchar)s[0], second = len > 1 ? (guchar)s[1] : 0;

	if (b >= 0xc2 && b <= 0xdf)
		return is_tail((char)second) ? 2 : 0;
	if (b >= 0xe0 && b <= 0xef)
		return len > 2 && is_tail(s[1]) && is_tail(s[2]) &&
		       !(b == 0xe0 && second < 0xa0) && !(b == 0xed && second > 0x9f) ? 3 : 0;
	if (b >= 0xf0 && b <= 0xf4)
		return len > 3 && is_tail(s[1]) && is_tail(s[2]) && is_tail(s[3]) &&
		       !(b == 0xf0 && second < 0x90) && !(b == 0xf4 && second > 0x8f) ? 4 : 0;
	return 0;
}

gsize
charset_valid(const char *s, gsize len)
{
	gsize i = 0, n;

	for (;;) {
		i += charset_ascii(s + i, len - i);
		while (i < len && s[i] < 0 && (n = utf8_char(s + i, len - i)))
			i += n;
		if (i >= len || s[i] <= 0)
			return i;
	}
}

static void
put(struct job *j, enum map_kind kind, const char *s, gsize len, gsize in_len)
{
	map_add(j->map, kind, j->out->len, j->at, in_len);
	g_string_append_len(j->out, s, (gssize)len);
	j->at += in_len;
}

/* The byte at `at` is nothing in this charset; a NUL is, but not for readers. */
static void
put_bad(struct job *j)
{
	if (j->bytes[j->at] && !j->bad) {
		j->bad = true;
		j->bad_at = j->at;
	}
	put(j, MAP_3_FROM_1, fffd, 3, 1);
}

static void
decode_utf8(struct job *j)
{
	while (j->at < j->len) {
		gsize n = charset_valid(j->bytes + j->at, j->len - j->at);

		put(j, MAP_LINEAR, j->bytes + j->at, n, n);
		if (j->at < j->len)
			put_bad(j);
	}
}

/* The UTF-8 of each byte is asked for once. */
static void
decode_single(struct job *j, iconv_t cd)
{
	struct { guchar len; char s[4]; } seen[128] = { { 0 } };
	enum map_kind kinds[] = { MAP_COVER, MAP_LINEAR, MAP_2_FROM_1, MAP_3_FROM_1, MAP_COVER };

	while (j->at < j->len) {
		gsize n = charset_ascii(j->bytes + j->at, j->len - j->at);
		guint b;

		if (n)
			put(j, MAP_LINEAR, j->bytes + j->at, n, n);
		if (j->at >= j->len)
			break;
		b = (guchar)j->bytes[j->at];
		if (b >= 0x80 && !seen[b - 0x80].len) {
			char *in = (char *)j->bytes + j->at, *out = seen[b - 0x80].s;
			gsize in_len = 1, out_len = 4;

			if (iconv(cd, &in, &in_len, &out, &out_len) != (gsize)-1 && out_len < 4)
				seen[b - 0x80].len = (guchar)(4 - out_len);
			else
				seen[b - 0x80].len = 5;
		}
		if (b < 0x80 || seen[b - 0x80].len == 5)
			put_bad(j);
		else
			put(j, kinds[seen[b - 0x80].len], seen[b - 0x80].s, seen[b - 0x80].len, 1);
	}
}

/* Bytes of the character at `s`, as the family has it. */
static gsize
char_len(enum family f, const char *s, gsize len)
{
	guchar b = (guchar)*s, second = len > 1 ? (guchar)s[1] : 0;

	if (b < 0x80)
		return 1;
	if (f == GB && second >= '0' && second <= '9')
		return 4;
	if (f == EUC_JP && b == 0x8f)
		return 3;
	if (f == SJIS && b >= 0xa1 && b <= 0xdf)
		return 1;
	return 2;
}

/* Map what iconv made of `in_len` bytes, character by character. */
static void
map_chars(struct job *j, enum family f, gsize in_len, gsize out)
{
	gsize end = j->at + in_len;

	while (j->at < end && out < j->out->len) {
		gsize n = MIN(char_len(f, j->bytes + j->at, end - j->at), end - j->at);
		guchar lead = (guchar)j->out->str[out];
		gsize made = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
		enum map_kind kind = made == n ? MAP_LINEAR
			: made == 3 && n == 2 ? MAP_3_FROM_2
			: made == 3 && n == 1 ? MAP_3_FROM_1
			: made == 2 && n == 1 ? MAP_2_FROM_1 : MAP_COVER;

		map_add(j->map, kind, out, j->at, n);
		j->at += n;
		out += made;
	}
	j->at = end;
}

/* As much as iconv takes of `len` bytes, appended; how many it took.  NULs in what it
   made become U+FFFD. */
static gsize
convert(struct job *j, iconv_t cd, const char *s, gsize len, int *ret_error)
{
	char *in = (char *)s, buf[4 * LINE_MOST];

	*ret_error = 0;
	while (len && !*ret_error) {
		char *out = buf;
		gsize room = sizeof buf;

		if (iconv(cd, &in, &len, &out, &room) == (gsize)-1 && errno != E2BIG)
			*ret_error = errno;
		for (const char *p = buf, *nul; p < out; p = nul + 1) {
			nul = memchr(p, 0, (gsize)(out - p));
			g_string_append_len(j->out, p, nul ? nul - p : out - p);
			if (!nul)
				break;
			g_string_append_len(j->out, fffd, 3);
		}
	}
	return (gsize)(in - s);
}

static void
decode_multi(struct job *j, iconv_t cd, enum family f)
{
	while (j->at < j->len) {
		const char *s = j->bytes + j->at, *nul;
		gsize n = charset_ascii(s, j->len - j->at), out;
		int error;

		if (n) {
			put(j, MAP_LINEAR, s, n, n);
			continue;
		}
		nul = memchr(s, 0, j->len - j->at);
		out = j->out->len;
		n = convert(j, cd, s, nul ? (gsize)(nul - s) : j->len - j->at, &error);
		map_chars(j, f, n, out);
		if (error || n == 0) {
			iconv(cd, NULL, NULL, NULL, NULL);
			put_bad(j);
		}
	}
}

/* One kind of run for a stretch, by the ratio of what went in and came out. */
static void
map_stretch(struct job *j, gsize in_len, gsize out)
{
	gsize made = j->out->len - out;

	if (made)
		map_add(j->map, made == in_len ? MAP_LINEAR
			: made * 2 == in_len * 3 ? MAP_3_FROM_2 : MAP_COVER, out, j->at, in_len);
	j->at += in_len;
}

/* From escape sequence to escape sequence; the sequences themselves make nothing. */
static void
decode_iso2022(struct job *j, iconv_t cd)
{
	while (j->at < j->len) {
		const char *s = j->bytes + j->at, *esc;
		gsize most = j->len - j->at, n, out = j->out->len;
		int error;

		if (*s == '\033') {
			n = most > 2 && s[1] == '$' && strchr("()", s[2]) && s[2] ? 4 : 3;
			if (convert(j, cd, s, MIN(n, most), &error) == MIN(n, most) && !error)
				j->at += MIN(n, most);
			else {
				iconv(cd, NULL, NULL, NULL, NULL);
				put_bad(j);
			}
			continue;
		}
		esc = memchr(s, '\033', most);
		n = convert(j, cd, s, esc ? (gsize)(esc - s) : most, &error);
		map_stretch(j, n, out);
		if (error) {
			iconv(cd, NULL, NULL, NULL, NULL);
			put_bad(j);
		}
	}
}

/* Where only iconv knows what belongs together, a line or a little more is one run. */
static void
decode_other(struct job *j, iconv_t cd)
{
	gsize most = LINE_MOST;

	while (j->at < j->len) {
		const char *s = j->bytes + j->at, *nl;
		gsize len = MIN(most, j->len - j->at), n, out = j->out->len;
		int error;

		nl = most == LINE_MOST ? memchr(s, '\n', len) : NULL;
		if (nl)
			len = (gsize)(nl + 1 - s);
		n = convert(j, cd, s, len, &error);
		if (j->out->len > out)
			map_add(j->map, MAP_COVER, out, j->at, n);
		j->at += n;
		if (n == 0 && error == EINVAL && len < MIN(most, j->len - j->at)) {
			most = len + 1;		/* a character goes on behind what looks like LF */
			continue;
		}
		most = LINE_MOST;
		if (error == EILSEQ || (error && (n == 0 || j->at >= j->len))) {
			iconv(cd, NULL, NULL, NULL, NULL);
			if (j->at < j->len)
				put_bad(j);
		}
	}
}

/* The label as the table has it: "X-Windows_1251 " is "1251". */
static void
fold_label(const char *label, char folded[LABEL_MOST])
{
	gsize n = 0;

	while (*label && strchr(" \t\r\n\"'=", *label))
		label++;
	if (g_ascii_strncasecmp(label, "x-", 2) == 0)
		label += 2;
	if (g_ascii_strncasecmp(label, "cs", 2) == 0)
		label += 2;
	for (; *label && n < LABEL_MOST - 1; label++) {
		if (g_ascii_isalnum(*label))
			folded[n++] = g_ascii_tolower(*label);
		else if (!strchr("-_ :.", *label))
			break;		/* what follows is another parameter, or junk */
	}
	folded[n] = 0;
}

static const struct alias *
find(const char *folded)
{
	static const char *const prefixes[] = { "", "windows", "win", "cp", "ibm", "dos", "ms" };

	for (gsize k = 0; k < G_N_ELEMENTS(prefixes); k++) {
		const char *rest = folded + strlen(prefixes[k]);

		if (!g_str_has_prefix(folded, prefixes[k]) || !*rest)
			continue;
		for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++)
			if (g_str_equal(aliases[i].label, rest))
				return &aliases[i];
	}
	return NULL;
}

/* Labels of a known one with junk behind it: "windows-1252http-equiv", "utf-8mime". */
static const struct alias *
find_beginning(const char *folded)
{
	static const char *const prefixes[] = { "utf8", "windows1250", "windows1251", "windows1252",
						"iso88591unknown", "iso88592unknown" };
	char known[LABEL_MOST];

	for (gsize k = 0; k < G_N_ELEMENTS(prefixes); k++)
		if (g_str_has_prefix(folded, prefixes[k])) {
			g_strlcpy(known, prefixes[k], sizeof known);
			if (g_str_has_suffix(known, "unknown"))
				known[strlen(known) - 7] = 0;
			return find(known);
		}
	return NULL;
}

static bool
is_label_for_iconv(const char *label)
{
	gsize n = strlen(label);

	return n > 0 && n < LABEL_MOST && strspn(label, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS
						 "-_.:") == n;
}

static void
decode(struct job *j, const struct alias *alias, iconv_t cd)
{
	switch (alias->family) {
	case UTF8:
		decode_utf8(j);
		break;
	case ASCII:
	case SINGLE:
		decode_single(j, cd);
		break;
	case ISO2022:
		decode_iso2022(j, cd);
		break;
	case OTHER:
		decode_other(j, cd);
		break;
	default:
		decode_multi(j, cd, alias->family);
	}
}

/* Beyond ASCII, NULs passed over: where it begins, and whether all of it is UTF-8. */
static gsize
first_high(const char *s, gsize len, bool *ret_utf8)
{
	gsize i = charset_ascii(s, len), high;

	while (i < len && !s[i])
		i += 1 + charset_ascii(s + i + 1, len - i - 1);
	high = i;
	while (i < len) {
		i += charset_valid(s + i, len - i);
		if (i < len && s[i])
			break;
		i += i < len;
	}
	*ret_utf8 = i >= len;
	return high;
}

/* No charset, one that says nothing, or one that nobody knows. */
static struct alias
guess(const char *bytes, gsize len, bool is_ascii, struct charset_result *r)
{
	bool utf8;
	gsize high = first_high(bytes, len, &utf8);

	if (high < len && is_ascii) {
		r->oddities |= CHARSET_WRONG;
		r->bad_at = high;
	} else if (high < len && !r->oddities) {
		r->oddities |= CHARSET_MISSING;
	}
	return utf8 ? (struct alias){ "utf8", "UTF-8", UTF8 }
		    : (struct alias){ "1252", "CP1252", SINGLE };
}

/* Which charset to read it in, and what is odd about that. */
static struct alias
choose(const char *label, const char *bytes, gsize len, struct charset_result *r)
{
	const struct alias *known = NULL;
	char folded[LABEL_MOST] = "";
	iconv_t cd;

	if (label)
		fold_label(label, folded);
	if (*folded)
		known = find(folded);
	if (*folded && !known)
		known = find_beginning(folded);
	if (known && known->family != ASCII)
		return *known;
	if (*folded && !known && is_label_for_iconv(label)) {
		cd = iconv_open("UTF-8", label);
		if (cd != (iconv_t)-1) {
			iconv_close(cd);
			return (struct alias){ label, label, OTHER };
		}
	}
	if (!known && label && label[strspn(label, " \t\"'")])
		r->oddities |= CHARSET_UNKNOWN;
	return guess(bytes, len, known != NULL, r);
}

static bool
is_same(const struct alias *alias, const char *bytes, gsize len)
{
	if (alias->family == UTF8)
		return charset_valid(bytes, len) == len;
	return alias->family < ISO2022 && charset_ascii(bytes, len) == len;
}

struct charset_result
charset_decode(struct arena *a, const char *label, const char *bytes, gsize len, struct map *map)
{
	struct charset_result r = { .s = bytes, .len = len };
	struct map unused = { .arena = a };
	struct job j = { .map = map ? map : &unused, .bytes = bytes, .len = len };
	struct alias alias = choose(label, bytes, len, &r);
	iconv_t cd = (iconv_t)-1;

	if (is_same(&alias, bytes, len))
		return r;
	if (alias.family != UTF8)
		cd = iconv_open("UTF-8", alias.name);
	if (alias.family != UTF8 && cd == (iconv_t)-1) {
		r.oddities |= CHARSET_UNKNOWN;	/* this system's iconv lacks it */
		alias.family = UTF8;
	}
	j.out = g_string_sized_new(len + len / 2 + 16);
	decode(&j, &alias, cd);
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	map_end(j.map, j.out->len, len);
	if (j.bad && !(r.oddities & CHARSET_WRONG)) {
		r.oddities |= CHARSET_WRONG;
		r.bad_at = j.bad_at;
	}
	r.len = j.out->len;
	r.s = g_string_free(j.out, FALSE);
	arena_defer(a, g_free, (gpointer)r.s);
	return r;
}

static void
close_converter(gpointer cd)
{
	iconv_close((iconv_t)cd);
}

GPtrArray *
charset_hold(void)
{
	static const char *const common[] = {
		"CP1250", "CP1251", "CP1252", "ISO-8859-1", "ISO-8859-2", "ISO-8859-15", "KOI8-R",
	};
	GPtrArray *held = g_ptr_array_new_with_free_func(close_converter);

	for (gsize i = 0; i < G_N_ELEMENTS(common); i++) {
		iconv_t cd = iconv_open("UTF-8", common[i]);

		if (cd != (iconv_t)-1)
			g_ptr_array_add(held, (gpointer)cd);
	}
	return held;
}
