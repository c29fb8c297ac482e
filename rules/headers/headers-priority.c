#include "core/rule.h"

/* Fields that ask for attention, and how their values begin when they do. */
static const struct {
	const char *name, *high;
} fields[] = {
	{ "X-Priority", "12" }, { "X-MSMail-Priority", "hH" }, { "Importance", "hH" },
	{ "Priority", "uU" },
};

static void
check(const struct facts *f, struct findings *out)
{
	bool any = false;

	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
		const struct field *field = message_field(f->message, fields[i].name, 0);

		if (!field || !field->value->len || !strchr(fields[i].high, *field->value->s))
			continue;
		if (!any)
			found(out, field->value, text_all(field->value), "in %s", field->name);
		else
			found_also(out, field->value, text_all(field->value));
		any = true;
	}
}

const struct rule rule_headers_priority = {
	.id       = "headers-priority",
	.title    = "the message claims high priority",
	.why      = "The reader decides what is urgent; filters know the mark from spam.",
	.fix      = "Leave the priority fields out, unless the mail is an alarm.",
	.ignore   = "When the mail is an alarm.",
	.points   = 5,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin MISSING_MIMEOLE, XPRIO; rspamd MISSING_MIMEOLE",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\nX-Priority: 1 (Highest)\nImportance: high\nSubject: Order\n\nHi.\n",
		     .at = "1 (Highest)", .points = 5),
		HIT ("From: a@shop.example\nPriority: urgent\nSubject: Order\n\nHi.\n", .at = "urgent"),
		PASS("From: a@shop.example\nX-Priority: 3\nImportance: Normal\nPriority: normal\n"
		     "Subject: Order\n\nHi.\n"),
		PASS("From: a@shop.example\nX-MSMail-Priority: Low\nX-Priority: 5\nSubject: Order\n\nHi.\n"),
		PASS(SUBJECT("Your order")),
	},
};
