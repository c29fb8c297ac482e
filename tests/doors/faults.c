/*
 * Mail servers that break the protocol, go away, or send too much: the daemon answers what can be
 * answered, closes the rest, and afterwards is as good as new.
 */
#include <string.h>

#include "lib/daemon.h"
#include "lib/milter_client.h"

/* How far a conversation has come. */
enum stage { DIALLED, NEGOTIATED, GREETED, SENDER, RECIPIENT, DATA, HEADER, HEADERS, BODY, STAGES };

static const char raw[] =
	"From: Shop <shop@sender.test>\r\n"
	"To: reader@recipient.test\r\n"
	"Subject: Your order has been sent\r\n"
	"Date: Mon, 02 Nov 2026 10:00:00 +0000\r\n"
	"Message-ID: <faults@sender.test>\r\n"
	"\r\n"
	"Good morning,\r\n\r\nyour parcel left our house today.\r\n";
static const struct milter_mail good = {
	.sender = "shop@sender.test", .id = "4FAULT", .raw = raw, .len = sizeof raw - 1,
};
static struct daemon *sendlint;
static gsize memory_before;
static guint files_before;

static struct milter_client *
dial(void)
{
	struct milter_client *c = milter_client_new(sendlint->address, &milter_postfix);

	g_assert_nonnull(c);
	return c;
}

static struct milter_client *
advanced(enum stage to)
{
	struct milter_client *c = dial();

	if (to >= NEGOTIATED)
		g_assert_true(milter_client_negotiate(c));
	if (to >= GREETED)
		g_assert_true(milter_client_hello(c, NULL));
	if (to >= SENDER)
		g_assert_cmpint(milter_client_mail(c, &good), ==, SMFIR_CONTINUE);
	if (to >= RECIPIENT)
		milter_client_rcpt(c, "reader@recipient.test", &good);
	if (to >= DATA)
		milter_client_data(c, &good);
	if (to >= HEADER)
		milter_client_header(c, "Subject", "half a mail");
	if (to >= HEADERS)
		milter_client_eoh(c, &good);
	if (to >= BODY)
		milter_client_body(c, "Hello\r\n", 7);
	milter_client_flush(c);
	return c;
}

static bool
answered(char reply)
{
	return reply == SMFIR_CONTINUE || reply == SMFIR_ACCEPT;
}

static bool
takes_good_mail(struct milter_client *c)
{
	struct milter_result *r = milter_client_send(c, &good);
	bool yes = answered(r->reply) && r->command == SMFIC_BODYEOB;

	if (!yes)
		g_test_message("answer %c to %c", r->reply, r->command);
	milter_result_free(r);
	return yes;
}

static void
still_works(void)
{
	struct milter_client *c = advanced(GREETED);

	g_assert_true(takes_good_mail(c));
	milter_client_quit(c);
	milter_client_free(c);
}

/* It does not only answer, it looks. */
static void
test_judges(void)
{
	static const char loud[] = "Subject: THIS IS A VERY LOUD SUBJECT LINE\r\n\r\nHello there\r\n";
	const struct milter_mail mail = { .sender = "a@b.test", .raw = loud, .len = sizeof loud - 1 };
	struct milter_client *c = advanced(GREETED);
	struct milter_result *r = milter_client_send(c, &mail);

	g_assert_true(answered(r->reply));
	g_assert_nonnull(milter_result_change(r, SMFIR_INSHEADER, "X-Sendlint"));
	milter_result_free(r);
	milter_client_free(c);
}

static void
put_length(struct milter_client *c, guint32 n)
{
	n = g_htonl(n);
	milter_client_raw(c, &n, sizeof n);
}

static void
test_truncated(void)
{
	for (enum stage s = DIALLED; s < STAGES; s++)
		for (gsize n = 1; n < 9; n += 3) {
			struct milter_client *c = advanced(s);
			const char bytes[] = { 0, 0, 0, 100, SMFIC_HEADER, 'S', 'u', 'b', 'j' };

			milter_client_raw(c, bytes, n);
			milter_client_flush(c);
			milter_client_free(c);
		}
	still_works();
}

static void
test_oversized(void)
{
	static const guint32 lengths[] = { 0, 0x7fffffff, 0x80000000, 0xffffffff, 2 * 1024 * 1024 };

	for (enum stage s = DIALLED; s < STAGES; s++)
		for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
			struct milter_client *c = advanced(s);

			put_length(c, lengths[i]);
			milter_client_raw(c, "Ljunk\0junk\0", 11);
			milter_client_flush(c);
			milter_client_free(c);
		}
	still_works();
}

