/* Whose mail is judged, and by which policy. */
#include "core/policy.h"

static const struct {
	const char *network, *address;
	bool has;
} networks[] = {
	{ "127.0.0.0/8", "127.0.0.1", true },
	{ "127.0.0.0/8", "::ffff:127.9.9.9", true },
	{ "127.0.0.0/8", "128.0.0.1", false },
	{ "10.1.2.3", "10.1.2.3", true },
	{ "10.1.2.3", "10.1.2.4", false },
	{ "10.1.2.0/23", "10.1.3.255", true },
	{ "10.1.2.0/23", "10.1.4.0", false },
	{ "0.0.0.0/0", "255.255.255.255", true },
	{ "0.0.0.0/0", "::1", false },
	{ "::/0", "10.0.0.1", true },
	{ "::1", "::1", true },
	{ "::1", "0:0:0:0:0:0:0:1", true },
	{ "::1", "[::1]", true },
	{ "::1", "IPv6:::1", true },
	{ "fe80::/10", "fe80::1%eth0", true },
	{ "2001:db8::/32", "2001:db8:ffff::1", true },
	{ "2001:db8::/32", "2001:db9::1", false },
	{ "2001:db8::/33", "2001:db8:8000::1", false },
	{ "::ffff:10.0.0.0/104", "10.9.9.9", true },
	{ "10.0.0.0/8", "unknown", false },
	{ "10.0.0.0/8", "", false },
	{ "10.0.0.0/8", "10.0.0", false },
	{ "10.0.0.0/8", "10.0.0.1.1", false },
	{ "::/0", "1:2:3:4:5:6:7:8:9", false },
	{ "::/0", "1::2::3", false },
	{ "::/0", ":::", false },
	{ "::/0", "1:2", false },
	{ "::/0", "12345::", false },
};

static void
has(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(networks); i++) {
		struct network n;

		g_assert_true(network_parse(networks[i].network, &n));
		if (network_has(&n, networks[i].address) != networks[i].has)
			g_test_fail_printf("%s and %s", networks[i].network, networks[i].address);
	}
}

static void
no_network(void)
{
	static const char *const bad[] = {
		"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0.1/8",
		"10.0.0.0/+8", "256.0.0.0", "1.2.3", "::/129", "::1/64", "localhost", "1:2:3",
		"10.0.0.0/0008", " 10.0.0.0/8", "::1/", "g::",
		"0000000000000000000000000000000000000000000000000000000000000000000000000001",
	};
	struct network n = { .bits = 77 };

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
		if (network_parse(bad[i], &n))
			g_test_fail_printf("\"%s\" is a network", bad[i]);
	g_assert_cmpuint(n.bits, ==, 77);
}

static struct policy shop = { .name = "shop" }, news = { .name = "news", .has_senders = true },
	alerts = { .name = "alerts", .has_senders = true }, submission = { .name = "submission" },
	office = { .name = "office" }, desk = { .name = "desk" },
	public = { .name = "public", .has_senders = true }, fallback = { .name = "fallback" };

static const struct policy_match selectors[] = {
	{ .policy = &news, .by = MATCH_LOGIN, .value = "shop" },
	{ .policy = &news, .by = MATCH_SENDER, .value = "news@shop.example" },
	{ .policy = &alerts, .by = MATCH_LOGIN, .value = "shop" },
	{ .policy = &alerts, .by = MATCH_DOMAIN, .value = "shop.example" },
	{ .policy = &shop, .by = MATCH_LOGIN, .value = "shop" },
	{ .policy = &shop, .by = MATCH_LOGIN_DOMAIN, .value = "shop.example" },
	{ .policy = &submission, .by = MATCH_DAEMON, .value = "submission" },
	{ .policy = &office, .by = MATCH_NETWORK, .value = "10/8" },
	{ .policy = &desk, .by = MATCH_NETWORK, .value = "10.1/16" },
	{ .policy = &public, .by = MATCH_SENDER, .value = "info@other.example" },
	{ .policy = &public, .by = MATCH_DOMAIN, .value = "other.example" },
};

static struct policies
make(void)
{
	struct policies p = {
		.fallback = &fallback, .all = g_ptr_array_new(),
		.matches = g_array_new(FALSE, FALSE, sizeof(struct policy_match)),
		.networks = g_array_new(FALSE, FALSE, sizeof(struct network)),
		.daemons = g_ptr_array_new(),
	};
	struct network loopback;

	g_array_append_vals(p.matches, selectors, G_N_ELEMENTS(selectors));
	g_assert_true(network_parse("10.0.0.0/8", &g_array_index(p.matches, struct policy_match,
								 7).network));
	g_assert_true(network_parse("10.1.0.0/16", &g_array_index(p.matches, struct policy_match,
								  8).network));
	g_assert_true(network_parse("127.0.0.0/8", &loopback));
	g_array_append_val(p.networks, loopback);
	g_ptr_array_add(p.daemons, (gpointer)"smtps");
	policies_index(&p);
	return p;
}

