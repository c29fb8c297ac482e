#include "core/rule.h"

static const char *const values[] = { "bulk", "junk", "list" };

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *field = message_field(f->message, "Precedence", 0);

	for (gsize i = 0; field && i < G_N_ELEMENTS(values); i++)
		if (g_ascii_strcasecmp(field->value->s, values[i]) == 0)
			found(out, field->value, text_all(field->value), "Precedence says %s", values[i]);
}

const struct rule rule_headers_precedence_bulk = {
	.id       = "headers-precedence-bulk",
	.title    = "service mail calls itself bulk mail",
	.why      = "Filters may believe it, and sort an invoice among the advertising.",
	.fix      = "Write Auto-Submitted: auto-generated in place of Precedence.",
	.ignore   = "When an old vacation program must be kept from answering.",
	.points   = 3,
	.evidence = EVIDENCE_D,
	.source   = "RFC 2076; rspamd MAILLIST",
	.classes  = CLASS_TRANSACTIONAL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (HEAD "Precedence: Bulk\nSubject: Invoice\n\nHello.\n", .at = "Bulk"),
		HIT (HEAD "Precedence: list\nSubject: Invoice\n\nHello.\n"),
		PASS(HEAD "Precedence: first-class\nSubject: Invoice\n\nHello.\n"),
		PASS(SUBJECT("Invoice")),
	},
};
