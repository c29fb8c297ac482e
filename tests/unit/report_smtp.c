/* The lines of a refusal: ASCII, short, few, and with a remedy, whatever the mail says. */
#include "report/report.h"

static const char *const nobody[] = { NULL };

static const struct rule rule = {
	.id = "subject-test", .title = "subject shouts", .fix = "Write it as a sentence.",
	.points = 60, .evidence = EVIDENCE_A,
};

struct fixture {
	struct arena *arena;
	struct policy *policy;
	struct policies policies;
	struct lint lint;
	struct verdict verdict;
	GArray *findings;
};

static void
open_fixture(struct fixture *x, const char *mail)
{
	static const struct envelope env = { .sender = "a@shop.example", .rcpts = nobody };

	*x = (struct fixture){ .arena = arena_new(), .policy = policy_new_default("test", rules_all) };
	x->policies.fallback = x->policy;
	x->lint.policies = &x->policies;
	x->verdict = *lint_check(&x->lint, x->arena, &env, mail, strlen(mail),
				 &(struct lint_options){ .policy = x->policy });
	x->findings = arena_array(x->arena, sizeof(struct finding));
	x->verdict.findings = x->findings;
}

static void
close_fixture(struct fixture *x)
{
	arena_free(x->arena);
	policy_free(x->policy);
}

static void
add(struct fixture *x, const struct rule *r, const struct text *t, struct span where)
{
	struct finding f = { .rule = r, .level = LEVEL_ERROR, .hit = 60, .points = 60,
			     .at = { t, where }, .say = "" };

	g_array_append_val(x->findings, f);
}

static const struct text *
subject(const struct fixture *x)
{
	return message_field(x->verdict.facts->message, "Subject", 0)->value;
}

static void
look(const GPtrArray *lines, const char *id)
{
	g_assert_cmpint(lines->len, >, 0);
	g_assert_cmpint(lines->len, <=, LIMIT_REPLY_LINES);
	for (guint i = 0; i < lines->len; i++) {
		const char *s = g_ptr_array_index(lines, i);

		if (lines->len > 1)
			g_assert_cmpint(strlen("550-5.7.1 ") + strlen(s), <=, LIMIT_REPLY_COLUMNS);
		g_assert_cmpint(strlen(s), >, 0);
		for (; *s; s++)
			g_assert_true(*s >= ' ' && *s < 0x7f);
	}
	g_assert_nonnull(strstr(g_ptr_array_index(lines, lines->len - 1), id));
}

static char *
joined(const GPtrArray *lines)
{
	GString *s = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(s, "%s%s", i ? " " : "",
				       (const char *)g_ptr_array_index(lines, i));
	return g_string_free(s, FALSE);
}

static void
plain(void)
{
	struct fixture x;
	GPtrArray *lines;
	g_autofree char *all = NULL;

	open_fixture(&x, "Subject: Order 4711 is READY\r\n\r\nText\r\n");
	add(&x, &rule, subject(&x), (struct span){ 6, 13 });
	lines = report_smtp(x.arena, &x.verdict, "0123", NULL, false);
	look(lines, "0123");
	all = joined(lines);
	g_assert_cmpstr(all, ==, "Message refused for its content. Subject shouts (Subject, character "
			"7) \"#### is READY\". Write it as a sentence. [subject-test] [id 0123]");
	close_fixture(&x);
}

/* look() wants printable ASCII: no line end of a name begins a line of the reply. */
static void
file_name(void)
{
	struct fixture x;
	const struct text *name;

	open_fixture(&x, "Subject: Order\r\nContent-Type: application/zip\r\nContent-Disposition: attachment;\r\n"
		     " filename*=UTF-8''a%0D%0A250%20ok%0D%0AX-Sendlint:%20accept%00%1B%5B31m%E2%80%AE.exe\r\n\r\nPK\r\n");
	name = g_array_index(x.verdict.facts->message->parts, struct part, 0).file_name;
	g_assert_nonnull(name);
	add(&x, &rule, name, text_all(name));
	look(report_smtp(x.arena, &x.verdict, "0123", NULL, false), "0123");
	for (const char *s = report_head(x.arena, &x.verdict, "0123"); *s; s++)
		g_assert_true(*s >= ' ' && *s < 0x7f);
	close_fixture(&x);
}

static void
no_excerpt(void)
{
	struct fixture x;
	g_autofree char *all = NULL;

	open_fixture(&x, "Subject: Order 4711 is READY\r\n\r\nText\r\n");
	x.policy->reply_excerpt = false;
	add(&x, &rule, subject(&x), (struct span){ 6, 13 });
	all = joined(report_smtp(x.arena, &x.verdict, "0123", NULL, false));
	g_assert_null(strstr(all, "READY"));
	g_assert_nonnull(strstr(all, "(Subject, character 7)"));
	close_fixture(&x);
}

static void
letters(void)
{
	struct fixture x;
	g_autofree char *all = NULL;

	open_fixture(&x, "Subject: "
		     "Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 \xd0\x9f\xd1\x80\xd0\xb8 \xe4\xb8\xad\xc3\xa3\xe2\x80\x9d"
		     "\r\n\r\nText\r\n");
	add(&x, &rule, subject(&x), text_all(subject(&x)));
	all = joined(report_smtp(x.arena, &x.verdict, "0123", NULL, false));
	g_assert_nonnull(strstr(all, "\"Zazolc Pri ?a\"\""));
	close_fixture(&x);
}

