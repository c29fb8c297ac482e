/* Exim's part: one named ACL that asks sendlint and does what it says, so that it can be
   required from whatever ACLs a site has. */
#include "report/report_snippets.h"
#include "report/report_snippets_answer.h"

static const char default_socket[] = "unix:/run/sendlint/spamd.sock";

/* "/path" or "host port", as spamd_address has it. */
static void
add_address(GString *out, const char *socket)
{
	const char *path = strchr(socket, '/'), *at = strrchr(socket, '@');

	if (g_str_has_prefix(socket, "inet") && at) {
		const char *port = strchr(socket, ':') + 1;

		g_string_append_printf(out, "%s %.*s", at + 1, (int)(at - port), port);
	} else {
		g_string_append(out, path ? path : socket);
	}
}

/* Mail of ours is not judged: acl_sendlint looks for the port. */
static void
add_ports(GString *out, const struct report_mta *m)
{
	g_auto(GStrv) ports = report_snippets_answer_ports(m);

	for (char **port = ports; *port; port++)
		g_string_append_printf(out,
			"# sendlint's own mail goes in here.  Add the port to daemon_smtp_ports, and keep others off\n"
			"# it by local_interfaces:\n"
			"#     daemon_smtp_ports = smtp : %s\n"
			"#     local_interfaces = <; 0.0.0.0.25 ; 127.0.0.1.%s\n", *port, *port);
}

void
report_snippets_exim_main(GString *out, const struct report_mta *m)
{
	const char *socket = m->spamd ? m->spamd : default_socket;

	if (!m->spamd)
		g_string_append_printf(out, "# sendlint does not listen there yet: say in "
			"sendlint.conf\n#     spamd = \"%s\";\n", default_socket);
	g_string_append(out,
		"# In the main section; .include it there.  Exim must be able to write to the socket:\n"
		"# set socket-group to Exim's group (Debian-exim on Debian) in sendlint.conf.\n"
		"spamd_address = ");
	/* A colon would part two servers. */
	if (strchr(strchr(socket, ':') ? strchr(socket, ':') + 1 : socket, ':'))
		g_string_append(out, "<; ");
	add_address(out, socket);
	g_string_append_printf(out, " variant=rspamd tmo=%us retry=2s\n"
		"# Mail from programs on this machine.  If you have such an ACL, let it say\n"
		"#     require acl = acl_sendlint local\n"
		"acl_not_smtp = acl_sendlint_not_smtp\n", report_snippets_patience(m));
	add_ports(out, m);
}

static const char acl_begin[] =
	"# Behind \"begin acl\"; .include it there.  Then let your acl_smtp_data ask, before it\n"
	"# accepts and after what else may refuse:\n"
	"#     require acl = acl_sendlint smtp\n"
	"acl_sendlint_not_smtp:\n"
	"  require acl = acl_sendlint local\n"
	"  accept\n"
	"\n"
	"acl_sendlint:\n"
	"  # Exim's own bounces.\n"
	"  accept  senders = :\n"
	"          condition = ${if eq{$acl_arg1}{local}}\n"
	"          condition = ${if eq{$originator_uid}{$exim_uid}}\n";

static const char acl_end[] =
	"  warn    spam = sendlint:true\n"
	"          set acl_m_sendlint = $spam_action\n"
	"          set acl_m_sendlint_lines = ${sg{$spam_report}{\\N^Action: \\S+\\s*\\N}{}}\n"
	"  # A program on this machine would not try again: its mail waits in the queue.\n"
	"  accept  condition = ${if eq{$acl_m_sendlint:$acl_arg1}{tempfail:local}}\n"
	"          control = freeze/no_tell\n"
	"          logwrite = sendlint: not checked, the message is held\n"
	"  defer   condition = ${if eq{$acl_m_sendlint}{tempfail}}\n"
	"          message = 451 4.7.1 The message could not be checked, please try again later\n"
	"          log_message = sendlint: not checked\n"
	"  # Not outgoing, or not checked: as it is.\n"
	"  accept  condition = ${if eq{$acl_m_sendlint}{pass}}\n"
	"  deny    condition = ${if eq{$acl_m_sendlint}{reject}}\n"
	"          message = ${if eq{$acl_arg1}{smtp}{550 5.7.1 }}\\\n"
	"                    ${sg{$acl_m_sendlint_lines}{\\N\\n \\N}{\\n}}\n"
	"          log_message = sendlint: refused, $spam_score points\n"
	"  # Nobody but sendlint speaks in its name.\n"
	"  warn    remove_header = X-Sendlint : X-Sendlint-Rules : X-Sendlint-Hold : X-Sendlint-Allow\n"
	"  # Each field that sendlint says, below Received.\n"
	"  warn    condition = ${if inlist{$acl_m_sendlint}{tag:hold}}\n"
	"          add_header = :after_received:${sg{$acl_m_sendlint_lines}{\\N\\n (?=\\S)\\N}{\\n:after_received:}}\n"
	"  # Held until \"exim -Mt ID\" and \"exim -M ID\", or \"exim -Mrm ID\".  Exim itself removes\n"
	"  # it after timeout_frozen_after, where that is set.\n"
	"  warn    condition = ${if eq{$acl_m_sendlint}{hold}}\n"
	"          control = freeze/no_tell\n"
	"          logwrite = sendlint: held, $spam_score points\n"
	"  accept\n";

void
report_snippets_exim_acl(GString *out, const struct report_mta *m)
{
	g_auto(GStrv) ports = report_snippets_answer_ports(m);

	g_string_append(out, acl_begin);
	for (char **port = ports; *port; port++)
		g_string_append_printf(out,
			"  # sendlint's own mail.\n"
			"  accept  senders = :\n"
			"          hosts = 127.0.0.1\n"
			"          condition = ${if eq{$received_port}{%s}}\n", *port);
	g_string_append_printf(out,
		"  # What holds when sendlint does not answer (its setting on-failure), then the question.\n"
		"  warn    set acl_m_sendlint = %s\n", m->tempfail ? "tempfail" : "pass");
	g_string_append(out, acl_end);
}
