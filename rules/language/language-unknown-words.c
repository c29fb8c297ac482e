#include "core/rule.h"

enum { SHOWN = 6 };

/* Of the finding itself and of `found_also`. */
static void
check(const struct facts *f, struct findings *out)
{
	const struct unknown_word *u = (const struct unknown_word *)(void *)f->unknown_words->data;
	guint n = f->unknown_words->len;
	GString *names;

	if (n == 0)
		return;
	names = g_string_new(NULL);
	for (guint i = 0; i < MIN(n, SHOWN); i++)
		g_string_append_printf(names, "%s%.*s", i ? ", " : "", (int)u[i].where.len,
				       u[i].body->text->s + u[i].where.at);
	if (n > SHOWN)
		found(out, u->body->text, u->where, "not in the dictionary: %s and %u more",
		      names->str, n - SHOWN);
	else
		found(out, u->body->text, u->where, "not in the dictionary: %s", names->str);
	for (guint i = 1; i < n; i++)
		found_also(out, u[i].body->text, u[i].where);
	g_string_free(names, TRUE);
}

const struct rule rule_language_unknown_words = {
	.id       = "language-unknown-words",
	.title    = "words that no dictionary knows",
	.why      = "A misspelt word makes readers doubt the sender, and typing errors are a "
		    "mark of phishing.",
	.fix      = "Look at each word; correct it, or add it to words.txt of your dictionaries "
		    "if it is right.",
	.ignore   = "When the word is right: a name, a term of the trade. Put it into "
		    "words.txt once.",
	.points   = 5,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL,
	.needs    = FACTS_SPELLING,
	.level    = LEVEL_NOTE,
	.check    = check,
	.examples = {
		HIT (BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please bring "
			  "the reciept with you on Monday."), .at = "reciept"),
		HIT (BODY("Dzień dobry,\n\nTwoje zamówienie jest gotowe do odbioru w naszym sklepie. "
			  "Prosimy zabrać ze sobą paargon."), .at = "paargon"),
		HIT (BODY("Здравствуйте,\n\nваш заказ готов к выдаче в нашем магазине. Пожалуйста, "
			  "возьмите с собой квитонцию."), .at = "квитонцию"),
		HIT (BODY("Olá,\n\no seu pedido está pronto para retirada em nossa loja. Por favor, "
			  "traga o seu comprovamte."), .at = "comprovamte"),
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please bring "
			  "the receipt with you on Monday.")),
		/* Names, addresses, codes and what others wrote are no mistakes. */
		PASS(BODY("Dear Anna,\n\nplease ask for Zbigniew Wojciechowski or write to "
			  "pomoc@shop.example about ORD-4711-XKCD and your iPhone.\n\n"
			  "> the reciept is wrogn")),
		PASS(BODY("Hej Anna,\n\ndin beställning är klar att hämtas i vår butik på måndag, "
			  "välkommen tillbaka.")),	/* no dictionary: not judged */
		/* A short quotation in another language. */
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please bring "
			  "the receipt with you.\n\nAlles pünktlich angekommen, danke!")),
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please ask "
			  "there for the al-Tawhid and the l'Hawnet.")),
		PASS(BODY("Ещё раз спасибо: заказ собран, привезём его в понедельник. Всё готово "
			  "к выдаче.")),
	},
};
