#include "report/report_snippets.h"
#include "report/report_snippets_answer.h"

enum { PATIENCE_LEAST = 30, PATIENCE_MORE = 10 };	/* seconds */

#define CHECKS "sendlint_checks"
#define STRIP  "sendlint_strip"
#define SPOOL  "/var/spool/postfix/"

guint
report_snippets_patience(const struct report_mta *m)
{
	return MAX(PATIENCE_LEAST, (m->deadline + 999) / 1000 + PATIENCE_MORE);
}

/* The address in Postfix's words; a socket below its queue folder is named from there,
   which holds inside a chroot and outside of it. */
static void
add_address(GString *out, const char *socket)
{
	const char *path = strchr(socket, '/'), *at = strrchr(socket, '@');

	if (g_str_has_prefix(socket, "inet") && at) {
		const char *port = strchr(socket, ':') + 1;
		bool is_ipv6 = strchr(at, ':');

		g_string_append_printf(out, "inet:%s%s%s:%.*s", is_ipv6 && at[1] != '[' ? "[" : "",
				       at + 1, is_ipv6 && at[1] != '[' ? "]" : "",
				       (int)(at - port), port);
	} else if (path && g_str_has_prefix(path, SPOOL)) {
		g_string_append_printf(out, "unix:%s", path + strlen(SPOOL));
	} else {
		g_string_append_printf(out, "unix:%s", path ? path : socket);
	}
}

static void
add_main(GString *out, const struct report_mta *m)
{
	const char *path = strchr(m->socket, '/');

	g_string_append(out,
		"# sendlint first, a signer after it: what is signed must not change.\n"
		"# When sendlint does not answer, mail goes the way of its setting on-failure.\n");
	if (!g_str_has_prefix(m->socket, "inet") && path && !g_str_has_prefix(path, SPOOL))
		g_string_append(out,
			"# An smtpd in a chroot (\"y\" in master.cf) cannot see this socket: set\n"
			"# milter = \"unix:" SPOOL "sendlint/milter.sock\" in sendlint.conf then.\n");
	g_string_append(out, "smtpd_milters = { ");
	add_address(out, m->socket);
	g_string_append_printf(out, ", default_action=%s, connect_timeout=5s,\n"
			       "    command_timeout=10s, content_timeout=%us }\n"
			       "non_smtpd_milters = $smtpd_milters\n",
			       m->tempfail ? "tempfail" : "accept", report_snippets_patience(m));
	if (m->hold_by_header)
		g_string_append(out,
			"# Holds after all milters ran, so that released mail is signed.\n"
			"milter_header_checks = regexp:/etc/postfix/" CHECKS "\n");
	report_snippets_answer_main(out, m);
	g_string_append(out,
		"# Where mail leaves your site, take our header fields off again:\n"
		"#smtp_header_checks = regexp:/etc/postfix/" STRIP "\n");
}

static void
add_master(GString *out, const struct report_mta *m)
{
	g_string_append(out,
		"# Below the entry point whose mail sendlint checks under this name:\n");
	if (!*m->daemons)
		g_string_append(out, "# (the setting daemons is empty: only mail with a login, "
				"from the listed\n# networks or from sendmail(1) is checked)\n");
	for (const char *const *d = m->daemons; *d; d++)
		g_string_append_printf(out, "  -o milter_macro_daemon_name=%s\n", *d);
	report_snippets_answer_master(out, m);
}

static void
add_checks(GString *out, const struct report_mta *m)
{
	(void)m;
	g_string_append(out, "/^X-Sendlint-Hold:[[:space:]]*(.*)/ HOLD sendlint: $1\n");
}

static void
add_strip(GString *out, const struct report_mta *m)
{
	(void)m;
	g_string_append(out, "/^X-Sendlint(-Rules|-Hold|-Allow)?:/ IGNORE\n");
}

static const struct {
	const char *mta, *folder, *name;
	void (*add)(GString *out, const struct report_mta *m);
} files[] = {
	{ "postfix", "/etc/postfix", "main.cf", add_main },
	{ "postfix", "/etc/postfix", "master.cf", add_master },
	{ "postfix", "/etc/postfix", CHECKS, add_checks },
	{ "postfix", "/etc/postfix", STRIP, add_strip },
	{ "postfix", "/etc/postfix", "sendlint_transport", report_snippets_answer_transport },
	{ "exim", "/etc/exim4", "sendlint_main", report_snippets_exim_main },
	{ "exim", "/etc/exim4", "sendlint_acl", report_snippets_exim_acl },
	{ "exim", "/etc/exim4", "sendlint_router", report_snippets_answer_exim_router },
	{ "exim", "/etc/exim4", "sendlint_transport", report_snippets_answer_exim_transport },
	{ "sendmail", "/etc/mail", "sendmail.mc", report_snippets_sendmail },
};

bool
report_snippets(GString *out, const char *mta, const struct report_mta *m, const char *file)
{
	bool any = false;

	for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
		if (!g_str_equal(mta, files[i].mta) || (file && !g_str_equal(file, files[i].name)))
			continue;
		if (!file)
			g_string_append_printf(out, "%s# %s/%s\n", any ? "\n" : "",
					       files[i].folder, files[i].name);
		files[i].add(out, m);
		any = true;
	}
	return any;
}
