#include "core/rule.h"

static const int points[] = {
	[SPF_FAIL] = 40, [SPF_SOFTFAIL] = 30, [SPF_NEUTRAL] = 20, [SPF_UNKNOWN] = 0,
};

static void
check(const struct facts *f, struct findings *out)
{
	const struct auth *u = f->auth;
	enum spf_result r = u->spf_ip.result;
	struct span where;
	const struct text *t;

	if (!u->options->ip || !u->sender || !points[r])
		return;
	t = found_domain(f, u->sender, &where);
	if (u->spf_ip.matched)
		found_for(out, points[r], t, where, "%s is answered %s, by \"%s\"", u->options->ip,
			  spf_result_name(r), u->spf_ip.matched);
	else
		found_for(out, points[r], t, where, "%s is answered %s: nothing in the record names it",
			  u->options->ip, spf_result_name(r));
}

#define ORDER SUBJECT("Order")

const struct rule rule_auth_spf_fail = {
	.id       = "auth-spf-fail",
	.title    = "SPF does not allow this server to send for the domain",
	.why      = "Receivers refuse such mail or count it as forged; only a DKIM signature of the same "
		    "domain may save it.",
	.fix      = "Add the server to the record: \"ip4:\" with its address, or the \"include:\" of who "
		    "runs it.",
	.ignore   = "When the mail is forwarded, or leaves through another server than the one named.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "Gmail: 550 5.7.26, 5.7.27; RFC 7208 8; SpamAssassin SPF_FAIL, SPF_SOFTFAIL",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (ORDER, .zone = "shop.example TXT v=spf1 ip4:192.0.2.1 -all\n", .ip = "192.0.2.2",
		     .points = 40, .at = "shop@shop.example"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 mx ~all\nshop.example MX mx.shop.example\n"
		     "mx.shop.example A 192.0.2.1\n", .ip = "192.0.2.2", .points = 30),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 ip4:192.0.2.1\n", .ip = "192.0.2.2", .points = 20),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 ip4:192.0.2.1 -all\n", .ip = "2001:db8::1"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 -exists:%{i}.bad.shop.example +ip4:192.0.2.0/24 -all\n"
		     "192.0.2.2.bad.shop.example A 127.0.0.2\n", .ip = "192.0.2.2", .points = 40),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 ip4:192.0.2.0/24 -all\n", .ip = "192.0.2.2"),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 include:mail.example -all\n"
		     "mail.example TXT v=spf1 a:out.mail.example -all\nout.mail.example AAAA 2001:db8::1\n",
		     .ip = "2001:db8::1"),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 mx/28 -all\nshop.example MX mx.shop.example\n"
		     "mx.shop.example A 192.0.2.1\n", .ip = "192.0.2.14"),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 redirect=%{d2}.spf.example\n"
		     "shop.example.spf.example TXT v=spf1 ip4:192.0.2.2 -all\n", .ip = "192.0.2.2"),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 ptr:shop.example -all\n"
		     "2.2.0.192.in-addr.arpa PTR out.shop.example\nout.shop.example A 192.0.2.2\n",
		     .ip = "192.0.2.2"),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 include:slow.example -all\n"
		     "slow.example TXT TIMEOUT\n", .ip = "192.0.2.2"),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 -all\n"),
	},
};
