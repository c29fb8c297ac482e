#include "core/rule.h"

static bool
is_ascii(const char *s)
{
	gsize len = strlen(s);

	return charset_ascii(s, len) == len;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->recipients->len; i++) {
		const struct recipient *r = &g_array_index(f->recipients, struct recipient, i);
		const struct text *t;

		if (is_ascii(r->address))
			continue;
		t = facts_addresses_text(f, r);
		if (is_ascii(r->local))
			found(out, t, text_all(t), "the domain is not written as xn--");
		else
			found(out, t, text_all(t), "what stands before the @ is not ASCII");
	}
}

#define TO(s) "From: a@shop.example\nTo: " s "\nSubject: Order\n\nHello.\n"

const struct rule rule_addresses_smtputf8 = {
	.id       = "addresses-smtputf8",
	.title    = "an address has letters that many servers do not take",
	.why      = "Only servers with SMTPUTF8 carry it; if one on the way has none, the mail comes back.",
	.fix      = "Write the domain as xn--...; before the @, ask for an address in plain letters.",
	.ignore   = "When you know that the recipient's server takes it.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "RFC 6531; RFC 5891",
	.classes  = CLASS_ALL,
	.needs    = FACTS_ADDRESSES,
	.check    = check,
	.examples = {
		HIT (TO("zofia@żółw.example"), .at = "zofia@żółw.example"),
		HIT (TO("Иван <иван@почта.example>"), .at = "иван@почта.example"),
		HIT (SUBJECT("Order"), .rcpts = "joão@mail.example", .at = "joão@mail.example"),
		PASS(TO("zofia@xn--w-uga1v8h.example")),
		PASS(TO("=?UTF-8?Q?Zofia_=C5=BB=C3=B3=C5=82w?= <zofia@mail.example>")),
		PASS(SUBJECT("Order"), .rcpts = "anna@mail.example"),
	},
};
