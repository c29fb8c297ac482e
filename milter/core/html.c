#include "core/html.h"
#include "core/html_reference.h"

/* Few attributes are compared one with the other, more go through a hash. */
enum { FEW_ATTRIBUTES = 16, FIRST_SLOTS = 128, SCRATCH = 256 };

/* What a byte means; the *_STOP of a state are the bytes its text may end at. */
enum {
	SPACE = 1 << 0,
	NAME_STOP = 1 << 1,		/* of tags */
	ATTRIBUTE_STOP = 1 << 2,	/* of attributes' names */
	UNQUOTED_STOP = 1 << 3,		/* of values without quotes */
	FOLDED = 1 << 4,		/* not itself in a name */
	DATA_STOP = 1 << 5,
	RCDATA_STOP = 1 << 6,
	RAWTEXT_STOP = 1 << 7,
	SCRIPT_STOP = 1 << 8,
	PLAINTEXT_STOP = 1 << 9,
	CDATA_STOP = 1 << 10,
	DECODED = 1 << 11,		/* not itself in a value */

	ENDS = NAME_STOP | ATTRIBUTE_STOP,
	RAW = RCDATA_STOP | RAWTEXT_STOP | SCRIPT_STOP,
};

static const guint16 meaning[256] = {
	['\0'] = FOLDED | RAW | PLAINTEXT_STOP | DECODED,
	['\t'] = SPACE | ENDS | UNQUOTED_STOP,
	['\n'] = SPACE | ENDS | UNQUOTED_STOP,
	['\f'] = SPACE | ENDS | UNQUOTED_STOP,
	['\r'] = SPACE | ENDS | UNQUOTED_STOP | DATA_STOP | RAW | PLAINTEXT_STOP | CDATA_STOP |
		DECODED,
	[' '] = SPACE | ENDS | UNQUOTED_STOP,
	['/'] = ENDS,
	['>'] = ENDS | UNQUOTED_STOP | SCRIPT_STOP,
	['='] = ATTRIBUTE_STOP,
	['<'] = DATA_STOP | RAW,
	['&'] = DATA_STOP | RCDATA_STOP | DECODED,
	['-'] = SCRIPT_STOP,
	[']'] = CDATA_STOP,
	['A'] = FOLDED, ['B'] = FOLDED, ['C'] = FOLDED, ['D'] = FOLDED, ['E'] = FOLDED,
	['F'] = FOLDED, ['G'] = FOLDED, ['H'] = FOLDED, ['I'] = FOLDED, ['J'] = FOLDED,
	['K'] = FOLDED, ['L'] = FOLDED, ['M'] = FOLDED, ['N'] = FOLDED, ['O'] = FOLDED,
	['P'] = FOLDED, ['Q'] = FOLDED, ['R'] = FOLDED, ['S'] = FOLDED, ['T'] = FOLDED,
	['U'] = FOLDED, ['V'] = FOLDED, ['W'] = FOLDED, ['X'] = FOLDED, ['Y'] = FOLDED,
	['Z'] = FOLDED,
};

static const guint16 text_stop[] = {
	[HTML_DATA] = DATA_STOP,
	[HTML_RCDATA] = RCDATA_STOP,
	[HTML_RAWTEXT] = RAWTEXT_STOP,
	[HTML_SCRIPT_DATA] = SCRIPT_STOP,
	[HTML_PLAINTEXT] = PLAINTEXT_STOP,
	[HTML_CDATA] = CDATA_STOP,
};

static const struct {
	const char *tag;
	enum html_state state;
} contents[] = {
	{ "title", HTML_RCDATA },
	{ "textarea", HTML_RCDATA },
	{ "style", HTML_RAWTEXT },
	{ "xmp", HTML_RAWTEXT },
	{ "iframe", HTML_RAWTEXT },
	{ "noembed", HTML_RAWTEXT },
	{ "noframes", HTML_RAWTEXT },
	{ "script", HTML_SCRIPT_DATA },
	{ "plaintext", HTML_PLAINTEXT },
};

