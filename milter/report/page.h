/*
 * page.h - HTML of ours, and how words of a mail get into it.
 *
 * page_add() is the only way to write any (tests/house/escape.t): what stands in its format is ours,
 * and whatever %s brings is escaped, in element content and in attributes in
 * double quotes alike.  No word of a mail is ever a tag, an attribute's name, an
 * address a browser follows, or part of a style.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "report/report.h"

/* A place of a finding that the page shows. */
struct page_place {
	guint finding;			/* from 1, as the page numbers them */
	guint nth;			/* of the finding; 0: its own place */
	const struct finding *of;
	const struct text *text;
	struct span where;
};

/* One message as it becomes part of a page. */
struct page {
	GString *out;
	const struct verdict *v;
	const struct report_options *o;
	guint number;			/* of the message, from 1: all its ids begin with it */
	GArray *places;			/* struct page_place */
	GHashTable *anchors;		/* char *: ids of marks there are so far */
};

/* %s (escaped), %u, %d, %c and %%, and nothing else. */
void page_add(GString *out, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
/* A link to a file beside the page, or to an address with http: or https:; of anything else
   the words alone. */
void page_link(GString *out, const char *url, const char *words);
/* What other calls of page_add() have written. */
void page_join(GString *out, const GString *html);
/* The style of ours, as it stands. */
void page_style(GString *out, const char *style);
/* A stretch of a text, escaped: valid UTF-8, line ends and tabs as they are. */
void page_text(GString *out, const char *s, gsize len);
/* The same on one line, at most `points` code points, "…" behind them. */
void page_line(GString *out, const char *s, gsize len, guint points);
/* "409 B", "1.2 kB": bytes as people of all languages read them.  Free it. */
char *page_size(gsize bytes);

static inline const char *
page_say(const struct page *p, const char *phrase)
{
	return report_say(p->o->words, phrase);
}

/* The id of a mark: 'r' in the mail as its reader sees it, 's' in a source. */
char *page_anchor(const struct page *p, const struct page_place *place, char view);

#endif