/* Wrong order: answers are not promised, but the daemon goes on. */
static void
test_out_of_order(void)
{
	static const char commands[] = { SMFIC_BODYEOB, SMFIC_BODY, SMFIC_EOH, SMFIC_HEADER, SMFIC_DATA,
					 SMFIC_RCPT, SMFIC_MAIL, SMFIC_HELO, SMFIC_CONNECT, SMFIC_OPTNEG,
					 SMFIC_UNKNOWN, SMFIC_MACRO, SMFIC_QUIT_NC, 'z', 0 };
	static const char data[] = "<a@b.test>\0value\0\0\0";

	for (enum stage s = DIALLED; s < STAGES; s++)
		for (gsize i = 0; i < sizeof commands; i++)
			for (gsize len = 0; len <= sizeof data; len += sizeof data / 2) {
				struct milter_client *c = advanced(s);

				milter_client_put(c, commands[i], data, len);
				milter_client_put(c, SMFIC_BODYEOB, NULL, 0);
				milter_client_flush(c);
				milter_client_free(c);
			}
	still_works();
}

static void
test_end_without_mail(void)
{
	for (int twice = 0; twice < 2; twice++) {
		struct milter_client *c = advanced(GREETED);

		if (twice)
			g_assert_true(takes_good_mail(c));
		milter_client_put(c, SMFIC_BODYEOB, NULL, 0);
		c->timeout = 300;
		milter_client_read(c, NULL, NULL);
		milter_client_free(c);
	}
	still_works();
}

static void
test_mail_twice(void)
{
	struct milter_client *c = advanced(BODY);

	for (int i = 0; i < 100; i++)
		milter_client_mail(c, &good);
	milter_client_abort(c);
	g_assert_true(takes_good_mail(c));
	milter_client_free(c);
}

static void
test_abort(void)
{
	struct milter_client *one = advanced(GREETED);

	for (enum stage s = GREETED; s < STAGES; s++) {
		struct milter_client *c = advanced(s);

		milter_client_abort(c);
		g_assert_true(takes_good_mail(c));
		milter_client_quit(c);
		milter_client_free(c);
	}
	/* As Postfix does, also without a message. */
	for (int i = 0; i < 10; i++)
		milter_client_abort(one);
	g_assert_true(takes_good_mail(one));
	milter_client_free(one);
}

static void
test_gone(void)
{
	for (int quits = 0; quits < 2; quits++)
		for (enum stage s = DIALLED; s < STAGES; s++) {
			struct milter_client *c = advanced(s);

			if (quits)
				milter_client_quit(c);
			milter_client_free(c);
		}
	/* Gone while the verdict is made. */
	for (int i = 0; i < 50; i++) {
		struct milter_client *c = advanced(BODY);

		milter_client_put(c, SMFIC_BODYEOB, NULL, 0);
		milter_client_flush(c);
		milter_client_free(c);
	}
	still_works();
}

static void
test_dribble(void)
{
	struct milter_client *c = advanced(GREETED);
	struct milter_client *tape = g_new0(struct milter_client, 1);

	/* The same packets as one string of bytes. */
	tape->fd = -1;
	tape->out = g_byte_array_new();
	milter_client_put(tape, SMFIC_MAIL, "<a@b.test>", 11);
	milter_client_put(tape, SMFIC_RCPT, "<c@d.test>", 11);
	milter_client_put(tape, SMFIC_DATA, NULL, 0);
	milter_client_put(tape, SMFIC_HEADER, "Subject\0One byte after the other", 33);
	milter_client_put(tape, SMFIC_EOH, NULL, 0);
	milter_client_put(tape, SMFIC_BODY, "Slow\r\nmail\r\n", 12);
	for (guint i = 0; i < tape->out->len; i++) {
		milter_client_raw(c, tape->out->data + i, 1);
		g_assert_true(milter_client_flush(c));
	}
	g_byte_array_unref(tape->out);
	g_free(tape);

	struct milter_result r = { .changes = milter_changes_new() };

	/* What is not negotiated away has been answered before. */
	for (int i = 0; i < 8 && r.command == 0; i++) {
		char reply = milter_client_eom(c, &good, &r);

		g_assert_cmpint(reply, !=, MILTER_GONE);
		g_assert_cmpint(reply, !=, MILTER_SILENT);
		r.command = SMFIC_BODYEOB;
	}
	g_ptr_array_unref(r.changes);
	g_free(r.text);
	milter_client_free(c);
	still_works();
}

