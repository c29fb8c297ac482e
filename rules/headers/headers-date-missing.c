#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *nowhere;

	if (message_field(f->message, "Date", 0))
		return;
	nowhere = found_nowhere(f, "header");
	if (f->envelope->pre_submit || f->envelope->adds_fields)
		found_for(out, 0, nowhere, text_all(nowhere),
			  "there is no Date field; the mail server may still add it");
	else
		found(out, nowhere, text_all(nowhere), "there is no Date field");
}

const struct rule rule_headers_date_missing = {
	.id       = "headers-date-missing",
	.title    = "the message has no date",
	.why      = "Date is one of the two fields every message must have; filters count "
		    "its absence as a strong sign of spam.",
	.fix      = "Let the program that makes the mail write a Date field in RFC 5322 form.",
	.ignore   = "In a file, and behind Sendmail: the mail server adds the field when the "
		    "message is submitted.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 3.6; SpamAssassin MISSING_DATE",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\nMessage-ID: <1@shop.example>\nSubject: Hi\n\nHello.\n",
		     .points = 20),
		HIT ("From: a@shop.example\nX-Date: Fri, 20 Nov 2026 10:00:00 +0100\n"
		     "Subject: Hi\n\nDate: in the body\n"),
		PASS(SUBJECT("Your order")),
		PASS("From: a@shop.example\nDATE: Fri, 20 Nov 2026 10:00:00 +0100\n\nHello.\n"),
	},
};
