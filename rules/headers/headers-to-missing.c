#include "core/rule.h"

/* A group without anybody in it. */
static bool
is_empty_group(const struct text *t)
{
	const char *colon = memchr(t->s, ':', t->len), *p;

	if (!colon)
		return false;
	for (p = colon + 1; g_ascii_isspace(*p); p++)
		;
	return *p == ';' || !*p;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *to = message_field(f->message, "To", 0);
	const struct text *nowhere;

	if (message_field(f->message, "Cc", 0))
		return;
	if (to && is_empty_group(to->value)) {
		found(out, to->value, text_all(to->value), "nobody is named in To");
		return;
	}
	if (to && to->value->len)
		return;
	nowhere = to ? to->value : found_nowhere(f, "header");
	found(out, nowhere, text_all(nowhere), "there is no To");
}

const struct rule rule_headers_to_missing = {
	.id       = "headers-to-missing",
	.title    = "no recipient is visible",
	.why      = "Mail that names nobody looks like mail to everybody; filters add one to three points.",
	.fix      = "Send one message for each recipient, with the address in To.",
	.ignore   = "When all recipients are to stay hidden from each other.",
	.points   = 10,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin MISSING_HEADERS; rspamd MISSING_TO, R_UNDISC_RCPT",
	.classes  = CLASS_ALL & ~CLASS_LIST,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\nSubject: Order\n\nHello.\n"),
		HIT ("From: a@shop.example\nTo: undisclosed-recipients:;\nSubject: Oferta\n\nOi.\n",
		     .at = "undisclosed-recipients:;"),
		HIT ("From: a@shop.example\nTo:\nSubject: Order\n\nHello.\n"),
		PASS(SUBJECT("Your order")),
		PASS("From: a@shop.example\nCc: b@mail.example\nSubject: Order\n\nHello.\n"),
		PASS("From: a@shop.example\nTo: Team: b@mail.example, c@mail.example;\nSubject: A\n\nHi.\n"),
	},
};
