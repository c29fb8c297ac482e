#include "core/transfer.h"

static const struct {
	const char *name;
	enum encoding encoding;
} encodings[] = {
	{ "7bit", ENCODING_7BIT }, { "7-bit", ENCODING_7BIT },
	{ "8bit", ENCODING_8BIT }, { "8-bit", ENCODING_8BIT },
	{ "binary", ENCODING_BINARY },
	{ "quoted-printable", ENCODING_QUOTED_PRINTABLE },
	{ "base64", ENCODING_BASE64 },
	{ "x-uuencode", ENCODING_UUENCODE }, { "uuencode", ENCODING_UUENCODE },
	{ "x-uue", ENCODING_UUENCODE }, { "uue", ENCODING_UUENCODE },
};

/* Value of a base64 letter; 64 and more: none. */
enum { NO = 64, PAD = 65, GAP = 66 };

enum { MAP_STEP = 256 };	/* bytes of a text at a time when it is read again for its map */

static const guint8 values[256] = {
	NO, NO, NO, NO, NO, NO, NO, NO, NO, GAP, GAP, NO, NO, GAP, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
	GAP, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, 62, NO, NO, NO, 63,
	52, 53, 54, 55, 56, 57, 58, 59, 60, 61, NO, NO, NO, PAD, NO, NO,
	NO, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, NO, NO, NO, NO, NO,
	NO, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
	41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, NO, NO, NO, NO, NO,
	[128 ... 255] = NO,
};

