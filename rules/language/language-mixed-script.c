#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->grammar_hits->len; i++) {
		const struct grammar_hit *h =
			&g_array_index(f->grammar_hits, struct grammar_hit, i);

		if (h->kind == GRAMMAR_MIXED)
			found(out, h->text, h->where, "letters that look alike come from two alphabets");
	}
}

const struct rule rule_language_mixed_script = {
	.id       = "language-mixed-script",
	.title    = "word of two alphabets",
	.why      = "Letters that only look right are how spam hides its words; filters score them, "
		    "and no search or screen reader finds the word.",
	.fix      = "Type the word again with one keyboard layout.",
	.ignore   = "When a brand is written so.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin UNICODE_OBFU_ASC, rspamd R_MIXED_CHARSET",
	.classes  = CLASS_ALL,
	.needs    = FACTS_GRAMMAR,
	.uncapped = true,
	.check    = check,
	.examples = {
		/* Latin c, Cyrillic the rest. */
		HIT (BODY("Здравствуйте! Ваш заказ cобран, его можно забрать завтра."), .at = "cобран"),
		HIT (BODY("Ваш зaкaз готов."), .at = "зaкaз"),
		/* Cyrillic а inside. */
		HIT (BODY("Please log in to your pаypal account to confirm your address."),
		     .at = "pаypal"),
		HIT (SUBJECT("Your pаssword"), .at = "pаssword"),
		PASS(BODY("Здравствуйте! Ваш заказ собран: e-почта, PDF-файл, Wi-Fi, SMSка и Googleа, "
			  "ГОГОЛЬfest, 3 кВт.")),
		PASS(BODY("The letter α, 5 µm and naïve Ελλάδα.")),
	},
};
