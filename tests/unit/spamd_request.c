/* Requests of the spamd protocol: what is read from them, what is refused, what is not the mail's. */
#include "door/spamd_request.h"

struct request {
	struct arena *arena;
	struct spamd_request r;
	struct spool spool;
};

static struct request *
read_request(const char *s, gsize len)
{
	struct request *q = g_new0(struct request, 1);
	gsize used;

	q->arena = arena_new();
	spamd_request_init(&q->r, q->arena);
	spool_init(&q->spool, NULL);
	used = spamd_request_head(&q->r, s, len);
	if (q->r.has_head && !q->r.bad)
		spamd_request_body(&q->r, &q->spool, s + used, len - used);
	return q;
}

static void
request_free(struct request *q)
{
	spamd_request_clear(&q->r);
	spool_clear(&q->spool);
	arena_free(q->arena);
	g_free(q);
}

static void
test_exim(void)
{
	static const char s[] =
		"CHECK RSPAMC/1.3\r\nContent-length: 86\r\nQueue-Id: 1xUsBn-0007CR-2s\r\n"
		"From: <tpl@lab.test>\r\nRecipient-Number: 2\r\nRcpt: <u1@dest.test>\r\n"
		"Rcpt: <\"u 2\"@dest.test>\r\nHelo: client.lab.test\r\nIP: ::1\r\nUser: alice\r\n\r\n"
		"From tpl@lab.test Mon\nX-Envelope-From: <tpl@lab.test>\nX-Envelope-To: <a@b>\n"
		"A: b\n\nHi\nB\n";
	struct request *q = read_request(s, sizeof s - 1);
	const struct envelope *e = &q->r.envelope;
	gsize len;

	g_assert_null(q->r.bad);
	g_assert_true(q->r.rspamd);
	g_assert_cmpstr(e->sender, ==, "tpl@lab.test");
	g_assert_cmpstr(e->rcpts[0], ==, "u1@dest.test");
	g_assert_cmpstr(e->rcpts[1], ==, "\"u 2\"@dest.test");
	g_assert_null(e->rcpts[2]);
	g_assert_cmpstr(e->helo, ==, "client.lab.test");
	g_assert_cmpstr(e->client, ==, "::1");
	g_assert_cmpstr(e->login, ==, "alice");
	g_assert_cmpstr(e->queue_id, ==, "1xUsBn-0007CR-2s");
	g_assert_false(e->local);
	g_assert_true(spamd_request_whole(&q->r));
	g_assert_true(g_str_has_prefix(spool_bytes(&q->spool, &len), "A: b\n\nHi\n"));
	g_assert_cmpuint(q->r.body, ==, 86);
	request_free(q);
}

static const struct {
	const char *what, *head;
	const char *sender, *login;
	bool local;
	guint64 length;
} heads[] = {
	{ "the null sender", "CHECK RSPAMC/1.3\nFrom: <>\nIP: 10.0.0.1\nContent-length: 0\n\n",
	  "", NULL, false, 0 },
	{ "a program on this machine", "CHECK RSPAMC/1.3\r\nFrom: <a@b>\r\nUser: www-data\r\n"
	  "Content-length: 12\r\n\r\n", "a@b", "www-data", true, 12 },
	{ "spamc tells no sender", "SYMBOLS SPAMC/1.5\r\nuser: root\r\ncontent-LENGTH:7\r\n\r\n",
	  NULL, "root", true, 7 },
	{ "no white space at all", "REPORT SPAMC/1.2\r\nContent-length:3\r\nUser:\r\n\r\n",
	  NULL, NULL, true, 3 },
	{ "what is not known is skipped", "CHECK RSPAMC/1.3\r\nHostname: h\r\nX: y: z\r\n"
	  "Content-length: 5\r\n\r\n", NULL, NULL, true, 5 },
};

static void
test_heads(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(heads); i++) {
		struct request *q = read_request(heads[i].head, strlen(heads[i].head));

		g_test_message("%s", heads[i].what);
		g_assert_null(q->r.bad);
		g_assert_true(q->r.has_head);
		g_assert_cmpstr(q->r.envelope.sender, ==, heads[i].sender);
		g_assert_cmpstr(q->r.envelope.login, ==, heads[i].login);
		g_assert_true(q->r.envelope.local == heads[i].local);
		g_assert_cmpuint(q->r.length, ==, heads[i].length);
		request_free(q);
	}
}

