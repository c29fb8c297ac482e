/*
 * html_view.h - HTML tokens become what a reader sees.
 *
 * Visible text is laid out as plain text: a block element begins a new line,
 * a paragraph an empty one, <br> a line, a table cell a tab; white space is
 * folded as a browser folds it.  Text hidden by a style or an attribute,
 * text for Outlook only (conditional comments) and the preheader are known
 * as such and are not part of the visible text.
 */
#ifndef CORE_HTML_VIEW_H
#define CORE_HTML_VIEW_H

#include "core/html_mark.h"
#include "core/text.h"

struct html_link {
	const struct text *target;	/* href, decoded and trimmed; `of` the source; never NULL */
	struct span shown;		/* its words in view.visible; empty for an image link */
	struct span where;		/* the tag, in the source */
	bool has_href, has_image;
	bool visible;			/* not inside hidden or Outlook-only content */
};

struct html_image {
	const struct text *source;	/* src, decoded; empty if absent */
	const struct text *alt;		/* NULL if there is no alt attribute */
	int width, height;		/* CSS pixels by attribute or style; -1 if not given */
	struct span where;		/* the tag, in the source */
	int link;			/* index of the link around it, or -1 */
	gsize at;			/* behind so much of the visible text it is shown */
	bool begins_line;
	bool visible;
};

struct html_view {
	const struct text *source;	/* the HTML as an editor shows it */
	const struct text *visible;	/* what a reader sees; `of` is source */
	const struct text *hidden;	/* what was hidden, joined by line ends */
	const struct text *title;	/* <title>, or NULL */
	const struct text *lang;	/* lang attribute of <html> or <body>, or NULL */
	const struct text *meta_charset;	/* declared in a <meta>, or NULL */
	struct span preheader;		/* in hidden: the first, if it stands before any visible text */
	GArray *links;			/* struct html_link */
	GArray *images;			/* struct html_image */
	GArray *code;			/* struct span of visible: inside <pre>, <code>, <kbd>, <samp>, <tt> */
	GArray *quoted;			/* struct span of visible: <blockquote>, and what mail programs
					   mark as quoted or as a signature */
	GArray *odd;			/* struct span of source: short tags of elements that nobody knows,
					   as "<first name>" is; some, in order */
	GArray *headings;		/* struct span of visible: <h1> to <h6> */
	struct html_marked marked[HTML_MARKS];	/* by enum html_mark */
	guint tags;
	bool conditional_visible;	/* "[if mso]" or the like is left in the visible text */
	unsigned limits;		/* enum limit */
};

const struct html_view *html_view(struct arena *a, const struct text *source);

#endif
