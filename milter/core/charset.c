#include <errno.h>
#include <iconv.h>

#include "core/charset.h"
#include "core/charset_alias.h"

static const char fffd[] = "\357\277\275";

enum { LINE_MOST = 256 };

enum { SINGLE_BAD = 5, SINGLE_BLOCK = 64 };

/* The UTF-8 of a byte beyond ASCII. */
struct single {
	guchar len;		/* 0: not asked for yet; SINGLE_BAD: there is none */
	char s[4];
};

/* What is being made. */
struct job {
	GString *out;
	struct single *singles;	/* of the bytes from 0x80 on */
	struct map *map;	/* NULL: the way back is not asked for */
	const char *bytes;
	gsize len, at;		/* of bytes; what stands before `at` is done */
	gsize bad_at;
	bool bad, lacking;	/* lacking: iconv does not know the charset */
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

/* There is nearly always room. */
static void
append(GString *out, const char *s, gsize len)
{
	if (out->len + len >= out->allocated_len) {
		g_string_append_len(out, s, (gssize)len);
		return;
	}
	memcpy(out->str + out->len, s, len);
	out->len += len;
	out->str[out->len] = '\0';
}

static void
note(struct job *j, enum map_kind kind, gsize out, gsize in_len)
{
	if (j->map)
		map_add(j->map, kind, out, j->at, in_len);
}

static void
put(struct job *j, enum map_kind kind, const char *s, gsize len, gsize in_len)
{
	note(j, kind, j->out->len, in_len);
	append(j->out, s, len);
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

/* Each byte beyond ASCII is asked for once. */
static void
ask_single(struct single *x, iconv_t cd, char byte)
{
	char *in = &byte, *out = x->s;
	gsize in_len = 1, out_len = sizeof x->s;

	if (iconv(cd, &in, &in_len, &out, &out_len) != (gsize)-1 && out_len < sizeof x->s)
		x->len = (guchar)(sizeof x->s - out_len);
	else
		x->len = SINGLE_BAD;
}

/* Up to SINGLE_BLOCK bytes, as far as all are letters; ASCII by eights. */
static void
put_block(struct job *j, iconv_t cd)
{
	const char *in = j->bytes + j->at, *end = in + MIN(j->len - j->at, SINGLE_BLOCK);
	char block[4 * SINGLE_BLOCK], *out = block;

	while (in < end) {
		if (*in < 0) {
			struct single *x = &j->singles[(guchar)*in - 0x80];

			if (!x->len)
				ask_single(x, cd, *in);
			if (x->len == SINGLE_BAD)
				break;
			memcpy(out, x->s, sizeof x->s);
			out += x->len;
			in++;
		} else if (end - in >= 8 && charset_ascii(in, 8) == 8) {
			memcpy(out, in, 8);
			out += 8;
			in += 8;
		} else if (*in > 0) {
			*out++ = *in++;
		} else {
			break;
		}
	}
	append(j->out, block, (gsize)(out - block));
	j->at = (gsize)(in - j->bytes);
}

static void
decode_single(struct job *j, iconv_t cd)
{
	while (j->at < j->len) {
		gsize at = j->at;

		put_block(j, cd);
		if (j->at == at)
			put_bad(j);
	}
}

/* Bytes of the character at `s`, as the family has it. */
static gsize
char_len(enum charset_family f, const char *s, gsize len)
{
	guchar b = (guchar)*s, second = len > 1 ? (guchar)s[1] : 0;

	if (b < 0x80)
		return 1;
	if (f == CHARSET_GB && second >= '0' && second <= '9')
		return 4;
	if (f == CHARSET_EUC_JP && b == 0x8f)
		return 3;
	if (f == CHARSET_SJIS && b >= 0xa1 && b <= 0xdf)
		return 1;
	return 2;
}

/* Map what iconv made of `in_len` bytes, character by character. */
static void
map_chars(struct job *j, enum charset_family f, gsize in_len, gsize out)
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

		note(j, kind, out, n);
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
decode_multi(struct job *j, iconv_t cd, enum charset_family f)
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
		note(j, made == in_len ? MAP_LINEAR
		     : made * 2 == in_len * 3 ? MAP_3_FROM_2 : MAP_COVER, out, in_len);
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
			note(j, MAP_COVER, out, n);
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

static void
decode(struct job *j, const struct charset_alias *alias, iconv_t cd)
{
	switch (alias->family) {
	case CHARSET_UTF8:
		decode_utf8(j);
		break;
	case CHARSET_SINGLE:
		decode_single(j, cd);
		break;
	case CHARSET_ISO2022:
		decode_iso2022(j, cd);
		break;
	case CHARSET_OTHER:
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
static struct charset_alias
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
	return utf8 ? (struct charset_alias){ "utf8", "UTF-8", CHARSET_UTF8 }
		    : (struct charset_alias){ "1252", "CP1252", CHARSET_SINGLE };
}

/* Which charset to read it in, and what is odd about that. */
static struct charset_alias
choose(const char *label, const char *bytes, gsize len, struct charset_result *r)
{
	const struct charset_alias *known = label ? charset_alias_find(label) : NULL;
	iconv_t cd;

	if (known && known->family != CHARSET_ASCII)
		return *known;
	if (label && !known && charset_alias_may_be(label)) {
		cd = iconv_open("UTF-8", label);
		if (cd != (iconv_t)-1) {
			iconv_close(cd);
			return (struct charset_alias){ label, label, CHARSET_OTHER };
		}
	}
	if (!known && label && label[strspn(label, " \t\"'")])
		r->oddities |= CHARSET_UNKNOWN;
	return guess(bytes, len, known != NULL, r);
}

static bool
is_same(const struct charset_alias *alias, const char *bytes, gsize len)
{
	if (alias->family == CHARSET_UTF8)
		return charset_valid(bytes, len) == len;
	return alias->family < CHARSET_ISO2022 && charset_ascii(bytes, len) == len;
}

/* What iconv does not know is read as UTF-8. */
static void
convert_all(struct job *j, struct charset_alias *alias)
{
	iconv_t cd = (iconv_t)-1;

	if (alias->family != CHARSET_UTF8) {
		cd = iconv_open("UTF-8", alias->name);
		j->lacking = cd == (iconv_t)-1;
	}
	if (j->lacking)
		alias->family = CHARSET_UTF8;
	j->out = g_string_sized_new(j->len + j->len / 2 + 16);
	decode(j, alias, cd);
	if (cd != (iconv_t)-1)
		iconv_close(cd);
}

/* What a text was made of, for its map. */
struct origin {
	struct charset_alias alias;
	const char *bytes;
	gsize len;
	struct single singles[128];
};

/* The way back through decode_single(), which has asked for all bytes. */
static bool
map_single(struct map *m, const struct origin *o, gsize upto)
{
	static const struct {
		enum map_kind kind;
		guchar len;
	} made[] = {
		{ MAP_3_FROM_1, 3 }, { MAP_LINEAR, 1 }, { MAP_2_FROM_1, 2 }, { MAP_3_FROM_1, 3 },
		{ MAP_COVER, 4 }, [SINGLE_BAD] = { MAP_3_FROM_1, 3 },
	};
	const char *s = o->bytes;
	gsize out = 0, n;

	for (gsize at = 0; at < o->len; at += n) {
		guchar x = s[at] < 0 ? o->singles[(guchar)s[at] - 0x80].len : 0;

		if (m->n_runs && m->runs[m->n_runs - 1].out > upto)
			return false;
		n = charset_ascii(s + at, o->len - at);
		if (n) {
			map_add(m, MAP_LINEAR, out, at, n);
			out += n;
			continue;
		}
		for (n = 1; x && x < 4 && at + n < o->len && s[at + n] < 0 &&
		     o->singles[(guchar)s[at + n] - 0x80].len == x; )
			n++;
		map_add(m, made[x].kind, out, at, n);
		out += n * made[x].len;
	}
	map_end(m, out, o->len);
	return true;
}

static bool
make_map(struct map *m, gconstpointer from, gsize upto)
{
	const struct origin *o = from;
	struct charset_alias alias = o->alias;
	struct job j = { .map = m, .bytes = o->bytes, .len = o->len };

	if (alias.family == CHARSET_SINGLE)
		return map_single(m, o, upto);
	convert_all(&j, &alias);
	map_end(m, j.out->len, j.len);
	g_string_free(j.out, TRUE);
	return true;
}

struct charset_result
charset_decode(struct arena *a, const char *label, const char *bytes, gsize len, struct map *map)
{
	struct charset_result r = { .s = bytes, .len = len };
	struct charset_alias alias = choose(label, bytes, len, &r);
	struct origin *o;
	struct job j;

	if (is_same(&alias, bytes, len))
		return r;
	o = arena_new0(a, struct origin);
	j = (struct job){ .bytes = bytes, .len = len, .singles = o->singles };
	convert_all(&j, &alias);
	if (j.lacking)
		r.oddities |= CHARSET_UNKNOWN;	/* this system's iconv lacks it */
	if (map) {
		o->alias = alias;
		o->alias.name = arena_strndup(a, alias.name, strlen(alias.name));
		o->bytes = bytes;
		o->len = len;
		map_later(map, make_map, o);
	}
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