static const char replacement[] = "\xef\xbf\xbd";

struct html {
	struct arena *arena;
	const char *start, *p, *end;
	enum html_state state;
	const char *tag;		/* whose end tag leaves the state, or NULL */
	gsize tag_len;
	guint escaped;			/* script data: 1 escaped, 2 doubly */
	guint dashes;			/* script data: just before p, at most 2 */
	bool folds;			/* a CR or NUL is somewhere in the input */
	const char *angle;		/* the next '<' or the end, if it is behind p */
	struct html_token token;
	GArray *attributes;		/* struct html_attribute */
	GArray *slots;			/* guint32: 1 + index of an attribute, or 0 */
	char *scratch;			/* decoded strings of this token */
	gsize used, room;
};

static guint16
means(char c)
{
	return meaning[(guchar)c];
}

/* ---- strings ---- */

/* Room at the end of the string that began at `from`.  A full buffer is left to the
   strings that stand in it; only the unfinished one moves. */
static char *
scratch_room(struct html *h, gsize *from, gsize len)
{
	if (h->room - h->used < len) {
		gsize has = h->used - *from, room = MAX(2 * (h->room + len), SCRATCH);
		char *bigger = arena_alloc(h->arena, room);

		if (has)
			memcpy(bigger, h->scratch + *from, has);
		h->scratch = bigger;
		h->room = room;
		h->used = has;
		*from = 0;
	}
	h->used += len;
	return h->scratch + h->used - len;
}

static struct html_string
as_it_stands(const struct html *h, const char *s, const char *end)
{
	return (struct html_string){
		.s = s, .len = (guint32)(end - s), .same = true,
		.at = (guint32)(s - h->start), .source_len = (guint32)(end - s),
	};
}

static struct html_string
from_scratch(const struct html *h, gsize from, const char *s, const char *end)
{
	return (struct html_string){
		.s = h->scratch + from, .len = (guint32)(h->used - from),
		.at = (guint32)(s - h->start), .source_len = (guint32)(end - s),
	};
}

static struct html_string
lower_case(struct html *h, const char *s, const char *end)
{
	gsize from = h->used;

	for (const char *p = s; p < end; p++) {
		if (*p)
			*scratch_room(h, &from, 1) = g_ascii_tolower(*p);
		else
			memcpy(scratch_room(h, &from, 3), replacement, 3);
	}
	return from_scratch(h, from, s, end);
}

/* The byte at h->p, whatever it is, and on to the first that means `stop`. */
static struct html_string
name_until(struct html *h, guint16 stop)
{
	const char *s = h->p;
	guint16 seen = means(*h->p++);

	for (; h->p < h->end && !(means(*h->p) & stop); h->p++)
		seen |= means(*h->p);
	return seen & FOLDED ? lower_case(h, s, h->p) : as_it_stands(h, s, h->p);
}

/* The reference, line end or NUL at `p`; false if it is an ordinary byte. */
static bool
special(const char *start, const char *p, const char *end, bool references,
	struct html_piece *ret_piece)
{
	gsize taken = 1, len = 1;

	if (*p == '\r') {
		taken = p + 1 < end && p[1] == '\n' ? 2 : 1;
		ret_piece->decoded[0] = '\n';
	} else if (*p == '\0') {
		len = 3;
		memcpy(ret_piece->decoded, replacement, len);
	} else if (*p != '&' || !references ||
		   !(taken = html_reference(p, end, true, ret_piece->decoded, &len))) {
		return false;
	}
	ret_piece->s = ret_piece->decoded;
	ret_piece->len = len;
	ret_piece->where = (struct span){ (gsize)(p - start), taken };
	ret_piece->same = false;
	return true;
}

