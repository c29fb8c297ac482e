#include "core/rule.h"

static bool
is_freemail(const struct facts *f, const char *domain)
{
	return *domain && phrases_lookup(f->phrases, "freemail", domain);
}

/* A form on a web site sends to the shop itself, and lets it answer the visitor. */
static bool
is_to_own(const struct facts *f, const char *domain)
{
	const GArray *to = message_addresses(f->message, "To");

	for (guint i = 0; i < to->len; i++)
		if (!g_str_equal(g_array_index(to, struct address, i).domain, domain))
			return false;
	return to->len > 0;
}

static void
check(const struct facts *f, struct findings *out)
{
	const GArray *from = message_addresses(f->message, "From");
	const GArray *reply = message_addresses(f->message, "Reply-To");
	const struct field *field = message_field(f->message, "Reply-To", 0);
	const char *sender;

	if (!f->phrases || !field || !from->len)
		return;
	sender = g_array_index(from, struct address, 0).domain;
	for (guint i = 0; i < reply->len; i++) {
		const struct address *a = &g_array_index(reply, struct address, i);

		if (!is_freemail(f, a->domain) || g_str_equal(a->domain, sender) || is_to_own(f, sender))
			continue;
		found(out, field->value, a->where.at + a->where.len <= field->value->len
		      ? a->where : text_all(field->value), "replies go to a mailbox at %s", a->domain);
		return;
	}
}

#define REPLY(from, to, reply) "From: " from "\nTo: " to "\nReply-To: " reply \
	"\nSubject: Order 4711\n\nHello Anna, your order is ready.\n"

const struct rule rule_headers_reply_to_freemail = {
	.id       = "headers-reply-to-freemail",
	.title    = "replies go to a free mailbox",
	.why      = "Fraud works like this: a trusted sender in front, a free mailbox behind. Filters add "
		    "two to three points.",
	.fix      = "Let Reply-To be an address of your own domain that somebody reads.",
	.ignore   = "When it is the only mailbox that the firm reads, and readers know it.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin FREEMAIL_FORGED_REPLYTO; rspamd FREEMAIL_REPLYTO_NEQ_FROM_DOM",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (REPLY("shop@shop.example", "anna@mail.example", "shop.owner@gmail.com"),
		     .at = "shop.owner@gmail.com"),
		HIT (REPLY("loja@loja.example", "ana@mail.example", "Loja <loja@bol.com.br>")),
		HIT (REPLY("sklep@gmail.com", "ania@mail.example", "sklep@wp.pl")),
		PASS(REPLY("shop@shop.example", "anna@mail.example", "help@shop.example")),
		PASS(REPLY("sklep@wp.pl", "ania@mail.example", "sklep.rowery@wp.pl")),
		PASS(REPLY("form@shop.example", "owner@shop.example", "visitor@gmail.com")),
		PASS(SUBJECT("Your order")),
	},
};
