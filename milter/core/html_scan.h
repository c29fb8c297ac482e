/*
 * html_scan.h - the inside of the tokenizer: where it stands, what a byte means
 * there, strings as they are read.
 *
 * For html.c, html_tag.c and html_markup.c alone, each a stretch of the
 * standard's states.
 */
#ifndef CORE_HTML_SCAN_H
#define CORE_HTML_SCAN_H

#include "core/html.h"

/* What a byte means; the *_STOP of a state are the bytes its text may end at. */
enum html_scan_meaning {
	SCAN_SPACE = 1 << 0,
	SCAN_NAME_STOP = 1 << 1,	/* of tags */
	SCAN_ATTRIBUTE_STOP = 1 << 2,	/* of attributes' names */
	SCAN_UNQUOTED_STOP = 1 << 3,	/* of values without quotes */
	SCAN_FOLDED = 1 << 4,		/* not itself in a name */
	SCAN_DATA_STOP = 1 << 5,
	SCAN_RCDATA_STOP = 1 << 6,
	SCAN_RAWTEXT_STOP = 1 << 7,
	SCAN_SCRIPT_STOP = 1 << 8,
	SCAN_PLAINTEXT_STOP = 1 << 9,
	SCAN_CDATA_STOP = 1 << 10,
	SCAN_DECODED = 1 << 11,		/* not itself in a value */

	SCAN_ENDS = SCAN_NAME_STOP | SCAN_ATTRIBUTE_STOP,
	SCAN_RAW = SCAN_RCDATA_STOP | SCAN_RAWTEXT_STOP | SCAN_SCRIPT_STOP,
};

extern const guint16 html_scan_meaning[256];	/* enum html_scan_meaning, by byte */

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

static inline guint16
html_scan_means(char c)
{
	return html_scan_meaning[(guchar)c];
}

/* ---- strings ---- */

/* Room at the end of the string that began at `from` of the scratch, which may move. */
char *html_scan_room(struct html *h, gsize *from, gsize len);

/* The byte at h->p, whatever it is, and on to the first that means `stop`. */
struct html_string html_scan_name(struct html *h, guint16 stop);

/* The reference, line end or NUL at `p`; false if it is an ordinary byte. */
bool html_scan_special(const char *start, const char *p, const char *end, bool references,
		       struct html_piece *ret_piece);

/* As html_piece(); with or without references. */
bool html_scan_piece(const char *input, struct span *rest, bool references,
		     struct html_piece *ret_piece);

/* From `s` to `end`, as one string. */
struct html_string html_scan_decoded(struct html *h, const char *s, const char *end,
				     bool references);

static inline struct html_string
html_scan_as_is(const struct html *h, const char *s, const char *end)
{
	return (struct html_string){
		.s = s, .len = (guint32)(end - s), .same = true,
		.at = (guint32)(s - h->start), .source_len = (guint32)(end - s),
	};
}

static inline struct html_string
html_scan_decoded_since(const struct html *h, gsize from, const char *s, const char *end)
{
	return (struct html_string){
		.s = h->scratch + from, .len = (guint32)(h->used - from),
		.at = (guint32)(s - h->start), .source_len = (guint32)(end - s),
	};
}

/* ---- input ---- */

static inline void
html_scan_skip_space(struct html *h)
{
	while (h->p < h->end && (html_scan_means(*h->p) & SCAN_SPACE))
		h->p++;
}

static inline const char *
html_scan_find(const struct html *h, char c)
{
	return h->p < h->end ? memchr(h->p, c, (gsize)(h->end - h->p)) : NULL;
}

static inline bool
html_scan_is_next(const struct html *h, const char *s, gsize len)
{
	return (gsize)(h->end - h->p) >= len && memcmp(h->p, s, len) == 0;
}

static inline bool
html_scan_is_word_next(const struct html *h, const char *word)
{
	gsize len = strlen(word);

	return (gsize)(h->end - h->p) >= len && g_ascii_strncasecmp(h->p, word, len) == 0;
}

/* ---- tokens ---- */

static inline void
html_scan_begin(struct html *h, enum html_kind kind)
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

static inline bool
html_scan_done(struct html *h, const char *from)
{
	h->token.where = (struct span){ (gsize)(from - h->start), (gsize)(h->p - from) };
	return true;
}

/* ---- what the other files read; `from` is the '<', false: no token came of it ---- */

/* From the name on.  A tag that the input ends in is none. */
bool html_tag_read(struct html *h, const char *from, enum html_kind kind);

bool html_markup_bogus_comment(struct html *h, const char *from);
/* From behind `<!--`. */
bool html_markup_comment(struct html *h, const char *from);
/* From behind `<!doctype`. */
bool html_markup_doctype(struct html *h, const char *from);

#endif