static bool
next_piece(const char *input, struct span *rest, bool references, struct html_piece *ret_piece)
{
	const char *s = input + rest->at, *end = s + rest->len, *p = s;

	if (!rest->len)
		return false;
	while (p < end && !((means(*p) & DECODED) && special(input, p, end, references, ret_piece)))
		p++;
	if (p > s) {
		ret_piece->s = s;
		ret_piece->len = (gsize)(p - s);
		ret_piece->where = (struct span){ rest->at, ret_piece->len };
		ret_piece->same = true;
	}
	rest->at += ret_piece->where.len;
	rest->len -= ret_piece->where.len;
	return true;
}

bool
html_piece(const char *input, struct span *rest, struct html_piece *ret_piece)
{
	return next_piece(input, rest, true, ret_piece);
}

static struct html_string
decoded(struct html *h, const char *s, const char *end, bool references)
{
	struct span rest = { (gsize)(s - h->start), (gsize)(end - s) };
	struct html_piece piece;
	gsize from = h->used;

	if (s == end || (!h->folds && !(references && memchr(s, '&', (gsize)(end - s)))))
		return as_it_stands(h, s, end);
	while (next_piece(h->start, &rest, references, &piece)) {
		if (piece.same && piece.len == (gsize)(end - s))
			return as_it_stands(h, s, end);
		memcpy(scratch_room(h, &from, piece.len), piece.s, piece.len);
	}
	return from_scratch(h, from, s, end);
}

/* ---- input ---- */

static void
skip_space(struct html *h)
{
	while (h->p < h->end && (means(*h->p) & SPACE))
		h->p++;
}

static const char *
find(const struct html *h, char c)
{
	return h->p < h->end ? memchr(h->p, c, (gsize)(h->end - h->p)) : NULL;
}

static bool
is_next(const struct html *h, const char *s, gsize len)
{
	return (gsize)(h->end - h->p) >= len && memcmp(h->p, s, len) == 0;
}

static bool
is_word_next(const struct html *h, const char *word)
{
	gsize len = strlen(word);

	return (gsize)(h->end - h->p) >= len && g_ascii_strncasecmp(h->p, word, len) == 0;
}

static bool
token_done(struct html *h, const char *from)
{
	h->token.where = (struct span){ (gsize)(from - h->start), (gsize)(h->p - from) };
	return true;
}

static void
token_begin(struct html *h, enum html_kind kind)
{
	struct html_token *t = &h->token;

	/* Field by field: for most tokens the ids of a DOCTYPE would be half the work. */
	t->kind = kind;
	t->attributes = NULL;
	t->n_attributes = 0;
	t->self_closing = t->has_name = t->has_public_id = t->has_system_id = false;
	t->force_quirks = false;
	if (kind == HTML_DOCTYPE || kind == HTML_END_OF_FILE) {
		t->text = t->public_id = t->system_id = (struct html_string){ .s = NULL };
		t->where = (struct span){ 0, 0 };
	}
	h->used = 0;
}

/* ---- attributes ---- */

/* Mixed with where the tokenizer lies in memory: names that collide cannot be
   prepared, and nothing depends on the order. */
static guint64
hash_name(const struct html *h, const struct html_string *name)
{
	guint64 x = (guint64)GPOINTER_TO_SIZE(h) ^ name->len;

	for (gsize i = 0; i < name->len; i += 8) {
		guint64 word = 0;

		memcpy(&word, name->s + i, MIN(8, name->len - i));
		x ^= word;
		x = (x ^ x >> 33) * G_GUINT64_CONSTANT(0xff51afd7ed558ccd);
		x = (x ^ x >> 33) * G_GUINT64_CONSTANT(0xc4ceb9fe1a85ec53);
		x ^= x >> 33;
	}
	return x;
}

static bool
is_name(const struct html *h, guint i, const struct html_string *name)
{
	const struct html_string *other = &g_array_index(h->attributes, struct html_attribute, i).name;

	return other->len == name->len && memcmp(other->s, name->s, name->len) == 0;
}

