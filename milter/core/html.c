#include "core/html_reference.h"
#include "core/html_scan.h"

static const guint16 text_stop[] = {
	[HTML_DATA] = SCAN_DATA_STOP,
	[HTML_RCDATA] = SCAN_RCDATA_STOP,
	[HTML_RAWTEXT] = SCAN_RAWTEXT_STOP,
	[HTML_SCRIPT_DATA] = SCAN_SCRIPT_STOP,
	[HTML_PLAINTEXT] = SCAN_PLAINTEXT_STOP,
	[HTML_CDATA] = SCAN_CDATA_STOP,
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
			return html_tag_read(h, from, HTML_END_TAG);
		if (*h->p != '>')
			return html_markup_bogus_comment(h, from);
		h->p++;
		return false;
	case '!':
		h->p++;
		if (html_scan_is_next(h, "--", 2)) {
			h->p += 2;
			return html_markup_comment(h, from);
		}
		if (html_scan_is_word_next(h, "doctype")) {
			h->p += strlen("doctype");
			return html_markup_doctype(h, from);
		}
		return html_markup_bogus_comment(h, from);
	case '?':
		return html_markup_bogus_comment(h, from);
	default:
		return html_tag_read(h, from, HTML_START_TAG);
	}
}

/* Is the "</" at `p` the end tag that leaves a raw text state? */
static bool
is_way_out(const struct html *h, const char *p)
{
	return h->tag && (gsize)(h->end - p) > h->tag_len + 2 &&
		g_ascii_strncasecmp(p + 2, h->tag, h->tag_len) == 0 &&
		(html_scan_means(p[2 + h->tag_len]) & SCAN_NAME_STOP);
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
	if (p < h->end && (html_scan_means(*p) & SCAN_NAME_STOP))
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
	html_scan_begin(h, HTML_CHARACTERS);
	h->token.text = html_scan_as_is(h, from, end);
	h->p = end;
	return html_scan_done(h, from);
}

/* A token of its own for what is not itself; false if it is. */
static bool
special_text(struct html *h, const char *p, struct html_piece *ret_piece)
{
	gsize len;

	if (*p != '&')
		return html_scan_special(h->start, p, h->end, false, ret_piece);
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

	html_scan_begin(h, HTML_CHARACTERS);
	h->p += piece->where.len;
	memcpy(html_scan_room(h, &at, piece->len), piece->s, piece->len);
	h->token.text = html_scan_decoded_since(h, at, from, h->p);
	return html_scan_done(h, from);
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
	if (stop == SCAN_DATA_STOP && !h->folds)
		return end_of_data(h, p);
	while (p < h->end && !(html_scan_means(*p) & stop))
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
	html_scan_begin(h, HTML_END_OF_FILE);
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

bool
html_piece(const char *input, struct span *rest, struct html_piece *ret_piece)
{
	return html_scan_piece(input, rest, true, ret_piece);
}
