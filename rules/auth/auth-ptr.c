#include "core/rule.h"

enum { GENERIC = 15 };

static void
check(const struct facts *f, struct findings *out)
{
	const struct auth *u = f->auth;
	const struct text *t = found_nowhere(f, "sending server");

	if (u->ptr == AUTH_PTR_NONE)
		found(out, t, text_all(t), "%s has no name", u->options->ip);
	else if (u->ptr == AUTH_PTR_UNCONFIRMED)
		found(out, t, text_all(t), "%s calls itself %s, which does not have this address",
		      u->options->ip, u->ptr_name);
	else if (u->ptr == AUTH_PTR_GENERIC)
		found_for(out, GENERIC, t, text_all(t), "%s has a name as customers' lines have: %s",
			  u->options->ip, u->ptr_name);
}

#define ORDER SUBJECT("Order")
#define NAMED(name) "66.2.0.192.in-addr.arpa PTR " name "\n" name " A 192.0.2.66\n"

const struct rule rule_auth_ptr = {
	.id       = "auth-ptr",
	.title    = "the sending server has no good name in DNS",
	.why      = "Gmail, Yahoo and Microsoft refuse or distrust mail from an address without a name that "
		    "leads back to it, and from what looks like a customer's line.",
	.fix      = "Ask whoever runs the network for a PTR record to a name of your domain, and give that "
		    "name the same address.",
	.points   = 30,
	.evidence = EVIDENCE_A,
	.source   = "Gmail: 550 5.7.25; SpamAssassin RDNS_NONE, RDNS_DYNAMIC",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (ORDER, .zone = "", .ip = "192.0.2.66", .points = 30),
		HIT (ORDER, .zone = "66.2.0.192.in-addr.arpa PTR mx.shop.example\n", .ip = "192.0.2.66"),
		HIT (ORDER, .zone = "66.2.0.192.in-addr.arpa PTR mx.shop.example\n"
		     "mx.shop.example A 192.0.2.67\n", .ip = "192.0.2.66", .points = 30),
		HIT (ORDER, .zone = NAMED("dsl-192-0-2-66.line.example"), .ip = "192.0.2.66", .points = 15),
		HIT (ORDER, .zone = NAMED("66.2.0.192.line.example"), .ip = "192.0.2.66"),
		PASS(ORDER, .zone = NAMED("mx2.shop.example"), .ip = "192.0.2.66"),
		PASS(ORDER, .zone = NAMED("out-66-2.mail.shop.example"), .ip = "192.0.2.66"),
		PASS(ORDER, .zone = "66.2.0.192.in-addr.arpa PTR mx.shop.example\n"
		     "mx.shop.example A TIMEOUT\n", .ip = "192.0.2.66"),
		PASS(ORDER, .zone = ""),
	},
};
