#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	const GArray *from = message_addresses(f->message, "From");
	const struct field *field = message_field(f->message, "From", 0);
	const struct address *a;

	if (!f->phrases || from->len != 1 || message_field(f->message, "Reply-To", 0))
		return;
	a = &g_array_index(from, struct address, 0);
	if (phrases_lookup(f->phrases, "noreply", a->local))
		found(out, field->value, a->where, "there is no Reply-To that is read");
}

const struct rule rule_headers_noreply = {
	.id       = "headers-noreply",
	.title    = "nobody can answer this mailing",
	.why      = "Microsoft asks large senders for an address that takes answers; readers who cannot "
		    "answer report spam.",
	.fix      = "Add a Reply-To that somebody reads, or send from such an address.",
	.ignore   = "When the text tells how else you can be reached.",
	.points   = 3,
	.evidence = EVIDENCE_C,
	.source   = "Microsoft, requirements for high-volume senders, 2025",
	.classes  = CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: Shop <no-reply@shop.example>\nSubject: News\n\nHello.\n", .at = "no-reply@shop.example"),
		HIT ("From: naoresponda@loja.example\nSubject: Novidades\n\nHello.\n"),
		PASS("From: no-reply@shop.example\nReply-To: help@shop.example\nSubject: News\n\nHello.\n"),
		PASS(SUBJECT("News")),
	},
};
