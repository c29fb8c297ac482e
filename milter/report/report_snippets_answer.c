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

/* A port of the loopback that mail of ours goes in by; NULL: it is somewhere else. */
static char *
port_of(const char *submission)
{
	const char *colon = submission ? strchr(submission, ':') : NULL;
	const char *at = colon ? strchr(colon, '@') : NULL;

	if (!at || !g_str_has_prefix(submission, "inet") ||
	    (!g_str_equal(at, "@127.0.0.1") && !g_str_equal(at, "@localhost")))
		return NULL;
	return g_strndup(colon + 1, (gsize)(at - colon) - 1);
}

char **
report_snippets_answer_ports(const struct report_mta *m)
{
	GPtrArray *ports = g_ptr_array_new();
	char *reports = m->test_address ? port_of(m->submission) : NULL;
	char *feedback = port_of(m->feedback);

	if (reports)
		g_ptr_array_add(ports, reports);
	if (feedback && g_strcmp0(feedback, reports))
		g_ptr_array_add(ports, feedback);
	else
		g_free(feedback);
	g_ptr_array_add(ports, NULL);
	return (char **)g_ptr_array_free(ports, FALSE);
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
	g_auto(GStrv) ports = report_snippets_answer_ports(m);

	if (m->test_address)
		g_string_append_printf(out,
			"# The test address.  The user must be the daemon's, or own its state-dir.\n"
			"sendlint unix - n n - 2 pipe\n"
			"  user=sendlint null_sender= argv=/usr/bin/sendlint answer --config=%s\n"
			"  --sender=${sender} --recipient=${recipient} --login=${sasl_username}\n"
			"  --client=${client_address} --queue-id=${queue_id}\n",
			m->config ? m->config : CONFIG);
	for (char **port = ports; *port; port++)
		g_string_append_printf(out,
			"# Where sendlint's own mail goes in: not judged again, and open to this machine only.\n"
			"127.0.0.1:%s inet n - n - - smtpd\n"
			"  -o receive_override_options=no_milters\n"
			"  -o smtpd_sasl_auth_enable=no\n"
			"  -o mynetworks=127.0.0.0/8\n"
			"  -o smtpd_client_restrictions=permit_mynetworks,reject\n"
			"  -o smtpd_relay_restrictions=permit_mynetworks,reject\n"
			"  -o smtpd_recipient_restrictions=permit_mynetworks,reject\n", *port);
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

/* ---- Exim ---- */

void
report_snippets_answer_exim_router(GString *out, const struct report_mta *m)
{
	const char *at = m->test_address ? strrchr(m->test_address, '@') : NULL;

	if (!at) {
		g_string_append(out, "# (answer in sendlint.conf names no test address)\n");
		return;
	}
	g_string_append_printf(out,
		"# The test address: behind \"begin routers\", before all others; .include it there.\n"
		"sendlint_answer:\n"
		"  driver = accept\n"
		"  domains = %s\n"
		"  local_parts = %.*s\n"
		"  local_part_suffix = +*\n"
		"  local_part_suffix_optional\n"
		"  transport = sendlint_answer\n", at + 1, (int)(at - m->test_address), m->test_address);
}

void
report_snippets_answer_exim_transport(GString *out, const struct report_mta *m)
{
	if (!m->test_address) {
		g_string_append(out, "# (answer in sendlint.conf names no test address)\n");
		return;
	}
	/* What a sender says is no argument of a command, says Exim; so it goes into the
	   environment, to which Exim itself adds SENDER, RECIPIENT and MESSAGE_ID. */
	g_string_append_printf(out,
		"# Behind \"begin transports\"; .include it there.  The user must be the daemon's, or own\n"
		"# its state-dir.\n"
		"sendlint_answer:\n"
		"  driver = pipe\n"
		"  user = sendlint\n"
		"  group = sendlint\n"
		"  command = /usr/bin/sendlint answer --config=%s\n"
		"  environment = <; SENDLINT_LOGIN=$authenticated_id ; SENDLINT_CLIENT=$sender_host_address\n"
		"  message_prefix =\n"
		"  message_suffix =\n"
		"  temp_errors = *\n"
		"  return_output = false\n"
		"  timeout = 2m\n", m->config ? m->config : CONFIG);
}
