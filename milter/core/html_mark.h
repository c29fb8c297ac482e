/*
 * html_mark.h - what is odd about tags, noted while a view is made: how often, and where first.
 *
 * One pass for all of it, so that no rule walks the tags again.
 */
#ifndef CORE_HTML_MARK_H
#define CORE_HTML_MARK_H

#include "core/html.h"
#include "core/html_elements.h"

enum html_mark {
	HTML_MARK_SCRIPT,	/* but for data (application/ld+json) */
	HTML_MARK_HANDLER,	/* onclick="..." */
	HTML_MARK_FORM,
	HTML_MARK_EMBED,	/* iframe, object, embed... */
	HTML_MARK_SHEET,	/* <link rel=stylesheet>, but for fonts */
	HTML_MARK_IMPORT,	/* @import in a <style>, likewise */
	HTML_MARK_REFRESH,	/* <meta http-equiv=refresh> */
	HTML_MARK_BASE,		/* <base href> */
	HTML_MARK_HTML,		/* <html> */
	HTML_MARK_CENTER,
	HTML_MARK_STYLE,	/* bytes within <style> */
	HTML_MARK_MIXED_CASE,	/* <tAbLe>, hReF */
	HTML_MARK_UNKNOWN,	/* an element that is none of HTML's */
	HTML_MARK_STRAY_END,	/* an end tag that closes nothing */
	HTML_MARK_UNCLOSED,	/* open at the end though it must not be */
	HTML_MARK_AFTER_END,	/* letters behind </html> */
	HTML_MARK_HIDDEN,	/* letters hidden for everyone: not by Outlook's means, nor to be swapped */
	HTML_MARKS
};

struct html_marked {
	guint n;
	struct span where;	/* of the first, in the source */
};

/* `n` of a kind at `where`; n 0: nothing. */
static inline void
html_mark(struct html_marked *marks, enum html_mark what, struct span where, guint n)
{
	if (n && !marks[what].n)
		marks[what].where = where;
	marks[what].n += n;
}

/* A start tag, for what its element is. */
void html_mark_element(struct html_marked *marks, const struct html_token *t, guint8 number,
		       struct span where);
/* A start tag, for its name and those of its attributes; `input` is what the tokens point into. */
void html_mark_names(struct html_marked *marks, const struct html_token *t,
		     const struct html_element_row *row, const char *input, struct span where);
/* The content of a <style>. */
void html_mark_style(struct html_marked *marks, const struct html_string *s, struct span where);

/* About how many letters; what pads a preheader (no-break spaces, zero width) are none. */
guint html_mark_letters(const char *s, gsize len);

#endif