/* Value of a hexadecimal digit plus one; 0: none. */
static const guint8 digits[256] = {
	['0'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
	['A'] = 11, 12, 13, 14, 15, 16,
	['a'] = 11, 12, 13, 14, 15, 16,
};

/* What is being made. */
struct job {
	char *out;
	gsize made, room;
	gsize stop;		/* so much is enough; a line or a group more does not matter */
	const char *in;
	gsize len, at;		/* what stands before `at` is done */
	struct map *map;	/* NULL: the way back is not asked for */
	bool broken;
	gsize broken_at;
};

enum encoding
transfer_encoding(const char *name)
{
	g_autofree char *bare = NULL;

	if (!name)
		return ENCODING_MISSING;
	bare = g_strstrip(g_strndup(name, strcspn(name, ";(")));
	for (gsize i = 0; i < G_N_ELEMENTS(encodings); i++)
		if (g_ascii_strcasecmp(bare, encodings[i].name) == 0)
			return encodings[i].encoding;
	return ENCODING_UNKNOWN;
}

static void
broken(struct job *j, gsize at)
{
	if (!j->broken)
		j->broken_at = at;
	j->broken = true;
}

static void
note(struct job *j, enum map_kind kind, gsize made, gsize at, gsize len)
{
	if (j->map)
		map_add(j->map, kind, made, at, len);
}

static void
copy(struct job *j, gsize at, gsize len)
{
	len = MIN(len, j->room - j->made);
	if (!len)
		return;
	note(j, MAP_LINEAR, j->made, at, len);
	memcpy(j->out + j->made, j->in + at, len);
	j->made += len;
}

/* A line without its end; `*ret_next` is where the next begins, `*ret_lf` the LF. */
static gsize
line_end(const struct job *j, gsize at, gsize *ret_next, bool *ret_lf)
{
	const char *lf = memchr(j->in + at, '\n', j->len - at);
	gsize end = lf ? (gsize)(lf - j->in) : j->len;

	*ret_lf = lf != NULL;
	*ret_next = end + (lf != NULL);
	return lf && end > at && j->in[end - 1] == '\r' ? end - 1 : end;
}

static gsize
as_it_is(struct job *j)
{
	gsize at = j->at, next;
	bool lf;

	for (; at < j->len && j->made < j->stop; at = next) {
		copy(j, at, line_end(j, at, &next, &lf) - at);
		if (lf)
			copy(j, next - 1, 1);
	}
	return at;
}

static bool
is_escape(const char *s, gsize len)
{
	return len > 2 && *s == '=' && digits[(guchar)s[1]] && digits[(guchar)s[2]];
}

/* Escapes in a row are one run; where they end. */
static gsize
escapes(struct job *j, gsize at, gsize end)
{
	gsize begin = at, most = at + MIN(end - at, 3 * (j->room - j->made)), made = j->made;
	const guchar *in = (const guchar *)j->in;
	char *out = j->out + made;

	for (; most - at > 2 && in[at] == '='; at += 3) {
		guint high = digits[in[at + 1]], low = digits[in[at + 2]];

		if (!high || !low)
			break;
		*out++ = (char)((high - 1) << 4 | (low - 1));
	}
	j->made = (gsize)(out - j->out);
	if (at > begin)
		note(j, MAP_HEX, made, begin, at - begin);
	return at;
}

/* One line of quoted-printable; whether it goes on in the next. */
static bool
quoted_line(struct job *j, gsize at, gsize end)
{
	while (at < end && j->made < j->room) {
		const char *sign = memchr(j->in + at, '=', end - at);
		gsize stop = sign ? (gsize)(sign - j->in) : end;

		copy(j, at, stop - at);
		if (!sign)
			return false;
		if (stop + 1 == end)
			return true;
		at = escapes(j, stop, end);
		if (at == stop && j->made < j->room) {
			broken(j, stop);
			copy(j, stop, 1);
			at++;
		}
	}
	return false;
}

static gsize
quoted_printable(struct job *j)
{
	gsize at = j->at, next;
	bool lf;

	for (; at < j->len && j->made < j->stop; at = next) {
		gsize end = line_end(j, at, &next, &lf);

		while (end > at && (j->in[end - 1] == ' ' || j->in[end - 1] == '\t'))
			end--;		/* added on the way, says RFC 2045 6.7 (3) */
		if (!quoted_line(j, at, end) && lf)
			copy(j, next - 1, 1);
	}
	return at;
}

/* Whole groups without anything between; how many letters. */
static gsize
whole_groups(struct job *j, gsize at)
{
	const guchar *p = (const guchar *)j->in + at;
	gsize n = MIN((j->len - at) / 4, (j->room - j->made) / 3), i;
	char *out = j->out + j->made;

	for (i = 0; i < n; i++, p += 4) {
		guint a = values[p[0]], b = values[p[1]], c = values[p[2]], d = values[p[3]];

		if ((a | b | c | d) >= NO)
			break;
		*out++ = (char)(a << 2 | b >> 4);
		*out++ = (char)(b << 4 | c >> 2);
		*out++ = (char)(c << 6 | d);
	}
	if (i)
		note(j, MAP_BASE64, j->made, at, i * 4);
	j->made += i * 3;
	return i * 4;
}

/* One group with line ends or padding in it; where it ends. */
static gsize
odd_group(struct job *j, gsize at)
{
	gsize first = at, last = at;
	guint v[4] = { 0 }, n = 0, pads = 0, bytes;

	for (; at < j->len && n + pads < 4; at++) {
		guint value = values[(guchar)j->in[at]];

		if (value == NO)
			broken(j, at);
		if (value == PAD && n)
			pads++;
		if (value < NO && pads) {
			broken(j, at);
			break;
		}
		if (value < NO && n == 0)
			first = at;
		if (value < NO)
			v[n++] = value;
		if (value < NO || (value == PAD && n))
			last = at + 1;
		if (!n && (value == GAP || value == NO))
			first = at + 1;
		if (!n && value == GAP)
			return at + 1;
	}
	bytes = n ? n - 1 : 0;
	if (n == 1 || (n && n + pads < 4 && at >= j->len))
		broken(j, first);
	if (bytes) {
		char made[3] = { (char)(v[0] << 2 | v[1] >> 4), (char)(v[1] << 4 | v[2] >> 2),
				 (char)(v[2] << 6 | v[3]) };

		bytes = (guint)MIN(bytes, j->room - j->made);
		note(j, MAP_COVER, j->made, first, last - first);
		memcpy(j->out + j->made, made, bytes);
		j->made += bytes;
	}
	return at;
}

static gsize
base64(struct job *j)
{
	gsize at = j->at;

	while (at < j->len && j->made < j->stop) {
		at += whole_groups(j, at);
		if (at < j->len && j->made < j->room)
			at = odd_group(j, at);
	}
	return at;
}

static void
uu_line(struct job *j, const char *s, gsize len)
{
	gsize bytes = len ? (gsize)(s[0] - 32) & 63 : 0;

	for (gsize i = 1; bytes && i < len; i += 4) {
		guint v[4] = { 0 };

		for (gsize k = 0; k < 4 && i + k < len; k++)
			v[k] = (guint)(s[i + k] - 32) & 63;
		for (gsize k = 0; k < 3 && bytes && j->made < j->room; k++, bytes--)
			j->out[j->made++] = (char)(k == 0 ? v[0] << 2 | v[1] >> 4
						 : k == 1 ? v[1] << 4 | v[2] >> 2 : v[2] << 6 | v[3]);
		if (j->made >= j->room)
			break;
	}
}

static gsize
uuencode(struct job *j)
{
	gsize at = 0, next;
	bool begun = false, lf;

	for (; at < j->len && j->made < j->room; at = next) {
		gsize end = line_end(j, at, &next, &lf);

		if (!begun)
			begun = end - at > 6 && memcmp(j->in + at, "begin ", 6) == 0;
		else if (end - at >= 3 && memcmp(j->in + at, "end", 3) == 0)
			return j->len;
		else
			uu_line(j, j->in + at, end - at);
	}
	if (!begun)
		broken(j, 0);
	return at;
}

static void
decode(struct job *j, enum encoding e)
{
	j->at = e == ENCODING_QUOTED_PRINTABLE ? quoted_printable(j)
	      : e == ENCODING_BASE64 ? base64(j)
	      : e == ENCODING_UUENCODE ? uuencode(j) : as_it_is(j);
	j->out[j->made] = '\0';
}

/* What a text was made of, for its map. */
struct origin {
	enum encoding encoding;
	const char *in;
	gsize len, room;
};

static bool
make_map(struct map *m, gconstpointer from, gsize upto)
{
	const struct origin *o = from;
	struct job j = { .room = o->room, .in = o->in, .len = o->len, .map = m };
	g_autofree char *out = g_malloc(o->room + 1);

	j.out = out;
	upto = MIN(upto, o->room);
	while (j.at < j.len && j.made < j.room) {
		if (m->n_runs && m->runs[m->n_runs - 1].out > upto)
			return false;
		j.stop = MIN(MAX(upto, j.made) + MAP_STEP, j.room);
		decode(&j, o->encoding);
	}
	map_end(m, j.made, j.len);
	return true;
}

static void
leave_map(struct arena *a, struct map *m, enum encoding e, const struct job *j)
{
	struct origin *o = arena_new0(a, struct origin);

	*o = (struct origin){ e, j->in, j->len, j->room };
	map_later(m, make_map, o);
}

struct transfer_result
transfer_decode(struct arena *a, enum encoding e, const char *in, gsize len, gsize most,
		struct map *map)
{
	gsize room = MIN(len + 3, most) + 3;
	struct job j = { .room = room, .stop = room, .in = in, .len = len };

	j.out = arena_bytes(a, room + 1);
	decode(&j, e);
	if (map)
		leave_map(a, map, e, &j);
	return (struct transfer_result){
		.s = j.out, .len = j.made, .used = j.at,
		.broken = j.broken, .broken_at = j.broken_at,
	};
}

/* Where the last `want` letters of base64 begin. */
static gsize
letters_from_end(const char *in, gsize len, gsize want)
{
	gsize n = 0;

	while (len > 0 && n < want)
		n += values[(guchar)in[--len]] < NO;
	return len;
}

/* The end of base64 decodes alone if it begins between two groups of four letters; the
   size tells how many the last, incomplete one has. */
static gsize
tail_begin(enum encoding e, const char *in, gsize len, gsize size, gsize most)
{
	static const gsize last[] = { 0, 2, 3 };
	gsize at = len > most ? len - most : 0;

	if (most >= size)
		return 0;
	if (e == ENCODING_BASE64)
		return letters_from_end(in, len, most / 3 * 4 + 4 + last[size % 3]);
	if (e != ENCODING_QUOTED_PRINTABLE)
		return at;
	while (at > 0 && len - at < most * 3 && in[at - 1] != '\n')
		at--;
	return at;
}

struct transfer_result
transfer_tail(struct arena *a, enum encoding e, const char *in, gsize len, gsize size, gsize most)
{
	gsize at = tail_begin(e, in, len, size, most);

	if (e == ENCODING_BASE64 || e == ENCODING_QUOTED_PRINTABLE)
		return transfer_decode(a, e, in + at, len - at, len - at, NULL);
	if (e == ENCODING_UUENCODE)
		return (struct transfer_result){ .s = arena_bytes(a, 1) };
	return (struct transfer_result){ .s = arena_strndup(a, in + at, len - at), .len = len - at,
					 .used = len - at };
}

/* Letters of base64, padding not counted. */
static gsize
letters(const char *in, gsize len)
{
	gsize n = 0;

	for (gsize i = 0; i < len; i++)
		n += values[(guchar)in[i]] < NO;
	return n;
}

/* Lines all as long as the first need not be read, only met where they should end. */
static gsize
base64_size(const char *in, gsize len)
{
	const char *lf = memchr(in, '\n', MIN(len, 1024));
	gsize step = lf ? (gsize)(lf - in) + 1 : 0, per_line, at = 0, n = 0;

	if (step > 2) {
		per_line = letters(in, step);
		if (per_line + 1 + (in[step - 2] == '\r') == step)
			for (; at + step <= len && in[at + step - 1] == '\n' &&
			       values[(guchar)in[at]] < NO; at += step)
				n += per_line;
		if (at >= step) {	/* the last full line may hold padding */
			at -= step;
			n -= per_line;
		}
	}
	return (n + letters(in + at, len - at)) * 3 / 4;
}

static gsize
quoted_size(const char *in, gsize len)
{
	gsize size = len;

	for (const char *p = in, *end = in + len; (p = memchr(p, '=', (gsize)(end - p))); p++) {
		gsize left = (gsize)(end - p);

		if (is_escape(p, left))
			size -= 2;
		else if (left > 1 && p[1] == '\n')
			size -= 2;
		else if (left > 2 && p[1] == '\r' && p[2] == '\n')
			size -= 3;
		else if (left == 1)
			size--;
	}
	return size;
}

/* The lines of uuencode say how much they hold. */
static gsize
uu_size(const char *in, gsize len)
{
	struct job j = { .in = in, .len = len };
	gsize size = 0, next;
	bool begun = false, lf;

	for (gsize at = 0; at < len; at = next) {
		gsize end = line_end(&j, at, &next, &lf);

		if (begun && end - at >= 3 && memcmp(in + at, "end", 3) == 0)
			break;
		if (begun && end > at)
			size += (gsize)(in[at] - 32) & 63;
		begun = begun || (end - at > 6 && memcmp(in + at, "begin ", 6) == 0);
	}
	return size;
}

gsize
transfer_size(enum encoding e, const char *in, gsize len)
{
	return e == ENCODING_BASE64 ? base64_size(in, len)
	     : e == ENCODING_QUOTED_PRINTABLE ? quoted_size(in, len)
	     : e == ENCODING_UUENCODE ? uu_size(in, len) : len;
}

const char *
transfer_unix(struct arena *a, const char *s, gsize len, gsize *ret_len, struct map *map)
{
	const char *cr = memchr(s, '\r', len);
	struct job j = { .in = s, .len = len, .room = len, .stop = len };

	while (cr && cr[1] != '\n')
		cr = memchr(cr + 1, '\r', (gsize)(s + len - cr - 1));
	*ret_len = len;
	if (!cr)
		return s;
	j.out = arena_bytes(a, len + 1);
	decode(&j, ENCODING_BINARY);
	leave_map(a, map, ENCODING_BINARY, &j);
	*ret_len = j.made;
	return j.out;
}
