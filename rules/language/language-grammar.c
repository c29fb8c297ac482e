#include "core/rule.h"

enum { EACH = 2 };

static void
check(const struct facts *f, struct findings *out)
{
	found_slips(f, out, GRAMMAR_SLIP, EACH);
}

const struct rule rule_language_grammar = {
	.id       = "language-grammar",
	.title    = "slip of grammar",
	.why      = "Readers take a text with mistakes for careless, or for the work of a swindler.",
	.fix      = "Write it as shown.",
	.ignore   = "When it is meant so. A site's grammar.txt takes a check out.",
	.points   = 10,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_GRAMMAR,
	.check    = check,
	.examples = {
		HIT (BODY("Dear Anna,\n\nwe have received a order from you today, and it is ready for "
			  "pickup in our shop."), .at = "a order", .points = 2),
		HIT (BODY("Dzień dobry,\n\ninformujemy że zamówienie jest gotowe do odbioru w naszym "
			  "sklepie."), .at = "informujemy że"),
		HIT (BODY("Здравствуйте,\n\nсообщаем Вам что заказ готов к выдаче в нашем магазине. "
			  "Приходите завтра."), .at = "сообщаем Вам что"),
		HIT (BODY("Olá,\n\no seu pedido está pronto para retirada em nossa loja à partir de "
			  "amanhã."), .at = "à partir"),
		PASS(BODY("Dear Anna,\n\nwe have received an order from you today, and it is ready "
			  "for pickup in our shop. A European size is on its label.")),
		PASS(BODY("Dzień dobry,\n\ninformujemy, że zamówienie jest gotowe, mimo że sklep był "
			  "zamknięty.")),
		/* In code, and in what others wrote. */
		PASS(HTML("<p>Dear Anna, your order is ready for pickup in our shop. Run this:</p>"
			  "<pre>echo we have received a order</pre>")),
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop.\n\n"
			  "> we have sent a order to your shop")),
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. The program says "
			  "`we have a order` then.\n\n-----Original Message-----\n"
			  "From: Anna <anna@mail.example>\nSent: Monday\nTo: Shop\n\n"
			  "I have sent a order to your shop.")),
		PASS(HTML("<p>Dear Anna, your order is ready for pickup in our shop.</p><blockquote>I have "
			  "sent a order to your shop.</blockquote><p>See you on Monday.</p>")),
		HIT (HTML("<blockquote>I have sent a order to your shop.</blockquote><p>Dear Anna, we have "
			  "received a order from you, and it is ready for pickup.</p>"),
		     .at = "a order", .points = 2),
	},
};
