#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	const struct auth *u = f->auth;
	struct span where;
	const struct text *t;

	if (!u->sender || u->sender_gone || u->spf.result != SPF_NONE)
		return;
	t = found_domain(f, u->sender, &where);
	found(out, t, where, "%s has none", u->sender);
}

const struct rule rule_auth_spf_missing = {
	.id       = "auth-spf-missing",
	.title    = "the sender's domain has no SPF record",
	.why      = "Gmail, Yahoo and Microsoft want SPF or DKIM from every sender and both from bulk "
		    "senders; without them they refuse mail or file it as spam.",
	.fix      = "Publish one TXT record that lists all servers that send for the domain, as "
		    "\"v=spf1 mx include:PROVIDER ~all\".",
	.ignore   = "For a few mails a day that are signed with DKIM for the same domain.",
	.points   = 25,
	.evidence = EVIDENCE_A,
	.source   = "Gmail sender guidelines: 550 5.7.26, 5.7.27; RFC 7208",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Order"), .zone = "shop.example MX mx.shop.example\n",
		     .at = "shop@shop.example"),
		HIT (SUBJECT("Order"), .zone = "shop.example TXT v=spf10 mx\nshop.example TXT site=4711\n"),
		HIT (SUBJECT("Order"), .zone = "shop.example MX 0 .\n"),
		PASS(SUBJECT("Order"), .zone = ""),
		PASS(SUBJECT("Order"), .zone = "shop.example TXT v=spf1 mx -all\n"),
		PASS(SUBJECT("Order"), .zone = "shop.example TXT V=SPF1 MX -all\n"),
		PASS(SUBJECT("Order"), .zone = "shop.example TXT SERVFAIL\n"),
		PASS(SUBJECT("Order"), .zone = "shop.example TXT TIMEOUT\n"),
		PASS(SUBJECT("Order")),
	},
};
