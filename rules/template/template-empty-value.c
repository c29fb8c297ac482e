#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->template_hits->len; i++) {
		const struct template_hit *h =
			&g_array_index(f->template_hits, struct template_hit, i);

		if (h->kind != TEMPLATE_EMPTY_VALUE || h->repeated)
			continue;
		if (g_str_equal(h->pattern, "empty-greeting"))
			found(out, h->text, h->where, "a greeting without a name");
		else if (g_str_equal(h->pattern, "empty-closing"))
			found(out, h->text, h->where, "a closing without a name");
		else if (g_str_equal(h->pattern, "empty-label"))
			found(out, h->text, h->where, "nothing follows it");
		else
			found(out, h->text, h->where, "brackets around nothing");
		found_hit_again(f, out, h);
	}
}

const struct rule rule_template_empty_value = {
	.id       = "template-empty-value",
	.title    = "a value is empty",
	.why      = "\"Dear ,\" shows the seams of the template, and the reader misses what should "
		    "have stood there.",
	.fix      = "Give the field a default, or leave the sentence out when it is empty.",
	.ignore   = "When the label stands alone on purpose: a form to fill in by hand.",
	.points   = 20,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL & ~CLASS_LIST,
	.needs    = FACTS_TEMPLATE,
	.check    = check,
	.examples = {
		HIT (BODY("Your order was shipped ( )."), .at = "( )", .points = 20),
		HIT (BODY("Wysłaliśmy paczkę ( ), dziękujemy."), .at = "( )"),
		HIT (BODY("Dear ,\nyour order is ready."), .at = "Dear ,"),
		HIT (BODY("Witaj !\nZamówienie jest gotowe."), .at = "Witaj !"),
		HIT (BODY("Здравствуйте ,\nзаказ готов."), .at = "Здравствуйте ,"),
		HIT (BODY("Dear Mr. ,\nyour order is ready."), .at = "Dear Mr. ,"),
		HIT (BODY("Szanowny Panie ,\nzamówienie jest gotowe."), .at = "Szanowny Panie ,"),
		HIT (BODY("Sehr geehrte Frau ,\nIhre Bestellung ist fertig."),
		     .at = "Sehr geehrte Frau ,"),
		HIT (BODY("Bonjour ,\nvotre commande est prête."), .at = "Bonjour ,"),
		HIT (BODY("Olá ,\nseu pedido chegou."), .at = "Olá ,"),
		HIT (BODY("Estimado Sr. ,\nsu pedido está listo."), .at = "Estimado Sr. ,"),
		HIT (BODY("Gentile ,\nil tuo ordine è pronto."), .at = "Gentile ,"),
		HIT (BODY("Kedves !\nA rendelése átvehető."), .at = "Kedves !"),
		HIT (BODY("Шановний ,\nваше замовлення готове."), .at = "Шановний ,"),
		HIT (BODY("Your order is ready.\n\nBest regards,\n,\nShop"),
		     .at = "Best regards,\n,"),
		HIT (BODY("Zamówienie jest gotowe.\n\nZ poważaniem\n, \n"),
		     .at = "Z poważaniem\n,"),
		HIT (BODY("Order number:\nTotal: 49.90"), .at = "Order number"),
		HIT (BODY("Dziękujemy za wpłatę.\nKwota:\n"), .at = "Kwota"),
		PASS(BODY("Dear Anna, hello!\nDzień dobry,\nOlá!")),
		PASS(BODY("Order number:\n4711\nTotal:\n49.90")),
		PASS(BODY("Total: 49.90\nOrder number: 4711")),
		PASS(HEAD "Subject: Re: Order\nIn-Reply-To: <2@mail.example>\n\nHello ,\ncall me.\n"),	/* typed so */
		PASS(BODY("Your order is ready.\n\nBest regards,\n\nAnna, Shop")),
		PASS(BODY("Zamówienie jest gotowe.\n\nPozdrawiamy,\nZespół sklepu")),
		PASS(BODY("Your order is ready.\n\nMany thanks,\n")),
		PASS(BODY("Bonjour !\nVotre commande est prête.")),
		PASS(BODY("Will you come? ( ) yes ( ) no")),
		PASS(BODY("Call main() and then exit();")),
		PASS(BODY("Your order was shipped (7 items).")),
	},
};
