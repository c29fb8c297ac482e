/*
 * document.h - what the reports that are one document have in common.
 *
 * A document gathers its parts as text, so that a message may go as soon as
 * it was added.
 */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "report/report.h"

struct document_kind {
	void (*add)(struct report_document *d, const struct verdict *v,
		    const struct report_options *o);
	void (*failed)(struct report_document *d, const char *path, const char *why);
	void (*end)(struct report_document *d, GString *out);
};

struct report_document {
	const struct document_kind *kind;
	struct report_options options;	/* what holds for all messages */
	GString *list;		/* SARIF: artifacts; HTML: rows of the list of messages */
	GString *body;		/* SARIF: results; HTML: the messages */
	GString *failures;	/* SARIF: notifications; HTML: what could not be read */
	const struct rule *const *rules;	/* of the policies; NULL: no message yet */
	guint messages, artifacts;	/* so far */
	bool failed;		/* some file could not be read */
	struct report_counts counts;
	char *title;		/* HTML: of the page when it has one message, or NULL */
};

extern const struct document_kind report_sarif_kind, report_html_kind;

#endif
