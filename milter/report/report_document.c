#include "report/document.h"

struct report_document *
report_document_new(enum report_format format, const struct report_options *o)
{
	struct report_document *d = g_new0(struct report_document, 1);

	d->kind = format == REPORT_HTML ? &report_html_kind : &report_sarif_kind;
	d->options = *o;
	d->list = g_string_new(NULL);
	d->body = g_string_new(NULL);
	d->failures = g_string_new(NULL);
	return d;
}

void
report_document_add(struct report_document *d, const struct verdict *v,
		    const struct report_options *o)
{
	d->rules = v->policy->all;	/* the same list in every policy */
	d->kind->add(d, v, o);
	d->messages++;
}

void
report_document_failed(struct report_document *d, const char *path, const char *why)
{
	d->failed = true;
	d->kind->failed(d, path, why);
}

void
report_document_end(struct report_document *d, GString *out)
{
	d->kind->end(d, out);
	g_string_free(d->list, TRUE);
	g_string_free(d->body, TRUE);
	g_string_free(d->failures, TRUE);
	g_free(d->title);
	g_free(d);
}
