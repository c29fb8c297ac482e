#include "core/rule.h"

/* Of weights.  A word that stands there often counts twice; all light ones together are
   worth one, because the rows of an order have them ("Discount", "Free shipping").  What
   sells says so in more than one way: a single word is a hint, unless a site or a policy
   listed it. */
enum { HINT = 3, SOME = 4, MUCH = 7, ALONE = 6, OWN = 4, LIGHT = 1, OFTEN = 2, TERMS = 64,
       TERMS_SHOWN = 6 };

struct term {
	const char *entry;
	guint times;
};

struct tally {
	struct term terms[TERMS];
	guint n;
	int weight, heaviest;
	bool light;
	GString *names;
	const struct text *text[LIMIT_PLACES];
	struct span at[LIMIT_PLACES];
	guint places;
};

static struct term *
term(struct tally *t, const char *entry)
{
	for (guint i = 0; i < t->n; i++)
		if (g_str_equal(t->terms[i].entry, entry))
			return &t->terms[i];
	if (t->n == TERMS)
		return NULL;
	t->terms[t->n] = (struct term){ .entry = entry };
	return &t->terms[t->n++];
}

static void
count(struct tally *t, const struct body *b, const struct phrase_hit *h)
{
	struct term *x = term(t, h->entry);

	if (!x || x->times == OFTEN)
		return;
	if (x->times++ == 0 && t->n <= TERMS_SHOWN)
		g_string_append_printf(t->names, "%s%.*s", t->n > 1 ? ", " : "",
				       (int)h->where.len, b->text->s + h->where.at);
	if (h->weight > LIGHT || !t->light)
		t->weight += h->weight;
	t->light |= h->weight == LIGHT;
	t->heaviest = MAX(t->heaviest, h->weight);
	if (t->places == LIMIT_PLACES)
		return;
	t->text[t->places] = b->text;
	t->at[t->places++] = h->where;
}

/* Hits of several languages on the same words count once. */
static void
count_body(struct tally *t, const struct facts *f, const struct body *b)
{
	guint end = 0;

	for (guint i = 0; i < b->hits->len; i++) {
		const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, i);

		if (!g_str_equal(h->list, "commercial") || !facts_speaks(f, h->language) ||
		    h->first < end || (b->words.v[h->first].flags & WORD_QUOTED))
			continue;
		end = h->first + h->n;
		count(t, b, h);
	}
}

static int
points_of(const struct tally *t)
{
	if (t->weight >= MUCH && t->n > 1)
		return 25;
	if (t->weight >= SOME && (t->n > 1 || t->weight >= ALONE || t->heaviest >= OWN))
		return 15;
	return t->heaviest >= HINT || t->weight >= SOME ? 5 : 0;
}

static void
check(const struct facts *f, struct findings *out)
{
	struct tally t = { .names = g_string_new(NULL) };
	int points;

	for (guint i = 0; i < f->n_bodies; i++)
		if (!f->bodies[i].alternative)
			count_body(&t, f, &f->bodies[i]);
	points = points_of(&t);
	if (points)
		found_for(out, points, t.text[0], t.at[0], "these words sell: %s", t.names->str);
	for (guint i = 1; points && i < t.places; i++)
		found_also(out, t.text[i], t.at[i]);
	g_string_free(t.names, TRUE);
}

