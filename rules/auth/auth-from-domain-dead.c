#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->auth->hosts->len; i++) {
		const struct auth_host *h = &g_array_index(f->auth->hosts, struct auth_host, i);
		const struct text *t = h->text ? h->text : found_nowhere(f, "envelope sender");

		if (h->role != AUTH_FROM && h->role != AUTH_SENDER)
			continue;
		if (h->state == AUTH_HOST_MISSING)
			found(out, t, h->where, "there is no domain %s", h->domain);
		else if (h->state == AUTH_HOST_NOTHING)
			found(out, t, h->where, "%s has neither MX nor address", h->domain);
		else if (h->state == AUTH_HOST_NULL_MX)
			found(out, t, h->where, "%s says that it takes no mail", h->domain);
	}
}

#define ORDER SUBJECT("Order")

const struct rule rule_auth_from_domain_dead = {
	.id       = "auth-from-domain-dead",
	.title    = "the sender's domain cannot receive mail",
	.why      = "Nobody can answer, bounces are lost, and receivers such as Yahoo refuse mail from a "
		    "domain that DNS does not know.",
	.fix      = "Register the domain and give it an MX, or send from one that has.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "Yahoo: 451, 554; RFC 7505 4.2; SpamAssassin NO_DNS_FOR_FROM",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (ORDER, .zone = "", .at = "shop@shop.example", .points = 40),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 -all\n"),
		HIT (ORDER, .zone = "shop.example MX 0 .\n"),
		HIT ("Return-Path: <b@gone.example>\n" ORDER, .zone = "shop.example MX mx.shop.example\n",
		     .at = "b@gone.example"),
		PASS(ORDER, .zone = "shop.example MX mx.shop.example\n"),
		PASS(ORDER, .zone = "shop.example AAAA 2001:db8::1\n"),
		PASS(ORDER, .zone = "shop.example MX SERVFAIL\n"),
		PASS(ORDER, .zone = "shop.example A TIMEOUT\n"),
		PASS("Return-Path: <>\n" ORDER, .zone = "shop.example A 192.0.2.1\n"),
	},
};
