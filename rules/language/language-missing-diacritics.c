#include "core/rule.h"

/* From the first word to the last. */
static struct span
all_of(const struct body *b, const struct paragraph *p)
{
	const struct word *first = &b->words.v[p->first], *last = &b->words.v[p->first + p->n - 1];

	return (struct span){ first->at, last->at + last->len - first->at };
}

static void
check(const struct facts *f, struct findings *out)
{
	bool told = false;

	for (guint i = 0; i < f->n_bodies; i++) {
		const struct body *b = &f->bodies[i];

		for (guint k = 0; k < b->paragraphs->len; k++) {
			const struct paragraph *p =
				&g_array_index(b->paragraphs, struct paragraph, k);

			if (!p->without_diacritics || !p->n)
				continue;
			if (told)
				found_also(out, b->text, all_of(b, p));
			else
				found(out, b->text, all_of(b, p), "not one letter has a diacritic");
			told = true;
		}
	}
}

const struct rule rule_language_missing_diacritics = {
	.id       = "language-missing-diacritics",
	.title    = "text without the letters of its language",
	.why      = "Text typed without diacritics looks machine-made, some words change their "
		    "meaning, and spelling could not be checked.",
	.fix      = "Write with all letters of the language, and send in UTF-8.",
	.ignore   = "When the text must be ASCII: it becomes a text message, or an old "
		    "program reads it.",
	.points   = 5,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_DIACRITICS,
	.level    = LEVEL_NOTE,
	.check    = check,
	.examples = {
		HIT (BODY("Dzien dobry,\n\nTwoje zamowienie zostalo wyslane dzisiaj rano. Prosze "
			  "sprawdzic, czy wszystkie produkty sa zgodne z zamowieniem. Jezeli cos sie nie "
			  "zgadza, prosimy o kontakt z nasza obsluga klienta pod numerem podanym na "
			  "stronie. Dziekujemy za zaufanie i zapraszamy ponownie.")),
		HIT (BODY("Ola,\n\na sua encomenda foi enviada hoje de manha. Por favor, verifique se "
			  "todos os produtos estao de acordo com o pedido. Se algo nao estiver certo, "
			  "entre em contato com o nosso servico de atencao ao cliente. Voce tambem pode "
			  "responder a esta mensagem, que lemos todos os dias. Agradecemos a sua compra e "
			  "esperamos por uma nova visita em nossa loja, onde ha sempre algo novo para "
			  "ver e para levar.")),
		PASS(BODY("Dzień dobry,\n\nTwoje zamówienie zostało wysłane dzisiaj rano. Proszę "
			  "sprawdzić, czy wszystkie produkty są zgodne z zamówieniem. Jeżeli coś się nie "
			  "zgadza, prosimy o kontakt z naszą obsługą klienta.")),
		/* Too short to say. */
		PASS(BODY("Dzien dobry,\n\nTwoje zamowienie jest gotowe do odbioru w naszym sklepie.")),
		/* Languages that do without. */
		PASS(BODY("Dear Anna,\n\nyour order was sent this morning. Please look whether all the "
			  "goods are in the box and as you ordered them. If something is missing, write "
			  "to us or call the number that you find on our page. We thank you for your "
			  "trust and hope to see you in our shop again soon, perhaps on Saturday.")),
		/* A table of names and numbers is no text. */
		PASS(BODY("Jan Kowalski 4711 KRAKOW\nAnna Nowak 4712 GDANSK\nPiotr Wilk 4713 LUBLIN\n"
			  "Ewa Lis 4714 OPOLE\nAdam Sowa 4715 KIELCE\nMaria Kot 4716 PILA\n"
			  "Marek Baran 4717 TORUN\nZofia Koza 4718 RADOM\nPawel Dzik 4719 KONIN\n")),
	},
};
