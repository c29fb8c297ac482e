#include "core/rule.h"

enum { WEIGHT_LEAST = 2 };	/* lighter words stand in service mail too */

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->subject.hits->len; i++) {
		const struct phrase_hit *h = &g_array_index(f->subject.hits, struct phrase_hit, i);

		if (!g_str_equal(h->list, "commercial") || h->weight < WEIGHT_LEAST ||
		    !facts_speaks(f, h->language))
			continue;
		found(out, f->subject.text, h->where, "\"%s\" sells",
		      arena_strndup(f->arena, f->subject.text->s + h->where.at, h->where.len));
		return;
	}
}

const struct rule rule_subject_commercial = {
	.id       = "subject-commercial",
	.title    = "subject of a service message advertises",
	.why      = "A subject that sells makes the whole message advertising, by law in the USA "
		    "and in the eyes of mailbox providers, who want offers kept apart from "
		    "receipts and notices.",
	.fix      = "Name only what happened: the order, the invoice, the repair. Send offers "
		    "separately, to people who asked for them.",
	.ignore   = "When the word belongs to the order itself: the voucher bought, the "
		    "subscription that ends.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "16 CFR 316.3(a)(2)(i); Gmail sender guidelines",
	.classes  = CLASS_TRANSACTIONAL,
	.needs    = FACTS_PHRASES | FACTS_LANGUAGE,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Order 4711 shipped - save up to 40 % today"), .at = "save up to"),
		HIT (HEAD "Subject: Faktura 17 i kod rabatowy dla Ciebie\n\nTwoje zamowienie jest "
		     "gotowe do odbioru w naszym sklepie od jutra rano.\n", .at = "kod rabatowy dla"),
		HIT (SUBJECT("Ваш заказ отправлен. Распродажа только сегодня!"),
		     .at = "Распродажа"),
		HIT (SUBJECT("Seu pedido foi enviado - frete grátis na próxima compra"),
		     .at = "frete grátis na"),
		HIT (SUBJECT("Your receipt and our Black Friday"), .at = "Black Friday"),
		PASS(SUBJECT("Invoice 4711 with sales tax")),
		PASS(SUBJECT("Your trial period ends on Friday")),
		PASS(SUBJECT("Reklamacja 17/2026 została przyjęta")),
		PASS(SUBJECT("Zamówienie 4711: rabat naliczony")),
		PASS(SUBJECT("Godziny pracy z okazji świąt")),
		PASS(SUBJECT("Рекламация 17 принята")),
		PASS(SUBJECT("Cupom fiscal do pedido 4711")),
		PASS(SUBJECT("Subscription to our newsletter is confirmed")),	/* weight 1 */
	},
};
