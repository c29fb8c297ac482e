#include "core/rule.h"

/* Between people an empty subject is common and no filter's business. */
enum { POINTS = 20, PERSONAL_POINTS = 5 };

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *t = f->subject_text;
	int points = f->class == CLASS_PERSONAL ? PERSONAL_POINTS : POINTS;
	gsize at;

	if (!message_field(f->message, "Subject", 0)) {
		found_for(out, points, found_nowhere(f, "header"), (struct span){ 0, 0 },
		      "there is no Subject field");
		return;
	}
	at = facts_subject_prefix(f).len;
	while (at < t->len && (t->s[at] == ' ' || t->s[at] == '\t'))
		at++;
	if (at < t->len)
		return;
	found_for(out, points, t, text_all(t), "%s",
	      t->len ? "nothing follows the reply prefix" : "the Subject field is empty");
}

const struct rule rule_subject_missing = {
	.id       = "subject-missing",
	.title    = "the message has no subject",
	.why      = "People decide by the subject whether to open a mail, and cannot find one "
		    "again that has none; filters add points for it.",
	.fix      = "Say in three to eight words what happened: \"Order 4711 is on its way\".",
	.ignore   = "When a machine reads the mail and the other side asked for no "
		    "subject.",
	.points   = POINTS,
	.evidence = EVIDENCE_B,
	.source   = "RFC 5322 3.6.5; SpamAssassin MISSING_SUBJECT; rspamd MISSING_SUBJECT",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS | FACTS_CLASS,
	.check    = check,
	.examples = {
		HIT (HEAD "\nHello Anna, your order is ready.\n", .points = 20),
		HIT (SUBJECT(""), .at = ""),
		HIT (SUBJECT(""), .points = 5, .class = CLASS_PERSONAL),
		HIT (SUBJECT("   ")),
		HIT (SUBJECT("Re:"), .at = "Re:"),
		HIT (SUBJECT("Odp: Fwd:"), .at = "Odp: Fwd:"),
		HIT (SUBJECT("=?utf-8?B?0J7RgtCyOg==?="), .at = "Отв:"),
		PASS(SUBJECT("Re: Order 4711")),
		PASS(SUBJECT("Zamówienie 4711")),
		PASS(SUBJECT("?")),	/* poor, but there */
		PASS(SUBJECT("Delivery: tomorrow")),
	},
};
