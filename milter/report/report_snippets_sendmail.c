/* Sendmail's part: the lines of sendmail.mc, from which m4 makes sendmail.cf. */
#include "report/report_snippets.h"

void
report_snippets_sendmail(GString *out, const struct report_mta *m)
{
	const char *scheme = strchr(m->socket, ':') ? "" : "unix:";

	g_string_append(out,
		"dnl Before the MAILER lines; then make sendmail.cf of it and restart Sendmail.\n"
		"dnl sendlint first, a signer after it: what is signed must not change.\n"
		"dnl When sendlint does not answer, mail goes the way of its setting on-failure.\n");
	g_string_append_printf(out, "INPUT_MAIL_FILTER(`sendlint', `S=%s%s,%s T=C:5s;S:10s;R:%us')dnl\n",
			       scheme, m->socket, m->tempfail ? " F=T," : "",
			       report_snippets_patience(m));
	if (m->hold_by_header)
		g_string_append(out,
			"dnl Sendmail does not hold by a header field: what a policy holds by one\n"
			"dnl is put into Sendmail's quarantine.\n");
	for (const char *const *d = m->daemons; *d; d++)
		g_string_append_printf(out, "dnl sendlint checks what comes in by the entry point with "
				       "Name=%s in its DAEMON_OPTIONS.\n", *d);
}
