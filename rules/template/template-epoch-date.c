#include "core/rule.h"

/* Words before the date within so many bytes may say that somebody was born. */
enum { BEFORE = 60 };

static bool
is_birth(const struct facts *f, const struct accident *a)
{
	for (guint i = 0; a->body->hits && i < a->body->hits->len; i++) {
		const struct phrase_hit *h = &g_array_index(a->body->hits, struct phrase_hit, i);

		if (g_str_equal(h->list, "birth") && h->where.at < a->where.at &&
		    h->where.at + h->where.len + BEFORE > a->where.at && facts_speaks(f, h->language))
			return true;
	}
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	bool first = true;

	for (guint i = 0; i < f->accidents->len; i++) {
		const struct accident *a = &g_array_index(f->accidents, struct accident, i);

		if (a->kind != ACCIDENT_EPOCH || is_birth(f, a))
			continue;
		if (first)
			found(out, a->body->text, a->where, "it is what a program shows for no date");
		else
			found_also(out, a->body->text, a->where);
		first = false;
	}
}

const struct rule rule_template_epoch_date = {
	.id       = "template-epoch-date",
	.title    = "a date was never set",
	.why      = "\"Delivery on 01.01.1970\" tells the reader nothing but that the program failed.",
	.fix      = "Leave the line out when there is no date.",
	.ignore   = "When the mail really speaks of that day.",
	.points   = 20,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL & ~(CLASS_LIST | CLASS_PERSONAL),
	.needs    = FACTS_ACCIDENTS | FACTS_PHRASES | FACTS_LANGUAGE,
	.check    = check,
	.examples = {
		HIT (BODY("Delivery on 01.01.1970 between 9 and 17."), .at = "01.01.1970", .points = 20),
		HIT (BODY("Termin płatności: 0000-00-00"), .at = "0000-00-00"),
		HIT (BODY("Entrega prevista: Invalid Date."), .at = "Invalid Date"),
		HIT (HTML("<p>Дата доставки: 30.11.-0001</p>"), .at = "30.11.-0001"),
		HIT (SUBJECT("Your visit on 12/31/1969"), .at = "12/31/1969"),
		PASS(BODY("Date of birth: 01.01.1970. Your visit is on 24.11.2026.")),
		PASS(BODY("Pacjentka urodzona 01.01.1970, wizyta 24.11.2026.")),
		PASS(BODY("Дата рождения: 01.01.1970")),
		PASS(BODY("Version 1.01.01.1970 or 101.01.1970 or 01.01.1970-5 or 2010-00-000")),
		PASS(BODY("Delivery on 01.01.1971; the phone is 0000-00-001.")),
	},
};
