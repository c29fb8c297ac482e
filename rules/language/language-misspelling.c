#include "core/rule.h"

enum { EACH = 3 };

static void
check(const struct facts *f, struct findings *out)
{
	found_slips(f, out, GRAMMAR_MISSPELLING, EACH);
}

const struct rule rule_language_misspelling = {
	.id       = "language-misspelling",
	.title    = "misspelt word",
	.why      = "A misspelt word makes readers doubt the sender, and typing errors are a "
		    "mark of phishing.",
	.fix      = "Correct the word.",
	.ignore   = "When the word is meant: a name, a quotation. A site's replace.txt takes it out.",
	.points   = 10,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_GRAMMAR | FACTS_DIACRITICS,
	.check    = check,
	.examples = {
		HIT (BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please bring "
			  "the reciept with you on Monday."), .at = "reciept", .points = 3),
		HIT (BODY("Dear Anna,\n\nyou will recieve your order tommorow, untill noon, and "
			  "definately the reciepts with it, and your money back."), .points = 10),
		HIT (BODY("Dzień dobry,\n\nTwoje zamówienie napewno dotrze do odbioru w naszym "
			  "sklepie przed poniedziałkiem."), .at = "napewno"),
		/* One word without its letters, in a text that has them. */
		HIT (BODY("Dzień dobry,\n\nTwoje zamowienie jest gotowe do odbioru w naszym sklepie. "
			  "Można też zapłacić na miejscu."), .at = "zamowienie"),
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please bring "
			  "the receipt with you on Monday.")),
		/* Names, quotations, addresses. */
		PASS(BODY("Dear Anna,\n\nplease ask for Mr Thier in our shop, or write to him at "
			  "recieve@shop.example about your order.\n\n> did you recieve it")),
		PASS(HTML("<p>Dear Anna, your order is ready for pickup in our shop, with the receipt "
			  "that you asked for:</p><div class=\"gmail_quote\">I did not recieve it.</div>")),
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. The field is called "
			  "`Recieve at` there.")),
		/* Each language has its own. */
		PASS(BODY("Bonjour Anna,\n\nvotre commande est prête dans notre magasin. Merci de "
			  "vérifier votre adresse avant lundi.")),
	},
};
