/*
 * report_html.h - the pieces of the page of a message.
 *
 * All but the verdict are written first, so that a finding knows where on the
 * page it is shown.
 */
#ifndef REPORT_REPORT_HTML_H
#define REPORT_REPORT_HTML_H

#include "report/page.h"

/* How much of one text a page shows, in bytes, and of the lines of a source. */
enum { REPORT_HTML_TEXT = 100 * 1024, REPORT_HTML_LINES = 5000 };

extern const char report_html_style[];

/* The mail as its reader sees it, with the findings in place. */
void report_html_reader(struct page *p);
/* Header fields, parts and the texts of parts, line by line. */
void report_html_source(struct page *p);
/* Quality, class, policy, areas. */
void report_html_verdict(struct page *p);
void report_html_findings(struct page *p);
/* What was not looked at. */
void report_html_unchecked(struct page *p);

/* What an area is called, or its id. */
const char *report_html_area(const char *id);
/* From the doctype to <body>, with the style and the policy. */
void report_html_head(GString *out, const struct report_options *o, const char *title);

/* The language of what stands there, as an attribute " lang=..."; nothing if nobody knows. */
void report_html_lang(struct page *p, const struct text *t, gsize at);
/* The end of what is shown of a text: REPORT_HTML_TEXT, at a whole character. */
gsize report_html_end(const struct text *t);
/* Says how much more there was, if there was. */
void report_html_more(struct page *p, const struct text *t);

#endif
