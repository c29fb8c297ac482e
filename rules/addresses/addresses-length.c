#include "core/rule.h"

enum { LOCAL_MOST = 64, DOMAIN_MOST = 255, LABEL_MOST = 63, ADDRESS_MOST = 254 };	/* octets */

static gsize
longest_label(const char *s)
{
	gsize most = 0, n;

	for (; *s; s += n + (s[n] == '.')) {
		n = strcspn(s, ".");
		most = MAX(most, n);
	}
	return most;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->recipients->len; i++) {
		const struct recipient *r = &g_array_index(f->recipients, struct recipient, i);
		gsize local = strlen(r->local), domain = strlen(r->domain);
		const struct text *t;

		if (!domain || (local <= LOCAL_MOST && local + 1 + domain <= ADDRESS_MOST &&
				(domain <= LABEL_MOST || longest_label(r->domain) <= LABEL_MOST)))
			continue;
		t = facts_addresses_text(f, r);
		if (local > LOCAL_MOST)
			found(out, t, text_all(t), "%u characters before the @; 64 are allowed", (guint)local);
		else if (longest_label(r->domain) > LABEL_MOST)
			found(out, t, text_all(t), "%u characters between two dots; 63 are allowed",
			      (guint)longest_label(r->domain));
		else
			found(out, t, text_all(t), "%u characters; 254 are allowed",
			      (guint)(local + 1 + domain));
	}
}

#define TO(s) "From: a@shop.example\nTo: " s "\nSubject: Order\n\nHello.\n"
#define TEN   "abcdefghij"
#define SIXTY TEN TEN TEN TEN TEN TEN

const struct rule rule_addresses_length = {
	.id       = "addresses-length",
	.title    = "an address of a recipient is too long",
	.why      = "No mail server takes it, so the mail cannot be delivered.",
	.fix      = "Check the address: most often two were written together.",
	.ignore   = "When the address is only for a program that rewrites it.",
	.points   = 50,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5321 4.5.3.1.1 to 4.5.3.1.3",
	.classes  = CLASS_ALL,
	.needs    = FACTS_ADDRESSES,
	.check    = check,
	.examples = {
		HIT (TO(SIXTY "12345@mail.example"), .at = SIXTY "12345@mail.example"),
		HIT (TO("anna@" SIXTY "1234.example")),
		HIT (TO("anna@" SIXTY "." SIXTY "." SIXTY "." SIXTY ".mail.example")),
		HIT (SUBJECT("Order"), .rcpts = SIXTY "12345@mail.example"),
		PASS(TO(SIXTY "1234@mail.example")),
		PASS(TO("anna@" SIXTY "123.example")),
		PASS(SUBJECT("Order"), .rcpts = "anna@mail.example"),
	},
};
