/*
 * html_value.h - values of attributes as texts, with their way back to the source.
 */
#ifndef CORE_HTML_VALUE_H
#define CORE_HTML_VALUE_H

#include "core/html.h"
#include "core/text.h"

/* Where values come from. */
struct html_value_from {
	struct arena *arena;
	const struct text *source;
	const char *input;	/* the tokenizer's; a stretch of the source */
	gsize base;		/* where it begins there */
};

/* The whole value.  As a URL it is read without line ends and tabs in it and white
   space around it. */
const struct text *html_value_text(const struct html_value_from *from, const char *name,
				   const struct html_string *value, bool url);

/* A stretch of a value, e.g. the charset within "text/html; charset=x". */
const struct text *html_value_part(const struct html_value_from *from, const char *name,
				   const struct html_string *value, struct span part);

/* Has the tag an attribute of this name and value, in whatever case? */
bool html_value_is(const struct html_token *t, const char *name, const char *value);

static inline bool
html_value_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline struct span
html_value_in_source(const struct html_value_from *from, struct span where)
{
	where.at += from->base;
	return where;
}

#endif
