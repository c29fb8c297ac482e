/* The policy of a domain: where it is found, what it says, and who is of the same organisation. */
#include "core/auth.h"

static const struct {
	const char *domain, *zone;
	enum dmarc_state state;
	const char *policy, *at, *bad;
} finds_cases[] = {
	{ "shop.example", "", DMARC_NONE, NULL, "_dmarc.shop.example", NULL },
	{ "shop.example", "_dmarc.shop.example TXT v=DMARC1; p=Reject", DMARC_FOUND, "reject",
	  "_dmarc.shop.example", NULL },
	{ "shop.example", "_dmarc.shop.example TXT v = DMARC1 ;p=none;", DMARC_FOUND, "none",
	  "_dmarc.shop.example", NULL },
	/* From a name above, with the policy for those below. */
	{ "a.b.shop.example", "_dmarc.shop.example TXT v=DMARC1; p=none; sp=quarantine", DMARC_FOUND,
	  "quarantine", "_dmarc.shop.example", NULL },
	{ "a.b.shop.example", "_dmarc.shop.example TXT v=DMARC1; p=reject", DMARC_FOUND, "reject",
	  "_dmarc.shop.example", NULL },
	{ "shop.example", "_dmarc.shop.example TXT v=DMARC1; p=none; sp=reject", DMARC_FOUND, "none",
	  "_dmarc.shop.example", NULL },
	{ "a.b.shop.example", "_dmarc.b.shop.example TXT v=DMARC1; p=none\n"
	  "_dmarc.shop.example TXT v=DMARC1; p=reject", DMARC_FOUND, "none", "_dmarc.b.shop.example", NULL },
	/* Eight questions at most, the last one for the organisation's. */
	{ "1.2.3.4.5.6.7.8.9.shop.example", "_dmarc.shop.example TXT v=DMARC1; p=reject", DMARC_FOUND, "reject",
	  "_dmarc.shop.example", NULL },
	{ "1.2.3.4.5.6.7.8.9.shop.example", "_dmarc.8.9.shop.example TXT v=DMARC1; p=reject", DMARC_NONE, NULL,
	  "_dmarc.shop.example", NULL },
	{ "shop.co.uk", "_dmarc.co.uk TXT v=DMARC1; p=reject", DMARC_NONE, NULL, "_dmarc.shop.co.uk", NULL },
	{ "co.uk", "_dmarc.co.uk TXT v=DMARC1; p=reject", DMARC_FOUND, "reject", "_dmarc.co.uk", NULL },
	/* No records, too many, no answer. */
	{ "shop.example", "_dmarc.shop.example TXT v=DMARC10; p=none", DMARC_NONE, NULL, "_dmarc.shop.example",
	  NULL },
	{ "shop.example", "_dmarc.shop.example TXT V=DMARC1; p=none", DMARC_NONE, NULL, "_dmarc.shop.example",
	  NULL },
	{ "shop.example", "_dmarc.shop.example TXT p=none; v=DMARC1", DMARC_NONE, NULL, "_dmarc.shop.example",
	  NULL },
	{ "shop.example", "_dmarc.shop.example TXT v=DMARC1; p=none\n_dmarc.shop.example TXT v=DMARC1",
	  DMARC_SEVERAL, NULL, "_dmarc.shop.example", NULL },
	{ "shop.example", "_dmarc.shop.example TXT TIMEOUT", DMARC_UNKNOWN, NULL, "_dmarc.shop.example", NULL },
	/* What is wrong. */
	{ "shop.example", "_dmarc.shop.example TXT v=DMARC1", DMARC_INVALID, NULL, "_dmarc.shop.example", "p=" },
	{ "shop.example", "_dmarc.shop.example TXT v=DMARC1; p=block", DMARC_INVALID, NULL,
	  "_dmarc.shop.example", "p=block" },
	{ "shop.example", "_dmarc.shop.example TXT v=DMARC1; p=none; adkim=strict", DMARC_INVALID, NULL,
	  "_dmarc.shop.example", "adkim=strict" },
	{ "shop.example", "_dmarc.shop.example TXT v=DMARC1; p=none; aspf=", DMARC_INVALID, NULL,
	  "_dmarc.shop.example", "aspf=" },
	{ "shop.example", "_dmarc.shop.example TXT v=DMARC1; p=none; reject all", DMARC_INVALID, NULL,
	  "_dmarc.shop.example", "reject all" },
	{ "a.shop.example", "_dmarc.shop.example TXT v=DMARC1; p=none; sp=some", DMARC_INVALID, NULL,
	  "_dmarc.shop.example", "sp=some" },
};

