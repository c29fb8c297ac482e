/*
 * text.h - a decoded text and its way back to the raw bytes.
 *
 * A text is one thing a reader sees, or one thing cut from another: the
 * subject, a body part as its editor shows it, the visible text of an HTML
 * part, an alt text.  It is valid UTF-8, and every place in it can be told
 * in the terms of docs/design.md, "Positions": line and column in the decoded part,
 * and the bytes of the message it came from.
 *
 *     visible text --map--> HTML source --map--> raw message
 *
 * Nothing is ever found again by searching the source.
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include "core/map.h"

struct text {
	const char *name;	/* a noun for people: "subject", "body", "alt text" */
	const char *part;	/* IMAP part path "1.2"; "" for the message's own header */
	const char *field;	/* header field it is the value of, or NULL */
	const char *s;		/* valid UTF-8, NUL-terminated, owned by the arena */
	gsize len;
	const struct text *of;	/* the text it was cut from, or NULL: the raw message */
	struct map steps[3];	/* way back, last step first: steps[0] leads from `s`; the last
				   leads to bytes counted from raw.at, or of the text `of` */
	guint n_steps;		/* 0: all of it came from all of `raw`, or of `of`, not exactly */
	struct span raw;	/* all of it, in the message */
};

/* Where something is; docs/design.md, "Positions". */
struct place {
	guint line, column;	/* from 1; code points; in the decoded part or field */
	gsize raw_offset, raw_length;	/* bytes of the message as received */
	bool exact;		/* the raw bytes are these and no more */
};

/* Where one of these bytes stands next, at or after `p`, or the end.  Quick; NULs pass. */
const char *text_any(const struct text *t, const char *p, const char *bytes);

/* Where `where` of `t` is.  Walks the text: for reports, not for checks.  Any `where`
   will do: what lies outside the text is cut off. */
struct place text_place(const struct text *t, struct span where);

/* Line and column of an offset of `t` itself; the rest of the place is left alone. */
void text_count(const struct text *t, gsize at, struct place *ret_place);

/* The stretch of text_source() that `where` of `t` came from. */
struct span text_in_source(const struct text *t, struct span where);

/* The text that line and column are counted in: `t`, or the one it was cut from. */
const struct text *text_source(const struct text *t);

/* Some words of the mail for people: one line, at most `points` code points with
   "…" where cut, line ends and tabs as a space, other control characters and those
   that turn the writing around as U+FFFD, digits as '#' if asked. */
char *text_excerpt(struct arena *a, const struct text *t, struct span where,
		   guint points, bool mask_digits);

static inline struct span
text_all(const struct text *t)
{
	return (struct span){ 0, t->len };
}

#endif