/* The slot of a name, or the free one where it belongs. */
static guint32 *
slot_of(struct html *h, const struct html_string *name)
{
	guint32 *slots = (guint32 *)(void *)h->slots->data;
	guint mask = h->slots->len - 1;
	guint i = (guint)hash_name(h, name) & mask;

	while (slots[i] && !is_name(h, slots[i] - 1, name))
		i = (i + 1) & mask;
	return &slots[i];
}

static void
fill_slots(struct html *h)
{
	guint n = h->attributes->len;

	/* A power of two: it begins as one and doubles. */
	g_array_set_size(h->slots, MAX(FIRST_SLOTS, 2 * h->slots->len));
	memset(h->slots->data, 0, h->slots->len * sizeof(guint32));
	for (guint i = 0; i < n; i++)
		*slot_of(h, &g_array_index(h->attributes, struct html_attribute, i).name) = i + 1;
}

static bool
is_duplicate(struct html *h, const struct html_string *name)
{
	guint n = h->attributes->len;
	guint32 *slot;

	if (n < FEW_ATTRIBUTES) {
		for (guint i = 0; i < n; i++)
			if (is_name(h, i, name))
				return true;
		return false;
	}
	if (2 * n >= h->slots->len)
		fill_slots(h);
	slot = slot_of(h, name);
	if (*slot)
		return true;
	*slot = n + 1;
	return false;
}

/* The value after '='; false if the input ends in it. */
static bool
read_value(struct html *h, struct html_string *ret_value)
{
	const char *s, *end;

	skip_space(h);
	if (h->p >= h->end)
		return false;
	if (*h->p == '"' || *h->p == '\'') {
		char quote = *h->p++;

		s = h->p;
		end = find(h, quote);
		if (!end)
			return false;
		h->p = end + 1;
	} else {
		s = h->p;
		while (h->p < h->end && !(means(*h->p) & UNQUOTED_STOP))
			h->p++;
		end = h->p;
	}
	*ret_value = decoded(h, s, end, true);
	return true;
}

/* One attribute, kept if it has a new name and stands in a start tag. */
static bool
read_attribute(struct html *h)
{
	struct html_attribute a;

	a.name = name_until(h, ATTRIBUTE_STOP);
	a.value = as_it_stands(h, h->p, h->p);
	skip_space(h);
	if (h->p < h->end && *h->p == '=') {
		h->p++;
		if (!read_value(h, &a.value))
			return false;
	}
	if (h->token.kind == HTML_START_TAG && !is_duplicate(h, &a.name))
		g_array_append_val(h->attributes, a);
	return true;
}

/* ---- tags ---- */

/* From the name on.  A tag that the input ends in is none. */
static bool
read_tag(struct html *h, const char *from, enum html_kind kind)
{
	token_begin(h, kind);
	h->attributes->len = 0;
	if (h->slots->len)
		g_array_set_size(h->slots, 0);
	html_switch(h, HTML_DATA, NULL);
	h->token.text = name_until(h, NAME_STOP);
	for (;;) {
		skip_space(h);
		if (h->p < h->end && *h->p == '/') {
			h->p++;
			if (h->p < h->end && *h->p == '>')
				h->token.self_closing = true;
			continue;
		}
		if (h->p >= h->end || *h->p == '>')
			break;
		if (!read_attribute(h))
			h->p = h->end;
	}
	if (h->p >= h->end)
		return false;
	h->p++;
	h->token.n_attributes = h->attributes->len;
	h->token.attributes = (const struct html_attribute *)(void *)h->attributes->data;
	return token_done(h, from);
}

/* ---- comments ---- */

static bool
comment_done(struct html *h, const char *from, const char *s, const char *end)
{
	h->token.text = decoded(h, s, end, false);
	return token_done(h, from);
}