static void
finds(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(finds_cases); i++) {
		struct arena *a = arena_new();
		struct dns *d = dns_new();
		struct dmarc m;

		g_assert_true(dns_parse_zone(d, finds_cases[i].zone));
		dns_turn(d);
		m = dmarc_find(d, a, finds_cases[i].domain);
		if (m.state != finds_cases[i].state)
			g_error("%s, %s: state %d", finds_cases[i].domain, finds_cases[i].zone, (int)m.state);
		if (m.state == DMARC_FOUND)
			g_assert_cmpstr(m.policy, ==, finds_cases[i].policy);
		g_assert_cmpstr(m.at, ==, finds_cases[i].at);
		g_assert_cmpstr(m.bad, ==, finds_cases[i].bad);
		g_assert_cmpuint(dns_asked(d), <=, 8);
		dns_free(d);
		arena_free(a);
	}
}

static struct auth *
judge(struct arena *a, struct dns *d, const char *from, const char *sender, const char *signer)
{
	struct auth_options options = { .dns = d };
	struct auth_subject s = { .options = &options, .sender = sender,
				  .hosts = arena_array(a, sizeof(struct auth_host)),
				  .signatures = arena_array(a, sizeof(struct auth_signature)),
				  .links = arena_array(a, sizeof(struct auth_link)) };
	struct auth_host host = { .role = AUTH_FROM, .domain = from };
	struct auth_signature signature = { .signature = { .domain = signer, .selector = "s1",
							   .algorithm = "", .headers = "" } };

	g_array_append_val(s.hosts, host);
	g_array_append_val(s.signatures, signature);
	return auth_judge(a, &s);
}

/* Relaxed: the same organisation; strict: the very domain; each for itself. */
static void
aligns(void)
{
	static const struct {
		const char *record, *from, *of;
		bool spf, dkim;
	} cases[] = {
		{ "p=none", "shop.example", "shop.example", true, true },
		{ "p=none", "shop.example", "news.shop.example", true, true },
		{ "p=none", "mail.shop.example", "news.shop.example", true, true },
		{ "p=none", "shop.example", "shop.test", false, false },
		{ "p=none", "shop.example", "myshop.example", false, false },
		{ "p=none; aspf=s", "shop.example", "news.shop.example", false, true },
		{ "p=none; adkim=s", "shop.example", "news.shop.example", true, false },
		{ "p=none; adkim=S; aspf=S", "shop.example", "shop.example", true, true },
		{ "p=none; adkim=r; aspf=r", "shop.example", "news.shop.example", true, true },
		/* A public suffix makes nobody related. */
		{ "p=none", "shop.co.uk", "other.co.uk", false, false },
		{ "p=none", "shop.co.uk", "news.shop.co.uk", true, true },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *a = arena_new();
		struct dns *d = dns_new();
		const struct auth *u;
		g_autofree char *sender = g_strdup_printf("bounce@%s", cases[i].of);
		g_autofree char *zone = g_strdup_printf("_dmarc.%s TXT v=DMARC1; %s", cases[i].from,
							cases[i].record);

		g_assert_true(dns_parse_zone(d, zone));
		u = judge(a, d, cases[i].from, sender, cases[i].of);
		if (u->sender_aligned != cases[i].spf ||
		    g_array_index(u->signatures, struct auth_signature, 0).aligned != cases[i].dkim)
			g_error("%s from %s by %s", cases[i].record, cases[i].from, cases[i].of);
		dns_free(d);
		arena_free(a);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/dmarc/finds", finds);
	g_test_add_func("/dmarc/aligns", aligns);
	return g_test_run();
}
