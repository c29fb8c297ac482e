#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	const GArray *from = message_addresses(f->message, "From");
	const struct field *field = message_field(f->message, "From", 0);

	for (guint i = 0; f->phrases && i < from->len; i++) {
		const struct address *a = &g_array_index(from, struct address, i);

		if (!*a->domain || !phrases_lookup(f->phrases, "freemail", a->domain))
			continue;
		found(out, field->value, a->where.at + a->where.len <= field->value->len
		      ? a->where : text_all(field->value), "an address at %s", a->domain);
		return;
	}
}

#define FROM(s) "From: " s "\nTo: Anna <anna@mail.example>\nSubject: Order 4711\n\nHello Anna.\n"

const struct rule rule_auth_freemail_from = {
	.id       = "auth-freemail-from",
	.title    = "the sender has a free mailbox, but this server sends",
	.why      = "Providers of free mailboxes let receivers refuse or file as spam what their own "
		    "servers did not send: DMARC at gmail.com, yahoo.com, aol.com and mail.ru.",
	.fix      = "Send from an address of your own domain; put the free mailbox into Reply-To if need be.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "Gmail sender guidelines; RFC 7489; SpamAssassin FORGED_YAHOO_RCVD",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (FROM("Shop <shop.london@gmail.com>"), .at = "shop.london@gmail.com"),
		HIT (FROM("sklep@WP.pl"), .at = "sklep@WP.pl"),
		HIT (FROM("Loja <loja@bol.com.br>")),
		PASS(SUBJECT("Your order")),
		PASS(FROM("Gmail Shop <gmail.com@shop.example>")),
		PASS(FROM("Shop <shop@shop.example>\nReply-To: shop@gmail.com")),
		PASS(FROM("Anna <anna@mail.gmail.com.shop.example>")),
	},
};
