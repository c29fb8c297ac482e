#include "core/rule.h"

enum { UNSIGNED = 10 };		/* whoever signs it later may mend it */

static bool
is_signed(const struct auth *u)
{
	for (guint i = 0; i < u->signatures->len; i++)
		if (g_array_index(u->signatures, struct auth_signature, i).text)
			return true;
	return u->options->is_signed;
}

static bool
is_aligned(const struct auth *u)
{
	for (guint i = 0; i < u->signatures->len; i++)
		if (g_array_index(u->signatures, struct auth_signature, i).aligned)
			return true;
	return u->sender_aligned;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct auth *u = f->auth;
	struct span where;
	const struct text *t;

	if (!u->from || !u->sender_known || u->dmarc.state == DMARC_UNKNOWN || is_aligned(u))
		return;
	t = found_domain(f, u->from, &where);
	if (is_signed(u))
		found(out, t, where, "neither %s, whose server sends, nor a signature stands for %s", u->sender,
		      u->from);
	else
		found_for(out, UNSIGNED, t, where, "%s, whose server sends, does not stand for %s, so a "
			  "signature must", u->sender, u->from);
}

#define MAIL(from, sender, d) "Return-Path: <b@" sender ">\n" \
	"DKIM-Signature: v=1; a=rsa-sha256; d=" d "; s=s1; h=from:to:subject:date; bh=YQ==; b=YQ==\n" \
	"From: Shop <shop@" from ">\nTo: anna@mail.example\nSubject: Order\n\nHello Anna.\n"
#define BARE(from, sender) "Return-Path: <b@" sender ">\n" \
	"From: Shop <shop@" from ">\nTo: anna@mail.example\nSubject: Order\n\nHello Anna.\n"

const struct rule rule_auth_dmarc_misaligned = {
	.id       = "auth-dmarc-misaligned",
	.title    = "nothing vouches for the domain in From",
	.why      = "DMARC wants the envelope sender or the DKIM signature to be of the same organisation as "
		    "From; where neither is, receivers do as the policy says, and Gmail refuses bulk mail.",
	.fix      = "Sign with a key of the domain in From, or use a bounce address of it.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "Gmail: 5.7.32; RFC 7489 3.1; RFC 9989",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (MAIL("shop.example", "mailer.example", "mailer.example"), .zone = "", .points = 40,
		     .at = "shop@shop.example"),
		HIT (MAIL("shop.co.uk", "other.co.uk", "third.co.uk"), .zone = ""),
		HIT (MAIL("shop.example", "news.shop.example", "mailer.example"),
		     .zone = "_dmarc.shop.example TXT v=DMARC1; p=reject; aspf=s\n", .points = 40),
		HIT (BARE("shop.example", "mailer.example"), .zone = "", .points = 10),
		PASS(MAIL("shop.example", "mailer.example", "shop.example"), .zone = ""),
		PASS(MAIL("shop.example", "b.news.shop.example", "mailer.example"), .zone = ""),
		PASS(MAIL("news.shop.co.uk", "mailer.example", "shop.co.uk"), .zone = ""),
		PASS(MAIL("shop.example", "mailer.example", "mailer.example"),
		     .zone = "_dmarc.shop.example TXT SERVFAIL\n"),
		PASS(BARE("shop.example", "bounce.shop.example"), .zone = ""),
	},
};
