#include "core/rule.h"

static const char *
site_of(const char *domain)
{
	return domain + url_site(domain, strlen(domain));
}

static void
check(const struct facts *f, struct findings *out)
{
	const char *at = f->envelope->sender ? strrchr(f->envelope->sender, '@') : NULL;
	const GArray *from = message_addresses(f->message, "From");
	const struct field *field = message_field(f->message, "From", 0);
	const struct address *a;

	if (!at || !at[1] || !field || from->len != 1)
		return;
	a = &g_array_index(from, struct address, 0);
	if (*a->domain && g_ascii_strcasecmp(site_of(at + 1), site_of(a->domain)) != 0)
		found(out, field->value, a->where, "what bounces goes to %s", at + 1);
}

const struct rule rule_auth_envelope_domain = {
	.id       = "auth-envelope-domain",
	.title    = "bounces go to another domain than that of From",
	.why      = "SPF then speaks for the other domain, so that DMARC of yours rests on the "
		    "signature alone.",
	.fix      = "Send from an envelope address below your own domain: bounces@mail.shop.example.",
	.ignore   = "When a service sends for you and signs with your domain.",
	.points   = 3,
	.evidence = EVIDENCE_C,
	.source   = "RFC 7489 3.1; SpamAssassin HEADER_FROM_DIFFERENT_DOMAINS; rspamd FORGED_SENDER",
	.classes  = CLASS_ALL & ~CLASS_LIST,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: Shop <a@other.example>\nSubject: Order\n\nHello.\n", .at = "a@other.example"),
		PASS("From: Shop <a@mail.shop.example>\nSubject: Order\n\nHello.\n"),
		PASS("From: a@shop.example, b@other.example\nSubject: Order\n\nHello.\n"),
		PASS("Subject: Order\n\nHello.\n"),
	},
};