static const struct {
	const char *login, *daemon, *client, *sender, *policy;
} choices[] = {
	{ "shop", NULL, NULL, "a@b.example", "shop" },
	{ "SHOP", "submission", "10.1.1.1", "a@b.example", "shop" },
	{ "shop", NULL, NULL, "News@Shop.example", "news" },
	{ "shop", NULL, NULL, "else@shop.example", "alerts" },
	{ "shop", NULL, NULL, "", "shop" },
	{ "shop", NULL, NULL, NULL, "shop" },
	{ "anna@shop.example", NULL, NULL, "news@shop.example", "shop" },
	/* A sender that the login may not use chooses nothing. */
	{ "eve", NULL, NULL, "news@shop.example", "fallback" },
	{ "eve", NULL, NULL, "info@other.example", "fallback" },
	{ "eve", "submission", NULL, "info@other.example", "submission" },
	{ "eve", NULL, "10.1.1.1", NULL, "desk" },
	{ "", NULL, NULL, "info@other.example", "public" },
	{ NULL, "Submission", "10.1.1.1", "info@other.example", "submission" },
	{ NULL, "smtp", "10.1.1.1", "info@other.example", "desk" },
	{ NULL, NULL, "::ffff:10.2.1.1", NULL, "office" },
	{ NULL, NULL, "127.0.0.1", "info@other.example", "public" },
	{ NULL, NULL, NULL, "x@OTHER.example", "public" },
	{ NULL, NULL, NULL, "x@sub.other.example", "fallback" },
	{ NULL, NULL, NULL, "\"a@b\"@other.example", "public" },
	{ NULL, NULL, NULL, "", "fallback" },
	{ NULL, NULL, NULL, "@", "fallback" },
	{ NULL, NULL, NULL, NULL, "fallback" },
};

static void
choose(void)
{
	static const char *const nobody[] = { NULL };
	struct policies p = make();

	for (gsize i = 0; i < G_N_ELEMENTS(choices); i++) {
		struct envelope e = {
			.login = choices[i].login, .daemon_name = choices[i].daemon,
			.client = choices[i].client, .sender = choices[i].sender, .rcpts = nobody,
		};

		if (!g_str_equal(policies_choose(&p, &e)->name, choices[i].policy))
			g_test_fail_printf("%" G_GSIZE_FORMAT ": %s, not %s", i,
					   policies_choose(&p, &e)->name, choices[i].policy);
	}
	policies_clear(&p);
}

static void
long_names(void)
{
	static const char *const nobody[] = { NULL };
	g_autofree char *name = g_strnfill(100000, 'a');
	struct policies p = make();
	struct envelope e = { .login = name, .sender = name, .daemon_name = name,
			      .client = name, .rcpts = nobody };

	g_assert_true(policies_choose(&p, &e) == &fallback);
	g_assert_true(policies_outgoing(&p, &e));
	policies_clear(&p);
}

static const struct {
	const char *login, *daemon, *client;
	bool local, outgoing;
} ways[] = {
	{ "anna", NULL, "192.0.2.1", false, true },
	{ "", NULL, "192.0.2.1", false, false },
	{ NULL, NULL, NULL, true, true },
	{ NULL, NULL, NULL, false, false },
	{ NULL, NULL, "127.0.0.1", false, true },
	{ NULL, NULL, "192.0.2.1", false, false },
	{ NULL, "smtps", "192.0.2.1", false, true },
	{ NULL, "smtp", "192.0.2.1", false, false },
	{ NULL, "submission", "192.0.2.1", false, true },	/* a policy lists it */
	{ NULL, NULL, "10.0.0.1", false, true },
};

static void
outgoing(void)
{
	static const char *const nobody[] = { NULL };
	struct policies p = make();

	for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
		struct envelope e = {
			.login = ways[i].login, .daemon_name = ways[i].daemon,
			.client = ways[i].client, .local = ways[i].local, .rcpts = nobody,
		};

		if (policies_outgoing(&p, &e) != ways[i].outgoing)
			g_test_fail_printf("case %" G_GSIZE_FORMAT, i);
	}
	policies_clear(&p);
}

static void
actions(void)
{
	struct policy *p = policy_new_default("p", rules_all);

	g_assert_cmpint(policy_action(p, 9, LEVEL_NOTE), ==, ACTION_ACCEPT);
	g_assert_cmpint(policy_action(p, 10, LEVEL_NOTE), ==, ACTION_TAG);
	g_assert_cmpint(policy_action(p, 50, LEVEL_NOTE), ==, ACTION_REJECT);
	p->hold_at = 30;
	g_assert_cmpint(policy_action(p, 49, LEVEL_NOTE), ==, ACTION_HOLD);
	g_assert_cmpint(policy_action(p, 0, LEVEL_ERROR), ==, ACTION_ACCEPT);
	p->on_error = ON_ERROR_HOLD;
	g_assert_cmpint(policy_action(p, 0, LEVEL_ERROR), ==, ACTION_HOLD);
	g_assert_cmpint(policy_action(p, 0, LEVEL_WARN), ==, ACTION_ACCEPT);
	g_assert_cmpint(policy_action(p, 50, LEVEL_ERROR), ==, ACTION_REJECT);
	p->on_error = ON_ERROR_REJECT;
	g_assert_cmpint(policy_action(p, 0, LEVEL_ERROR), ==, ACTION_REJECT);
	policy_free(p);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/policy/networks", has);
	g_test_add_func("/policy/no-network", no_network);
	g_test_add_func("/policy/choose", choose);
	g_test_add_func("/policy/long-names", long_names);
	g_test_add_func("/policy/outgoing", outgoing);
	g_test_add_func("/policy/actions", actions);
	return g_test_run();
}
