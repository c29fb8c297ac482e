#include "core/rule.h"

enum { PARTS_MOST = 4, SENDER_LEAST = 5, SENDER_MOST = 15 };

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *id = message_field(f->message, "Feedback-ID", 0);
	guint parts = 1;
	gsize last = 0;

	if (!id)
		return;
	for (gsize i = 0; i < id->value->len; i++)
		if (id->value->s[i] == ':') {
			parts++;
			last = i + 1;
		}
	if (parts > PARTS_MOST)
		found(out, id->value, text_all(id->value), "it has %u parts", parts);
	else if (id->value->len - last < SENDER_LEAST || id->value->len - last > SENDER_MOST)
		found(out, id->value, (struct span){ last, id->value->len - last },
		      "its last part has %u characters; 5 to 15 are allowed",
		      (guint)(id->value->len - last));
}

#define NEWS(s) HEAD "Feedback-ID: " s "\nSubject: News\n\nHello.\n"

const struct rule rule_headers_feedback_id = {
	.id       = "headers-feedback-id",
	.title    = "Feedback-ID has a wrong form",
	.why      = "Google cannot tell by it which of your mailings readers complain about.",
	.fix      = "Write up to three names of your own, then the sender's: sale:customers:mail:shop01.",
	.ignore   = "When you do not use Google's feedback loop.",
	.points   = 2,
	.evidence = EVIDENCE_C,
	.source   = "Gmail Feedback Loop, answer 6254652",
	.classes  = CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (NEWS("november:customers:mail:a"), .at = "a"),
		HIT (NEWS("a:b:c:d:harbour"), .at = "a:b:c:d:harbour"),
		HIT (NEWS("a:b:c:harbour-bikes-and-more"), .at = "harbour-bikes-and-more"),
		PASS(NEWS("november:customers:mail:harbour")),
		PASS(NEWS(":::harbour")),
		PASS(SUBJECT("News")),
	},
};