static bool
read_bogus_comment(struct html *h, const char *from)
{
	const char *s = h->p, *end = find(h, '>');

	token_begin(h, HTML_COMMENT);
	h->p = end ? end + 1 : h->end;
	return comment_done(h, from, s, end ? end : h->end);
}

/* What the standard's states after a '-' leave out of a comment cut short. */
static const char *
end_of_cut_comment(const char *s, const char *end)
{
	if (end - s >= 3 && memcmp(end - 3, "--!", 3) == 0)
		return end - 3;
	for (int i = 0; i < 2 && end > s && end[-1] == '-'; i++)
		end--;
	return end;
}

/* From behind `<!--`. */
static bool
read_comment(struct html *h, const char *from)
{
	const char *s = h->p, *end;

	token_begin(h, HTML_COMMENT);
	while ((end = find(h, '>'))) {
		h->p = end + 1;
		if (end == s || (end == s + 1 && *s == '-'))
			return comment_done(h, from, s, s);
		if (end - s >= 2 && memcmp(end - 2, "--", 2) == 0)
			return comment_done(h, from, s, end - 2);
		if (end - s >= 3 && memcmp(end - 3, "--!", 3) == 0)
			return comment_done(h, from, s, end - 3);
	}
	h->p = h->end;
	return comment_done(h, from, s, end_of_cut_comment(s, h->end));
}

/* ---- DOCTYPE ---- */

/* An id in quotes; false and quirks if there is none, or it is cut short. */
static bool
read_doctype_id(struct html *h, bool *ret_has, struct html_string *ret_id)
{
	const char *s, *end;
	char quote;

	skip_space(h);
	if (h->p >= h->end || (*h->p != '"' && *h->p != '\'')) {
		h->token.force_quirks = true;
		return false;
	}
	quote = *h->p++;
	s = h->p;
	for (end = s; end < h->end && *end != quote && *end != '>'; )
		end++;
	*ret_id = decoded(h, s, end, false);
	*ret_has = true;
	h->p = end;
	if (end >= h->end || *end == '>') {
		h->token.force_quirks = true;
		return false;
	}
	h->p++;
	return true;
}

static void
read_doctype_ids(struct html *h)
{
	struct html_token *t = &h->token;

	if (is_word_next(h, "public")) {
		h->p += strlen("public");
		if (!read_doctype_id(h, &t->has_public_id, &t->public_id))
			return;
		skip_space(h);
		if (h->p < h->end && *h->p == '>')
			return;
	} else if (is_word_next(h, "system")) {
		h->p += strlen("system");
	} else {
		t->force_quirks = true;
		return;
	}
	if (!read_doctype_id(h, &t->has_system_id, &t->system_id))
		return;
	skip_space(h);
	if (h->p >= h->end)
		t->force_quirks = true;
}

/* From behind `<!doctype`. */
static bool
read_doctype(struct html *h, const char *from)
{
	struct html_token *t = &h->token;
	const char *end;

	token_begin(h, HTML_DOCTYPE);
	skip_space(h);
	if (h->p >= h->end || *h->p == '>') {
		t->force_quirks = true;
	} else {
		t->text = name_until(h, UNQUOTED_STOP);
		t->has_name = true;
		skip_space(h);
		if (h->p >= h->end)
			t->force_quirks = true;
		else if (*h->p != '>')
			read_doctype_ids(h);
	}
	end = find(h, '>');
	h->p = end ? end + 1 : h->end;
	return token_done(h, from);
}

/* ---- what a '<' begins ---- */

/* At "<!", "</", "<?" or "<" and a letter.  False: no token, go on. */
static bool
read_markup(struct html *h)
{
	const char *from = h->p++;

	switch (*h->p) {
	case '/':
		h->p++;
		if (g_ascii_isalpha(*h->p))
			return read_tag(h, from, HTML_END_TAG);
		if (*h->p != '>')
			return read_bogus_comment(h, from);
		h->p++;
		return false;
	case '!':
		h->p++;
		if (is_next(h, "--", 2)) {
			h->p += 2;
			return read_comment(h, from);
		}
		if (is_word_next(h, "doctype")) {
			h->p += strlen("doctype");
			return read_doctype(h, from);
		}
		return read_bogus_comment(h, from);
	case '?':
		return read_bogus_comment(h, from);
	default:
		return read_tag(h, from, HTML_START_TAG);
	}
}

