#include "core/rule.h"

static void
check_key(const struct facts *f, struct findings *out, const struct auth_signature *s)
{
	const struct text *t = s->text ? s->text : found_nowhere(f, "DKIM-Signature");

	if (s->key.state == DKIM_MISSING)
		found(out, t, text_all(t), "no key at %s", s->key.at);
	else if (s->key.state == DKIM_REVOKED)
		found(out, t, text_all(t), "the key at %s is revoked", s->key.at);
	else if (s->key.state == DKIM_INVALID)
		found(out, t, text_all(t), "\"%s\" is missing or wrong in the key at %s", s->key.bad,
		      s->key.at);
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct auth *u = f->auth;
	const struct text *t = found_nowhere(f, "DKIM-Signature");
	bool is_signed = false;

	for (guint i = 0; i < u->signatures->len; i++) {
		const struct auth_signature *s = &g_array_index(u->signatures, struct auth_signature, i);

		is_signed = is_signed || s->text;
		check_key(f, out, s);
	}
	if (u->options->is_signed && !is_signed)
		found(out, t, text_all(t), "it is not signed");
}

#define SIGNED "DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; s=s1; h=from:to:subject:date;\n" \
	" bh=YQ==; b=YQ==\n" SUBJECT("Order")
#define AT "s1._domainkey.shop.example TXT "
#define ED "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

const struct rule rule_auth_dkim_missing = {
	.id       = "auth-dkim-missing",
	.title    = "the message has no DKIM signature that holds",
	.why      = "Gmail, Yahoo and Microsoft want one from bulk senders and refuse or file as spam what has "
		    "none; a signature without its key counts as none.",
	.fix      = "Sign with a key of the domain in From, and publish its public half where s= and d= say.",
	.points   = 25,
	.evidence = EVIDENCE_A,
	.source   = "Gmail: 550 5.7.30; Microsoft: 550 5.7.515; RFC 6376 3.6.1",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Order"), .zone = "", .is_signed = true, .points = 25),
		HIT (SIGNED, .zone = "", .points = 25),
		HIT (SIGNED, .zone = AT "v=DKIM1; k=rsa; p=\n"),
		HIT (SIGNED, .zone = AT "v=DKIM1; k=rsa; p=MIIB\n"),
		HIT (SIGNED, .zone = AT "v=DKIM1; k=rsa\n"),
		HIT (SIGNED, .zone = AT "v=DKIM1; k=dsa; " ED "\n"),
		PASS(SIGNED, .zone = AT "v=DKIM1; k=ed25519; " ED "\n"),
		PASS(SIGNED, .zone = AT "SERVFAIL\n"),
		PASS(SUBJECT("Order"), .zone = ""),
	},
};
