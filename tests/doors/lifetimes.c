/* What belongs to a connection, what to a message, and what a stop waits for. */
#include <signal.h>
#include <string.h>

#include "lib/daemon.h"
#include "lib/milter_client.h"

static const char enforce[] =
	"defaults: { mode = \"enforce\"; tag-at = 1; hold-at = \"off\"; reject-at = 20; };\n";

static const struct milter_mail mail = { .sender = "a@shop.example" };

static struct milter_client *
dial(const struct daemon *d, const struct milter_peer *peer)
{
	static const struct milter_peer local = { .client = "127.0.0.1" };
	struct milter_client *c = milter_client_new(d->address, &milter_postfix);

	g_assert_nonnull(c);
	g_assert_true(milter_client_negotiate(c));
	g_assert_true(milter_client_hello(c, peer ? peer : &local));
	return c;
}

/* A message without Date, Message-ID and Subject, up to its body. */
static void
begin(struct milter_client *c)
{
	g_assert_cmpint(milter_client_mail(c, &mail), ==, SMFIR_CONTINUE);
	g_assert_cmpint(milter_client_rcpt(c, "b@mail.example", &mail), ==, SMFIR_CONTINUE);
	g_assert_cmpint(milter_client_data(c, &mail), ==, SMFIR_CONTINUE);
	milter_client_header(c, "From", " a@shop.example");
}

static void
finish(struct milter_client *c, struct milter_result *ret_result)
{
	*ret_result = (struct milter_result){ .changes = milter_changes_new() };
	milter_client_eoh(c, &mail);
	milter_client_body(c, "Hello.\r\n", 8);
	ret_result->reply = milter_client_eom(c, &mail, ret_result);
}

/* Refused, and nothing else was done; clears the result. */
static void
refused(struct milter_result *r)
{
	g_assert_cmpint(r->reply, ==, SMFIR_REPLYCODE);
	g_assert_cmpint(r->changes->len, ==, 0);
	g_assert_true(g_str_has_prefix(r->text, "550-5.7.1 Message refused for its content.\r\n"));
	g_assert_nonnull(strstr(r->text, "\r\n550 5.7.1 [id "));
	g_clear_pointer(&r->text, g_free);
	g_clear_pointer(&r->changes, g_ptr_array_unref);
}

/* Neither ABORT nor the end of a message came before the next: nothing of it is left. */
static void
next_mail(void)
{
	struct daemon *d = daemon_new(enforce);
	struct milter_client *c = dial(d, NULL);
	struct milter_result r;

	begin(c);
	milter_client_header(c, "X-Sendlint", " fake");
	begin(c);
	finish(c, &r);
	refused(&r);
	begin(c);
	milter_client_header(c, "x-sendlint", " fake");
	milter_client_abort(c);
	begin(c);
	finish(c, &r);
	refused(&r);
	milter_client_quit(c);
	milter_client_free(c);
	g_assert_cmpint(daemon_stop(d), ==, 0);
	daemon_free(d);
}

/* The last bytes come with the end of the message. */
static void
body_in_end(void)
{
	struct daemon *d = daemon_new(enforce);
	struct milter_client *c = dial(d, NULL);
	const char *data;
	gsize len;

	begin(c);
	milter_client_eoh(c, &mail);
	milter_client_put(c, SMFIC_BODYEOB, "Hello.\r\n", 8);
	g_assert_cmpint(milter_client_read(c, &data, &len), ==, SMFIR_REPLYCODE);
	milter_client_free(c);
	g_assert_cmpint(daemon_stop(d), ==, 0);
	daemon_free(d);
}

/* Until libmilter has seen that one before is gone; NULL if it never does. */
static struct milter_client *
dial_patiently(const struct daemon *d)
{
	static const struct milter_peer peer = { .client = "127.0.0.1" };

	for (int i = 0; i < 1000; i++) {
		struct milter_client *c = milter_client_new(d->address, &milter_postfix);

		if (milter_client_negotiate(c) && milter_client_hello(c, &peer))
			return c;
		milter_client_free(c);
		g_usleep(10000);
	}
	return NULL;
}

static void
too_many(void)
{
	g_autofree char *config = g_strconcat("max-connections = 2;\n", enforce, NULL);
	struct daemon *d = daemon_new(config);
	/* The first may follow on the knock by which the daemon was waited for. */
	struct milter_client *c[2] = { dial_patiently(d), dial_patiently(d) };
	struct milter_client *third = milter_client_new(d->address, &milter_postfix);
	struct milter_peer peer = { .client = "127.0.0.1" };

	g_assert_true(c[0] && c[1]);
	g_assert_true(milter_client_negotiate(third));
	g_assert_false(milter_client_hello(third, &peer));
	milter_client_free(third);
	milter_client_quit(c[0]);
	milter_client_free(c[0]);
	third = dial_patiently(d);
	g_assert_nonnull(third);
	milter_client_free(third);
	milter_client_free(c[1]);
	g_assert_cmpint(daemon_stop(d), ==, 0);
	daemon_free(d);
}

static void
not_outgoing(void)
{
	struct daemon *d = daemon_new(enforce);
	struct milter_client *c = dial(d, &(struct milter_peer){ .client = "192.0.2.1" });

	g_assert_cmpint(milter_client_mail(c, &mail), ==, SMFIR_ACCEPT);
	milter_client_free(c);
	c = dial(d, &(struct milter_peer){ .client = "192.0.2.1", .login = "alice" });
	g_assert_cmpint(milter_client_mail(c, &mail), ==, SMFIR_CONTINUE);
	milter_client_free(c);
	g_assert_cmpint(daemon_stop(d), ==, 0);
	daemon_free(d);
}

/* SIGTERM in the middle of a message: it gets its verdict, a new one is told to wait. */
static void
stop_waits(void)
{
	struct daemon *d = daemon_new(enforce);
	struct milter_client *c = dial(d, NULL), *idle = dial(d, NULL);
	struct milter_result r;
	gint64 start;

	begin(c);
	milter_client_eoh(c, &mail);
	g_assert_cmpint(milter_client_body(c, "Hel", 3), ==, SMFIR_CONTINUE);
	start = g_get_monotonic_time();
	kill(d->pid, SIGTERM);
	while (!strchr("tf!", milter_client_mail(idle, &mail))) {
		milter_client_abort(idle);
		g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
		g_usleep(10000);
	}
	r = (struct milter_result){ .changes = milter_changes_new() };
	milter_client_body(c, "lo.\r\n", 5);
	r.reply = milter_client_eom(c, &mail, &r);
	refused(&r);
	g_assert_null(milter_client_new(d->address, &milter_postfix));
	milter_client_free(c);
	milter_client_free(idle);
	g_assert_cmpint(daemon_stop(d), ==, 0);
	daemon_free(d);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/lifetimes/next-mail", next_mail);
	g_test_add_func("/lifetimes/body-in-end", body_in_end);
	g_test_add_func("/lifetimes/too-many", too_many);
	g_test_add_func("/lifetimes/not-outgoing", not_outgoing);
	g_test_add_func("/lifetimes/stop-waits", stop_waits);
	return g_test_run();
}
