/*
 * html_style.h - what a style attribute says about being seen.
 *
 * Not a CSS parser: the few properties by which mail hides things, breaks
 * lines and sizes images.  The last declaration wins, unless an earlier one
 * is !important.
 */
#ifndef CORE_HTML_STYLE_H
#define CORE_HTML_STYLE_H

#include "core/base.h"

enum html_look {
	HTML_GONE   = 1 << 0,	/* with all its content */
	HTML_UNSEEN = 1 << 1,	/* visibility: the content may be visible again */
	HTML_TINY   = 1 << 2,	/* font size 0: likewise, and images are not concerned */
	HTML_PRE    = 1 << 3,	/* white space counts */
	HTML_CODE   = 1 << 4,
	HTML_DROP   = 1 << 5,	/* not even hidden text: templates, scripts */
	HTML_QUOTE  = 1 << 7,	/* somebody else wrote it */
	HTML_SWAP   = 1 << 6,	/* hidden, but a style sheet may show it: on phones, at night */
};

enum html_break {		/* what an element's edges do to the line, weakest first */
	HTML_BREAK_NONE,
	HTML_BREAK_SPACE,
	HTML_BREAK_TAB,
	HTML_BREAK_LINE,
	HTML_BREAK_PARAGRAPH,
};

struct html_style {
	guint8 set, clear;	/* enum html_look */
	int breaks;		/* enum html_break; -1 if `display` is not given */
	int width, height;	/* CSS pixels; -1 if not given */
	bool mso_hide;
};

struct html_style html_style(const char *s, gsize len);

/* "12", "12px", "9pt", as CSS pixels; -1 for a percentage or anything else. */
int html_style_pixels(const char *s, gsize len);

#endif
