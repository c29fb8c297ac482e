/*
 * html.h - HTML tokens as the WHATWG standard cuts them, each with its place.
 *
 * A pull tokenizer: no tree, no recursion, time and memory linear in the
 * input.  It never fails; every input has tokens.  The input is valid UTF-8
 * and stays where it is: a token points into it wherever it can, and has a
 * decoded copy in the arena only where a character reference, a CR or a NUL
 * makes the two differ.
 *
 * Who drives it plays the part the standard gives to the tree builder: it
 * calls html_follow() after a start tag, so that the content of raw text
 * elements is read as such.  CDATA sections are only for foreign content:
 * html_switch() begins one, elsewhere they are comments, as in a browser.
 *
 * Tokens stand in the order of the input and do not overlap.  What belongs to
 * none: `</>`, and a tag the input ends in.
 */
#ifndef CORE_HTML_H
#define CORE_HTML_H

#include "core/arena.h"

enum html_kind {
	HTML_END_OF_FILE,
	HTML_DOCTYPE,
	HTML_START_TAG,
	HTML_END_TAG,
	HTML_COMMENT,
	HTML_CHARACTERS,	/* one run; adjacent runs may follow */
};

enum html_state {		/* where the next token begins */
	HTML_DATA,
	HTML_RCDATA,		/* title, textarea */
	HTML_RAWTEXT,		/* style, xmp, iframe, noembed, noframes */
	HTML_SCRIPT_DATA,
	HTML_PLAINTEXT,
	HTML_CDATA,
};

/* Decoded text with where it stands.  Small: a tag may have 100,000 attributes. */
struct html_string {
	const char *s;		/* valid until the next token, for ever if `same` */
	guint32 len;
	guint32 at, source_len;	/* where, in the input; html_where() */
	bool same;		/* s is the source itself, byte for byte */
};

struct html_attribute {
	struct html_string name;	/* lower case */
	struct html_string value;	/* where: without the quotes; at the name's end if absent */
};

struct html_token {
	enum html_kind kind;
	struct span where;		/* the whole token in the input */
	struct html_string text;	/* tag name (lower case), comment, characters, doctype name */
	const struct html_attribute *attributes;	/* valid until the next token; duplicates dropped */
	guint n_attributes;
	bool self_closing;
	/* DOCTYPE only */
	bool has_name, has_public_id, has_system_id, force_quirks;
	struct html_string public_id, system_id;
};

struct html;

/* The input is shorter than 4 GiB and outlives the tokens. */
struct html *html_new(struct arena *a, const char *s, gsize len);

/* Begin anew with another input, in the memory already there. */
void html_restart(struct html *h, const char *s, gsize len);

/* The next token; HTML_END_OF_FILE for ever after the last. */
const struct html_token *html_next(struct html *h);

/* Go on in another state; `tag` is the last start tag (lower case, kept by the
   caller), for the end tag that leaves it, or NULL. */
void html_switch(struct html *h, enum html_state state, const char *tag);

/* After a start tag outside of foreign content: go on as its element asks. */
void html_follow(struct html *h, const struct html_token *start);

/* The state for the content of an element, as a browser without scripting reads it. */
enum html_state html_content_of(const char *tag, gsize len);

const struct html_attribute *html_attribute(const struct html_token *t, const char *name);

static inline struct span
html_where(const struct html_string *s)
{
	return (struct span){ s->at, s->source_len };
}

/* A stretch of an attribute's value: bytes of the source, or what one
   reference, line end or NUL of the source stands for. */
struct html_piece {
	const char *s;
	gsize len;
	struct span where;	/* in the input */
	bool same;
	char decoded[8];	/* what s points to if it is not the same */
};

/* Takes the next piece off `rest`, which begins as html_where() of the value;
   false at its end.  `input` is what html_new() was given. */
bool html_piece(const char *input, struct span *rest, struct html_piece *ret_piece);

#endif
