/* SPF records: what is asked, what is counted, who may send. */
#include "core/spf_term.h"

struct one {
	const char *zone, *ip;		/* NULL: no address is known */
	enum spf_result result;
	enum spf_problem problem;
	guint lookups, voids;
};

/* With the name to be judged, "d.example", in front. */
#define D "d.example TXT v=spf1 "
#define MX "d.example MX 10 mx.example\nmx.example A 192.0.2.1\nmx.example AAAA 2001:db8::1\n"
#define A9 "a:mx.example a:mx.example a:mx.example a:mx.example a:mx.example a:mx.example a:mx.example " \
	"a:mx.example a:mx.example "
#define HOSTS "d.example MX 1.example\nd.example MX 2.example\nd.example MX 3.example\n" \
	"d.example MX 4.example\nd.example MX 5.example\nd.example MX 6.example\n" \
	"d.example MX 7.example\nd.example MX 8.example\nd.example MX 9.example\n" \
	"d.example MX 10.example\n"

static const struct one cases[] = {
	{ "", "192.0.2.1", SPF_NONE, SPF_FINE, 0, 0 },
	{ "d.example TXT v=spf10 -all", "192.0.2.1", SPF_NONE, SPF_FINE, 0, 0 },
	{ "d.example TXT V=SPF1 -ALL", "192.0.2.1", SPF_FAIL, SPF_FINE, 0, 0 },
	{ "d.example TXT v=spf1", "192.0.2.1", SPF_NEUTRAL, SPF_FINE, 0, 0 },
	{ D "ip4:192.0.2.0/24 -all", "192.0.2.255", SPF_PASS, SPF_FINE, 0, 0 },
	{ D "ip4:192.0.2.0/25 -all", "192.0.2.128", SPF_FAIL, SPF_FINE, 0, 0 },
	{ D "ip4:0.0.0.0/0 -all", "2001:db8::1", SPF_FAIL, SPF_FINE, 0, 0 },
	{ D "ip6:2001:db8::/32 ?all", "2001:db8:ffff::1", SPF_PASS, SPF_FINE, 0, 0 },
	{ D "ip6:2001:db8::/32 ?all", "2001:db9::1", SPF_NEUTRAL, SPF_FINE, 0, 0 },
	{ D "~mx -all\n" MX, "192.0.2.1", SPF_SOFTFAIL, SPF_FINE, 1, 0 },
	{ D "mx -all\n" MX, "2001:db8::1", SPF_PASS, SPF_FINE, 1, 0 },
	{ D "mx/24//64 -all\n" MX, "192.0.2.200", SPF_PASS, SPF_FINE, 1, 0 },
	{ D "mx/24//64 -all\n" MX, "2001:db8::ffff", SPF_PASS, SPF_FINE, 1, 0 },
	{ D "redirect=_spf.example\n_spf.example TXT v=spf1 -all\n", "192.0.2.1", SPF_FAIL, SPF_FINE, 1, 0 },
	{ D "redirect=_spf.example", "192.0.2.1", SPF_PERMERROR, SPF_MISSING, 1, 1 },
	/* A fail of what is included is no fail. */
	{ D "include:_spf.example ?all\n_spf.example TXT v=spf1 -all\n", "192.0.2.1", SPF_NEUTRAL, SPF_FINE,
	  1, 0 },
	{ D "include:_spf.example -all\n_spf.example TXT SERVFAIL", "192.0.2.1", SPF_UNKNOWN, SPF_FINE, 1, 0 },
	{ D "+all", "192.0.2.1", SPF_PASS, SPF_OPEN_TO_ALL, 0, 0 },
	{ D "ptr:mx.example -all\n1.2.0.192.in-addr.arpa PTR mx.example\n" MX, "192.0.2.1", SPF_PASS,
	  SPF_USES_PTR, 1, 0 },
	{ D "ptr:x.example -all\n1.2.0.192.in-addr.arpa PTR mx.example\n" MX, "192.0.2.1", SPF_FAIL,
	  SPF_USES_PTR, 1, 0 },
	/* Ten lookups are done, eleven are not; two of them may find nothing. */
	{ D A9 "mx -all\n" MX, NULL, SPF_NEUTRAL, SPF_FINE, 10, 0 },
	{ D A9 "mx a:mx.example -all\n" MX, NULL, SPF_PERMERROR, SPF_MANY_LOOKUPS, 11, 0 },
	{ D A9 "mx a:mx.example -all\n" MX, "192.0.2.9", SPF_PERMERROR, SPF_MANY_LOOKUPS, 11, 0 },
	{ D A9 A9 A9 A9 "-all\n" MX, NULL, SPF_PERMERROR, SPF_MANY_LOOKUPS, SPF_LOOKUPS_MOST, 0 },
	{ D "a:1.example a:2.example -all", "192.0.2.1", SPF_FAIL, SPF_FINE, 2, 2 },
	{ D "a:1.example a:2.example exists:3.example -all", "192.0.2.1", SPF_PERMERROR, SPF_MANY_VOIDS, 3,
	  3 },
	{ D "mx -all\n" HOSTS, NULL, SPF_NEUTRAL, SPF_FINE, 1, 0 },
	{ D "mx -all\n" HOSTS "d.example MX 11.example\n", NULL, SPF_PERMERROR, SPF_MANY_HOSTS, 1, 0 },
	{ D "include:d.example -all", NULL, SPF_PERMERROR, SPF_LOOP, 1, 0 },
	{ D "-all\n" D "~all", NULL, SPF_PERMERROR, SPF_SEVERAL, 0, 0 },
};

