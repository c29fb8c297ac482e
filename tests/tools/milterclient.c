/*
 * milterclient - sends mail files to a milter as a mail server would.
 *
 * One JSON object a file on standard output: "file", "queue" (its id), "reply" (accept, reject,
 * tempfail, discard, gone, silent), "headers" added, "removed", "hold" (the reason of a
 * quarantine), "text" of a refusal, "usec" from MAIL to the verdict.
 * Exit status: 0 a verdict for every file, 1 not for all, 2 not done.
 */
#include <json-glib/json-glib.h>
#include <stdio.h>

#include "lib/milter_client.h"

static char *login, *sender = (char *)"sender@sender.test", *daemon_name, *client;
static char **rcpts;
static gboolean as_sendmail, submitted, one_connection;
static gint timeout_seconds = 30;

static const GOptionEntry options[] = {
	{ "login", 0, 0, G_OPTION_ARG_STRING, &login, "macro {auth_authen}", "LOGIN" },
	{ "sender", 0, 0, G_OPTION_ARG_STRING, &sender, "envelope sender, \"\" for the null sender",
	  "ADDRESS" },
	{ "rcpt", 0, 0, G_OPTION_ARG_STRING_ARRAY, &rcpts, "a recipient; again for more", "ADDRESS" },
	{ "daemon", 0, 0, G_OPTION_ARG_STRING, &daemon_name, "macro {daemon_name}", "NAME" },
	{ "client", 0, 0, G_OPTION_ARG_STRING, &client, "address of the SMTP client", "IP" },
	{ "sendmail", 0, 0, G_OPTION_ARG_NONE, &as_sendmail, "speak as Sendmail, not Postfix", NULL },
	{ "submitted", 0, 0, G_OPTION_ARG_NONE, &submitted, "as mail from sendmail(1)", NULL },
	{ "one", '1', 0, G_OPTION_ARG_NONE, &one_connection, "one connection for all files", NULL },
	{ "timeout", 0, 0, G_OPTION_ARG_INT, &timeout_seconds, "for one reply", "SECONDS" },
	G_OPTION_ENTRY_NULL
};

static const char *
reply_name(char reply)
{
	switch (reply) {
	case SMFIR_CONTINUE: case SMFIR_ACCEPT: return "accept";
	case SMFIR_REJECT: return "reject";
	case SMFIR_TEMPFAIL: return "tempfail";
	case SMFIR_DISCARD: return "discard";
	case MILTER_GONE: return "gone";
	case MILTER_SILENT: return "silent";
	default: return "unknown";
	}
}

static void
add_changes(JsonBuilder *b, const struct milter_result *r, const char *member, char a, char a2)
{
	json_builder_set_member_name(b, member);
	json_builder_begin_array(b);
	for (guint i = 0; i < r->changes->len; i++) {
		const struct milter_change *m = g_ptr_array_index(r->changes, i);
		g_autofree char *value = g_utf8_make_valid(m->value, -1);

		if (m->kind != a && m->kind != a2)
			continue;
		json_builder_begin_array(b);
		json_builder_add_string_value(b, m->name);
		json_builder_add_string_value(b, value);
		json_builder_add_int_value(b, m->index);
		json_builder_end_array(b);
	}
	json_builder_end_array(b);
}

static void
print_result(const char *file, const char *id, const struct milter_result *r)
{
	g_autoptr(JsonBuilder) b = json_builder_new();
	const struct milter_change *hold = milter_result_change(r, SMFIR_QUARANTINE, NULL);
	const char *reply = reply_name(r->reply);

	if (r->reply == SMFIR_REPLYCODE)
		reply = *r->text == '4' ? "tempfail" : "reject";
	json_builder_begin_object(b);
	json_builder_set_member_name(b, "file");
	json_builder_add_string_value(b, file);
	json_builder_set_member_name(b, "queue");
	json_builder_add_string_value(b, id);
	json_builder_set_member_name(b, "reply");
	json_builder_add_string_value(b, reply);
	add_changes(b, r, "headers", SMFIR_INSHEADER, SMFIR_ADDHEADER);
	add_changes(b, r, "removed", SMFIR_CHGHEADER, SMFIR_CHGHEADER);
	if (hold) {
		json_builder_set_member_name(b, "hold");
		json_builder_add_string_value(b, hold->value);
	}
	if (r->text) {
		g_autofree char *text = g_utf8_make_valid(r->text, -1);

		json_builder_set_member_name(b, "text");
		json_builder_add_string_value(b, text);
	}
	json_builder_set_member_name(b, "usec");
	json_builder_add_int_value(b, r->usec);
	json_builder_end_object(b);

	g_autoptr(JsonNode) root = json_builder_get_root(b);
	g_autofree char *line = json_to_string(root, FALSE);

	puts(line);
}

static struct milter_client *
dial(const char *address)
{
	struct milter_peer peer = { .client = client, .daemon = daemon_name, .login = login,
				    .submitted = submitted };
	struct milter_client *c;

	c = milter_client_new(address, as_sendmail ? &milter_sendmail : &milter_postfix);
	if (!c)
		return NULL;
	c->timeout = (guint)timeout_seconds * 1000;
	if (milter_client_negotiate(c) && milter_client_hello(c, &peer))
		return c;
	milter_client_free(c);
	return NULL;
}

static int
send_file(struct milter_client *c, const char *path, int number)
{
	struct milter_mail mail = { .sender = sender, .rcpts = (const char *const *)rcpts };
	g_autoptr(GError) error = NULL;
	g_autofree char *raw = NULL, *id = g_strdup_printf("4T%010d", number);
	struct milter_result *r;
	int status;

	if (!g_file_get_contents(path, &raw, &mail.len, &error)) {
		fprintf(stderr, "milterclient: %s\n", error->message);
		return 2;
	}
	mail.raw = raw;
	mail.id = id;
	r = milter_client_send(c, &mail);
	print_result(path, id, r);
	status = r->reply == MILTER_GONE || r->reply == MILTER_SILENT;
	milter_result_free(r);
	return status;
}

int
main(int argc, char **argv)
{
	g_autoptr(GOptionContext) o = g_option_context_new("SOCKET FILE...");
	g_autoptr(GError) error = NULL;
	struct milter_client *c = NULL;
	int status = 0, one;

	g_option_context_add_main_entries(o, options, NULL);
	if (!g_option_context_parse(o, &argc, &argv, &error) || argc < 3) {
		fprintf(stderr, "milterclient: %s\n", error ? error->message : "SOCKET FILE...");
		return 2;
	}
	for (int i = 2; i < argc; i++) {
		if (!c && !(c = dial(argv[1]))) {
			fprintf(stderr, "milterclient: no milter answers at %s\n", argv[1]);
			return 2;
		}
		one = send_file(c, argv[i], i - 1);	/* MAX() would send it twice */
		status = MAX(status, one);
		if (!one_connection || c->fd < 0) {
			milter_client_quit(c);
			g_clear_pointer(&c, milter_client_free);
		}
	}
	if (c)
		milter_client_quit(c);
	milter_client_free(c);
	return status;
}
