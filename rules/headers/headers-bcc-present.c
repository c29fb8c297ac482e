#include "core/rule.h"

enum { BEFORE_POINTS = 3 };	/* the server will take it out */

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *bcc = message_field(f->message, "Bcc", 0);

	if (!bcc || !memchr(bcc->value->s, '@', bcc->value->len))
		return;
	if (f->envelope->pre_submit)
		found_for(out, BEFORE_POINTS, bcc->value, text_all(bcc->value),
			  "most servers take it out when it is handed to them");
	else
		found(out, bcc->value, text_all(bcc->value), "all who get the mail can read it");
}

const struct rule rule_headers_bcc_present = {
	.id       = "headers-bcc-present",
	.title    = "the hidden recipients are written into the message",
	.why      = "Everyone who opens the source sees to whom else it went.",
	.fix      = "Give them to the server as recipients only, and leave the Bcc field out.",
	.ignore   = "When the server that sends it to the world takes the field out.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "RFC 5322 3.6.3",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (HEAD "Bcc: Bob <bob@mail.example>\nSubject: Order\n\nHello.\n",
		     .at = "Bob <bob@mail.example>", .points = 20),
		PASS(HEAD "Bcc:\nSubject: Order\n\nHello.\n"),
		PASS(HEAD "Bcc: undisclosed-recipients:;\nSubject: Order\n\nHello.\n"),
		PASS(HEAD "X-Bcc: 1\nSubject: Order\n\nBcc: bob@mail.example\n"),
	},
};
