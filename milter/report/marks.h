/*
 * marks.h - the findings within one text, put in place as it is written.
 *
 * Marks may overlap, so a text is written in segments between their edges:
 * a segment bears the highest level of the marks around it, and the number of
 * a finding stands where its mark begins and leads to it.
 */
#ifndef REPORT_MARKS_H
#define REPORT_MARKS_H

#include "report/page.h"

struct mark {
	struct span where;	/* in the text that is written */
	const struct page_place *place;
};

struct marks {
	struct page *page;
	char view;		/* as for page_anchor() */
	GArray *v;		/* struct mark, by where they begin */
	guint next;		/* the first that has not begun */
};

/* Those that point to this text itself; and those that point to it or to what was cut from it. */
struct marks marks_in(struct page *p, const struct text *t, char view);
struct marks marks_in_source(struct page *p, const struct text *source, char view);
/* Those that point to raw bytes within this span, and to no text that is written. */
struct marks marks_in_raw(struct page *p, struct span raw, char view);
void marks_clear(struct marks *m);

/* The numbers of all that begin at or before `pos` and have not been written. */
void marks_begin(struct marks *m, gsize pos);
/* The next edge behind `pos`, or `end`. */
gsize marks_next(const struct marks *m, gsize pos, gsize end);
/* Writes a stretch without an edge inside it. */
void marks_segment(const struct marks *m, const struct text *t, gsize from, gsize to);
/* Writes all of a stretch. */
void marks_write(struct marks *m, const struct text *t, struct span where);

#endif
