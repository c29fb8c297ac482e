#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->auth->listings->len; i++) {
		const struct auth_listing *l = &g_array_index(f->auth->listings, struct auth_listing, i);
		struct span where;
		const struct text *t;

		if (l->kind != AUTH_LISTED_DOMAIN)
			continue;
		t = found_domain(f, l->what, &where);
		found(out, t, where, "%s is on %s (%s)", l->what, l->zone, l->reason ? l->reason : l->answer);
	}
}

#define ORDER SUBJECT("Order")
#define LIST "test.dbl.example A 127.0.1.2\n"

const struct rule rule_auth_domain_blocklisted = {
	.id       = "auth-domain-blocklisted",
	.title    = "the sender's domain is on a blocklist",
	.why      = "Whoever uses the list refuses mail of the domain or files it as spam, whatever server "
		    "sends it.",
	.fix      = "Find out why first: a break-in, bad addresses; then ask the list for removal.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "SpamAssassin URIBL_DBL_SPAM; RFC 5782",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (ORDER, .zone = LIST "shop.example.dbl.example A 127.0.1.2\n", .blocklist = "dbl.example",
		     .at = "shop@shop.example", .points = 40),
		HIT ("Return-Path: <b@mailer.example>\n" ORDER, .blocklist = "dbl.example",
		     .zone = LIST "mailer.example.dbl.example A 127.0.1.2\n", .at = "b@mailer.example"),
		PASS(ORDER, .zone = LIST, .blocklist = "dbl.example"),
		PASS(ORDER, .zone = LIST "shop.example.dbl.example A 127.255.255.254\n",
		     .blocklist = "dbl.example"),
		PASS(ORDER, .zone = LIST "invalid.dbl.example A 127.0.1.2\nshop.example.dbl.example A 127.0.1.2\n",
		     .blocklist = "dbl.example"),
	},
};
