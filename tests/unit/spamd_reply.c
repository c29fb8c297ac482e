/* Answers of the spamd protocol: score and threshold agree with the action, and the report has an end. */
#include "door/spamd_reply.h"

static const struct {
	enum act_taken taken;
	int points, tag_at, reject_at;
	const char *metric;
} cases[] = {
	{ TAKEN_ACCEPT, 0, 10, 50, "False; 0.00 / 10.00 / 50.00\r\nAction: accept\r\n" },
	{ TAKEN_TAG, 12, 10, 50, "True; 12.00 / 10.00 / 50.00\r\nAction: tag\r\n" },
	{ TAKEN_HOLD, 30, 10, 50, "True; 30.00 / 10.00 / 50.00\r\nAction: hold\r\n" },
	{ TAKEN_REJECT, 50, 10, 50, "True; 50.00 / 10.00 / 50.00\r\nAction: reject\r\n" },
	/* observe */
	{ TAKEN_ACCEPT, 60, 10, 50, "False; 60.00 / 61.00 / 61.00\r\nAction: accept\r\n" },
	/* on-error */
	{ TAKEN_REJECT, 4, 10, 50, "True; 4.00 / 4.00 / 4.00\r\nAction: reject\r\n" },
	/* mode tag, beyond reject-at */
	{ TAKEN_TAG, 70, 10, 50, "True; 70.00 / 10.00 / 71.00\r\nAction: tag\r\n" },
	{ TAKEN_HOLD, 5, POLICY_OFF, POLICY_OFF, "True; 5.00 / 5.00 / 10000.00\r\nAction: hold\r\n" },
	{ TAKEN_TEMPFAIL, 12, 10, 50, "False; 12.00 / 13.00 / 50.00\r\nAction: tempfail\r\n" },
};

static void
check(GString *out, const struct spamd_request *r, enum act_taken taken, int points,
      const struct policy *policy, const GPtrArray *lines)
{
	const struct verdict v = { .policy = policy, .points = points };

	g_string_truncate(out, 0);
	spamd_reply(out, r, &(struct spamd_answer){ .verdict = policy ? &v : NULL,
						    .taken = taken, .lines = lines });
}

static void
test_rspamd(void)
{
	const struct spamd_request r = { .rspamd = true, .version = 3 };
	g_autoptr(GString) out = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct policy p = { .tag_at = cases[i].tag_at, .reject_at = cases[i].reject_at };
		g_autofree char *want = g_strconcat("RSPAMD/1.3 0 EX_OK\r\nMetric: default; ",
						    cases[i].metric, NULL);

		check(out, &r, cases[i].taken, cases[i].points, &p, NULL);
		g_assert_cmpstr(out->str, ==, want);
	}
	check(out, &r, TAKEN_ACCEPT, 0, NULL, NULL);
	g_assert_cmpstr(out->str, ==, "RSPAMD/1.3 0 EX_OK\r\nMetric: default; False; 0.00 / "
			"10000.00 / 10000.00\r\nAction: pass\r\n");
}

static void
test_lines(void)
{
	const struct spamd_request r = { .rspamd = true, .version = 3 };
	const struct policy p = { .tag_at = 10, .reject_at = 50 };
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GPtrArray) lines = g_ptr_array_new();
	gsize ends = 0;

	g_ptr_array_add(lines, (char *)"X-Sendlint-Rules: one,\n\ttwo");
	g_ptr_array_add(lines, (char *)"X-Sendlint: tag; points=12; id=0");
	check(out, &r, TAKEN_TAG, 12, &p, lines);
	g_assert_true(g_str_has_suffix(out->str, "Action: tag\r\nX-Sendlint-Rules: one,\r\n\ttwo\r\n"
				       "X-Sendlint: tag; points=12; id=0\r\n"));

	/* Exim has room for 32,600 bytes and adds one to each line end. */
	for (int i = 0; i < 5000; i++)
		g_ptr_array_add(lines, (char *)"reason");
	check(out, &r, TAKEN_REJECT, 99, &p, lines);
	for (const char *s = out->str; (s = strchr(s, '\n')); s++)
		ends++;
	g_assert_cmpuint(out->len + ends, <, 32600);
	g_assert_cmpuint(out->len, <, 16 * 1024);
	g_assert_true(g_str_has_suffix(out->str, "\r\nreason\r\n"));
}

static void
test_spamc(void)
{
	const struct policy p = { .tag_at = 10, .reject_at = 50 };
	struct spamd_request r = { .command = SPAMD_CHECK, .version = 5 };
	g_autoptr(GString) out = g_string_new(NULL);

	check(out, &r, TAKEN_TAG, 12, &p, NULL);
	g_assert_cmpstr(out->str, ==, "SPAMD/1.1 0 EX_OK\r\nContent-length: 0\r\n"
			"Spam: True ; 12.0 / 10.0\r\n\r\n");
	r.version = 2;
	check(out, &r, TAKEN_TAG, 12, &p, NULL);
	g_assert_cmpstr(out->str, ==, "SPAMD/1.1 0 EX_OK\r\nContent-length: 13\r\n\r\n12.00/10.00\r\n");
	r.command = SPAMD_PING;
	check(out, &r, TAKEN_ACCEPT, 0, NULL, NULL);
	g_assert_cmpstr(out->str, ==, "SPAMD/1.5 0 PONG\r\n");
	r.bad = "no Content-length";
	check(out, &r, TAKEN_ACCEPT, 0, NULL, NULL);
	g_assert_cmpstr(out->str, ==, "SPAMD/1.0 76 Bad request: no Content-length\r\n");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/spamd_reply/rspamd", test_rspamd);
	g_test_add_func("/spamd_reply/lines", test_lines);
	g_test_add_func("/spamd_reply/spamc", test_spamc);
	return g_test_run();
}
