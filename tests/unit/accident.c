/* What programs leave in texts, and what only looks like it. */
#include "core/accident.h"

static const char *const kinds[] = { "error", "key", "object", "epoch", "entity", "tag", "escape",
				     "encoded", "condition" };

static char *
scan(const char *s)
{
	g_autoptr(GString) got = g_string_new(NULL);
	struct accident_match m;
	gsize len = strlen(s);

	for (gsize from = 0; accident_next(s, len, from, &m); from = m.where.at + m.where.len)
		g_string_append_printf(got, "%s%s=%.*s", got->len ? " " : "", kinds[m.kind],
				       (int)m.where.len, s + m.where.at);
	return g_string_free(g_steal_pointer(&got), FALSE);
}

static const struct {
	const char *text, *found;
} cases[] = {
	{ "Fatal error: out of memory", "error=Fatal error: out of memory" },
	{ "A fatal error: Fatal error: x", "" },
	{ "Notice: Undefined index: sum in mail.php on line 7\nok",
	  "error=Notice: Undefined index: sum in mail.php on line 7" },
	{ "Notice: we are closed", "" },
	{ "ORA-00942: table", "error=ORA-00942:" }, { "ORA-942", "" },
	{ "%!d(string=4711) items", "error=%!d(string=4711)" }, { "100%!(really)", "" },
	{ "[missing \"pl.order.title\" translation]", "key=[missing \"pl.order.title\" translation]" },
	{ "order_mailer.ready.subject", "key=order_mailer.ready.subject" },
	{ "emails.orders.title.", "key=emails.orders.title" },
	{ "mail.shop.example email.harbour.example", "" }, { "emails.list.csv", "" },
	{ "<shop.Order object at 0x7f12ab>", "object=<shop.Order object at 0x7f12ab>" },
	{ "#<Order id: 17>", "object=#<Order id: 17>" },
	{ "net.shop.Item@0badcafe", "object=net.shop.Item@0badcafe" },
	{ "anna.maria.Nowak@cafe.example", "" }, { "anna.m.Nowak@beef-shop.example", "" },
	{ "1970-01-01 and 1/1/0001", "epoch=1970-01-01 epoch=1/1/0001" },
	{ "1970-01-010 and 11970-01-01", "" }, { "-0001-11-30", "epoch=-0001-11-30" },
	{ "&amp; &#243; &#xf3; &copy", "entity=&amp; entity=&#243; entity=&#xf3;" },
	{ "R&D; AT&T;", "" },
	{ "<br/><p class=\"x\">a</p>", "tag=<br/> tag=<p class=\"x\"> tag=</p>" },
	{ "a<b and c>d; <bold> <people>", "" },
	{ "one.\\nTwo \\n\\n", "escape=\\n escape=\\n\\n" }, { "C:\\new D:\\x\\temp", "" },
	{ "=C5=82=C3=B3d", "encoded==C5=82=C3=B3" }, { "a=20b=3D c=10=20", "" },
	{ "=?utf-8?b?WmE=?=", "encoded==?utf-8?b?WmE=?=" }, { "=?x?y?=", "" },
	{ "[if gte mso 9] [if you like]", "condition=[if gte mso 9]" },
	{ "", "" }, { "[", "" }, { "%!", "" }, { "&#", "" }, { "\\", "" }, { "=?", "" }, { "<", "" },
};

static void
finds(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = scan(cases[i].text);

		g_assert_cmpstr(got, ==, cases[i].found);
	}
}

/* Each text cut anywhere: nothing behind its end is looked at. */
static void
cut(void)
{
	struct accident_match m;

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		for (gsize len = 0; len <= strlen(cases[i].text); len++) {
			g_autofree char *copy = g_memdup2(cases[i].text, len);

			for (gsize from = 0; accident_next(copy, len, from, &m);
			     from = m.where.at + m.where.len)
				g_assert_cmpuint(m.where.at + m.where.len, <=, len);
		}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/accident/finds", finds);
	g_test_add_func("/accident/cut", cut);
	return g_test_run();
}
