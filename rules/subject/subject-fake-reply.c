#include "core/rule.h"

/* Any of these says that there was a mail before this one. */
static const char *const threads[] = { "In-Reply-To", "References", "Thread-Index" };

static void
check(const struct facts *f, struct findings *out)
{
	struct span prefix = facts_subject_prefix(f);

	if (!prefix.len || prefix.len == f->subject_text->len)
		return;		/* nothing but a prefix is subject-missing */
	for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
		if (message_field(f->message, threads[i], 0))
			return;
	found(out, f->subject_text, prefix, "no field names the mail that is answered");
}

const struct rule rule_subject_fake_reply = {
	.id       = "subject-fake-reply",
	.title    = "subject pretends to be a reply",
	.why      = "Google names it as a practice that misleads people and may get mail "
		    "marked as spam; filters look for it.",
	.fix      = "Leave the prefix out, or, if it is an answer, name the mail it answers in "
		    "In-Reply-To and References.",
	.ignore   = "When it is an answer that a ticket system writes without the "
		    "fields of a reply.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "Google, email sender guidelines; rspamd FAKE_REPLY",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Re: Your order 4711"), .at = "Re:"),
		HIT (SUBJECT("RE[2]: Fwd: Your order 4711"), .at = "RE[2]: Fwd:"),
		HIT (SUBJECT("Odp: Zamówienie 4711"), .at = "Odp:"),
		HIT (SUBJECT("Отв: Заказ 4711"), .at = "Отв:"),
		HIT (SUBJECT("RES: Pedido 4711"), .at = "RES:"),
		PASS(HEAD "Subject: Re: Your order 4711\nIn-Reply-To: <7@mail.example>\n\nYes.\n"),
		PASS(HEAD "Subject: Odp: Zam. 4711\nReferences: <7@mail.example>\n\nTak.\n"),
		PASS(SUBJECT("Repair 2210: finished")),
		PASS(SUBJECT("Return: how to send it back")),
		PASS(SUBJECT("Dot: umowa najmu")),	/* "concerning" */
		PASS(SUBJECT("Order 4711, re: delivery")),
	},
};
