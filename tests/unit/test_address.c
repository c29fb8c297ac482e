/* The test address: what it is, whose policy is taken, and to whom a report may go. */
#include <glib/gstdio.h>
#include <unistd.h>

#include "load/test_address.h"

static const char text[] =
	"answer = { address = \"Lint@Shop.Example\"; to = \"post@shop.example\";\n"
	"  domains = [ \"shop.example\", \"far.example\" ]; policies = [ \"strict\" ]; };\n"
	"policies = {\n"
	"  Alice = { match = { login = [ \"alice\" ]; \n"
	"                      sender = [ \"news@alice.example\", \"@alice.test\" ]; }; };\n"
	"  bob = { match = { login = [ \"bob@bob.example\" ]; }; };\n"
	"  bob2 = { match = { login = [ \"bob@bob.example\" ]; sender = [ \"two@bob.example\" ]; }; };\n"
	"};\n";

static struct config *
read_config(const char *s)
{
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	int fd = g_file_open_tmp(NULL, &path, NULL);
	struct config *c;

	g_assert_true(g_file_set_contents(path, s, -1, NULL));
	c = config_load(path, &error);
	close(fd);
	g_remove(path);
	if (!c)
		g_error("%s", error->message);
	return c;
}

static void
is_it(void)
{
	struct config *c = read_config(text);
	const struct answer *a = &c->settings.answer;
	static const char *const one[] = { "lint@shop.example", NULL };
	static const char *const two[] = { "lint@shop.example", "LINT+x@SHOP.example", NULL };
	static const char *const others[] = { "lint@shop.example", "anna@mail.example", NULL };
	static const char *const nobody[] = { NULL };
	static const char *const wrong[] = { "lint@shop.example.org", "lint@example", "lint", "@shop.example",
		"alint@shop.example", "lin@shop.example", "+x@shop.example", "lint@shop@shop.example", "" };
	struct span policy;

	g_assert_true(test_address_is(a, "LINT@shop.example", &policy));
	g_assert_cmpint(policy.len, ==, 0);
	g_assert_true(test_address_is(a, "lint+strict+x@shop.example", &policy));
	g_assert_cmpint(policy.at, ==, 5);
	g_assert_cmpint(policy.len, ==, 8);
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
		g_assert_false(test_address_is(a, wrong[i], NULL));
	g_assert_false(test_address_is(a, NULL, NULL));
	g_assert_true(test_address_only(a, one));
	g_assert_true(test_address_only(a, two));
	g_assert_false(test_address_only(a, others));
	g_assert_false(test_address_only(a, nobody));
	config_free(c);
	c = read_config("log = \"stderr\";");
	g_assert_false(test_address_is(&c->settings.answer, "lint@shop.example", NULL));
	g_assert_false(test_address_only(&c->settings.answer, one));
	config_free(c);
}

static void
policies(void)
{
	static const struct {
		const char *login, *sender, *asked, *policy;
		bool granted;
	} cases[] = {
		{ "alice", "a@x.example", NULL, "Alice", true },
		{ "alice", "a@x.example", "alice", "Alice", true },
		{ "alice", "a@x.example", "STRICT", "strict", true },
		{ "alice", "a@x.example", "bob", "Alice", false },
		{ "alice", "a@x.example", "nobody", "Alice", false },
		{ "bob@bob.example", "bob@bob.example", NULL, "bob", true },
		{ "bob@bob.example", "bob@bob.example", "bob2", "bob2", true },
		{ "carol", "c@x.example", NULL, "default", true },
		{ "carol", "news@alice.example", "alice", "default", false },
		{ NULL, "c@shop.example", "strict", "strict", true },
		{ NULL, "c@shop.example", "bob", "default", false },
	};
	struct config *c = read_config(text);

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct envelope e = { .login = cases[i].login, .sender = cases[i].sender };
		bool granted;
		const struct policy *p = test_address_policy(c, &e, cases[i].asked, &granted);

		g_assert_cmpstr(p->name, ==, cases[i].policy);
		g_assert_cmpint(granted, ==, cases[i].granted);
	}
	config_free(c);
}

static void
readers(void)
{
	static const struct {
		const char *login, *sender, *to;
	} cases[] = {
		{ "alice", "alice@shop.example", "alice@shop.example" },	/* its local part */
		{ "alice", "alice@far.example", "alice@far.example" },
		{ "alice", "alice@elsewhere.example", "post@shop.example" },
		{ "alice", "bob@shop.example", "post@shop.example" },		/* somebody else's */
		{ "alice", "news@alice.example", "news@alice.example" },	/* its policy lists it */
		{ "alice", "x@alice.test", "x@alice.test" },
		{ "carol", "news@alice.example", "post@shop.example" },
		{ "bob@bob.example", "BOB@bob.example", "BOB@bob.example" },	/* the login itself */
		{ "dan@shop.example", "x@y.example", "dan@shop.example" },	/* a local login */
		{ "alice", "", "post@shop.example" },
		{ NULL, "clerk@shop.example", "clerk@shop.example" },
		{ NULL, "clerk@elsewhere.example", "post@shop.example" },
		{ NULL, "clerk", "post@shop.example" },
		{ NULL, "a> BODY=<x@shop.example", "post@shop.example" },	/* no SMTP from there */
		{ NULL, "a\r\nRCPT@shop.example", "post@shop.example" },
	};
	struct config *c = read_config(text);

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct envelope e = { .login = cases[i].login, .sender = cases[i].sender };

		g_assert_cmpstr(test_address_reader(c, &e), ==, cases[i].to);
	}
	config_free(c);
}

static void
mistakes(void)
{
	static const struct { const char *text, *said; } cases[] = {
		{ "answer = \"lint@x.example\";", "must be a group" },
		{ "answer = { adress = \"lint@x.example\"; };", "did you mean 'address'" },
		{ "answer = { domain = [ \"x.example\" ]; };", "did you mean 'domains'" },
		{ "answer = { address = \"lint\"; };", "an address such as" },
		{ "answer = { address = \"a b@x.example\"; };", "an address such as" },
		{ "answer = { policies = [ \"nobody\" ]; };", "there is none of that name" },
		{ "answer = { per-hour = 0; };", "a number from 1" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = NULL;
		g_autoptr(GError) error = NULL;
		int fd = g_file_open_tmp(NULL, &path, NULL);

		g_assert_true(g_file_set_contents(path, cases[i].text, -1, NULL));
		g_assert_null(config_load(path, &error));
		if (!strstr(error->message, cases[i].said))
			g_error("'%s' has no '%s'", error->message, cases[i].said);
		close(fd);
		g_remove(path);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/test-address/is-it", is_it);
	g_test_add_func("/test-address/policies", policies);
	g_test_add_func("/test-address/readers", readers);
	g_test_add_func("/test-address/mistakes", mistakes);
	return g_test_run();
}
