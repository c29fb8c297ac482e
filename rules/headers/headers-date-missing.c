#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	if (!message_field(f->message, "Date", 0))
		found(out, found_nowhere(f, "header"), (struct span){ 0, 0 }, "no Date field");
}

const struct rule rule_headers_date_missing = {
	.id       = "headers-date-missing",
	.title    = "the message has no date",
	.why      = "Date is one of the two fields every message must have; filters count "
		    "its absence as a strong sign of spam.",
	.fix      = "Let the program that makes the mail write a Date field in RFC 5322 form.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 3.6; SpamAssassin MISSING_DATE",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\nMessage-ID: <1@shop.example>\nSubject: Hi\n\nHello.\n"),
		PASS(SUBJECT("Your order")),
	},
};
