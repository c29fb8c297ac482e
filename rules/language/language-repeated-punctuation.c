#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	bool told = false;

	for (guint i = 0; i < f->grammar_hits->len; i++) {
		const struct grammar_hit *h =
			&g_array_index(f->grammar_hits, struct grammar_hit, i);

		if (h->kind != GRAMMAR_MARKS || h->text == f->subject_text)
			continue;
		if (told)
			found_also(out, h->text, h->where);
		else
			found(out, h->text, h->where, "one \"%s\" is enough", h->instead);
		told = true;
	}
}

const struct rule rule_language_repeated_punctuation = {
	.id       = "language-repeated-punctuation",
	.title    = "repeated punctuation",
	.why      = "Marks in a row are the tone of chats and of spam; filters score them.",
	.fix      = "Use one mark.",
	.ignore   = "Between people who know each other.",
	.points   = 3,
	.evidence = EVIDENCE_C,
	.classes  = CLASS_ALL,
	.needs    = FACTS_GRAMMAR,
	.level    = LEVEL_NOTE,
	.check    = check,
	.examples = {
		HIT (BODY("Dear Anna,\n\nyour order is ready!! Please come to our shop on Monday."),
		     .at = "!!"),
		HIT (BODY("Dear Anna,\n\nyour order is ready,, please come to our shop on Monday."),
		     .at = ",,"),
		HIT (BODY("Привет!!! Заказ готов."), .at = "!!!"),
		PASS(BODY("Dear Anna,\n\nyour order is ready! Please come to our shop on Monday... "
			  "You have not ordered?! See ../shop/help, or 1..5.")),
		PASS(BODY("Wie bitte?.. Das ist neu!\n\n> what!!!")),
	},
};
