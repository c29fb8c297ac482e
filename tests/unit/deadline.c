/* When time is up the flag is set, soon; and a cancelled check says that it is incomplete. */
#include "core/lint.h"
#include "door/deadline.h"
#include "load/dictionary.h"

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
	g_assert_false(deadline_overdue(3600 * 1000));
	g_usleep(2000);
	g_assert_true(deadline_overdue(1));
	deadline_end(&early);
	g_assert_false(deadline_overdue(0));
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
	g_assert_null(v->facts->cancel);
	g_assert_true(v->facts->limits & LIMIT_HIT_TIME);
	g_assert_cmpint(v->findings->len, ==, 0);
	g_assert_cmpint(v->not_checked->len, ==, 2);	/* and that DNS was not asked */
	g_assert_cmpstr(g_ptr_array_index(v->not_checked, 0), ==, "time was up: some rules did not run");
	o = (struct lint_options){ .policy = p, .limits = LIMIT_HIT_CUT | LIMIT_HIT_RCPTS };
	v = lint_check(&lint, a, &e, mail, sizeof mail - 1, &o);
	g_assert_false(v->incomplete);
	g_assert_true(v->facts->limits & LIMIT_HIT_CUT);
	g_assert_cmpstr(g_ptr_array_index(v->not_checked, 1), ==,
			"recipients beyond the limit were not looked at");
	g_assert_cmpint(v->findings->len, >, 0);
	arena_free(a);
	policy_free(p);
}

/* Whoever asks for a word finds that time is up. */
struct slow {
	struct speller base;
	atomic_int *passed;
	guint calls, words;
};

static bool
slow_check(const struct speller *self, const char *language, struct spell_word *words, guint n)
{
	struct slow *s = self->engine;

	(void)language;
	s->calls++;
	s->words += n;
	for (guint i = 0; i < n; i++)
		words[i].known = true;
	atomic_store(s->passed, 1);
	return true;
}

static bool
has(const struct verdict *v, const char *id)
{
	for (guint i = 0; i < v->findings->len; i++)
		if (g_str_equal(g_array_index(v->findings, struct finding, i).rule->id, id))
			return true;
	return false;
}

/* What was found before counts; the dictionary is not asked for all the rest. */
static void
so_far(void)
{
	static const char *const nobody[] = { NULL }, *const languages[] = { "en", NULL };
	const struct envelope e = { .sender = "a@shop.example", .rcpts = nobody };
	struct policy *p = policy_new_default("test", rules_all);
	const struct policies policies = { .fallback = p };
	atomic_int flag = 0;
	struct slow slow = {
		.base = { .check = slow_check, .languages = languages, .engine = &slow },
		.passed = &flag,
	};
	struct dictionary *d = dictionary_load(NULL, NULL, NULL);
	const struct lint lint = { .policies = &policies, .speller = &slow.base,
				   .language_model = dictionary_model(d) };
	struct lint_options o = { .policy = p, .cancel = &flag };
	struct arena *a = arena_new();
	GString *mail = g_string_new("From: a@shop.example, b@shop.example\r\nSubject: ORDER\r\n\r\n");
	const struct verdict *v;

	for (int i = 0; i < 500; i++)
		g_string_append_printf(mail, "the order of the house and the %c%c%c%c\r\n", 'b' + i % 20,
				       'a' + i / 20 % 20, 'k' + i % 7, 'e' + i % 13);
	v = lint_check(&lint, a, &e, mail->str, mail->len, &o);
	g_assert_true(v->incomplete);
	g_assert_cmpuint(slow.calls, ==, 1);
	g_assert_cmpuint(slow.words, <, 200);
	g_assert_true(has(v, "headers-from-multiple"));
	g_assert_false(has(v, "language-unknown-words"));
	g_string_free(mail, TRUE);
	arena_free(a);
	dictionary_free(d);
	policy_free(p);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/deadline/passes", passes);
	g_test_add_func("/deadline/cancelled", cancelled);
	g_test_add_func("/deadline/so-far", so_far);
	return g_test_run();
}
