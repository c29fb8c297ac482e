/* A template without a header is one part, and nothing is missed that it cannot have. */
#include "core/lint.h"

static const struct verdict *
judge(struct arena *a, struct policy *p, const char *text, enum message_bare bare)
{
	static const char *const none[] = { NULL };
	static const struct envelope env = { .rcpts = none };
	const struct lint lint = { .policies = &(struct policies){ .fallback = p } };
	const struct lint_options o = { .class = CLASS_TRANSACTIONAL, .bare = bare };

	return lint_check(&lint, a, &env, text, strlen(text), &o);
}

static void
html(void)
{
	static const char text[] = "\xef\xbb\xbf<p>Dzień dobry,</p>\r\n<p>zamówienie #null czeka.</p>\r\n";
	struct arena *a = arena_new();
	struct policy *p = policy_new_default("p", rules_all);
	const struct verdict *v = judge(a, p, text, MESSAGE_BARE_HTML);
	const struct finding *f = &g_array_index(v->findings, struct finding, 0);
	struct place where = text_place(f->at.text, f->at.where);

	g_assert_cmpuint(v->findings->len, ==, 1);
	g_assert_cmpstr(f->rule->id, ==, "template-null-value");
	g_assert_cmpuint(where.line, ==, 2);
	g_assert_cmpuint(where.column, ==, 16);
	g_assert_true(where.exact);
	g_assert_cmpmem(text + where.raw_offset, where.raw_length, "null", 4);
	g_assert_cmpuint(v->not_checked->len, >=, 1);
	g_assert_cmpstr(g_ptr_array_index(v->not_checked, 0), ==,
			"header and subject: the file has none");
	arena_free(a);
	policy_free(p);
}

static void
plain(void)
{
	struct arena *a = arena_new();
	struct policy *p = policy_new_default("p", rules_all);
	const struct verdict *v = judge(a, p, "From: this is text\n\n<b>{{ x }}</b>\n",
					MESSAGE_BARE_TEXT);

	g_assert_cmpuint(v->facts->message->fields->len, ==, 0);
	g_assert_cmpstr(v->facts->main->text->s, ==, "From: this is text\n\n<b>{{ x }}</b>\n");
	v = judge(a, p, "", MESSAGE_BARE_TEXT);
	g_assert_cmpuint(v->facts->message->parts->len, ==, 1);
	v = judge(a, p, "\xff\xfe<p>", MESSAGE_BARE_HTML);
	g_assert_true(g_utf8_validate(g_array_index(v->facts->message->parts, struct part, 0).text->s,
				      -1, NULL));
	arena_free(a);
	policy_free(p);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/message-bare/html", html);
	g_test_add_func("/message-bare/plain", plain);
	return g_test_run();
}
