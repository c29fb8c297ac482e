/* When time is up the flag is set, soon; and a cancelled check says that it is incomplete. */
#include "core/lint.h"
#include "door/deadline.h"

enum { PATIENCE = 30 };		/* seconds: a hang guard */

static bool
wait_for(const struct deadline *d)
{
	for (int i = 0; i < PATIENCE * 1000; i++) {
		if (atomic_load(&d->passed))
			return true;
		g_usleep(1000);
	}
	return false;
}

static void
passes(void)
{
	struct deadline late, early, middle;

	deadline_open();
	deadline_start(&late, 3600 * 1000);
	deadline_start(&early, 20);	/* earlier than what the thread sleeps for */
	deadline_start(&middle, 60);
	g_assert_true(wait_for(&early));
	g_assert_true(wait_for(&middle));
	g_assert_cmpint(g_get_monotonic_time(), >=, middle.at);
	g_assert_false(atomic_load(&late.passed));
	deadline_end(&early);
	deadline_end(&late);
	deadline_end(&middle);
	deadline_start(&early, 1);	/* the thread had nothing left to watch */
	g_assert_true(wait_for(&early));
	deadline_end(&early);
	deadline_close();
}

static void
cancelled(void)
{
	static const char mail[] = "Subject: \r\n\r\nText\r\n";
	static const char *const nobody[] = { NULL };
	const struct envelope e = { .sender = "", .rcpts = nobody };
	struct policy *p = policy_new_default("test", rules_all);
	const struct policies policies = { .fallback = p };
	const struct lint lint = { .policies = &policies };
	atomic_int flag = 1;
	struct lint_options o = { .policy = p, .cancel = &flag };
	struct arena *a = arena_new();
	const struct verdict *v = lint_check(&lint, a, &e, mail, sizeof mail - 1, &o);

	g_assert_true(v->incomplete);
	g_assert_true(v->facts->limits & LIMIT_HIT_TIME);
	g_assert_cmpint(v->findings->len, ==, 0);
	g_assert_cmpint(v->not_checked->len, ==, 1);
	o = (struct lint_options){ .policy = p, .limits = LIMIT_HIT_CUT };
	v = lint_check(&lint, a, &e, mail, sizeof mail - 1, &o);
	g_assert_false(v->incomplete);
	g_assert_true(v->facts->limits & LIMIT_HIT_CUT);
	g_assert_cmpint(v->findings->len, >, 0);
	arena_free(a);
	policy_free(p);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/deadline/passes", passes);
	g_test_add_func("/deadline/cancelled", cancelled);
	return g_test_run();
}
