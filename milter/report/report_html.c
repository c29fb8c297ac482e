#include "report/document.h"
static void add(struct report_document *d, const struct verdict *v, const struct report_options *o) {(void)d;(void)v;(void)o;}
static void failed(struct report_document *d, const char *path, const char *why){(void)d;(void)path;(void)why;}
static void end(struct report_document *d, GString *out){(void)d;(void)out;}
const struct document_kind report_html_kind = { add, failed, end };
