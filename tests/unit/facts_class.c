/* What kind of mail it is, and why. */
#include "load/snapshot.h"

static struct snapshot *snapshot;

#define TO   "To: Anna <anna@mail.example>\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n" \
	     "Message-ID: <1@shop.example>\nMIME-Version: 1.0\n"
#define MAIL "From: Shop <hello@shop.example>\n" TO
#define WEB  "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"

static const struct {
	const char *mail;
	unsigned class;
	const char *why;		/* stands in class_why, or NULL */
} mails[] = {
	{ MAIL "Subject: Hi\n\nSee you.\n", CLASS_PERSONAL, "nothing says otherwise" },
	{ "\n", CLASS_PERSONAL, NULL },
	{ MAIL "Subject: Re: Friday\nIn-Reply-To: <2@mail.example>\n\nFine.\n",
	  CLASS_PERSONAL, "answers a message" },
	{ MAIL "Subject: Your order\nIn-Reply-To: <2@mail.example>\nUser-Agent: Thunderbird\n\nFine.\n",
	  CLASS_PERSONAL, "mail client" },
	{ "From: Anna Nowak <anna.nowak@firm.example>\n" TO "Subject: Lunch\n\nHello Jan,\nlunch?\n",
	  CLASS_PERSONAL, "person by the name" },

	{ MAIL "Subject: Your order 123456 has been shipped\n\nHello.\n",
	  CLASS_TRANSACTIONAL, "subject says \"your order\"" },
	{ MAIL "Subject: News\nX-PM-Message-Stream: outbound\n\nHello.\n",
	  CLASS_TRANSACTIONAL, "outbound" },
	{ MAIL "Subject: News\nX-PM-Message-Stream: broadcasts\n\nHello.\n", CLASS_BULK, "broadcast" },
	{ MAIL "Subject: Hello\n\nYour verification code is 123456.\n",
	  CLASS_TRANSACTIONAL, "a code" },
	{ "From: <no-reply@shop.example>\n" TO "Subject: Hello\n\nHello.\n",
	  CLASS_TRANSACTIONAL, "service address" },
	{ "From: <do_not_reply+12@shop.example>\n" TO "Subject: Hello\n\nHello.\n",
	  CLASS_TRANSACTIONAL, "service address" },
	{ MAIL "Subject: Hello\nAuto-Submitted: auto-generated\nIn-Reply-To: <2@mail.example>\n\nA.\n",
	  CLASS_TRANSACTIONAL, "auto-generated" },
	{ MAIL "Subject: Faktura za listopad\n\nDzień dobry.\n", CLASS_TRANSACTIONAL, "faktur" },
	{ MAIL "Subject: Ваш заказ отправлен\n\nЗдравствуйте.\n", CLASS_TRANSACTIONAL, "заказ" },
	{ MAIL "Subject: Redefinir senha\n\nOlá.\n", CLASS_TRANSACTIONAL, "redefinir senha" },
	/* An unsubscribe field alone does not make a receipt bulk. */
	{ MAIL "Subject: Your receipt\nList-Unsubscribe: <mailto:u@shop.example>\n\nPayment of 5.\n",
	  CLASS_TRANSACTIONAL, "receipt" },

	{ MAIL "Subject: November\nList-Id: <n.shop.example>\nList-Unsubscribe: <mailto:u@a.example>\n"
	  "Precedence: bulk\n\nHello.\n", CLASS_BULK, "List-Id" },
	{ "From: <newsletter@shop.example>\n" TO "Subject: November\n\nHello.\n",
	  CLASS_BULK, "newsletter address" },
	{ MAIL "Subject: Clearance: save big\n" WEB "\n<p>Buy now and save up to 50 %.</p>"
	  "<p><a href=\"https://shop.example/u\">Unsubscribe</a></p>\n", CLASS_BULK, "unsubscribe" },
	{ MAIL "Subject: November\n" WEB "\n<p><a href=\"https://shop.example/o\">View in your "
	  "browser</a></p><p>Hello.</p>\n", CLASS_BULK, "itself on the web" },
	/* Service wording behind commercial wording does not count. */
	{ MAIL "Subject: November\nX-Campaign: 7\n\nBuy now! Shop now! Half price! Your order "
	  "is sent free.\n", CLASS_BULK, "campaign" },

	{ MAIL "Subject: [dev] patch\nList-Id: <dev.list.example>\nList-Post: <mailto:dev@a.example>\n"
	  "List-Unsubscribe: <mailto:u@a.example>\nPrecedence: list\n\nHello.\n",
	  CLASS_LIST, "discussion list" },
	{ MAIL "Subject: News\nList-Id: <n.example>\nList-Post: NO\n\nHello.\n", CLASS_BULK, "List-Id" },

	/* Majordomo's field of a discussion, not one of a campaign. */
	{ MAIL "Subject: Re: [PATCH] Mend it\nX-Mailing-List: linux@lists.example\nPrecedence: bulk\n\n"
	  "Looks good.\n", CLASS_LIST, NULL },
	/* It speaks of news and how to leave, and yet confirms what the reader just did. */
	{ "From: no-reply@shop.example\nTo: a@mail.example\nSubject: Newsletter\n\nHello Anna,\n"
	  "welcome to our newsletter! Look forward to discounts, special offers and coupons.\n"
	  "Unsubscribe: https://shop.example/u/1\n", CLASS_TRANSACTIONAL, NULL },
	{ MAIL "Subject: x\nAuto-Submitted: auto-replied\n\nI am away.\n", CLASS_AUTO, "auto-replied" },
	{ MAIL "Subject: Out of office: Re: your order\nIn-Reply-To: <2@mail.example>\n\nBack soon.\n",
	  CLASS_AUTO, "automatic reply" },
	{ MAIL "Subject: Odpowiedź automatyczna: urlop\n\nWracam.\n", CLASS_AUTO, "automatic reply" },
	{ MAIL "Subject: Our move: out of office hours\n\nHello.\n", CLASS_PERSONAL, NULL },
};