/* Is the "</" at `p` the end tag that leaves a raw text state? */
static bool
is_way_out(const struct html *h, const char *p)
{
	return h->tag && (gsize)(h->end - p) > h->tag_len + 2 &&
		g_ascii_strncasecmp(p + 2, h->tag, h->tag_len) == 0 &&
		(means(p[2 + h->tag_len]) & NAME_STOP);
}

/* A '<' in text: does it begin something else? */
static bool
opens_markup(const struct html *h, const char *p)
{
	if (h->end - p < 2)
		return false;
	if (h->state != HTML_DATA)
		return p[1] == '/' && is_way_out(h, p);
	if (p[1] == '/')
		return h->end - p > 2;
	return g_ascii_isalpha(p[1]) || p[1] == '!' || p[1] == '?';
}

/* ---- text ---- */

/* Script data: `<script` within an escaped part hides the next `</script`.
   Behind the letters at `p`, after which the nesting may have changed. */
static const char *
script_word(struct html *h, const char *p)
{
	const char *s = p;

	while (p < h->end && g_ascii_isalpha(*p))
		p++;
	if (p < h->end && (means(*p) & NAME_STOP))
		h->escaped = p - s == 6 && g_ascii_strncasecmp(s, "script", 6) == 0
			? 3 - h->escaped : h->escaped;
	return p;
}

/* Behind the byte at `p`, one of '-', '>' and a '<' that opens no markup. */
static const char *
script_step(struct html *h, const char *p)
{
	if (*p == '-') {
		h->dashes = MIN(h->dashes + 1, 2);
		return p + 1;
	}
	if (*p == '>') {
		if (h->dashes == 2)
			h->escaped = 0;
		h->dashes = 0;
		return p + 1;
	}
	h->dashes = 0;
	if (h->escaped == 0 && h->end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
		h->escaped = 1;
		h->dashes = 2;
		return p + 4;
	}
	p++;
	if (h->escaped == 1 && p < h->end && g_ascii_isalpha(*p))
		return script_word(h, p);
	if (h->escaped == 2 && p < h->end && *p == '/')
		return script_word(h, p + 1);
	return p;
}

static bool
text_done(struct html *h, const char *from, const char *end)
{
	token_begin(h, HTML_CHARACTERS);
	h->token.text = as_it_stands(h, from, end);
	h->p = end;
	return token_done(h, from);
}

/* A token of its own for what is not itself; false if it is. */
static bool
special_text(struct html *h, const char *p, struct html_piece *ret_piece)
{
	gsize len;

	if (*p != '&')
		return special(h->start, p, h->end, false, ret_piece);
	len = html_reference(p, h->end, false, ret_piece->decoded, &ret_piece->len);
	ret_piece->s = ret_piece->decoded;
	ret_piece->where = (struct span){ (gsize)(p - h->start), len };
	return len > 0;
}

static bool
special_done(struct html *h, const struct html_piece *piece)
{
	const char *from = h->p;
	gsize at = 0;

	token_begin(h, HTML_CHARACTERS);
	h->p += piece->where.len;
	memcpy(scratch_room(h, &at, piece->len), piece->s, piece->len);
	h->token.text = from_scratch(h, at, from, h->p);
	return token_done(h, from);
}

/* Data without a CR: the next '<' or '&' from `p`.  No '<' is looked for twice. */
static const char *
end_of_data(struct html *h, const char *p)
{
	const char *amp;

	if (h->angle <= p) {
		h->angle = memchr(p, '<', (gsize)(h->end - p));
		if (!h->angle)
			h->angle = h->end;
	}
	amp = memchr(p, '&', (gsize)(h->angle - p));
	return amp ? amp : h->angle;
}

