#include "core/rule.h"

enum { LEAST = 100, SHARE = 50 };	/* letters; percent */

static void
check(const struct facts *f, struct findings *out)
{
	guint all = 0, capitals = 0;
	const struct word *first = NULL;

	for (guint i = 0; f->main && i < f->main->words.n; i++) {
		const struct word *w = &f->main->words.v[i];

		if (w->flags & (WORD_OTHER | WORD_DIGITS | WORD_QUOTED))
			continue;
		all += w->points;
		if (!(w->flags & WORD_CAPITALS))
			continue;
		capitals += w->points;
		first = first ? first : w;
	}
	if (first && all >= LEAST && capitals * 100 > all * SHARE)
		found(out, f->main->text, word_span(first), "%u of %u letters are in words of capitals",
		      capitals, all);
}

#define SHOUT "DEAR CUSTOMER YOUR ORDER IS READY AND WAITS FOR YOU IN OUR SHOP UNTIL FRIDAY EVENING "
#define CALM  "Dear customer, your order is ready and waits for you in our shop until Friday. "

const struct rule rule_body_uppercase = {
	.id       = "body-uppercase",
	.title    = "the text is written in capitals",
	.why      = "Capitals are slow to read and sound like shouting. That filters mind is "
		    "folklore.",
	.fix      = "Write sentences as usual; keep capitals for codes and abbreviations.",
	.ignore   = "When it is a table of codes, or a clause that the law wants in "
		    "capitals.",
	.points   = 3,
	.evidence = EVIDENCE_D,
	.classes  = CLASS_ALL & ~CLASS_LIST,
	.needs    = FACTS_WORDS,
	.check    = check,
	.examples = {
		HIT (BODY(SHOUT SHOUT), .at = "DEAR", .points = 3),
		HIT (BODY("ДОРОГАЯ АННА, ВАШ ЗАКАЗ ГОТОВ И ЖДЁТ ВАС В НАШЕМ МАГАЗИНЕ ДО ВЕЧЕРА ПЯТНИЦЫ, "
			  "ПРИХОДИТЕ В ЛЮБОЕ УДОБНОЕ ДЛЯ ВАС ВРЕМЯ, МЫ РАБОТАЕМ БЕЗ ВЫХОДНЫХ.")),
		PASS(BODY(CALM CALM "THE SHOP")),
		PASS(BODY("ORDER 4711: READY")),
		PASS(BODY(CALM "AB12CD34 EF56GH78 IJ90KL12 MN34OP56 QR78ST90 UV12WX34 YZ56AB78 CD90EF12")),
	},
};
