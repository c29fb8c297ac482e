/* The answer to a test mail: whole, plain, and nothing of the mail gets into its header. */
#include "load/dictionary.h"
#include "report/report_mail.h"

static const char *const nobody[] = { NULL };

struct reader {
	struct report_words base;
	const struct dictionary *dictionary;
	const char *language;
};

static const char *
say(const struct report_words *self, const char *key)
{
	const struct reader *w = (const struct reader *)self;

	return dictionary_say(w->dictionary, w->language, key);
}

/* `what`: the mail or its text, about this one. */
static char *
answer(const char *mail, enum policy_mode mode, bool granted, const struct report_words *words,
       bool text_only)
{
	const struct envelope e = { .sender = "a@shop.example", .rcpts = nobody };
	struct policy *p = policy_new_default("shop", rules_all);
	const struct policies policies = { .fallback = p };
	const struct lint lint = { .policies = &policies };
	const struct report_mail m = { .from = "lint@shop.example", .to = "a@shop.example",
		.id = "0123", .at = 1795000000, .granted = granted, .words = words };
	g_autoptr(GString) s = g_string_new(NULL);
	struct arena *a = arena_new();
	const struct verdict *v;
	char *out;

	p->mode = mode;
	v = lint_check(&lint, a, &e, mail, strlen(mail), &(struct lint_options){ .policy = p });
	report_mail_text(s, v, &m);
	out = text_only ? g_strdup(s->str) : report_mail(v, &m);
	arena_free(a);
	policy_free(p);
	return out;
}

static const char bad[] = "From: Shop <shop@shop.example>\r\nTo: anna@mail.example\r\n"
	"Message-ID: <1@shop.example>\r\nReferences: <a@b.example>\r\n\t<c@d.example>\r\n"
	"Subject: Your order 4711\r\n\r\nDear {{name}}, you paid NaN.\r\n";

static void
header(void)
{
	g_autofree char *mail = answer(bad, MODE_ENFORCE, true, NULL, false);
	static const char *const lines[] = {
		"\nFrom: sendlint <lint@shop.example>\n", "\nTo: a@shop.example\n",
		": Your order 4711\n", "\nIn-Reply-To: <1@shop.example>\n",
		"<a@b.example> <c@d.example> <1@shop.example>", "\nAuto-Submitted: auto-replied\n",
		"<0123@shop.example>", "\nContent-Language: en\n", "multipart/mixed", "multipart/alternative",
		"text/plain", "text/html", "application/json", "report.json",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
		if (!strstr(mail, lines[i]))
			g_error("no '%s' in:\n%s", lines[i], mail);
	for (const char *p = mail; *p; p++)
		g_assert_true(*p == '\n' || *p == '\t' || (*p >= ' ' && *p < 0x7f));
}

static void
hostile(void)
{
	static const char mails[][400] = {
		"Subject: =?utf-8?B?YQ0KQmNjOiB2aWN0aW1AZmFyLmV4YW1wbGUNCg0KYm9keQ==?=\r\n"
		"Message-ID: <a\x01@b>\r\n\r\nx\r\n",
		"Subject: a\r\nMessage-ID: =?utf-8?Q?=3Ca=0D=0ABcc:victim=40far.example=3E?=\r\n\r\nx\r\n",
		"Subject: \xff\xfe\x00\r\nMessage-ID: no id\r\nReferences: <<>>< a@b> <c d@e>\r\n\r\nx\r\n",
		"", "\r\n", "Subject:\r\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autofree char *mail = answer(mails[i], MODE_ENFORCE, true, NULL, false);
		char *end = strstr(mail, "\n\n");

		g_assert_nonnull(end);
		*end = '\0';
		g_assert_null(strstr(mail, "\nBcc"));
		g_assert_nonnull(strstr(mail, "\nAuto-Submitted: auto-replied"));
		g_assert_nonnull(strstr(mail, "\nContent-Type: multipart/mixed"));
	}
}

static void
sentences(void)
{
	g_autofree char *refused = answer(bad, MODE_ENFORCE, true, NULL, true);
	g_autofree char *observed = answer(bad, MODE_OBSERVE, false, NULL, true);

	g_assert_nonnull(strstr(refused, "This mail would be refused.\nquality "));
	g_assert_null(strstr(refused, "observes"));
	g_assert_null(strstr(refused, "You may not use"));
	g_assert_nonnull(strstr(refused, "line 1, column 6: \"{{name}}\"\n"));
	g_assert_nonnull(strstr(observed, "For now its policy only observes"));
	g_assert_nonnull(strstr(observed, "You may not use the policy"));
}

/* Each language says all of it; no line is wider than a screen. */
static void
languages(void)
{
	static const char *const known[] = { "pl", "ru", "pt-BR" };
	g_autoptr(GError) error = NULL;
	struct dictionary *d = dictionary_load(NULL, NULL, &error);

	g_assert_no_error(error);
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
		const struct reader w = { { say }, d, known[i] };
		g_autofree char *s = answer(bad, MODE_OBSERVE, false, &w.base, true);
		g_auto(GStrv) lines = g_strsplit(s, "\n", -1);

		g_assert_null(strstr(s, "This mail"));
		g_assert_null(strstr(s, "policy"));
		g_assert_null(strstr(s, "Nobody reads"));
		for (char **l = lines; *l; l++)
			g_assert_cmpint(g_utf8_strlen(*l, -1), <=, 78);
	}
	dictionary_free(d);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/report-mail/header", header);
	g_test_add_func("/report-mail/hostile", hostile);
	g_test_add_func("/report-mail/sentences", sentences);
	g_test_add_func("/report-mail/languages", languages);
	return g_test_run();
}
