#include "core/rule.h"

/* Words that sell, as body-commercial-content weighs them; what weighs less is a hint. */
enum { SELLS = 2, ENOUGH = 4 };

/* Words: a greeting and a line or two.  After more than that the mail did not begin with an offer,
   though nobody recognised what it was about. */
enum { BEGINNING = 15 };

static bool
is_own(const struct facts *f, const struct body *b, const struct phrase_hit *h)
{
	return facts_speaks(f, h->language) && !(b->words.v[h->first].flags & WORD_QUOTED);
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct body *b = f->main;
	const struct phrase_hit *first = NULL;
	int weight = 0;

	for (guint i = 0; b && i < b->hits->len; i++) {
		const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, i);

		if (!is_own(f, b, h))
			continue;
		if (g_str_equal(h->list, "transactional")) {
			if (first && weight >= ENOUGH)
				found(out, b->text, first->where, "what the mail is about comes later");
			return;
		}
		if (g_str_equal(h->list, "commercial") && h->weight >= SELLS &&
		    !(first && g_str_equal(first->entry, h->entry))) {
			if (!first && h->first > BEGINNING)
				return;
			first = first ? first : h;
			weight += h->weight;
		}
	}
}

const struct rule rule_body_commercial_first = {
	.id       = "body-commercial-first",
	.title    = "advertising comes before the message",
	.why      = "A mail that begins with an offer is advertising to law and reader, whatever follows.",
	.fix      = "Begin with the order, the repair or the invoice.",
	.ignore   = "When the reader asked for the offer first.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "16 CFR 316.3(a)(2)",
	.classes  = CLASS_TRANSACTIONAL,
	.needs    = FACTS_PHRASES | FACTS_LANGUAGE,
	.check    = check,
	.examples = {
		HIT (BODY("Shop now: up to 40 % off, today only!\n\nDear Anna, your order was shipped this "
			  "morning and will be there on Monday."), .at = "Shop now", .points = 10),
		HIT (BODY("Wyprzedaż do -50 %, tylko dziś!\n\nDzień dobry, Twoje zamówienie zostało wysłane "
			  "dzisiaj rano."), .at = "Wyprzedaż"),
		PASS(BODY("Dear Anna, your order was shipped this morning and will be there on Monday.\n\n"
			  "Shop now: up to 40 % off, today only!")),
		PASS(BODY("Dear Anna, the bicycle that you brought to us on Monday has new brakes and a new "
			  "chain. Shop now: up to 40 % off, today only! Your order number is 4711.")),
		PASS(BODY("Black Friday is over, and your order was shipped this morning.")),
		PASS(BODY("Shop now: up to 40 % off, today only!")),
	},
};
