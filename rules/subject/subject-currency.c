#include "core/rule.h"

/* Words that say what the sum is of: an invoice may name it. */
static bool
is_service(const struct facts *f)
{
	for (guint i = 0; i < f->subject.hits->len; i++)
		if (g_str_equal(g_array_index(f->subject.hits, struct phrase_hit, i).list, "transactional"))
			return true;
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->figures->len; i++) {
		const struct figure *figure = &g_array_index(f->figures, struct figure, i);

		if (figure->body != &f->subject || figure->kind != FIGURE_AMOUNT || is_service(f))
			continue;
		found(out, f->subject.text, figure->where, "a sum of money");
		return;
	}
}

const struct rule rule_subject_currency = {
	.id       = "subject-currency",
	.title    = "subject names a sum of money",
	.why      = "Sums in subjects are typical of advertising, and one filter counts them; that "
		    "they cost mail is folklore.",
	.fix      = "Put the sum into the text, unless the mail is about an invoice or a payment.",
	.ignore   = "When the mail is about that sum: an invoice, a payment, a refund.",
	.points   = 3,
	.evidence = EVIDENCE_D,
	.source   = "rspamd SUBJECT_HAS_CURRENCY",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_FIGURES | FACTS_PHRASES,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Shoes from 49.90 EUR"), .at = "49.90", .points = 3),
		HIT (SUBJECT("Tylko 20 zł za buty"), .at = "20"),
		PASS(SUBJECT("Invoice 17: 49.90 EUR")),
		PASS(SUBJECT("Payment of $20 received")),
		PASS(SUBJECT("Your order 4711 is ready")),
	},
};
