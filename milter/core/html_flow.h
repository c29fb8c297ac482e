/*
 * html_flow.h - text laid out in lines, as it comes, with its way back.
 *
 * White space is folded as a browser folds it: breaks are kept in mind and
 * written when something follows that can be seen.  Characters that show
 * nothing are dropped where nothing would miss them, so the padding behind
 * preheaders does not count as text.
 */
#ifndef CORE_HTML_FLOW_H
#define CORE_HTML_FLOW_H

#include "core/html_style.h"
#include "core/text.h"

struct html_flow {
	const struct text *source;
	GString *s;
	struct map map;
	guint8 wanted;		/* enum html_break, before what comes next */
	guint8 last;		/* what the line ends with so far; see html_flow.c */
	bool line_by_br;	/* the wanted line end is a <br>'s: another makes it empty */
	bool padded;		/* something that shows nothing was dropped just now */
	struct span from;	/* in the source: why something is wanted */
};

void html_flow_init(struct html_flow *f, struct arena *a, const struct text *source);

/* A stretch of the source. */
void html_flow_copy(struct html_flow *f, struct span where, bool pre);

/* A character that `where` in the source stands for. */
void html_flow_put(struct html_flow *f, const char *s, gsize len, struct span where, bool pre);

void html_flow_break(struct html_flow *f, enum html_break kind, struct span where);
void html_flow_br(struct html_flow *f, struct span where);

/* The flow as a text; nothing may be added any more. */
const struct text *html_flow_end(struct html_flow *f, struct arena *a, const char *name);

/* From `at` to the end of what is written, without the white space at its edges. */
struct span html_flow_since(const struct html_flow *f, gsize at);

#endif
