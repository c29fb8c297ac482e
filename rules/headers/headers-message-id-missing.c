#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *id = message_field(f->message, "Message-ID", 0);
	const struct text *at;

	if (id && id->value->len)
		return;
	at = id ? id->value : found_nowhere(f, "header");
	if (f->envelope->pre_submit || f->envelope->adds_fields)
		found_for(out, 0, at, text_all(at),
			  "there is no Message-ID; the mail server may still add it");
	else
		found(out, at, text_all(at), "there is no Message-ID");
}

const struct rule rule_headers_message_id_missing = {
	.id       = "headers-message-id-missing",
	.title    = "the message has no Message-ID",
	.why      = "Gmail refuses mail without a valid one, replies cannot be threaded, and "
		    "the mail is hard to trace in logs.",
	.fix      = "Let the program that makes the mail write <unique@your-domain>.",
	.ignore   = "In a file, and behind Sendmail: the mail server adds the field when the "
		    "message is submitted.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 3.6.4; Gmail 550 5.7.1; rspamd MISSING_MID",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n"
		     "Subject: Hi\n\nHello.\n", .points = 20),
		HIT ("From: a@shop.example\nMessage-ID:\nSubject: Hi\n\nHello.\n", .at = ""),
		PASS(SUBJECT("Your order")),
		PASS("From: a@shop.example\nMessage-Id: <1@shop.example>\n\nHello.\n"),
	},
};
