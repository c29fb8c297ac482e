#include "core/rule.h"

/* "Dear customer Anna" is none of them. */
static bool
goes_on(const struct text *t, struct span where)
{
	const char *p = t->s + where.at + where.len;

	while (*p == ' ')
		p++;
	return g_unichar_isalpha(g_utf8_get_char(p));
}

/* A greeting that could go to anybody; the list's weight tells how bad it is. */
static void
check(const struct facts *f, struct findings *out)
{
	const struct body *b = f->main;

	for (guint k = 0; b && k < b->hits->len; k++) {
		const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, k);

		if (!g_str_equal(h->list, "generic-greeting") || !facts_speaks(f, h->language) ||
		    !(b->words.v[h->first].flags & WORD_SENTENCE) ||
		    (b->words.v[h->first].flags & WORD_QUOTED) || goes_on(b->text, h->where))
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
	.ignore   = "When you do not know the name, as in an answer to a first question.",
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
		HIT (BODY("Drogi Kliencie,\n\nzamówienie jest gotowe do odbioru w naszym sklepie."),
		     .at = "Drogi Kliencie", .points = 3),
		HIT (BODY("Уважаемый пользователь!\n\nВаш ящик переполнен, подтвердите адрес."),
		     .at = "Уважаемый пользователь", .points = 5),
		HIT (BODY("Prezado cliente,\n\no seu pedido está pronto para retirada em nossa loja."),
		     .at = "Prezado cliente"),
		HIT (BODY("Lieber Freund,\n\nwir haben ein Angebot für die Menschen Ihrer Stadt."),
		     .at = "Lieber Freund", .points = 10),
		HIT (BODY("Estimado cliente:\n\nsu pedido está listo para recoger en nuestra tienda."),
		     .at = "Estimado cliente"),
		HIT (BODY("Cher client,\n\nvotre commande est prête dans notre magasin."),
		     .at = "Cher client"),
		HIT (BODY("Gentile cliente,\n\nil tuo ordine è pronto per il ritiro in negozio."),
		     .at = "Gentile cliente"),
		HIT (BODY("Kedves Ügyfelünk!\n\nA rendelése átvehető a boltunkban."),
		     .at = "Kedves Ügyfelünk"),
		HIT (BODY("Шановний клієнте!\n\nВаше замовлення можна забрати в нашому магазині."),
		     .at = "Шановний клієнте"),
		PASS(BODY("Gentile cliente Anna Rossi,\n\nil tuo ordine è pronto per il ritiro.")),
		PASS(BODY("Sehr geehrte Damen und Herren,\n\nIhre Bestellung ist abholbereit.")),
		PASS(BODY("Szanowni Państwo,\n\nzamówienie jest gotowe do odbioru w naszym sklepie.")),
		PASS(BODY("Dear Anna,\n\nyour order is ready for you in our shop.")),
		PASS(BODY("Hello Anna,\n\nour dear customer Ms Smith sends you her regards.")),
	},
};