static void
classes(void)
{
	static const char *const nobody[] = { NULL };
	const struct envelope env = { .sender = "shop@shop.example", .rcpts = nobody };

	for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
		struct arena *a = arena_new();
		const struct verdict *v = lint_check(snapshot_lint(snapshot), a, &env, mails[i].mail,
						     strlen(mails[i].mail), NULL);

		if (v->class != mails[i].class ||
		    (mails[i].why && !strstr(v->class_why, mails[i].why)))
			g_test_fail_printf("%s, because %s:\n%s", class_name(v->class),
					   v->class_why, mails[i].mail);
		arena_free(a);
	}
}

static void
envelope(void)
{
	static const char mail[] = MAIL "Subject: x\nContent-Type: multipart/report; "
		"report-type=delivery-status; boundary=b\n\n--b\n\nFailed.\n--b--\n";
	const char *rcpts[61] = { NULL };
	struct envelope env = { .sender = "", .rcpts = rcpts };
	struct arena *a = arena_new();
	const struct verdict *v;

	v = lint_check(snapshot_lint(snapshot), a, &env, mail, strlen(mail), NULL);
	g_assert_cmpint(v->class, ==, CLASS_AUTO);
	env.sender = "a@shop.example";
	v = lint_check(snapshot_lint(snapshot), a, &env, mail, strlen(mail), NULL);
	g_assert_cmpint(v->class, !=, CLASS_AUTO);
	for (int i = 0; i < 60; i++)
		rcpts[i] = "a@mail.example";
	v = lint_check(snapshot_lint(snapshot), a, &env, mail, strlen(mail), NULL);
	g_assert_cmpint(v->class, ==, CLASS_BULK);
	arena_free(a);
}

/* Whatever somebody piles up, it is judged, and soon. */
static void
hostile(void)
{
	static const char *const nobody[] = { NULL };
	static const char *const parts[] = {
		"X-Mailer: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
		"X-Campaign: 1\n", "From: a.aaaaaaaaaa@b\n", "To: a@b,\n a@b,\n a@b\n", "Buy now! ",
	};
	const struct envelope env = { .rcpts = nobody };

	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autoptr(GString) s = g_string_new(NULL);
		struct arena *a = arena_new();

		for (int n = 0; n < 20000; n++)
			g_string_append(s, parts[i]);
		g_string_append_printf(s, "\n\n%s", s->str);
		g_assert_nonnull(lint_check(snapshot_lint(snapshot), a, &env, s->str, s->len, NULL));
		arena_free(a);
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	message_init();
	snapshot = snapshot_load(NULL, NULL, &error);
	g_assert_no_error(error);
	g_test_add_func("/class/mails", classes);
	g_test_add_func("/class/envelope", envelope);
	g_test_add_func("/class/hostile", hostile);
	status = g_test_run();
	snapshot_unref(snapshot);
	return status;
}