static const struct {
	const char *head, *bad;
} refused[] = {
	{ "CHECK RSPAMC/1.3\r\n\r\n", "no Content-length" },
	{ "CHECK RSPAMC/1.3\r\nContent-length: -1\r\n\r\n", "bad Content-length" },
	{ "CHECK RSPAMC/1.3\r\nContent-length: +1\r\n\r\n", "bad Content-length" },
	{ "CHECK RSPAMC/1.3\r\nContent-length: 1x\r\n\r\n", "bad Content-length" },
	{ "CHECK RSPAMC/1.3\r\nContent-length:\r\n\r\n", "bad Content-length" },
	{ "CHECK RSPAMC/1.3\r\nContent-length: 0x10\r\n\r\n", "bad Content-length" },
	{ "CHECK RSPAMC/1.3\r\nContent-length: 18446744073709551617\r\n\r\n", "bad Content-length" },
	{ "CHECK RSPAMC/1.3\r\nContent-length: 1\r\nContent-length: 2\r\n\r\n", "two Content-length" },
	{ "CHECK RSPAMC/1.3\r\nno colon\r\n\r\n", "bad line" },
	{ "TELL SPAMC/1.5\r\n\r\n", "unknown command" },
	{ "check RSPAMC/1.3\r\n\r\n", "unknown command" },
	{ "CHECK\r\n\r\n", "unknown command" },
	{ "\r\n", "unknown command" },
	{ "GET / HTTP/1.1\r\n\r\n", "unknown command" },
	{ "CHECK HTTP/1.1\r\n\r\n", "unknown protocol" },
};

static void
test_refused(void)
{
	static const char nul[] = "CHECK RSPAMC/1.3\r\nUs\0er: a\r\n\r\n";
	struct request *q;

	for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
		q = read_request(refused[i].head, strlen(refused[i].head));
		g_assert_cmpstr(q->r.bad, ==, refused[i].bad);
		request_free(q);
	}
	q = read_request(nul, sizeof nul - 1);
	g_assert_cmpstr(q->r.bad, ==, "NUL in the head");
	request_free(q);
}

static void
test_limits(void)
{
	g_autofree char *line = g_strnfill(LIMIT_REQUEST_LINE, 'x');
	g_autoptr(GString) s = g_string_new("CHECK RSPAMC/1.3\r\n");
	struct request *q;

	g_string_append_printf(s, "Helo: %s", line);
	q = read_request(s->str, s->len);
	g_assert_cmpstr(q->r.bad, ==, "too long");
	request_free(q);

	g_string_assign(s, "CHECK RSPAMC/1.3\r\n");
	for (guint i = 0; i < LIMIT_RECIPIENTS + 5; i++)
		g_string_append_printf(s, "Rcpt: <u%u@dest.test>\r\n", i);
	g_string_append(s, "Content-length: 0\r\n\r\n");
	q = read_request(s->str, s->len);
	g_assert_null(q->r.bad);
	g_assert_cmpuint(q->r.rcpts->len, ==, LIMIT_RECIPIENTS + 1);	/* and the NULL */
	g_assert_cmpuint(q->r.limits, ==, LIMIT_HIT_RCPTS);
	request_free(q);

	g_string_assign(s, "CHECK RSPAMC/1.3\r\n");
	while (s->len < LIMIT_REQUEST_HEAD)
		g_string_append_printf(s, "X: %.1000s\r\n", line);
	q = read_request(s->str, s->len);
	g_assert_cmpstr(q->r.bad, ==, "too long");
	request_free(q);
}

static const struct {
	const char *sent, *message;
} bodies[] = {
	{ "From a\nX-Envelope-From: b\nX-Envelope-To: c\nSubject: d\n", "Subject: d\n" },
	{ "From a\nX-Envelope-To: c\nX-Envelope-From: mine\n", "X-Envelope-From: mine\n" },
	{ "From a\nX-Envelope-To: c\nX-Envelope-To: mine\n", "X-Envelope-To: mine\n" },
	{ "From a\nSubject: d\n", "Subject: d\n" },
	{ "From a\nX-Envelope: d\n", "X-Envelope: d\n" },
	{ "From a\nX-Env", "X-Env" },
	{ "X-Envelope-From: mine\n\nHi", "X-Envelope-From: mine\n\nHi" },
	{ "From: a\n", "From: a\n" },
	{ "From", "From" },
	{ "From ", "" },
	{ "From a\nX-Envelope-From: ", "" },
	{ "Subject: d\nFrom a\n", "Subject: d\nFrom a\n" },
	{ "\n\nFrom a\n", "\n\nFrom a\n" },
	{ "", "" },
};

static void
test_bodies(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++)
		for (gsize piece = 1; piece < 9; piece += 7) {
			const char *s = bodies[i].sent;
			g_autofree char *head = g_strdup_printf(
				"CHECK RSPAMC/1.3\r\nContent-length: %zu\r\n\r\n", strlen(s));
			struct request *q = read_request(head, strlen(head));
			gsize len;

			for (gsize at = 0; at < strlen(s); at += piece)
				spamd_request_body(&q->r, &q->spool, s + at, MIN(piece, strlen(s) - at));
			/* What comes behind is not the message's. */
			g_assert_cmpuint(spamd_request_body(&q->r, &q->spool, "more", 4), ==, 0);
			g_assert_true(spamd_request_whole(&q->r));

			const char *got = spool_bytes(&q->spool, &len);

			g_assert_cmpmem(got, len, bodies[i].message, strlen(bodies[i].message));
			request_free(q);
		}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/spamd_request/exim", test_exim);
	g_test_add_func("/spamd_request/heads", test_heads);
	g_test_add_func("/spamd_request/refused", test_refused);
	g_test_add_func("/spamd_request/limits", test_limits);
	g_test_add_func("/spamd_request/bodies", test_bodies);
	return g_test_run();
}
