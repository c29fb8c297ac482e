/*
 * html_quote.h - how mail programs mark what somebody else wrote, and
 * signatures: names they give to elements, and Outlook's line above an answer.
 *
 * A <blockquote> needs no name.  The names are those that the programs write
 * in 2026; Outlook puts "x_" before those of others.
 */
#ifndef CORE_HTML_QUOTE_H
#define CORE_HTML_QUOTE_H

#include "core/html.h"

enum html_quote {
	HTML_QUOTE_NONE,
	HTML_QUOTE_ELEMENT,	/* all within */
	HTML_QUOTE_REST,	/* from here to the end of the document */
};

/* Of a `class`, an `id` or a `style`; other attributes say nothing. */
enum html_quote html_quote_of(const struct html_attribute *a);

#endif
