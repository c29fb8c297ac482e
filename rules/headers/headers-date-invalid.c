#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *field = message_field(f->message, "Date", 0);
	struct message_date date;

	if (!field)
		return;
	date = message_date_read(field->value->s, field->value->len);
	if (date.wrong)
		found(out, field->value, date.where, "%s", date.wrong);
}

#define DATE(s) "From: a@shop.example\nDate: " s "\nSubject: Order\n\nHello.\n"

const struct rule rule_headers_date_invalid = {
	.id       = "headers-date-invalid",
	.title    = "the date cannot be read",
	.why      = "Mail programs sort the mail to a wrong place or show no date, and filters add "
		    "points.",
	.fix      = "Write it in English, as RFC 5322 says: \"Tue, 04 Nov 2025 10:15:00 +0100\". Mail "
		    "libraries have a function for it that knows no locale.",
	.ignore   = "In a file: when the server writes the date anew.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "RFC 5322 3.3; SpamAssassin and rspamd INVALID_DATE",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (DATE("pt, 20 lis 2026 10:00:00 +0100"), .at = "pt,"),
		HIT (DATE("20 Nov. 2026 10:00:00 +0100"), .at = "."),
		HIT (DATE("Fri, 20 фев 2026 10:00:00 +0300"), .at = "фев"),
		HIT (DATE("2026-11-20T10:00:00+01:00"), .at = "2026-11-20T10:00:00+01:00"),
		HIT (DATE("Fri, 31 Sep 2026 10:00:00 +0100"), .at = "31"),
		HIT (DATE("Fri, 20 Nov 2026 25:00:00 +0100"), .at = "25:00:00"),
		HIT (DATE("Fri, 20 Nov 2026 10:00:00 +9900"), .at = "+9900"),
		HIT (DATE("Fri, 20 Nov 2026 10:00:00"), .at = ""),
		HIT (DATE("Fri, 20 Nov 2026 10:00:00 America/Sao_Paulo"), .at = "America/Sao_Paulo"),
		PASS(DATE("Fri, 20 Nov 2026 10:00:00 +0100")),
		PASS(DATE("20 Nov 2026 10:00 -0300")),
		PASS(DATE("Fri, 20 Nov 26 10:00:00 GMT")),
		PASS(DATE("Fri, 20 Nov 2026 10:00:00 +0000 (Greenwich (Mean) Time)")),
		PASS(DATE("Fri,\n\t20 Nov 2026 23:59:60 -1200")),
		PASS("From: a@shop.example\nSubject: Order\n\nHello.\n"),	/* headers-date-missing */
	},
};
