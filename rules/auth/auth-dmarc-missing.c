#include "core/rule.h"

enum { OF_ALL = 15 };

static void
check(const struct facts *f, struct findings *out)
{
	const struct auth *u = f->auth;
	const struct dmarc *m = &u->dmarc;
	int points = f->class == CLASS_BULK ? found_rule(out)->points : OF_ALL;
	struct span where;
	const struct text *t;

	if (!u->from || u->from_gone || m->state == DMARC_FOUND || m->state == DMARC_UNKNOWN)
		return;
	t = found_domain(f, u->from, &where);
	if (m->state == DMARC_SEVERAL)
		found_for(out, points, t, where, "%s has more than one record", m->at);
	else if (m->state == DMARC_INVALID)
		found_for(out, points, t, where, "\"%s\" is missing or wrong in the record of %s", m->bad,
			  m->at);
	else
		found_for(out, points, t, where, "no record at _dmarc.%s", u->from);
}

#define ORDER SUBJECT("Order")
#define FROM(d) "From: Shop <news@" d ">\nTo: anna@mail.example\nSubject: News\n\nHello Anna.\n"

const struct rule rule_auth_dmarc_missing = {
	.id       = "auth-dmarc-missing",
	.title    = "the domain in From has no valid DMARC policy",
	.why      = "Gmail, Yahoo and Microsoft refuse bulk mail of a domain without one, and without one "
		    "nobody tells forged mail of the domain from its own.",
	.fix      = "Publish a TXT record at _dmarc of the domain, to begin with "
		    "\"v=DMARC1; p=none; rua=mailto:ADDRESS\", and read the reports.",
	.points   = 30,
	.evidence = EVIDENCE_A,
	.source   = "Gmail, Yahoo and Microsoft sender guidelines: 550 5.7.40; RFC 7489; RFC 9989",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (ORDER, .zone = "shop.example A 192.0.2.1\n", .at = "shop@shop.example", .points = 15),
		HIT (ORDER, .zone = "shop.example A 192.0.2.1\n", .class = CLASS_BULK, .points = 30),
		PASS(ORDER, .zone = ""),
		HIT (ORDER, .zone = "_dmarc.shop.example TXT v=DMARC1; p=none\n"
		     "_dmarc.shop.example TXT v=DMARC1; p=reject\n"),
		HIT (ORDER, .zone = "_dmarc.shop.example TXT v=DMARC1; rua=mailto:a@shop.example\n"),
		HIT (ORDER, .zone = "_dmarc.shop.example TXT v=DMARC1; p=rejected\n"),
		HIT (ORDER, .zone = "_dmarc.shop.example TXT v=DMARC1; p=none, rua=mailto:a@shop.example\n"),
		HIT (FROM("mail.shop.co.uk"), .zone = "_dmarc.co.uk TXT v=DMARC1; p=reject\n"
		     "mail.shop.co.uk A 192.0.2.1\n"),
		PASS(ORDER, .zone = "_dmarc.shop.example TXT v=DMARC1; p=none; rua=mailto:a@shop.example\n"),
		PASS(ORDER, .zone = "_dmarc.shop.example TXT v = DMARC1;p=Reject;fo=1;x=y;\n"
		     "_dmarc.shop.example TXT google-site=4711\n"),
		PASS(FROM("news.mail.shop.co.uk"), .zone = "_dmarc.shop.co.uk TXT v=DMARC1; p=quarantine\n"),
		PASS(ORDER, .zone = "_dmarc.shop.example TXT SERVFAIL\n"),
	},
};