static void
judges(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct one *c = &cases[i];
		struct dns_address ip;
		struct spf_sender from = { .domain = "d.example", .address = c->ip ? &ip : NULL };
		struct arena *a = arena_new();
		struct dns *d = dns_new();
		struct spf s;

		g_assert_true(dns_parse_zone(d, c->zone));
		g_assert_true(!c->ip || dns_parse_address(c->ip, &ip));
		s = spf_judge(d, a, &from);
		if (s.result != c->result || s.problem != c->problem || s.lookups != c->lookups ||
		    s.voids != c->voids)
			g_error("%s: %s: %s, problem %d, %u lookups, %u void", c->ip, c->zone,
				spf_result_name(s.result), (int)s.problem, s.lookups, s.voids);
		dns_free(d);
		arena_free(a);
	}
}

/* The term that is wrong, and where it begins. */
static void
mistakes(void)
{
	static const struct {
		const char *record;
		guint column;		/* 0: it is fine */
	} records[] = {
		{ "v=spf1 mx -all", 0 }, { "v=spf1   mx   -all  ", 0 }, { "v=spf1 a/24//64 a:x.example//128", 0 },
		{ "v=spf1 unknown=%{d}/x moo.cow-far_out=man:dog/cat -all", 0 },
		{ "v=spf1 a:x.example. exists:%{i}._spf.%{d2} -all", 0 },
		{ "v=spf1 mx ip4:192.0.2.1/33", 11 }, { "v=spf1 ip4:192.0.2.1/032", 8 },
		{ "v=spf1 ip4:192.0.2.1//32", 8 }, { "v=spf1 ip4:2001:db8::1", 8 }, { "v=spf1 ip6:192.0.2.1", 8 },
		{ "v=spf1 ip6:::1/129", 8 }, { "v=spf1 ip4: -all", 8 }, { "v=spf1 ip4 -all", 8 },
		{ "v=spf1 all:x.example", 8 }, { "v=spf1 all=x.example", 8 }, { "v=spf1 include -all", 8 },
		{ "v=spf1 -all ipv4:192.0.2.1", 13 }, { "v=spf1 a: -all", 8 }, { "v=spf1 a/33 -all", 8 },
		{ "v=spf1 a//129 -all", 8 }, { "v=spf1 mx/ -all", 8 }, { "v=spf1 exists:%{x}.example", 8 },
		{ "v=spf1 exists:%{i.example", 8 }, { "v=spf1 exists:50%.example", 8 },
		{ "v=spf1 a:example -all", 8 }, { "v=spf1 a:x.1 -all", 8 }, { "v=spf1 +redirect=x.example", 8 },
		{ "v=spf1 redirect=x.example redirect=y.example", 27 }, { "v=spf1\tmx -all", 7 },
		{ "v=spf1 +unknown=x", 8 }, { "v=spf1 -all, mx", 8 }, { "v=spf1 --all", 8 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(records); i++) {
		const char *record = records[i].record;
		g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(struct spf_term));
		struct arena *a = arena_new();
		struct spf_term bad = { .column = 0 };

		spf_term_parse(a, record, terms, &bad);
		if (bad.column != records[i].column)
			g_error("%s: at %u, not at %u", record, bad.column, records[i].column);
		if (bad.column)
			g_assert_true(g_str_has_prefix(record + bad.column - 1, bad.text));
		arena_free(a);
	}
}

