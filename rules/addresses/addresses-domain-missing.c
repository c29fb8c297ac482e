#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->auth->hosts->len; i++) {
		const struct auth_host *h = &g_array_index(f->auth->hosts, struct auth_host, i);

		if (h->role != AUTH_RECIPIENT && h->role != AUTH_REPLY)
			continue;
		if (h->state == AUTH_HOST_MISSING)
			found(out, h->text, h->where, "there is no domain %s", h->domain);
		else if (h->state == AUTH_HOST_NOTHING)
			found(out, h->text, h->where, "%s has neither MX nor address", h->domain);
		else if (h->state == AUTH_HOST_NULL_MX)
			found(out, h->text, h->where, "%s says that it takes no mail", h->domain);
	}
}

#define ORDER SUBJECT("Order")
#define WORLD "shop.example MX mx.shop.example\n"

const struct rule rule_addresses_domain_missing = {
	.id       = "addresses-domain-missing",
	.title    = "a domain that the mail is addressed to takes no mail",
	.why      = "The mail cannot arrive, and many such bounces make receivers doubt the sender.",
	.fix      = "Ask for the right address; a letter may be missing or one too many.",
	.points   = 50,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5321 5.1; RFC 7505; Gmail: 553 5.1.2",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (ORDER, .zone = WORLD, .at = "anna@mail.example", .points = 50),
		HIT (ORDER, .zone = WORLD "mail.example MX 0 .\n"),
		HIT (ORDER, .zone = WORLD "mail.example TXT hello\n"),
		HIT ("Reply-To: help@shop.exmaple\n" ORDER, .zone = WORLD "mail.example A 192.0.2.9\n",
		     .at = "help@shop.exmaple"),
		HIT (ORDER, .zone = WORLD "mail.example A 192.0.2.9\n", .rcpts = "ann@mial.example",
		     .at = "ann@mial.example"),
		PASS(ORDER, .zone = WORLD "mail.example A 192.0.2.9\n"),
		PASS(ORDER, .zone = WORLD "mail.example MX 10 mx.mail.example\n"),
		PASS(ORDER, .zone = WORLD "mail.example MX SERVFAIL\n"),
		PASS("From: a@shop.example\nTo: anna@[192.0.2.1], root@localhost\n\nHello.\n", .zone = WORLD),
		PASS(ORDER),
	},
};
