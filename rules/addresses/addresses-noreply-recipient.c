#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; f->phrases && i < f->recipients->len; i++) {
		const struct recipient *r = &g_array_index(f->recipients, struct recipient, i);
		const struct text *t;

		if (!*r->domain || !phrases_lookup(f->phrases, "noreply", r->local))
			continue;
		t = facts_addresses_text(f, r);
		found(out, t, text_all(t), "nobody reads what comes to %s", r->local);
	}
}

#define TO(s) "From: a@shop.example\nTo: " s "\nSubject: Order\n\nHello.\n"

const struct rule rule_addresses_noreply_recipient = {
	.id       = "addresses-noreply-recipient",
	.title    = "a recipient's mailbox is read by nobody",
	.why      = "The mail is thrown away, or comes back: the address was taken from an automatic "
		    "message.",
	.fix      = "Ask the recipient for an address that they read.",
	.ignore   = "When a program waits there for this very mail.",
	.points   = 10,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL & ~CLASS_AUTO,
	.needs    = FACTS_ADDRESSES,
	.check    = check,
	.examples = {
		HIT (TO("no-reply@mail.example"), .at = "no-reply@mail.example"),
		HIT (TO("Anna <anna@mail.example>, <NaoResponda@loja.example>"), .at = "NaoResponda@loja.example"),
		HIT (SUBJECT("Order"), .rcpts = "mailer-daemon@mail.example", .at = "mailer-daemon@mail.example"),
		PASS(TO("anna@no-reply.example")),
		PASS(TO("anna.noreply@mail.example")),
		PASS(SUBJECT("Order"), .rcpts = "anna@mail.example"),
	},
};
