/*
 * cli_config.c - `sendlint config`: is it right, what holds, what does the mail server need.
 */
#include <stdio.h>

#include "door/door.h"
#include "load/config_feedback.h"
#include "load/config_lists.h"
#include "load/config_values.h"
#include "load/setting.h"

struct command {
	const char *path;		/* NULL: the default place, if there is a file */
	struct config *config;
	char **rest;			/* arguments after the name */
};

enum { EXIT_GOOD, EXIT_MISTAKES, EXIT_NOT_DONE };

static int
read_config(struct command *c)
{
	g_autoptr(GError) error = NULL;

	c->config = config_load(c->path, &error);
	if (c->config)
		return EXIT_GOOD;
	fprintf(stderr, "%s\n", error->message);
	return g_error_matches(error, CONFIG_ERROR, CONFIG_ERROR_UNREADABLE) ? EXIT_NOT_DONE
									     : EXIT_MISTAKES;
}

static int
run_check(struct command *c)
{
	const struct settings *s = &c->config->settings;
	g_autoptr(GError) error = NULL;
	struct dictionary *d;
	bool is_good;

	for (guint i = 0; i < c->config->warnings->len; i++)
		fprintf(stderr, "%s\n", (char *)g_ptr_array_index(c->config->warnings, i));
	d = dictionary_load(s->dictionaries, s->site_dictionaries, &error);
	is_good = d && config_lists_compile(c->config, dictionary_phrases(d), &error);
	if (!is_good)
		fprintf(stderr, "%s\n", error->message);
	dictionary_free(d);
	if (!is_good || c->config->warnings->len)
		return EXIT_MISTAKES;
	printf("%s: good, %u policies, %u selectors\n",
	       c->config->path ? c->config->path : "built-in default",
	       c->config->policies.all->len, c->config->policies.matches->len);
	return EXIT_GOOD;
}

static bool
is_wanted(const char *name, char **prefixes)
{
	for (char **p = prefixes; *p; p++)
		if (g_str_has_prefix(name, *p))
			return true;
	return !*prefixes;
}

static int
run_show(struct command *c)
{
	g_autoptr(GPtrArray) values = config_values(c->config);
	bool any = false;

	for (guint i = 0; i < values->len; i++) {
		const struct config_value *v = g_ptr_array_index(values, i);

		if (!is_wanted(v->name, c->rest))
			continue;
		any = true;
		printf("%s = %s\t# %s%s%s%s\n", v->name, v->value, v->origin,
		       v->layer ? ", " : "", v->layer ? v->layer : "",
		       v->locked ? ", locked" : "");
	}
	if (!any)
		fprintf(stderr, "sendlint: no setting begins with '%s'\n", c->rest[0]);
	return any ? EXIT_GOOD : EXIT_NOT_DONE;
}

static bool
holds_by_header(const struct policies *p)
{
	for (guint i = 0; i < p->all->len; i++)
		if (((const struct policy *)g_ptr_array_index(p->all, i))->hold_by ==
		    HOLD_BY_HEADER)
			return true;
	return false;
}

static int
run_snippets(struct command *c)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GPtrArray) daemons = g_ptr_array_new();
	const struct settings *s = &c->config->settings;
	struct report_mta mta = {
		.socket = s->milter ? s->milter : setting_find(SETTING_DAEMON, "milter")->standard,
		.spamd = s->spamd, .deadline = s->deadline,
		.tempfail = s->on_failure == ON_FAILURE_TEMPFAIL,
		.test_address = s->answer.address, .submission = s->answer.submission,
		.feedback = config_feedback_wanted(c->config) ? s->feedback_submission : NULL,
		.config = c->config->path,
		.hold_by_header = holds_by_header(&c->config->policies),
	};

	for (guint i = 0; i < c->config->policies.daemons->len; i++)
		g_ptr_array_add(daemons, g_ptr_array_index(c->config->policies.daemons, i));
	g_ptr_array_add(daemons, NULL);
	mta.daemons = (const char *const *)daemons->pdata;
	if (!c->rest[0] || !report_snippets(out, c->rest[0], &mta, c->rest[1])) {
		fprintf(stderr, "usage: sendlint config snippets postfix "
			"[main.cf|master.cf|sendlint_checks|sendlint_strip|sendlint_transport]\n"
			"       sendlint config snippets exim "
			"[sendlint_main|sendlint_acl|sendlint_router|sendlint_transport]\n"
			"       sendlint config snippets sendmail [sendmail.mc]\n");
		return EXIT_NOT_DONE;
	}
	fputs(out->str, stdout);
	return EXIT_GOOD;
}

/* The sections of sendlint.conf(5) that the table of settings writes. */
static int
run_manual(struct command *c)
{
	g_autoptr(GString) out = g_string_new(NULL);

	(void)c;
	g_string_append(out, ".Sh SETTINGS OF THE DAEMON\n");
	setting_manual(out, SETTING_DAEMON);
	g_string_append(out, ".Sh SETTINGS OF THE TEST ADDRESS\nThey stand in the group\n.Ic answer .\n");
	setting_manual(out, SETTING_ANSWER);
	g_string_append(out,
		".Pp\nTwo lists stand beside them:\n"
		".Ic domains ,\nwhose addresses are local: without a login a report goes only there, and\n"
		"with a login that is the local part of such an address, to that; and\n"
		".Ic policies ,\nwhich everybody may ask for by their names.\n");
	g_string_append(out, ".Sh SETTINGS OF A POLICY\n");
	setting_manual(out, SETTING_POLICY);
	fputs(out->str, stdout);
	return EXIT_GOOD;
}

static const struct {
	const char *name;
	int (*run)(struct command *c);
	bool needs_config;
} commands[] = {
	{ "check", run_check, true },
	{ "show", run_show, true },
	{ "snippets", run_snippets, true },
	{ "man", run_manual, false },
};

int
door_config(const char *path, char **args)
{
	struct command c = { .path = path };
	int status = EXIT_NOT_DONE;

	for (gsize i = 0; args && i < G_N_ELEMENTS(commands); i++) {
		if (!g_str_equal(args[0], commands[i].name))
			continue;
		c.rest = args + 1;
		status = commands[i].needs_config ? read_config(&c) : EXIT_GOOD;
		if (status == EXIT_GOOD)
			status = commands[i].run(&c);
		config_free(c.config);
		return status;
	}
	fprintf(stderr, "usage: sendlint config check | show [PREFIX...] | snippets postfix|exim|sendmail "
		"[FILE] | man\n");
	return EXIT_NOT_DONE;
}
