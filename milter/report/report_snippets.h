/*
 * report_snippets.h - the files of report_snippets() that are written elsewhere.
 */
#ifndef REPORT_REPORT_SNIPPETS_H
#define REPORT_REPORT_SNIPPETS_H

#include "report/report.h"

void report_snippets_exim_main(GString *out, const struct report_mta *m);
void report_snippets_exim_acl(GString *out, const struct report_mta *m);
void report_snippets_sendmail(GString *out, const struct report_mta *m);

/* Seconds the mail server must wait at least: our deadline with room to spare. */
guint report_snippets_patience(const struct report_mta *m);

#endif