/* The last bytes in the end packet, as the protocol allows: libmilter would never answer. */
static void
test_end_with_body(void)
{
	for (enum stage s = HEADERS; s <= BODY; s++) {
		struct milter_client *c = advanced(s);
		char reply;

		c->timeout = 10000;
		milter_client_put(c, SMFIC_BODYEOB, "the last line\r\n", 15);
		do {
			reply = milter_client_read(c, NULL, NULL);
		} while (reply == SMFIR_PROGRESS || reply == SMFIR_INSHEADER || reply == SMFIR_CHGHEADER);
		g_assert_cmpint(reply, ==, SMFIR_CONTINUE);
		milter_client_free(c);
	}
	still_works();
}

static void
test_bad_packets(void)
{
	static const struct { char command; const char *data; gsize len; } bad[] = {
		{ SMFIC_BODY, "", 0 },
		{ SMFIC_HEADER, "Subject", 7 },
		{ SMFIC_HEADER, "Subject\0no end", 14 },
		{ SMFIC_HEADER, "", 0 },
		{ SMFIC_HEADER, "\0\0", 2 },
		{ SMFIC_MAIL, "", 0 },
		{ SMFIC_MAIL, "<no@end.test>", 13 },
		{ SMFIC_MAIL, "\0", 1 },
		{ SMFIC_RCPT, "\0", 1 },
		{ SMFIC_RCPT, "<no@end.test>", 13 },
		{ SMFIC_HELO, "", 0 },
		{ SMFIC_CONNECT, "host\0" "4", 6 },
		{ SMFIC_CONNECT, "host\0" "9\0\0nowhere", 15 },
		{ SMFIC_CONNECT, "host\0" "4\0\0no address", 18 },
		{ SMFIC_CONNECT, "host\0" "L\0\0/path", 14 },
		{ SMFIC_CONNECT, "host\0" "U", 7 },
		{ SMFIC_MACRO, "", 0 },
		{ SMFIC_MACRO, "M", 1 },
		{ SMFIC_MACRO, "Mi\0no end", 9 },
		{ SMFIC_MACRO, "M{auth_authen}\0\0", 16 },
		{ SMFIC_OPTNEG, "\0\0\0\6", 4 },
		{ SMFIC_OPTNEG, "\0\0\0\1\0\0\0\0\0\0\0\0", 12 },
		{ SMFIC_OPTNEG, "\377\377\377\377\377\377\377\377\377\377\377\377", 12 },
	};

	for (enum stage s = DIALLED; s < STAGES; s++)
		for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
			struct milter_client *c = advanced(s);

			milter_client_put(c, bad[i].command, bad[i].data, bad[i].len);
			milter_client_put(c, SMFIC_BODYEOB, NULL, 0);
			milter_client_flush(c);
			milter_client_free(c);
		}
	still_works();
}

static void
test_old_server(void)
{
	static const guint32 steps[] = { 0, SMFI_V1_PROT, SMFI_V2_PROT, SMFIP_SKIP,
					 SMFI_CURR_PROT & ~SMFIP_NR_BODY, SMFI_CURR_PROT & ~SMFIP_NR_HDR };
	static const guint32 actions[] = { SMFI_CURR_ACTS, SMFI_V2_ACTS, SMFI_V1_ACTS, 0 };

	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++)
		for (gsize j = 0; j < G_N_ELEMENTS(actions); j++) {
			struct milter_client *c = dial();

			c->offer_steps = steps[i];
			c->offer_actions = actions[j];
			/* It may refuse to work with so little, but it says so. */
			if (!milter_client_negotiate(c))
				g_assert_cmpint(actions[j], !=, SMFI_CURR_ACTS);
			else if (milter_client_hello(c, NULL)) {
				/* Nothing offered is how version 1 spoke. */
				g_assert_cmpint(c->steps & ~(steps[i] ? steps[i] : SMFI_V1_PROT), ==, 0);
				g_assert_cmpint(c->actions & ~(actions[j] ? actions[j] : SMFI_V1_ACTS), ==, 0);
				g_assert_true(takes_good_mail(c));
			}
			milter_client_free(c);
		}
	still_works();
}

