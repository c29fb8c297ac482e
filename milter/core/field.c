#include "core/field.h"

/* No field that means something to a mail program has a longer name. */
enum { NAME_MOST = 256, LABEL_MOST = 64 };

/* A stretch of unfolded bytes in one charset. */
struct stretch {
	gsize at;		/* it ends where the next begins */
	char label[LABEL_MOST];	/* "" : not from an encoded word */
};

/* What is being decoded. */
struct job {
	struct arena *arena;
	const char *in;		/* the value */
	gsize len;
	GString *bytes;		/* unfolded, encoded words read; charsets as they were */
	struct map map;		/* from bytes to in */
	GArray *stretches;	/* struct stretch */
	bool no_more_words;	/* no "?=" beyond here */
};

gsize
field_line(const char *raw, gsize at, gsize end, gsize *ret_next)
{
	const char *lf = memchr(raw + at, '\n', end - at);
	gsize stop = lf ? (gsize)(lf - raw) : end;

	*ret_next = lf ? stop + 1 : end;
	return lf && stop > at && raw[stop - 1] == '\r' ? stop - 1 : stop;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool
field_cut(struct arena *a, const char *raw, gsize at, gsize end, struct field *ret_field,
	  gsize *ret_next)
{
	gsize name = at, colon, stop, next;

	while (name < end && name - at < NAME_MOST && raw[name] > ' ' && raw[name] < 0x7f &&
	       raw[name] != ':')
		name++;
	for (colon = name; colon < end && is_blank(raw[colon]); colon++)
		;
	if (name == at || colon >= end || raw[colon] != ':')
		return false;
	stop = field_line(raw, colon + 1, end, &next);
	while (next < end && is_blank(raw[next]))
		stop = field_line(raw, next, end, &next);
	*ret_field = (struct field){
		.name = a ? arena_strndup(a, raw + at, name - at) : NULL,
		.raw = { at, stop - at },
		.raw_value = { colon + 1, stop - colon - 1 },
	};
	*ret_next = next;
	return true;
}

static void
begin_stretch(struct job *j, const char *label, gsize len)
{
	struct stretch s = { .at = j->bytes->len };
	const struct stretch *last = j->stretches->len
		? &g_array_index(j->stretches, struct stretch, j->stretches->len - 1) : NULL;

	memcpy(s.label, label, MIN(len, LABEL_MOST - 1));
	if (last && g_ascii_strcasecmp(last->label, s.label) == 0)
		return;
	g_array_append_val(j->stretches, s);
}

static void
put(struct job *j, enum map_kind kind, const char *s, gsize len, gsize in, gsize in_len)
{
	map_add(&j->map, kind, j->bytes->len, in, in_len);
	g_string_append_len(j->bytes, s, (gssize)len);
}

/* Text as it stands, without the line ends of folding. */
static void
put_plain(struct job *j, gsize at, gsize end)
{
	gsize next;

	if (at < end)
		begin_stretch(j, "", 0);
	for (; at < end; at = next) {
		gsize stop = field_line(j->in, at, end, &next);

		if (stop > at)
			put(j, MAP_LINEAR, j->in + at, stop - at, at, stop - at);
	}
}

static void
put_q(struct job *j, gsize at, gsize end)
{
	while (at < end) {
		char c = j->in[at] == '_' ? ' ' : j->in[at];
		int high = c == '=' && at + 2 < end ? g_ascii_xdigit_value(j->in[at + 1]) : -1;
		int low = high >= 0 ? g_ascii_xdigit_value(j->in[at + 2]) : -1;

		if (low >= 0)
			c = (char)(high << 4 | low);
		put(j, low >= 0 ? MAP_HEX : MAP_LINEAR, &c, 1, at, low >= 0 ? 3 : 1);
		at += low >= 0 ? 3 : 1;
	}
}

static int
base64_value(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26
	     : c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
}

static void
put_b(struct job *j, gsize at, gsize end)
{
	while (at < end) {
		gsize first = at;
		guint bits = 0, n = 0, bytes;
		char made[3];

		for (; at < end && n < 4; at++) {
			int v = base64_value(j->in[at]);

			if (v >= 0) {
				bits |= (guint)v << (18 - 6 * n);
				n++;
			} else if (n == 0) {
				first = at + 1;
			}
		}
		bytes = n > 1 ? n - 1 : 0;
		made[0] = (char)(bits >> 16);
		made[1] = (char)(bits >> 8);
		made[2] = (char)bits;
		if (bytes)
			put(j, n == 4 && at - first == 4 ? MAP_BASE64 : MAP_COVER, made, bytes,
			    first, at - first);
	}
}

static const char *
find_pair(const char *s, const char *end, const char *pair)
{
	for (; (s = memchr(s, pair[0], (gsize)(end - s))) != NULL; s++)
		if (s + 1 < end && s[1] == pair[1])
			return s;
	return NULL;
}

/* "=?label*language?Q?text?=" */
struct word {
	gsize at, end;
	const char *label, *text;
	gsize label_len, text_len;
	bool q;
};

/* Whether an encoded word stands at `at`. */
static bool
is_word(struct job *j, gsize at, struct word *ret_word)
{
	const char *label = j->in + at + 2, *end = j->in + j->len, *p = label, *close;

	while (p < end && *p > ' ' && *p != '?' && *p < 0x7f)
		p++;
	if (p == label || p - label >= LABEL_MOST || end - p < 5 || *p != '?' || p[2] != '?' ||
	    !p[1] || !strchr("bBqQ", p[1]))
		return false;
	close = find_pair(p + 3, end, "?=");
	if (!close) {
		j->no_more_words = true;
		return false;
	}
	*ret_word = (struct word){
		.at = at, .end = (gsize)(close + 2 - j->in),
		.label = label, .label_len = MIN(strcspn(label, "*?"), (gsize)(p - label)),
		.text = p + 3, .text_len = (gsize)(close - p - 3),
		.q = p[1] == 'q' || p[1] == 'Q',
	};
	return true;
}

static bool
all_space(const char *s, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if (!g_ascii_isspace(s[i]))
			return false;
	return true;
}

/* Encoded words become bytes; white space between two of them is not text. */
static void
read_words(struct job *j)
{
	const char *end = j->in + j->len, *sign = j->in;
	gsize done = 0;
	struct word w;

	while (!j->no_more_words && (sign = find_pair(sign, end, "=?")) != NULL) {
		if (!is_word(j, (gsize)(sign - j->in), &w)) {
			sign += 2;
			continue;
		}
		if (!done || !all_space(j->in + done, w.at - done))
			put_plain(j, done, w.at);
		begin_stretch(j, w.label, w.label_len);
		if (w.q)
			put_q(j, (gsize)(w.text - j->in), (gsize)(w.text - j->in) + w.text_len);
		else
			put_b(j, (gsize)(w.text - j->in), (gsize)(w.text - j->in) + w.text_len);
		done = w.end;
		sign = j->in + done;
	}
	put_plain(j, done, j->len);
}

static bool
is_all_utf8(const struct job *j)
{
	for (guint i = 0; i < j->stretches->len; i++) {
		const char *label = g_array_index(j->stretches, struct stretch, i).label;

		if (*label && g_ascii_strcasecmp(label, "utf-8") != 0 &&
		    g_ascii_strcasecmp(label, "us-ascii") != 0)
			return false;
	}
	return charset_valid(j->bytes->str, j->bytes->len) == j->bytes->len;
}

/* Stretch by stretch, each in its charset. */
static void
decode_stretches(struct job *j, struct text *t, unsigned *oddities)
{
	GString *out = g_string_new(NULL);

	map_init(&t->steps[0], j->arena);
	for (guint i = 0; i < j->stretches->len; i++) {
		const struct stretch *s = &g_array_index(j->stretches, struct stretch, i);
		gsize end = i + 1 < j->stretches->len ? (s + 1)->at : j->bytes->len;
		char *bytes = arena_strndup(j->arena, j->bytes->str + s->at, end - s->at);
		struct charset_result r;
		struct map part;

		map_init(&part, j->arena);
		r = charset_decode(j->arena, *s->label ? s->label : NULL, bytes, end - s->at, &part);
		*oddities |= r.oddities;
		map_append(&t->steps[0], &part, out->len, s->at, end - s->at);
		g_string_append_len(out, r.s, (gssize)r.len);
	}
	map_end(&t->steps[0], out->len, j->bytes->len);
	t->s = arena_strndup(j->arena, out->str, out->len);
	t->len = out->len;
	g_string_free(out, TRUE);
	t->steps[1] = j->map;
	t->n_steps = 2;
}

static void
decode_folded(struct arena *a, const char *s, struct text *t, unsigned *oddities)
{
	struct job j = { .arena = a, .in = s, .len = t->raw.len };

	j.bytes = g_string_sized_new(t->raw.len);
	j.stretches = g_array_new(FALSE, FALSE, sizeof(struct stretch));
	map_init(&j.map, a);
	read_words(&j);
	map_end(&j.map, j.bytes->len, t->raw.len);
	if (is_all_utf8(&j)) {
		t->s = arena_strndup(a, j.bytes->str, j.bytes->len);
		t->len = j.bytes->len;
		t->steps[0] = j.map;
		t->n_steps = 1;
		if (charset_ascii(s, t->raw.len) < t->raw.len)
			*oddities |= CHARSET_MISSING;
	} else {
		decode_stretches(&j, t, oddities);
	}
	g_array_unref(j.stretches);
	g_string_free(j.bytes, TRUE);
}

bool
field_decode(struct arena *a, const char *raw, struct field *f, const char *part, gsize most)
{
	struct text *t = arena_new0(a, struct text);
	gsize at = f->raw_value.at, end = at + MIN(f->raw_value.len, most), ascii;

	while (at < end && g_ascii_isspace(raw[at]))
		at++;
	while (end > at && g_ascii_isspace(raw[end - 1]))
		end--;
	*t = (struct text){ .name = f->name, .part = part, .field = f->name, .raw = { at, end - at },
			    .n_steps = 1 };
	ascii = charset_ascii(raw + at, end - at);
	f->value = t;
	for (gsize i = ascii; i < end - at && !f->raw_8bit; i++)
		f->raw_8bit = (guchar)raw[at + i] >= 0x80;
	if (ascii == end - at && !memchr(raw + at, '\n', ascii) &&
	    !find_pair(raw + at, raw + end, "=?")) {
		t->s = arena_strndup(a, raw + at, ascii);
		t->len = ascii;
	} else {
		decode_folded(a, raw + at, t, &f->charset);
	}
	return f->raw_value.len <= most;
}

const struct field *
field_find(const GArray *fields, const char *name, guint nth)
{
	for (guint i = 0; i < fields->len; i++) {
		const struct field *f = &g_array_index(fields, struct field, i);

		/* Most differ in their first letter, and every rule of headers asks. */
		if (((*f->name ^ *name) & 0x5f) == 0 && g_ascii_strcasecmp(f->name, name) == 0 &&
		    nth-- == 0)
			return f;
	}
	return NULL;
}
