/*
 * report_snippets_answer.h - the test address, as files of report_snippets().
 */
#ifndef REPORT_REPORT_SNIPPETS_ANSWER_H
#define REPORT_REPORT_SNIPPETS_ANSWER_H

#include "report/report.h"

/* For main.cf and master.cf: nothing where there is no test address. */
void report_snippets_answer_main(GString *out, const struct report_mta *m);
void report_snippets_answer_master(GString *out, const struct report_mta *m);
/* The ports of the loopback that mail of ours goes in by; free them with g_strfreev(). */
char **report_snippets_answer_ports(const struct report_mta *m);
/* For Exim: files of their own, which say so where there is no test address. */
void report_snippets_answer_exim_router(GString *out, const struct report_mta *m);
void report_snippets_answer_exim_transport(GString *out, const struct report_mta *m);
/* Which addresses it is; a file of its own, which says so where there is none. */
void report_snippets_answer_transport(GString *out, const struct report_mta *m);

#endif