const struct rule rule_body_commercial_content = {
	.id       = "body-commercial-content",
	.title    = "service message contains advertising",
	.why      = "Mailbox providers ask that receipts and notices carry no promotions: the "
		    "advertising brings complaints, and these take the notices down with it.",
	.fix      = "Leave only what the customer waits for. Send the offer as a newsletter, to "
		    "those who agreed to get one.",
	.ignore   = "When the offer is what the customer ordered: a voucher, a "
		    "subscription, the terms of a sale.",
	.points   = 25,
	.evidence = EVIDENCE_B,
	.source   = "Gmail, Yahoo and Apple sender guidelines; WP.pl",
	.classes  = CLASS_TRANSACTIONAL,
	.needs    = FACTS_PHRASES | FACTS_LANGUAGE,
	.check    = check,
	.examples = {
		HIT (BODY("Thank you for your order. You might also like our new collection.\n\n"
			  "Shop now with promo code SPRING: today only!"),
		     .at = "You might also like", .points = 25),
		HIT (BODY("Your parcel is on its way.\n\nLast chance: free shipping on your next "
			  "order."), .at = "Last chance", .points = 25),
		HIT (BODY("Dziękujemy za zamówienie.\n\nSkorzystaj z okazji: wyprzedaż do -50 %, "
			  "tylko dziś!"), .at = "Skorzystaj z okazji", .points = 25),
		HIT (BODY("Ваш заказ отправлен.\n\nТолько сегодня скидки на весь каталог."),
		     .at = "Только сегодня", .points = 15),
		HIT (BODY("Seu pedido foi enviado.\n\nNão perca: frete grátis em toda a loja!"),
		     .at = "Não perca", .points = 15),
		HIT (BODY("Your invoice is ready. Pay by Friday and get a coupon for 10% off your next "
			  "order."), .at = "coupon", .points = 25),
		HIT (BODY("Your order 4711 was shipped.\n\nBlack Friday begins at midnight."),
		     .at = "Black Friday", .points = 5),	/* a hint */
		HIT (BODY("Ihre Bestellung ist unterwegs.\n\nNur heute: bis zu 50 % Rabatt."),
		     .at = "Nur heute"),
		HIT (BODY("Su pedido está en camino.\n\nUsa el código VERANO en tu próxima compra."),
		     .at = "Usa el código"),
		HIT (BODY("Votre commande est expédiée.\n\nProfitez de nos soldes, jusqu'à -50 %."),
		     .at = "Profitez de nos"),
		HIT (BODY("Il tuo ordine è in viaggio.\n\nSolo oggi 20 % di sconto sui saldi."),
		     .at = "Solo oggi"),
		HIT (BODY("Rendelését átadtuk a futárnak.\n\nCsak ma 20 % kedvezmény mindenre."),
		     .at = "Csak ma"),
		HIT (BODY("Ваше замовлення відправлено.\n\nЛише сьогодні знижки до 70 %!"),
		     .at = "Лише сьогодні"),
		/* Below nothing, two dashes begin no signature. */
		HIT (BODY("\n-- \nNur heute: 20 % Rabatt auf alles, jetzt bestellen und sparen Sie bis zum "
			  "Abend."), .at = "Nur heute"),
		PASS(BODY("Notebook 2 x 24.95\nDiscount 10 % -5.00\nCoupon code applied: SPRING\n"
			  "Free shipping 0.00\nGift wrapping 3.00\nTotal 47.90")),
		PASS(BODY("Notes 49,90 zł\nKod rabatowy: LATO10\nRabat 10 % -4,99 zł\n"
			  "Darmowa dostawa 0,00 zł\nRazem 44,91 zł")),
		PASS(BODY("Welcome to our newsletter! You will hear of news, trends and exclusive "
			  "offers.")),
		PASS(BODY("Die kostenlose Hotline erreichen Sie werktags. MwSt. 19 %, Skonto 2 %.")),
		PASS(BODY("Total with sales tax: 49.90. A discount was applied. Your trial period "
			  "ends on Friday.")),
		PASS(BODY("Z okazji świąt biuro jest zamknięte. Reklamację rozpatrzymy do piątku.\n"
			  "Rabat naliczony: 5,00 zł.")),
		PASS(BODY("Рекламация принята. Звонок бесплатный. Сумма скидки: 100 руб.")),
		PASS(BODY("O cupom fiscal segue abaixo. Desconto aplicado: R$ 5,00.")),
		PASS(HTML("<p>Please stop sending me this:</p><blockquote>Shop now, today only, last "
			  "chance!</blockquote>")),
		PASS(BODY("> Shop now, today only, last chance!\n\nPlease stop sending me this.")),
	},
};
