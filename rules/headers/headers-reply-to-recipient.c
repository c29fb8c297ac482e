#include "core/rule.h"

enum { PERSONAL_POINTS = 5 };	/* who writes to a team may want answers to go there */

static bool
is_same(const struct address *a, const struct address *b)
{
	return *a->domain && g_str_equal(a->domain, b->domain) &&
	       g_ascii_strcasecmp(a->local, b->local) == 0;
}

static const struct address *
only(const struct facts *f, const char *name)
{
	const GArray *all = message_addresses(f->message, name);

	return all->len == 1 ? &g_array_index(all, struct address, 0) : NULL;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *field = message_field(f->message, "Reply-To", 0);
	const struct address *from, *to, *reply;
	bool is_program = f->class & (CLASS_TRANSACTIONAL | CLASS_BULK);

	if (!field || message_field(f->message, "List-Id", 0) || message_field(f->message, "Precedence", 0))
		return;		/* a list does so */
	from = only(f, "From");
	to = only(f, "To");
	reply = only(f, "Reply-To");
	if (!from || !to || !reply || !is_same(reply, to) || g_str_equal(from->domain, to->domain))
		return;		/* within one domain it is mail to oneself */
	found_for(out, is_program ? found_rule(out)->points : PERSONAL_POINTS, field->value, reply->where,
		  "answers go back to whoever writes them");
}

#define REPLY(to, reply) "From: a@shop.example\nTo: " to "\nReply-To: " reply "\nSubject: Order\n\nHello.\n"

const struct rule rule_headers_reply_to_recipient = {
	.id       = "headers-reply-to-recipient",
	.title    = "Reply-To is the recipient's own address",
	.why      = "Answers never reach you, and filters know the trick from spam.",
	.fix      = "Let Reply-To be a mailbox of yours; two variables were probably mixed up.",
	.ignore   = "When the recipient is a group that is to discuss it.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "rspamd REPLYTO_EQ_TO_ADDR",
	.classes  = CLASS_ALL & ~CLASS_LIST,
	.needs    = FACTS_MESSAGE | FACTS_CLASS,
	.check    = check,
	.examples = {
		HIT (REPLY("Anna <anna@mail.example>", "Anna@mail.example"), .at = "Anna@mail.example", .points = 15),
		HIT (REPLY("team@mail.example", "team@mail.example"), .class = CLASS_PERSONAL,
		     .points = PERSONAL_POINTS),
		PASS(REPLY("team@mail.example", "team@mail.example\nPrecedence: list")),
		PASS(REPLY("anna@mail.example", "help@shop.example")),
		PASS(REPLY("owner@shop.example", "owner@shop.example")),
		PASS(REPLY("anna@mail.example, bob@mail.example", "anna@mail.example")),
		PASS(SUBJECT("Your order")),
	},
};
