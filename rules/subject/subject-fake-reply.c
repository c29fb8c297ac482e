#include "core/rule.h"

/* Any of these says that there was a mail before this one. */
static const char *const threads[] = { "In-Reply-To", "References", "Thread-Index" };

enum { FORWARDED = 2, FORWARD_POINTS = 5 };	/* a weight of the list */

/* RFC 5322 asks for those fields of an answer; programs forward without them. */
static bool
is_forward(const struct facts *f, struct span prefix)
{
	const char *p = f->subject_text->s + prefix.at, *end = p + prefix.len;

	while (p < end) {
		gsize n = strcspn(p, ":[(0123456789 ");
		const char *colon = memchr(p, ':', (gsize)(end - p));

		if (phrases_lookup(f->phrases, "reply-prefix", arena_strndup(f->arena, p, n)) != FORWARDED)
			return false;
		for (p = colon ? colon + 1 : end; p < end && *p == ' '; p++)
			;
	}
	return true;
}

static void
check(const struct facts *f, struct findings *out)
{
	struct span prefix = facts_subject_prefix(f);

	if (!prefix.len || prefix.len == f->subject_text->len)
		return;		/* nothing but a prefix is subject-missing */
	for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
		if (message_field(f->message, threads[i], 0))
			return;
	if (f->class != CLASS_BULK && is_forward(f, prefix))
		found_for(out, FORWARD_POINTS, f->subject_text, prefix,
			  "no field names the mail that is forwarded");
	else
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
	.needs    = FACTS_VIEWS | FACTS_CLASS,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Re: Your order 4711"), .at = "Re:"),
		HIT (SUBJECT("RE[2]: Fwd: Your order 4711"), .at = "RE[2]: Fwd:"),
		HIT (SUBJECT("Odp: Zamówienie 4711"), .at = "Odp:"),
		HIT (SUBJECT("Отв: Заказ 4711"), .at = "Отв:"),
		HIT (SUBJECT("RES: Pedido 4711"), .at = "RES:", .points = 15),
		HIT (SUBJECT("Fwd: Contact form"), .at = "Fwd:", .points = 5),
		HIT (SUBJECT("WG: ENC: Bestellung 4711"), .at = "WG: ENC:", .points = 5),
		HIT (SUBJECT("Fwd: Prices of November"), .class = CLASS_BULK, .points = 15),
		PASS(HEAD "Subject: Re: Your order 4711\nIn-Reply-To: <7@mail.example>\n\nYes.\n"),
		PASS(HEAD "Subject: Odp: Zam. 4711\nReferences: <7@mail.example>\n\nTak.\n"),
		PASS(SUBJECT("Repair 2210: finished")),
		PASS(SUBJECT("Return: how to send it back")),
		PASS(SUBJECT("Dot: umowa najmu")),	/* "concerning" */
		PASS(SUBJECT("Order 4711, re: delivery")),
	},
};
