/* What authors allow: who may, what counts, and hostile reasons. */
#include "core/allowance.h"
#include "core/lint.h"

enum { MANY = 100 * 1000 };

static const char clean[] = "Subject: YOUR ORDER IS READY TODAY\n\nHello Anna, it is ready.\n";

struct looked {
	struct arena *arena;
	struct policy *policy;
	const struct verdict *v;
};

static guint
index_of(const struct policy *p, const char *id)
{
	int i = policy_rule_index(p, id);

	g_assert_cmpint(i, >=, 0);
	return (guint)i;
}

/* `may`: what the policy permits besides, or NULL. */
static struct looked
look(const char *head, const char *may, const char *locked, bool comments, bool all)
{
	static const char *const nobody[] = { NULL };
	static const struct envelope env = { .sender = "shop@shop.example", .rcpts = nobody };
	g_autofree char *mail = g_strconcat(head, clean, NULL);
	struct looked k = { arena_new(), policy_new_default("test", rules_all), NULL };
	struct lint_options o = { .policy = k.policy, .class = CLASS_TRANSACTIONAL, .allow_all = all };
	static const struct lint lint;
	char *raw = arena_strndup(k.arena, mail, strlen(mail));

	if (may)
		k.policy->rules[index_of(k.policy, may)].allow = true;
	if (locked)
		k.policy->rules[index_of(k.policy, locked)].locked = true;
	k.policy->allow_comments = comments;
	policy_finish(k.policy);
	k.v = lint_check(&lint, k.arena, &env, raw, strlen(raw), &o);
	return k;
}

static void
forget(struct looked *k)
{
	arena_free(k->arena);
	policy_free(k->policy);
}

static const struct finding *
of_rule(const GArray *findings, const char *id)
{
	for (guint i = 0; i < findings->len; i++)
		if (g_str_equal(g_array_index(findings, struct finding, i).rule->id, id))
			return &g_array_index(findings, struct finding, i);
	return NULL;
}

#define SHOUT "subject-all-caps"
#define ALLOW "X-Sendlint-Allow: "
#define WHY "; reason=\"the brand\"\n"

static void
who_may(void)
{
	static const struct {
		const char *head, *may, *locked;
		bool comments, all, allowed;
	} cases[] = {
		{ ALLOW SHOUT WHY, NULL, NULL, false, true, true },
		{ ALLOW SHOUT WHY, SHOUT, NULL, false, false, true },
		{ ALLOW SHOUT WHY, NULL, NULL, false, false, false },
		{ ALLOW SHOUT WHY, "links-http", NULL, false, false, false },
		{ ALLOW SHOUT WHY, SHOUT, SHOUT, false, false, false },
		{ ALLOW SHOUT WHY, NULL, SHOUT, false, true, false },
		{ ALLOW SHOUT "\n", NULL, NULL, false, true, false },
		{ ALLOW SHOUT "; reason=\"\"\n", NULL, NULL, false, true, false },
		{ ALLOW SHOUT "; reason=\" \"\n", NULL, NULL, false, true, false },
		{ ALLOW SHOUT "; why=\"the brand\"\n", NULL, NULL, false, true, false },
		{ ALLOW "links-http,\n " SHOUT "; Reason = it is so\n", NULL, NULL, false, true, true },
		{ ALLOW "links-http" WHY ALLOW SHOUT WHY, NULL, NULL, false, true, true },
		{ "x-sendlint-allow: " SHOUT WHY, NULL, NULL, false, true, true },
		{ "Sendlint-Allow: " SHOUT WHY, NULL, NULL, false, true, false },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct looked k = look(cases[i].head, cases[i].may, cases[i].locked, cases[i].comments,
				       cases[i].all);
		bool allowed = of_rule(k.v->allowed, SHOUT) != NULL;

		g_assert_true(allowed != (of_rule(k.v->findings, SHOUT) != NULL));
		if (allowed != cases[i].allowed)
			g_test_fail_printf("%s: %s", cases[i].head, allowed ? "allowed" : "not allowed");
		forget(&k);
	}
}

