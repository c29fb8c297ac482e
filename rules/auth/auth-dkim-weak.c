#include "core/rule.h"

enum { WEAK = 15, MIDDLING = 5, TEST = 10 };

/* Fields that a reader goes by: RFC 6376 5.4 recommends to sign them. */
static const char *const wanted[] = { "from", "to", "subject", "date" };

static void
check_key(struct findings *out, const struct dkim_key *k, const struct text *t)
{
	if (k->bits && k->bits < DKIM_BITS_LEAST)
		found(out, t, text_all(t), "the key at %s has %u bits; fewer than 1024 do not count",
		      k->at, k->bits);
	else if (k->bits && k->bits < DKIM_BITS_GOOD)
		found_for(out, MIDDLING, t, text_all(t), "the key at %s has %u bits; 2048 are recommended",
			  k->at, k->bits);
	if (k->no_sha256)
		found_for(out, WEAK, t, text_all(t), "the key at %s is not for SHA-256", k->at);
	if (k->test)
		found_for(out, TEST, t, text_all(t), "the key at %s is marked as a test: t=y", k->at);
}

static void
check_signature(const struct facts *f, struct findings *out, const struct dkim_signature *s,
		const struct text *t)
{
	if (g_str_equal(s->algorithm, "rsa-sha1"))
		found_for(out, WEAK, t, text_all(t), "a=rsa-sha1 is not to be used any more");
	if (s->has_length)
		found_for(out, WEAK, t, text_all(t), "with l= anything can be added to the end");
	for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++)
		if (message_field(f->message, wanted[i], 0) && !taglist_has(s->headers, ": \t", wanted[i]))
			found_for(out, WEAK, t, text_all(t), "h= leaves out %s", wanted[i]);
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->auth->signatures->len; i++) {
		const struct auth_signature *s = &g_array_index(f->auth->signatures, struct auth_signature, i);

		if (s->text)
			check_signature(f, out, &s->signature, s->text);
		if (s->key.state == DKIM_FOUND)
			check_key(out, &s->key, s->text ? s->text : found_nowhere(f, "DKIM-Signature"));
	}
}

#define SIGNED(a, h) "DKIM-Signature: v=1; a=" a "; d=shop.example; s=s1; h=" h "; bh=YQ==; b=YQ==\n" \
	SUBJECT("Order")
#define GOOD SIGNED("rsa-sha256", "From:To:Subject:Date")
#define AT "s1._domainkey.shop.example TXT "
#define RSA512 \
	"MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALbvMj7pM4OwSANSI3+RERjwwd2xIZjQbprUG/YDJfu+z3OQpydS" \
	"okBtVvmmWuR1X5qGxw3vZTWax8gLh8H/VUkCAwEAAQ=="
#define RSA1024 \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC0+g/hUZmXTghMf4KabMTUQoSeKT9nJa92qUd5sW8iMTT2" \
	"HHxlhoBB0E1ntA4CeVBCgioBqe1nxMem4SlmcfX+7ssLNtsQkaSSg+qIQCdYCtiCnlkox43/QL1E9hs/1oK+" \
	"0gqdVetbj8TI22zmEz5H/pydaQmfO8ha8Hsq1D63UwIDAQAB"
#define RSA2048 \
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA2JoV7aJ1gw9bkuOHkHQs2bG8KeKnUhQbjeM99DqX" \
	"RWUujaNELXFPm/1jdchd8zZ4dqhfbq7eApL5T+Z7Namcv+avUNqFmDyCALN+R/toYii4mOptJyEYAexa8meV" \
	"5dJjx2jh2Kbp3Zu3i+IUdZv9AqugguxLcEctFLouRoQHrqO/66vTcUrt8h7si5gSJgLkFeA3YD5tCQxGa35o" \
	"k869Xqdu6T04XRyQA+uiww6Aiuv2RPRNN/1csthuf/D+5Pap6+u7QA561xsQy9ES2rXT00q6R/COUPFBs8TT" \
	"kH8yb79l5h6zlfTfDuOQD03nGi7DOlE2ndERxtnQ1mlxrcMTuwIDAQAB"

const struct rule rule_auth_dkim_weak = {
	.id       = "auth-dkim-weak",
	.title    = "the DKIM key or signature is weak",
	.why      = "Receivers take no account of a short key, of SHA-1 or of a key marked as a test, and "
		    "what is not signed can be changed on the way.",
	.fix      = "Sign From, To, Subject, Date and the whole body with rsa-sha256 and a key of 2048 bits; "
		    "take t=y out of the record.",
	.points   = 30,
	.evidence = EVIDENCE_A,
	.source   = "RFC 8301 3.1, 3.2; RFC 6376 5.4, 8.2; Gmail and Yahoo sender guidelines",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (GOOD, .zone = AT "v=DKIM1; p=" RSA512 "\n", .points = 30),
		HIT (GOOD, .zone = AT "v=DKIM1; k=rsa; p=" RSA1024 "\n", .points = 5),
		HIT (GOOD, .zone = AT "v=DKIM1; t=y; p=" RSA2048 "\n", .points = 10),
		HIT (GOOD, .zone = AT "v=DKIM1; h=sha1; p=" RSA2048 "\n"),
		HIT (SIGNED("rsa-sha1", "from:to:subject:date"), .zone = AT "SERVFAIL\n", .points = 15),
		HIT (SIGNED("rsa-sha256; l=20", "from:to:subject:date"), .zone = AT "SERVFAIL\n"),
		HIT (SIGNED("rsa-sha256", "from:date"), .zone = AT "SERVFAIL\n"),
		PASS(GOOD, .zone = AT "v=DKIM1; k=rsa; h=sha1:sha256; t=s; p=" RSA2048 "\n"),
		PASS(GOOD, .zone = ""),
		PASS(SUBJECT("Order"), .zone = ""),
	},
};
