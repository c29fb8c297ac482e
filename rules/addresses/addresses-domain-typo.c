#include "core/rule.h"

static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";

enum { DOMAIN_MOST = 40, SURE = 2 };	/* a weight: nobody has mail at such a name */

/* Is one edit of `s` a domain of the list?  Tried only on names that are known to be wrong. */
static bool
is_meant(const struct facts *f, char *s)
{
	return phrases_lookup(f->phrases, "freemail", s);
}

/* Two letters changed places. */
static bool
try_swaps(const struct facts *f, char *s, gsize len)
{
	for (gsize i = 0; i + 1 < len; i++) {
		char c = s[i];

		s[i] = s[i + 1];
		s[i + 1] = c;
		if (is_meant(f, s))
			return true;
		s[i + 1] = s[i];
		s[i] = c;
	}
	return false;
}

/* One letter too much, or another. */
static bool
try_letters(const struct facts *f, char *s, gsize len)
{
	char whole[DOMAIN_MOST + 2];

	memcpy(whole, s, len + 1);
	for (gsize i = 0; i < len; i++) {
		memmove(s + i, s + i + 1, len - i);
		if (is_meant(f, s))
			return true;
		memcpy(s, whole, len + 1);
		for (const char *c = letters; *c; c++) {
			s[i] = *c;
			if (is_meant(f, s))
				return true;
		}
		s[i] = whole[i];
	}
	return false;
}

/* One letter too few. */
static bool
try_gaps(const struct facts *f, char *s, gsize len)
{
	for (gsize i = 0; i <= len; i++) {
		memmove(s + i + 1, s + i, len - i + 1);
		for (const char *c = letters; *c; c++) {
			s[i] = *c;
			if (is_meant(f, s))
				return true;
		}
		memmove(s + i, s + i + 1, len - i + 1);
	}
	return false;
}

/* The domain that was meant, in `s` of DOMAIN_MOST + 2 bytes. */
static bool
meant(const struct facts *f, const char *domain, char *s)
{
	gsize len = strlen(domain);

	if (len > DOMAIN_MOST)
		return false;
	memcpy(s, domain, len + 1);
	return try_swaps(f, s, len) || try_letters(f, s, len) || try_gaps(f, s, len);
}

static void
report(const struct facts *f, struct findings *out, const struct recipient *r, int weight)
{
	const struct text *t = facts_addresses_text(f, r);
	int points = weight >= SURE ? 20 : 5;
	char s[DOMAIN_MOST + 2];

	if (meant(f, r->domain, s))
		found_for(out, points, t, text_all(t), "did you mean %s?", s);
	else
		found_for(out, points, t, text_all(t), "%s is no provider of mail", r->domain);
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; f->phrases && i < f->recipients->len; i++) {
		const struct recipient *r = &g_array_index(f->recipients, struct recipient, i);
		int weight = *r->domain ? phrases_lookup(f->phrases, "domain-typo", r->domain) : 0;

		if (weight)
			report(f, out, r, weight);
	}
}

#define TO(s) "From: a@shop.example\nTo: " s "\nSubject: Order\n\nHello.\n"

const struct rule rule_addresses_domain_typo = {
	.id       = "addresses-domain-typo",
	.title    = "the domain of a recipient looks like a typing error",
	.why      = "The mail goes to nobody, or to somebody who collects such mistakes: many domains like "
		    "this are spam traps.",
	.fix      = "Ask the recipient; never change an address without asking.",
	.ignore   = "When you know that mail to this domain arrives.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "counts among 1.5 million addresses; receivers' advice about spam traps",
	.classes  = CLASS_ALL,
	.needs    = FACTS_ADDRESSES,
	.check    = check,
	.examples = {
		HIT (TO("Anna <anna@gmial.com>"), .at = "anna@gmial.com", .points = 20),
		HIT (TO("ania@Gmail.con"), .at = "ania@Gmail.con"),
		HIT (SUBJECT("Order"), .rcpts = "anna@mail.example ana@hotmial.com", .at = "ana@hotmial.com"),
		PASS(TO("anna@gmail.com, b@mail.com, c@ymail.com, d@me.com")),
		PASS(TO("a@op.pl, b@vp.pl, c@bol.com, d@uol.com.br")),
		PASS(TO("anna@shop.example")),
		PASS(SUBJECT("Order"), .rcpts = "anna@yahoo.com"),
	},
};
