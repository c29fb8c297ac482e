#include "core/rule.h"

/* Where nobody reads the answers, an answer of a program is surely in vain. */
static void
check(const struct facts *f, struct findings *out)
{
	const GArray *from = message_addresses(f->message, "From");
	const struct field *field = message_field(f->message, "From", 0);
	const struct address *a;

	if (!f->phrases || from->len != 1 || message_field(f->message, "Auto-Submitted", 0) ||
	    message_field(f->message, "List-Id", 0) || message_field(f->message, "Precedence", 0))
		return;
	a = &g_array_index(from, struct address, 0);
	if (phrases_lookup(f->phrases, "noreply", a->local))
		found(out, field->value, a->where, "a program sends from here and does not say so");
}

const struct rule rule_headers_auto_submitted_missing = {
	.id       = "headers-auto-submitted-missing",
	.title    = "automatic mail does not say that it is",
	.why      = "Vacation programs answer it, and their answers fill a mailbox nobody reads.",
	.fix      = "Add the field Auto-Submitted: auto-generated.",
	.ignore   = "When answers of programs are wanted, as with tickets.",
	.points   = 2,
	.evidence = EVIDENCE_C,
	.source   = "RFC 3834 5",
	.classes  = CLASS_TRANSACTIONAL | CLASS_AUTO,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: no-reply@shop.example\nSubject: Order\n\nHello.\n", .at = "no-reply@shop.example"),
		HIT ("From: Loja <naoresponda@loja.example>\nSubject: Pedido\n\nOi.\n"),
		PASS("From: no-reply@shop.example\nAuto-Submitted: auto-generated\nSubject: Order\n\nHello.\n"),
		PASS(SUBJECT("Your order")),
	},
};