static void
test_thousand_messages(void)
{
	struct milter_client *c = advanced(GREETED);

	for (int i = 0; i < 1000; i++)
		g_assert_true(takes_good_mail(c));
	milter_client_quit(c);
	milter_client_free(c);
}

static char
send_large(guint fields, gsize value, guint chunks)
{
	struct milter_client *c = advanced(DATA);
	struct milter_result r = { .changes = milter_changes_new() };
	g_autofree char *v = g_strnfill(value, 'v');
	g_autofree char *chunk = g_strnfill(MILTER_CHUNK_SIZE, 'b');
	char reply = SMFIR_CONTINUE;

	c->timeout = 60000;
	for (guint i = 0; i < fields && reply == SMFIR_CONTINUE; i++)
		reply = milter_client_header(c, "X-Field", v);
	if (reply == SMFIR_CONTINUE)
		reply = milter_client_eoh(c, &good);
	for (guint i = 0; i < chunks && reply == SMFIR_CONTINUE; i++)
		reply = milter_client_body(c, chunk, MILTER_CHUNK_SIZE);
	if (reply == SMFIR_CONTINUE || reply == SMFIR_SKIP)
		reply = milter_client_eom(c, &good, &r);
	g_ptr_array_unref(r.changes);
	g_free(r.text);
	milter_client_free(c);
	return reply;
}

static void
test_large(void)
{
	g_assert_true(answered(send_large(10000, 10, 1)));
	g_assert_true(answered(send_large(200, 60000, 1)));
	g_assert_true(answered(send_large(1, 10, 160)));
	/* More than a packet of libmilter holds: it hangs up. */
	send_large(1, 1000000, 1);
	still_works();
}

static gpointer
run_all(gpointer data)
{
	void (*const all[])(void) = { test_truncated, test_abort, test_gone, test_bad_packets,
				      test_dribble, test_end_with_body, test_mail_twice, test_large };
	guint first = GPOINTER_TO_UINT(data);

	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		all[(first + i) % G_N_ELEMENTS(all)]();
	return NULL;
}

static void
test_at_once(void)
{
	GThread *threads[8];

	for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
		threads[i] = g_thread_new("client", run_all, GUINT_TO_POINTER(i));
	for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
		g_thread_join(threads[i]);
}

static bool
comes_down(guint (*now)(void), guint most)
{
	for (int i = 0; i < 50 * 30 && now() > most; i++)
		g_usleep(20000);
	return now() <= most;
}

static guint
files_now(void)
{
	return daemon_count(sendlint, "fd");
}

static void
test_nothing_kept(void)
{
	still_works();
	g_assert_true(comes_down(files_now, files_before));
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
	g_assert_cmpuint(daemon_memory(sendlint), <, memory_before + 32 * 1024);
#endif
}

static void
test_stop(void)
{
	struct milter_client *idle = advanced(GREETED), *fresh = advanced(DIALLED);

	g_assert_cmpint(daemon_stop(sendlint), ==, 0);
	milter_client_free(idle);
	milter_client_free(fresh);
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/faults/judges", test_judges);
	g_test_add_func("/faults/truncated", test_truncated);
	g_test_add_func("/faults/oversized", test_oversized);
	g_test_add_func("/faults/out-of-order", test_out_of_order);
	g_test_add_func("/faults/end-without-mail", test_end_without_mail);
	g_test_add_func("/faults/mail-twice", test_mail_twice);
	g_test_add_func("/faults/abort", test_abort);
	g_test_add_func("/faults/gone", test_gone);
	g_test_add_func("/faults/dribble", test_dribble);
	g_test_add_func("/faults/end-with-body", test_end_with_body);
	g_test_add_func("/faults/bad-packets", test_bad_packets);
	g_test_add_func("/faults/old-server", test_old_server);
	g_test_add_func("/faults/thousand-messages", test_thousand_messages);
	g_test_add_func("/faults/large", test_large);
	g_test_add_func("/faults/at-once", test_at_once);
	g_test_add_func("/faults/judges-after-all", test_judges);
	g_test_add_func("/faults/nothing-kept", test_nothing_kept);
	g_test_add_func("/faults/stop", test_stop);

	sendlint = daemon_new("defaults = { mode = \"tag\"; tag-at = 1; };\n");
	if (!sendlint->pid)
		g_error("sendlint did not start");
	still_works();
	memory_before = daemon_memory(sendlint);
	files_before = files_now();
	status = g_test_run();
	daemon_free(sendlint);
	return status;
}