/* RFC 7208 7.4, and what it says of the lengths of names. */
static void
macros(void)
{
	static const struct {
		const char *spec, *target, *target6;	/* of IPv6; NULL: the same */
	} specs[] = {
		{ "%{o}.x", "email.example.com.x", NULL }, { "%{d4}", "email.example.com", NULL },
		{ "%{d2}", "example.com", NULL }, { "%{d1}", "com", NULL }, { "%{dr}", "com.example.email", NULL },
		{ "%{d2r}", "example.email", NULL }, { "%{l}.x", "strong-bad.x", NULL },
		{ "%{l-}.x", "strong.bad.x", NULL }, { "%{lr-}.x", "bad.strong.x", NULL },
		{ "%{l1r-}.x", "strong.x", NULL }, { "%{s}", "strong-bad@email.example.com", NULL },
		{ "%{h}.x", "mx.example.org.x", NULL }, { "%{p}.x", "unknown.x", NULL }, { "%%.x", "%.x", NULL },
		{ "%-x.x", "%20x.x", NULL }, { "%_x.x", "", NULL },
		{ "%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com",
		  "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com" },
		{ "%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com", NULL },
		{ "%{d9999999999}", "email.example.com", NULL },
	};
	struct dns_address v4, v6;
	struct spf_sender from = { .domain = "email.example.com", .local = "strong-bad",
				   .helo = "mx.example.org" };

	g_assert_true(dns_parse_address("192.0.2.3", &v4) && dns_parse_address("2001:db8::cb01", &v6));
	for (gsize i = 0; i < G_N_ELEMENTS(specs); i++) {
		struct arena *a = arena_new();
		struct spf_term t = { .spec = specs[i].spec };
		const char *target;

		from.address = &v4;
		target = spf_term_target(a, &t, from.domain, &from);
		g_assert_cmpstr(target ? target : "", ==, specs[i].target);
		from.address = &v6;
		target = spf_term_target(a, &t, from.domain, &from);
		g_assert_cmpstr(target ? target : "", ==,
				specs[i].target6 ? specs[i].target6 : specs[i].target);
		arena_free(a);
	}
}

/* Labels on the left go until the name fits; what is not known is not asked. */
static void
targets(void)
{
	struct arena *a = arena_new();
	g_autofree char *label = g_strnfill(60, 'x'), *local = g_strjoin(".", label, label, label, label, NULL);
	struct spf_sender from = { .domain = "email.example.com", .local = local };
	struct spf_term t = { .spec = "%{l}.%{d}" };
	const char *target = spf_term_target(a, &t, from.domain, &from);

	g_assert_cmpstr(target, ==, arena_printf(a, "%s.%s.%s.email.example.com", label, label, label));
	t.spec = NULL;
	g_assert_cmpstr(spf_term_target(a, &t, "d.example", &from), ==, "d.example");
	t.spec = "%{i}.x.example";
	g_assert_null(spf_term_target(a, &t, from.domain, &from));
	from.local = NULL;
	t.spec = "%{l}.x.example";
	g_assert_cmpstr(spf_term_target(a, &t, from.domain, &from), ==, "postmaster.x.example");
	arena_free(a);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/spf/judges", judges);
	g_test_add_func("/spf/mistakes", mistakes);
	g_test_add_func("/spf/macros", macros);
	g_test_add_func("/spf/targets", targets);
	return g_test_run();
}
