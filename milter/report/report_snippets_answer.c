/* What a mail server must know to hand test mails to `sendlint answer`. */
#include "report/report_snippets_answer.h"

#define CONFIG "/etc/sendlint/sendlint.conf"

/* `s` as a regular expression that matches it and nothing else. */
static void
add_literal(GString *out, const char *s, gsize len)
{
	for (gsize i = 0; i < len; i++)
		g_string_append_printf(out, "%s%c", g_ascii_isalnum(s[i]) || s[i] == '-' || s[i] == '_'
				       ? "" : "\\", s[i]);
}

/* Where a loopback port would take the answers; NULL: it is somewhere else. */
static char *
port_of(const struct report_mta *m)
{
	const char *colon = m->submission ? strchr(m->submission, ':') : NULL;
	const char *at = colon ? strchr(colon, '@') : NULL;

	if (!at || !g_str_has_prefix(m->submission, "inet") ||
	    (!g_str_equal(at, "@127.0.0.1") && !g_str_equal(at, "@localhost")))
		return NULL;
	return g_strndup(colon + 1, (gsize)(at - colon) - 1);
}

void
report_snippets_answer_main(GString *out, const struct report_mta *m)
{
	if (m->test_address)
		g_string_append(out,
			"# The test address, beside transport_maps that you may have:\n"
			"transport_maps = regexp:/etc/postfix/sendlint_transport\n"
			"sendlint_destination_recipient_limit = 1\n");
}

void
report_snippets_answer_master(GString *out, const struct report_mta *m)
{
	g_autofree char *port = port_of(m);

	if (!m->test_address)
		return;
	g_string_append_printf(out,
		"# The test address.  The user must be the daemon's, or own its state-dir.\n"
		"sendlint unix - n n - 2 pipe\n"
		"  user=sendlint null_sender= argv=/usr/bin/sendlint answer --config=%s\n"
		"  --sender=${sender} --recipient=${recipient} --login=${sasl_username}\n"
		"  --client=${client_address} --queue-id=${queue_id}\n", m->config ? m->config : CONFIG);
	if (port)
		g_string_append_printf(out,
			"# Where its answers go in: not judged again, and open to this machine only.\n"
			"127.0.0.1:%s inet n - n - - smtpd\n"
			"  -o receive_override_options=no_milters\n"
			"  -o smtpd_sasl_auth_enable=no\n"
			"  -o mynetworks=127.0.0.0/8\n"
			"  -o smtpd_client_restrictions=permit_mynetworks,reject\n"
			"  -o smtpd_relay_restrictions=permit_mynetworks,reject\n"
			"  -o smtpd_recipient_restrictions=permit_mynetworks,reject\n", port);
}

void
report_snippets_answer_transport(GString *out, const struct report_mta *m)
{
	const char *at = m->test_address ? strrchr(m->test_address, '@') : NULL;

	if (!at) {
		g_string_append(out, "# (answer in sendlint.conf names no test address)\n");
		return;
	}
	g_string_append(out, "/^");
	add_literal(out, m->test_address, (gsize)(at - m->test_address));
	g_string_append(out, "(\\+[^@]*)?");
	add_literal(out, at, strlen(at));
	g_string_append(out, "$/ sendlint:\n");
}
