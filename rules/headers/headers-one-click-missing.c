#include "core/rule.h"

/* Without List-Unsubscribe another rule says so. */
static void
check(const struct facts *f, struct findings *out)
{
	const struct field *list = message_field(f->message, "List-Unsubscribe", 0);

	if (list && !message_field(f->message, "List-Unsubscribe-Post", 0))
		found(out, list->value, text_all(list->value),
		      "there is no List-Unsubscribe-Post beside it");
}

const struct rule rule_headers_one_click_missing = {
	.id       = "headers-one-click-missing",
	.title    = "unsubscribing takes more than one click",
	.why      = "Gmail requires of large senders that its button works at once; without it the "
		    "reader has to open a page, and reports spam instead.",
	.fix      = "Add \"List-Unsubscribe-Post: List-Unsubscribe=One-Click\" and let the https "
		    "address unsubscribe when it is posted to.",
	.ignore   = "When you send fewer than 5,000 messages a day, or the sending service "
		    "adds the field.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "RFC 8058 3.1; Gmail and Yahoo sender guidelines",
	.classes  = CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (HEAD "List-Unsubscribe: <https://shop.example/u/1>\nSubject: News\n\nHello.\n",
		     .at = "<https://shop.example/u/1>", .points = 20),
		HIT (HEAD "List-Unsubscribe: <mailto:leave@shop.example>\nSubject: News\n\nHello.\n",
		     .at = "<mailto:leave@shop.example>"),
		PASS(HEAD "List-Unsubscribe: <https://shop.example/u/1>\n"
		     "List-Unsubscribe-Post: List-Unsubscribe=One-Click\nSubject: News\n\nHello.\n"),
		PASS(SUBJECT("News of November")),
	},
};
