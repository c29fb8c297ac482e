#include "core/rule.h"

enum { PROBABLE = 15 };	/* points where the mail may be none of a mailing's */

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *nowhere;

	if (message_field(f->message, "List-Unsubscribe", 0))
		return;
	nowhere = found_nowhere(f, "header");
	found_for(out, f->class_certain ? found_rule(out)->points : PROBABLE, nowhere,
		  text_all(nowhere), "there is no List-Unsubscribe field");
}

const struct rule rule_headers_list_unsubscribe_missing = {
	.id       = "headers-list-unsubscribe-missing",
	.title    = "a mailing cannot be unsubscribed from in its header",
	.why      = "Gmail and Yahoo require it of who sends 5,000 messages a day or more, and "
		    "readers without that button press \"spam\".",
	.fix      = "Add List-Unsubscribe with an https address for this one reader, and a mailto: "
		    "one beside it.",
	.ignore   = "If the sending service adds the field behind this server.",
	.points   = 30,
	.evidence = EVIDENCE_A,
	.source   = "Gmail and Yahoo sender guidelines; WP.pl",
	.classes  = CLASS_BULK,
	.needs    = FACTS_MESSAGE | FACTS_CLASS,
	.check    = check,
	.examples = {
		HIT (SUBJECT("News of November"), .points = 30),
		HIT (HEAD "X-List-Unsubscribe: <https://shop.example/u/1>\nSubject: News\n\n"
		     "List-Unsubscribe: <https://shop.example/u/1>\n"),
		PASS(HEAD "List-Unsubscribe: <https://shop.example/u/1>\nSubject: News\n\nHello.\n"),
		PASS(HEAD "list-unsubscribe: <mailto:leave@shop.example>\nSubject: News\n\nHello.\n"),
	},
};