static const char *
end_of_run(struct html *h, const char *p, guint16 stop)
{
	if (stop == DATA_STOP && !h->folds)
		return end_of_data(h, p);
	while (p < h->end && !(means(*p) & stop))
		p++;
	return p;
}

/* The text at h->p, up to what is not text.  False if there is none. */
static bool
read_text(struct html *h)
{
	const guint16 stop = text_stop[h->state];
	const char *p = h->p;
	struct html_piece piece;

	for (;;) {
		const char *run = p;

		p = end_of_run(h, p, stop);
		if (h->escaped && p > run)
			h->dashes = 0;
		if (p >= h->end || (*p == '<' && h->escaped < 2 && opens_markup(h, p)))
			break;
		if (*p == ']' && h->end - p >= 3 && memcmp(p, "]]>", 3) == 0)
			break;
		if ((*p == '&' || *p == '\r' || *p == '\0') && special_text(h, p, &piece)) {
			if (p > h->p)
				break;
			h->dashes = 0;
			return special_done(h, &piece);
		}
		if (h->state == HTML_SCRIPT_DATA)
			p = script_step(h, p);
		else
			p++;
	}
	return p > h->p && text_done(h, h->p, p);
}

/* ---- the public face ---- */

struct html *
html_new(struct arena *a, const char *s, gsize len)
{
	struct html *h = arena_new0(a, struct html);

	h->arena = a;
	h->attributes = arena_array(a, sizeof(struct html_attribute));
	h->slots = arena_array(a, sizeof(guint32));
	html_restart(h, s, len);
	return h;
}

void
html_restart(struct html *h, const char *s, gsize len)
{
	h->start = h->p = h->angle = s;
	h->end = s + len;
	h->folds = len && (memchr(s, '\r', len) || memchr(s, '\0', len));
	html_switch(h, HTML_DATA, NULL);
}

const struct html_token *
html_next(struct html *h)
{
	while (h->p < h->end) {
		if (read_text(h))
			return &h->token;
		if (h->p >= h->end)
			break;
		if (h->state == HTML_CDATA) {
			h->p += 3;
			h->state = HTML_DATA;
		} else if (read_markup(h)) {
			return &h->token;
		}
	}
	token_begin(h, HTML_END_OF_FILE);
	h->token.where.at = (gsize)(h->end - h->start);
	return &h->token;
}

void
html_switch(struct html *h, enum html_state state, const char *tag)
{
	h->state = state;
	h->tag = tag;
	h->tag_len = tag ? strlen(tag) : 0;
	h->escaped = h->dashes = 0;
}

/* Its row in `contents`, or -1. */
static int
content_row(const char *tag, gsize len)
{
	if (!memchr("tsxinp", *tag, 6))
		return -1;
	for (guint i = 0; i < G_N_ELEMENTS(contents); i++)
		if (contents[i].tag[0] == *tag && strncmp(contents[i].tag, tag, len) == 0 &&
		    !contents[i].tag[len])
			return (int)i;
	return -1;
}

void
html_follow(struct html *h, const struct html_token *start)
{
	int row = content_row(start->text.s, start->text.len);

	if (row >= 0)
		html_switch(h, contents[row].state, contents[row].tag);
}

enum html_state
html_content_of(const char *tag, gsize len)
{
	int row = len ? content_row(tag, len) : -1;

	return row >= 0 ? contents[row].state : HTML_DATA;
}

const struct html_attribute *
html_attribute(const struct html_token *t, const char *name)
{
	gsize len = strlen(name);

	for (guint i = 0; i < t->n_attributes; i++)
		if (t->attributes[i].name.len == len &&
		    memcmp(t->attributes[i].name.s, name, len) == 0)
			return &t->attributes[i];
	return NULL;
}