#define PAGE "From: a@shop.example\nContent-Type: text/html\nX: y\n"

static void
comments(void)
{
	static const char html[] = PAGE "\n<!-- sendlint-allow subject-all-caps: the brand -->"
				   "<!-- sendlint-allowed subject-all-caps: no -->\n";
	const struct { bool policy, all, allowed; } cases[] = {
		{ false, false, false }, { true, false, true }, { false, true, true },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *head = g_strconcat("Subject: YOUR ORDER IS READY TODAY\n", html, NULL);
		struct looked k = look(head, SHOUT, NULL, cases[i].policy, cases[i].all);
		const struct finding *f = of_rule(k.v->allowed, SHOUT);

		g_assert_true((f != NULL) == cases[i].allowed);
		if (f) {
			g_assert_true(f->allowance->comment);
			g_assert_cmpstr(f->allowance->reason, ==, "the brand");
		} else {
			g_assert_nonnull(of_rule(k.v->findings, "allowance-ignored"));
		}
		g_assert_cmpuint(k.v->facts->allowances->len, ==, 1);
		forget(&k);
	}
}

static void
costs_nothing(void)
{
	struct looked plain = look("", NULL, NULL, false, true);
	struct looked k = look(ALLOW SHOUT WHY, NULL, NULL, false, true);
	const struct finding *f = of_rule(plain.v->findings, SHOUT);

	g_assert_cmpint(k.v->points, ==, plain.v->points - f->points);
	g_assert_cmpint(of_rule(k.v->allowed, SHOUT)->points, ==, 0);
	g_assert_null(of_rule(k.v->findings, "allowance-unused"));
	forget(&plain);
	forget(&k);
}

/* A reason is one plain line, whatever stands in it. */
static void
reasons(void)
{
	struct looked k = look(ALLOW SHOUT "; reason=\"=?utf-8?Q?a=0Ab=1B[31m=00=E2=80=AEc_<b>?=\"\n", NULL, NULL,
			       false, true);
	const struct finding *f = of_rule(k.v->allowed, SHOUT);

	g_assert_nonnull(f);
	g_assert_nonnull(strstr(f->allowance->reason, "<b>"));
	for (const char *p = f->allowance->reason; *p; p = g_utf8_next_char(p)) {
		g_assert_cmpuint(g_utf8_get_char(p), >=, ' ');
		g_assert_cmpuint(g_utf8_get_char(p), !=, 0x202e);
	}
	forget(&k);
}

static void
many(void)
{
	g_autoptr(GString) head = g_string_new(ALLOW), html = g_string_new(
		"Subject: YOUR ORDER IS READY TODAY\n" PAGE "\n");
	struct looked k;

	for (guint i = 0; i < MANY; i++)
		g_string_append(head, "a,");
	g_string_append(head, "subject-all-caps" WHY);
	k = look(head->str, NULL, NULL, false, true);
	g_assert_cmpuint(k.v->facts->allowances->len, ==, LIMIT_ALLOWANCES);
	g_assert_true(k.v->facts->limits & LIMIT_HIT_ALLOWANCES);
	forget(&k);
	for (guint i = 0; i < MANY; i++)
		g_string_append(html, "<!-- sendlint-allow links-http: x -->");
	k = look(html->str, NULL, NULL, false, true);
	g_assert_cmpuint(k.v->facts->allowances->len, ==, LIMIT_ALLOWANCES);
	forget(&k);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/allowance/who-may", who_may);
	g_test_add_func("/allowance/comments", comments);
	g_test_add_func("/allowance/costs-nothing", costs_nothing);
	g_test_add_func("/allowance/reasons", reasons);
	g_test_add_func("/allowance/many", many);
	return g_test_run();
}
