#include "core/rule.h"

/* A greeting that could go to anybody; the list's weight tells how bad it is. */
static void
check(const struct facts *f, struct findings *out)
{
	const struct body *b = f->main;

	for (guint k = 0; b && k < b->hits->len; k++) {
		const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, k);

		if (!g_str_equal(h->list, "generic-greeting") || !facts_speaks(f, h->language) ||
		    !(b->words.v[h->first].flags & WORD_SENTENCE))
			continue;
		found_for(out, MIN(h->weight, 10), b->text, h->where, "it could go to anybody");
		return;
	}
}

const struct rule rule_body_greeting = {
	.id       = "body-greeting",
	.title    = "the greeting is impersonal",
	.why      = "Phishing does not know its reader's name, so readers and filters look at how "
		    "they are greeted.",
	.fix      = "Greet by name, or leave the greeting out.",
	.points   = 10,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin DEAR_FRIEND, DEAR_SOMETHING, DEAR_WINNER",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_PHRASES | FACTS_LANGUAGE,
	.check    = check,
	.examples = {
		HIT (BODY("Dear Friend,\n\nwe have an offer for the people of your town."),
		     .at = "Dear Friend", .points = 10),
		HIT (BODY("Dear customer,\n\nyour order is ready for you in our shop."),
		     .at = "Dear customer", .points = 3),
		PASS(BODY("Dear Anna,\n\nyour order is ready for you in our shop.")),
		PASS(BODY("Hello Anna,\n\nour dear customer Ms Smith sends you her regards.")),
	},
};
