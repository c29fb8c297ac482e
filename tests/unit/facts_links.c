#include "core/facts.h"

static const char *const nobody[] = { NULL };
static const struct envelope env = { .rcpts = nobody };

static struct facts *
facts_of(struct arena *a, const char *mail, unsigned needs)
{
	struct facts *f = arena_new0(a, struct facts);

	*f = (struct facts){
		.arena = a, .envelope = &env, .have = FACTS_MESSAGE,
		.message = message_parse(a, mail, strlen(mail)),
	};
	facts_collect(f, needs);
	return f;
}

static const struct link *
link_at(const struct facts *f, guint i)
{
	g_assert_cmpuint(i, <, f->links->len);
	return &g_array_index(f->links, struct link, i);
}

static void
plain(void)
{
	struct arena *a = arena_new();
	const struct facts *f = facts_of(a,
		"Subject: x\n\nSee HTTPS://Www.Shop.CO.UK/a?b, (www.b.example) and\n"
		"https://www.shop.co.uk/c!\n", FACTS_LINKS);

	g_assert_cmpuint(f->links->len, ==, 3);
	g_assert_cmpstr(link_at(f, 0)->scheme, ==, "https");
	g_assert_cmpstr(link_at(f, 0)->host, ==, "www.shop.co.uk");
	g_assert_cmpstr(link_at(f, 0)->site, ==, "shop.co.uk");
	g_assert_null(link_at(f, 0)->shown);
	g_assert_true(link_at(f, 0)->target == f->bodies[0].text);
	g_assert_cmpuint(link_at(f, 0)->where.at, ==, 4);
	g_assert_cmpuint(link_at(f, 0)->where.len, ==, 26);
	g_assert_cmpstr(link_at(f, 1)->scheme, ==, "");
	g_assert_cmpstr(link_at(f, 1)->host, ==, "www.b.example");
	g_assert_false(link_at(f, 1)->repeated);
	g_assert_true(link_at(f, 2)->repeated);
	g_assert_cmpint(link_at(f, 0)->again, ==, 2);
	g_assert_cmpint(link_at(f, 2)->again, ==, -1);
	arena_free(a);
}

static void
html(void)
{
	struct arena *a = arena_new();
	const struct facts *f = facts_of(a,
		"Content-Type: text/html\n\n<a href=' https://a.example/x '> www.B.example </a>"
		"<a name=here>no link</a><a href='mailto:a@b.example'>Node.js</a>"
		"<a href=/r>Shop.com.pl</a><a href='//c.example'><img src=x></a>", FACTS_LINKS);

	g_assert_cmpuint(f->links->len, ==, 4);
	g_assert_cmpstr(link_at(f, 0)->host, ==, "a.example");
	g_assert_cmpstr(link_at(f, 0)->shown_site, ==, "b.example");
	g_assert_cmpstr(link_at(f, 1)->scheme, ==, "mailto");
	g_assert_cmpstr(link_at(f, 1)->host, ==, "");
	g_assert_null(link_at(f, 1)->shown_site);
	g_assert_cmpstr(link_at(f, 2)->shown_site, ==, "shop.com.pl");
	g_assert_cmpstr(link_at(f, 3)->host, ==, "c.example");
	g_assert_true(link_at(f, 3)->is_image);
	arena_free(a);
}

/* The body that is shown comes first, so that its places are the ones reported. */
static void
alternative(void)
{
	struct arena *a = arena_new();
	const struct facts *f = facts_of(a,
		"Content-Type: multipart/alternative; boundary=b\n\n"
		"--b\nContent-Type: text/plain\n\nhttp://a.example/\n"
		"--b\nContent-Type: text/html\n\n<a href='http://a.example/'>a</a>\n--b--\n",
		FACTS_LINKS);

	g_assert_cmpuint(f->links->len, ==, 2);
	g_assert_true(link_at(f, 0)->body == f->main);
	g_assert_nonnull(f->main->html);
	g_assert_true(f->bodies[0].alternative);
	g_assert_false(f->bodies[1].alternative);
	g_assert_cmpint(link_at(f, 0)->again, ==, 1);
	arena_free(a);
}

static void
limit(void)
{
	struct arena *a = arena_new();
	g_autoptr(GString) mail = g_string_new("Subject: x\n\n");
	const struct facts *f;

	for (guint i = 0; i < 12500; i++)
		g_string_append(mail, "http://a.example/ www.b.c\n");
	f = facts_of(a, mail->str, FACTS_LINKS);
	g_assert_cmpuint(f->links->len, ==, LIMIT_LINKS);
	g_assert_cmphex(f->limits & LIMIT_HIT_LINKS, ==, LIMIT_HIT_LINKS);
	arena_free(a);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/facts-links/plain", plain);
	g_test_add_func("/facts-links/html", html);
	g_test_add_func("/facts-links/alternative", alternative);
	g_test_add_func("/facts-links/limit", limit);
	return g_test_run();
}
