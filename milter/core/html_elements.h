/*
 * html_elements.h - what we know of each element.
 *
 * Enough of the standard's tree builder to tell which elements are open:
 * who closes whom, what an end tag reaches, what breaks lines.
 */
#ifndef CORE_HTML_ELEMENTS_H
#define CORE_HTML_ELEMENTS_H

#include "core/html_style.h"

enum html_element {
	HTML_NO_ELEMENT,
	/* those treated one by one */
	HTML_A, HTML_AREA, HTML_BODY, HTML_BR, HTML_BUTTON, HTML_CAPTION, HTML_COL,
	HTML_COLGROUP, HTML_DD, HTML_DIV, HTML_DT, HTML_EMBED, HTML_FONT,
	HTML_FORM, HTML_HEAD, HTML_HTML, HTML_IMAGE, HTML_IMG, HTML_INPUT, HTML_LI,
	HTML_MATH, HTML_META, HTML_OBJECT, HTML_OPTION, HTML_P, HTML_PRE_ELEMENT, HTML_SCRIPT,
	HTML_SVG, HTML_TABLE, HTML_TBODY, HTML_TD, HTML_TFOOT, HTML_TH, HTML_THEAD, HTML_TITLE,
	HTML_TR, HTML_FRAME, HTML_IFRAME, HTML_APPLET, HTML_SELECT, HTML_TEXTAREA, HTML_ADDRESS,
	HTML_BASE, HTML_CENTER, HTML_LINK, HTML_STYLE,
	/* the others have a number by their name */
	HTML_OTHER,
	HTML_ELEMENTS_OTHER_FIRST = 192,
	HTML_ELEMENTS_NUMBERS = 256,
};

enum html_element_flag {
	HTML_IS_VOID       = 1 << 0,
	HTML_IS_SPECIAL    = 1 << 1,	/* an end tag of an ordinary element does not reach beyond */
	HTML_IS_SCOPE      = 1 << 2,	/* nor one of a block */
	HTML_IS_FORMATTING = 1 << 3,	/* its end tag works across blocks */
	HTML_IS_TABLE_PART = 1 << 4,	/* its end tag reaches up to the table */
	HTML_CLOSES_P      = 1 << 5,
	HTML_IS_HEADING    = 1 << 6,
};

struct html_element_row {
	const char *name;
	guint8 number;		/* enum html_element, or of its own */
	guint8 flags;		/* enum html_element_flag */
	guint8 looks;		/* enum html_look */
	guint8 breaks;		/* enum html_break, at both edges */
};

/* An index of the table for quick look-ups; filled by the caller, once a document. */
struct html_elements {
	guint8 slots[256];	/* 1 + row */
};

void html_elements_init(struct html_elements *e);
/* NULL for an element nobody knows. */
const struct html_element_row *html_elements_row(const struct html_elements *e,
						 const char *name, gsize len);
/* Is it an element of HTML, or of Office, that has no row because it does nothing? */
bool html_elements_plain(const char *name, gsize len);
/* The number an unknown element goes by; others may share it. */
guint8 html_elements_number(const char *name, gsize len);

#endif
