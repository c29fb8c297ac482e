#include "core/rule.h"

enum { OPEN_TO_ALL = 30, USES_PTR = 5 };

static void
check(const struct facts *f, struct findings *out)
{
	const struct spf *s = &f->auth->spf;
	struct span where;
	const struct text *t;

	if (!f->auth->sender || s->problem == SPF_FINE)
		return;
	t = found_domain(f, f->auth->sender, &where);
	switch (s->problem) {
	case SPF_FINE:
		break;
	case SPF_SEVERAL:
		found(out, t, where, "%s has more than one record", s->at);
		break;
	case SPF_SYNTAX:
		found(out, t, where, "\"%s\" at character %u of the record of %s", s->term, s->column, s->at);
		break;
	case SPF_LOOP:
		found(out, t, where, "the record of %s includes itself", s->at);
		break;
	case SPF_MISSING:
		found(out, t, where, "\"%s\" leads to a domain without a record", s->term);
		break;
	case SPF_MANY_LOOKUPS:
		found(out, t, where, "it takes %u DNS lookups; more than 10 are not done", s->lookups);
		break;
	case SPF_MANY_VOIDS:
		found(out, t, where, "%u of its lookups find nothing; more than 2 are not done", s->voids);
		break;
	case SPF_MANY_HOSTS:
		found(out, t, where, "\"%s\" has more than 10 hosts", s->term);
		break;
	case SPF_OPEN_TO_ALL:
		found_for(out, OPEN_TO_ALL, t, where, "\"%s\" in the record of %s lets anybody send",
			  s->term, s->at);
		break;
	case SPF_USES_PTR:
		found_for(out, USES_PTR, t, where, "\"%s\" in the record of %s is not to be used any more",
			  s->term, s->at);
		break;
	}
}

#define ORDER SUBJECT("Order")
/* Each name costs two lookups more. */
#define STEP(a, b) a ".shop.example TXT v=spf1 a:" b "1.shop.example a:" b "2.shop.example include:" b \
	".shop.example -all\n" b "1.shop.example A 192.0.2.1\n" b "2.shop.example A 192.0.2.2\n"

const struct rule rule_auth_spf_invalid = {
	.id       = "auth-spf-invalid",
	.title    = "the SPF record of the sender's domain is wrong",
	.why      = "Receivers treat a record with a mistake as none, or as a failure of every server that "
		    "sends; a record that lets anybody send is of use to spammers only.",
	.fix      = "Keep one record per domain, of at most 10 lookups with all that it includes; take out "
		    "what is not needed any more, and end with \"~all\" or \"-all\".",
	.points   = 30,
	.evidence = EVIDENCE_A,
	.source   = "RFC 7208 3.2, 4.5, 4.6.4, 5.5; Gmail: 5.7.24",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (ORDER, .zone = "shop.example TXT v=spf1 mx -all\nshop.example TXT v=spf1 a ~all\n",
		     .at = "shop@shop.example", .points = 30),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 ipv4:192.0.2.1 -all\n"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 ip4:192.0.2.300 -all\n"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 ip4:192.0.2.0/33 -all\n"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 include: mail.example -all\n"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 include:shop.example -all\n"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 redirect=shop.example\n"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 include:gone.example -all\n"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 include:a.shop.example -all\n"
		     STEP("a", "b") STEP("b", "c") STEP("c", "d") STEP("d", "e") "e.shop.example TXT v=spf1 -all\n"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 a:x.shop.example mx:y.shop.example "
		     "exists:z.shop.example -all\n"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 mx +all\n", .points = 30),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 all\n"),
		HIT (ORDER, .zone = "shop.example TXT v=spf1 mx ptr -all\nshop.example MX mx.shop.example\n",
		     .points = 5),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 mx ip4:192.0.2.0/24 ip6:2001:db8::/32 -all\n"
		     "shop.example MX mx.shop.example\n"),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 include:_spf.mail.example ~all\n"
		     "_spf.mail.example TXT v=spf1 ip4:198.51.100.0/24 ?all\n"),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 a/24//64 exists:%{ir}.%{v}._spf.shop.example "
		     "unknown=x -all\nshop.example A 192.0.2.1\n"),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 redirect=_spf.shop.example\n"
		     "_spf.shop.example TXT v=spf1 ip4:192.0.2.1 -all\n"),
		PASS(ORDER, .zone = "shop.example TXT v=spf1 include:slow.example -all\n"
		     "slow.example TXT SERVFAIL\n"),
		PASS(ORDER, .zone = "mail.example TXT v=spf1 +all\n"),
	},
};
