/* What is done about a verdict, seen by hands that only write it down. */
#include "act/act.h"

struct fake {
	struct act_hands base;
	GString *done;
	const char *fails;	/* what the MTA will not have: "add", "hold" */
};

static bool
add_header(struct act_hands *self, const char *name, const char *value)
{
	struct fake *f = (struct fake *)self;

	for (const char *p = value; *p; p++)
		g_assert_true((*p >= ' ' && *p < 0x7f) || (*p == '\n' && p[1] == '\t') || *p == '\t');
	g_string_append_printf(f->done, "+%s ", name);
	return g_strcmp0(f->fails, "add") != 0;
}

static bool
delete_header(struct act_hands *self, const char *name, guint nth)
{
	g_string_append_printf(((struct fake *)self)->done, "-%s:%u ", name, nth);
	return true;
}

static bool
hold(struct act_hands *self, const char *reason)
{
	struct fake *f = (struct fake *)self;

	g_assert_true(g_str_has_prefix(reason, "sendlint: points="));
	g_string_append(f->done, "hold ");
	return g_strcmp0(f->fails, "hold") != 0;
}

static bool
refuse(struct act_hands *self, const GPtrArray *lines)
{
	g_string_append_printf(((struct fake *)self)->done, "refuse%s ", lines->len == 1 ? "1" : "");
	return true;
}

struct act_case {
	const char *what;
	enum policy_mode mode;
	enum action action;
	enum policy_hold hold_by;
	const char *sender;
	bool submission, local, test, rules_header;
	guint reserved[ACT_FIELDS];
	const char *fails;
	enum act_taken taken;
	const char *done;
};

static const struct act_case cases[] = {
	{ .what = "observe does nothing", .mode = MODE_OBSERVE, .action = ACTION_REJECT,
	  .taken = TAKEN_ACCEPT, .done = "" },
	{ .what = "observe removes", .mode = MODE_OBSERVE, .action = ACTION_ACCEPT,
	  .reserved = { 2, 0, 1, 0 }, .taken = TAKEN_ACCEPT,
	  .done = "-X-Sendlint:2 -X-Sendlint:1 -X-Sendlint-Hold:1 " },
	{ .what = "nothing found", .mode = MODE_ENFORCE, .action = ACTION_ACCEPT,
	  .taken = TAKEN_ACCEPT, .done = "" },
	{ .what = "tag only tags", .mode = MODE_TAG, .action = ACTION_REJECT,
	  .taken = TAKEN_TAG, .done = "+X-Sendlint " },
	{ .what = "tag with rules", .mode = MODE_TAG, .action = ACTION_TAG, .rules_header = true,
	  .taken = TAKEN_TAG, .done = "+X-Sendlint-Rules +X-Sendlint " },
	{ .what = "removed before added", .mode = MODE_TAG, .action = ACTION_TAG,
	  .reserved = { 1, 0, 0, 1 }, .taken = TAKEN_TAG,
	  .done = "-X-Sendlint:1 -X-Sendlint-Allow:1 +X-Sendlint " },
	{ .what = "no tag, no taken", .mode = MODE_TAG, .action = ACTION_TAG, .fails = "add",
	  .taken = TAKEN_ACCEPT, .done = "+X-Sendlint " },
	{ .what = "held by header", .mode = MODE_ENFORCE, .action = ACTION_HOLD,
	  .taken = TAKEN_HOLD, .done = "+X-Sendlint-Hold +X-Sendlint " },
	{ .what = "held by quarantine", .mode = MODE_ENFORCE, .action = ACTION_HOLD,
	  .hold_by = HOLD_BY_QUARANTINE, .taken = TAKEN_HOLD, .done = "+X-Sendlint hold " },
	{ .what = "quarantine refused", .mode = MODE_ENFORCE, .action = ACTION_HOLD,
	  .hold_by = HOLD_BY_QUARANTINE, .fails = "hold", .taken = TAKEN_TAG,
	  .done = "+X-Sendlint hold " },
	{ .what = "refused", .mode = MODE_ENFORCE, .action = ACTION_REJECT,
	  .taken = TAKEN_REJECT, .done = "refuse " },
	{ .what = "sendmail(1) hears one line", .mode = MODE_ENFORCE, .action = ACTION_REJECT,
	  .local = true, .taken = TAKEN_REJECT, .done = "refuse1 " },
	{ .what = "a test mail is let through", .mode = MODE_ENFORCE, .action = ACTION_REJECT, .test = true,
	  .reserved = { 1, 0, 0, 0 }, .taken = TAKEN_ACCEPT, .done = "-X-Sendlint:1 " },
	{ .what = "a bounce is not refused", .mode = MODE_ENFORCE, .action = ACTION_REJECT,
	  .sender = "", .taken = TAKEN_TAG, .done = "+X-Sendlint " },
	{ .what = "a bounce with a login is held", .mode = MODE_ENFORCE, .action = ACTION_REJECT,
	  .sender = "", .submission = true, .taken = TAKEN_HOLD,
	  .done = "+X-Sendlint-Hold +X-Sendlint " },
};

static void
run(gconstpointer data)
{
	static const char mail[] = "Subject: \r\n\r\nText\r\n";
	static const char *const nobody[] = { NULL };
	const struct act_case *c = data;
	struct policy *p = policy_new_default("test", rules_all);
	const struct policies policies = { .fallback = p };
	const struct lint lint = { .policies = &policies };
	const struct lint_options options = { .policy = p };
	const struct envelope e = {
		.sender = c->sender ? c->sender : "a@shop.example", .rcpts = nobody,
		.local = c->local,
	};
	struct fake hands = { { add_header, delete_header, hold, refuse }, g_string_new(NULL), c->fails };
	struct arena *a = arena_new();
	struct verdict v = *lint_check(&lint, a, &e, mail, sizeof mail - 1, &options);
	struct act_job job = { .arena = a, .verdict = &v, .envelope = &e, .id = "0123",
			       .submission = c->submission, .test = c->test };

	g_assert_cmpint(v.findings->len, >, 0);
	p->mode = c->mode;
	p->hold_by = c->hold_by;
	p->rules_header = c->rules_header;
	v.action = c->action;
	memcpy(job.reserved, c->reserved, sizeof job.reserved);
	g_assert_cmpint(act(&job, &hands.base), ==, c->taken);
	g_assert_cmpstr(hands.done->str, ==, c->done);
	g_string_free(hands.done, TRUE);
	arena_free(a);
	policy_free(p);
}

static void
names(void)
{
	g_assert_cmpint(act_field("x-SENDLINT-hold"), ==, ACT_FIELD_HOLD);
	g_assert_cmpint(act_field("X-Sendlint"), ==, ACT_FIELD);
	g_assert_cmpint(act_field("X-Sendlint-Other"), ==, -1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strconcat("/act/", cases[i].what, NULL);

		g_test_add_data_func(path, &cases[i], run);
	}
	g_test_add_func("/act/names", names);
	return g_test_run();
}