static void
one_line(void)
{
	struct fixture x;
	GPtrArray *lines;

	open_fixture(&x, "Subject: Order\r\n\r\nText\r\n");
	add(&x, &rule, subject(&x), text_all(subject(&x)));
	lines = report_smtp(x.arena, &x.verdict, "0123", NULL, true);
	g_assert_cmpint(lines->len, ==, 1);
	look(lines, "0123");
	g_assert_nonnull(strstr(g_ptr_array_index(lines, 0), "Write it as a sentence."));
	close_fixture(&x);
}

/* Long words, many findings, control characters, an injected reply. */
static void
hostile(void)
{
	g_autofree char *longest = g_strnfill(5000, 'x');
	struct rule rules[8];
	struct fixture x;
	GPtrArray *lines;

	open_fixture(&x, "Subject: =?utf-8?Q?a=0D=0A250_Ok=1B[2J=00=7F?=\r\n\r\nText\r\n");
	for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
		rules[i] = rule;
		rules[i].fix = i % 2 ? longest : "A\r\n250 Ok";
		add(&x, &rules[i], subject(&x), text_all(subject(&x)));
	}
	lines = report_smtp(x.arena, &x.verdict, "0123", NULL, false);
	look(lines, "0123");
	look(report_smtp(x.arena, &x.verdict, "0123", NULL, true), "0123");
	x.findings->len = 0;
	look(report_smtp(x.arena, &x.verdict, "0123", NULL, false), "0123");
	close_fixture(&x);
}

/* What details quote is cut and masked as an excerpt is; without excerpts it is left out. */
static void
quotes(void)
{
	struct fixture x;
	struct finding *f;
	g_autofree char *all = NULL, *none = NULL, *ours = NULL;

	open_fixture(&x, "Subject: Order\r\n\r\nText\r\n");
	add(&x, &rule, subject(&x), text_all(subject(&x)));
	f = &g_array_index(x.findings, struct finding, 0);
	f->say = "%u words: %s";
	f->args[0] = "12";
	f->args[1] = "account 4711 0815 of Zofia Kowalska in the bank";
	all = joined(report_smtp(x.arena, &x.verdict, "0123", NULL, false));
	g_assert_nonnull(strstr(all, ": 12 words: account #### #### of Zofia Kow... (Subject"));
	x.policy->reply_excerpt = false;
	none = joined(report_smtp(x.arena, &x.verdict, "0123", NULL, false));
	g_assert_nonnull(strstr(none, "Subject shouts (Subject, character 1). Write"));
	f->say = "%s";
	f->args[0] = "there are 2 of them, and so on and so forth";
	ours = joined(report_smtp(x.arena, &x.verdict, "0123", NULL, false));
	g_assert_nonnull(strstr(ours, "there are 2 of them, and so on and so forth (Sub"));
	close_fixture(&x);
}

/* Reasons come whole or not at all; the rest is counted. */
static void
many(void)
{
	g_autofree char *longer = g_strnfill(600, 'y');
	static struct rule rules[40];
	struct fixture x;
	GPtrArray *lines;

	open_fixture(&x, "Subject: Order\r\n\r\nText\r\n");
	for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
		rules[i] = rule;
		rules[i].fix = "Mend it.";
		add(&x, &rules[i], subject(&x), text_all(subject(&x)));
	}
	lines = report_smtp(x.arena, &x.verdict, "0123", NULL, false);
	look(lines, "[37 more, id 0123]");
	rules[1].fix = longer;
	lines = report_smtp(x.arena, &x.verdict, "0123", NULL, false);
	look(lines, "[39 more, id 0123]");
	for (guint i = 0; i < lines->len; i++)
		g_assert_null(strstr(g_ptr_array_index(lines, i), "yyy"));
	look(report_smtp(x.arena, &x.verdict, "0123", NULL, true), "[39 more, id 0123]");
	close_fixture(&x);
}

static const char *
say(const struct report_words *self, const char *key)
{
	(void)self;
	return g_str_equal(key, "subject-test.fix") ? "Napisz zwyk\xc5\x82" "e zdanie." : NULL;
}

static void
translated(void)
{
	static const struct report_words words = { say };
	struct fixture x;
	g_autofree char *all = NULL;

	open_fixture(&x, "Subject: Order\r\n\r\nText\r\n");
	add(&x, &rule, subject(&x), text_all(subject(&x)));
	all = joined(report_smtp(x.arena, &x.verdict, "0123", &words, false));
	g_assert_nonnull(strstr(all, "Subject shouts"));
	g_assert_nonnull(strstr(all, "Napisz zwykle zdanie."));
	close_fixture(&x);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/report_smtp/plain", plain);
	g_test_add_func("/report_smtp/file-name", file_name);
	g_test_add_func("/report_smtp/no-excerpt", no_excerpt);
	g_test_add_func("/report_smtp/letters", letters);
	g_test_add_func("/report_smtp/one-line", one_line);
	g_test_add_func("/report_smtp/hostile", hostile);
	g_test_add_func("/report_smtp/quotes", quotes);
	g_test_add_func("/report_smtp/many", many);
	g_test_add_func("/report_smtp/translated", translated);
	return g_test_run();
}
