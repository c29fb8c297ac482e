/* An administrator's own rules, each scope by itself. */
#include "core/lint.h"
#include "core/own.h"

static const char mail[] =
	"From: Shop <shop@shop.example>\nTo: Anna <anna@mail.example>\n"
	"Date: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <1@shop.example>\n"
	"Reply-To: Zebra desk <desk@shop.example>\nMIME-Version: 1.0\n"
	"Subject: Your zebra\nContent-Type: multipart/mixed; boundary=b\n\n"
	"--b\nContent-Type: text/html; charset=utf-8\n\n"
	"<p>A zebra, zebras and a ZEBRA.</p>"
	"<p><a href=\"https://zoo.example/zebra\">see the zebra here</a>"
	"<img src=\"https://zoo.example/z.png\" width=90 height=90 alt=\"zebra at noon\"></p>\n"
	"--b\nContent-Type: application/pdf; name=\"zebra.pdf\"\n"
	"Content-Disposition: attachment; filename=\"zebra.pdf\"\n\n%PDF-1.4\n--b--\n";

/* Where the rule finds something: names of texts, once each, and all places. */
static char *
found_by(struct own *own)
{
	struct rule rule = {
		.id = "own-zebra", .title = "a zebra", .why = "w", .fix = "f", .points = 10,
		.evidence = EVIDENCE_H, .classes = CLASS_ALL, .needs = own_needs(own),
		.check = own_check, .own = own,
	};
	const struct rule *const rules[] = { &rule, NULL };
	const char *const none[] = { NULL };
	const struct envelope env = { .rcpts = none };
	struct policy *p = policy_new_default("own", rules);
	const struct lint lint = { .policies = &(struct policies){ .fallback = p } };
	struct arena *a = arena_new();
	GString *s = g_string_new(NULL);
	const struct verdict *v = lint_check(&lint, a, &env, mail, strlen(mail), NULL);

	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		g_string_append_printf(s, "%s%s:%s", s->len ? " " : "", f->at.text->name,
				       finding_say(a, f, NULL));
		for (guint k = 0; f->also && k < f->also->len; k++)
			g_string_append(s, "+");
	}
	arena_free(a);
	policy_free(p);
	return g_string_free(s, FALSE);
}

static struct own *
own_of(unsigned scopes, const char *word, const char *pattern)
{
	struct own *o = own_new();

	o->scopes = scopes;
	if (word) {
		struct phrases_builder *b = phrases_builder_new();

		g_assert_true(phrases_add(b, "any", "own", word, 1, false, NULL));
		o->words = phrases_build(b);
	}
	if (pattern)
		g_ptr_array_add(o->patterns, pattern_new(pattern, NULL));
	return o;
}

static void
scopes(void)
{
	static const struct { unsigned scopes; const char *word, *pattern, *expected; } cases[] = {
		{ OWN_SUBJECT, "zebra", NULL, "Subject:\"zebra\"" },
		{ OWN_BODY, "zebra*", NULL, "body:\"zebra\"++ body:\"zebras\"" },
		{ OWN_BODY, NULL, "zebra", "body:\"zebra\"++" },
		{ OWN_LINK_TARGET, NULL, "zoo.*", "link:\"zoo.example/zebra\"" },
		{ OWN_LINK_TEXT, "the zebra", NULL, "body:\"the zebra\"" },
		{ OWN_ALT, "zebra", NULL, "alt text:\"zebra\"" },
		{ OWN_FILE_NAME, NULL, "^zebra", "file name:\"zebra\"" },
		{ OWN_SUBJECT | OWN_BODY | OWN_LINK_TEXT, "zebra", "zebra",
		  "Subject:\"zebra\"++++" },
		{ OWN_SUBJECT, "tiger", "tig", "" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct own *o = own_of(cases[i].scopes, cases[i].word, cases[i].pattern);
		g_autofree char *got = found_by(o);

		g_assert_cmpstr(got, ==, cases[i].expected);
		own_free(o);
	}
}

static void
fields(void)
{
	struct own *o = own_of(OWN_FIELD, "zebra desk", NULL);
	g_autofree char *got = NULL;

	g_ptr_array_add(o->fields, (gpointer)"reply-to");
	got = found_by(o);
	g_assert_cmpstr(got, ==, "Reply-To:\"Zebra desk\"");
	own_free(o);
}

/* That it gave up is said. */
static void
gives_up(void)
{
	static const char slow[] = "From: a@b.example\nSubject: x\n\n"
				   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n";
	struct own *o = own_of(OWN_BODY, NULL, "(a+)+$");
	struct rule rule = {
		.id = "own-slow", .title = "slow", .why = "w", .fix = "f", .points = 10,
		.evidence = EVIDENCE_H, .classes = CLASS_ALL, .needs = own_needs(o),
		.check = own_check, .own = o,
	};
	const struct rule *const rules[] = { &rule, NULL };
	const char *const none[] = { NULL };
	const struct envelope env = { .rcpts = none };
	struct policy *p = policy_new_default("own", rules);
	const struct lint lint = { .policies = &(struct policies){ .fallback = p } };
	struct arena *a = arena_new();
	const struct verdict *v = lint_check(&lint, a, &env, slow, strlen(slow), NULL);

	g_assert_true(v->facts->limits & LIMIT_HIT_PATTERN);
	g_assert_cmpuint(v->not_checked->len, ==, 1);
	arena_free(a);
	policy_free(p);
	own_free(o);
}

static void
examples(void)
{
	struct own *o = own_of(OWN_BODY, "old hotline", "0800[ -]111");

	g_assert_true(own_hits(o, "our OLD  hotline"));
	g_assert_true(own_hits(o, "0800-111"));
	g_assert_false(own_hits(o, "0800 222"));
	g_assert_false(own_hits(o, ""));
	own_free(o);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/own/scopes", scopes);
	g_test_add_func("/own/fields", fields);
	g_test_add_func("/own/gives-up", gives_up);
	g_test_add_func("/own/examples", examples);
	return g_test_run();
}
