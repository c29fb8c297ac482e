#include "core/rule.h"

enum { SHOWN = 6, SURE = 3, UNSURE = 1, UNSURE_MOST = 4, POINTS = 10 };

/* Where language-misspelling speaks, it names the well-known mistakes. */
static bool
is_misspelt(const struct facts *f, const struct unknown_word *u)
{
	return (u->near || u->refused) &&
	       !(u->listed && (f->class & (CLASS_TRANSACTIONAL | CLASS_BULK)));
}

static void
name(GString *names, const struct unknown_word *u)
{
	g_string_append_printf(names, "%s%.*s", names->len ? ", " : "", (int)u->where.len,
			       u->body->text->s + u->where.at);
	if (u->near)
		g_string_append_printf(names, " (%s?)", u->near);
}

/* Of the finding itself and of `found_also`.  What is no typing error of a known word is
   a name or a new word: a fact, and no finding. */
static void
check(const struct facts *f, struct findings *out)
{
	const struct unknown_word *u = (const struct unknown_word *)(void *)f->unknown_words->data;
	const struct unknown_word *first = NULL;
	guint n = 0, sure = 0;
	int points;
	GString *names;

	for (guint i = 0; i < f->unknown_words->len; i++) {
		n += is_misspelt(f, &u[i]);
		sure += is_misspelt(f, &u[i]) && u[i].sure;
	}
	if (n == 0)
		return;
	names = g_string_new(NULL);
	for (guint i = 0, shown = 0; i < f->unknown_words->len && shown < SHOWN; i++)
		if (is_misspelt(f, &u[i])) {
			first = first ? first : &u[i];
			name(names, &u[i]);
			shown++;
		}
	points = (int)(SURE * sure + MIN(UNSURE * (n - sure), UNSURE_MOST));
	points = MIN(points, POINTS);
	if (n > SHOWN)
		found_for(out, points, first->body->text, first->where,
			  "not in the dictionary: %s and %u more", names->str, n - SHOWN);
	else
		found_for(out, points, first->body->text, first->where,
			  "not in the dictionary: %s", names->str);
	for (guint i = 0; i < f->unknown_words->len; i++)
		if (is_misspelt(f, &u[i]) && &u[i] != first)
			found_also(out, u[i].body->text, u[i].where);
	g_string_free(names, TRUE);
}

const struct rule rule_language_unknown_words = {
	.id       = "language-unknown-words",
	.title    = "words that look misspelt",
	.why      = "A misspelt word makes readers doubt the sender, and typing errors are a "
		    "mark of phishing.",
	.fix      = "Look at each word; correct it, or add it to words.txt of your dictionaries "
		    "if it is right.",
	.ignore   = "When the word is right: a name, a term of the trade. Put it into "
		    "words.txt once.",
	.points   = POINTS,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL,
	.needs    = FACTS_SPELLING,
	.check    = check,
	.examples = {
		HIT (BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please bring "
			  "the recipet with you on Monday."), .at = "recipet", .points = 3),
		HIT (BODY("Dzień dobry,\n\nTwoje zamówienie jest gotowe do odbioru w naszym sklepie. "
			  "Prosimy zabrać ze sobą paargon."), .at = "paargon"),
		HIT (BODY("Здравствуйте,\n\nваш заказ готов к выдаче в нашем магазине. Пожалуйста, "
			  "возьмите с собой квитонцию."), .at = "квитонцию"),
		HIT (BODY("Olá,\n\no seu pedido está pronto para retirada em nossa loja. Por favor, "
			  "traga o seu comprovamte."), .at = "comprovamte"),
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please bring "
			  "the receipt with you on Monday.")),
		/* Many are a warning; a short word, or one with a capital, says less. */
		HIT (BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please bring "
			  "the recipet and the numebr to the counetr, or ask a cusotmer."),
		     .at = "recipet", .points = 10),
		/* A well-known mistake is told by language-misspelling, and there alone. */
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please bring "
			  "the reciept with you on Monday.")),
		HIT (BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please bring "
			  "the reciept with its numebr."), .at = "numebr", .points = 3),
		HIT (BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Plesae bring "
			  "the receipt with you on Monday."), .at = "Plesae", .points = 1),
		/* What was meant stands beside it. */
		HIT (BODY("Dear Anna,\n\nyour order is ready in our shop. Please bring the card, or "
			  "ask for the crad at the door."), .at = "crad", .points = 3),
		/* Near no word: a name in small letters, or a new one. */
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please ask "
			  "there for the quombatz with the receipt.")),
		/* Other countries, other days. */
		PASS(BODY("Olá,\n\no seu pedido está pronto para retirada em nossa loja. Por favor, "
			  "traga o contacto e a acção electrónica do projecto.")),
		/* Words between quotation marks are names. */
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please ask "
			  "there for the “sticker wrold” with the receipt.")),
		/* Names, addresses, codes and what others wrote are no mistakes. */
		PASS(BODY("Dear Anna,\n\nplease ask for Zbigniew Wojciechowski or write to "
			  "pomoc@shop.example about ORD-4711-XKCD and your iPhone.\n\n"
			  "> the reciept is wrogn")),
		PASS(HTML("<p>Dear Anna, your order is ready for pickup in our shop. Type <tt>recieve "
			  "al</tt>, <samp>confirn</samp> or <code>confrim</code>.</p><blockquote>Is my "
			  "ordre ready, and the reciept?</blockquote>")),
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Type `recieve al` "
			  "there.\n\n________________________________\nFrom: Anna <anna@mail.example>\n"
			  "Sent: Monday\nTo: Shop\n\nIs my ordre ready, and the reciept?")),
		PASS(BODY("Hej Anna,\n\ndin beställning är klar att hämtas i vår butik på måndag, "
			  "välkommen tillbaka.")),	/* no dictionary: not judged */
		/* A short quotation in another language. */
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please bring "
			  "the receipt with you.\n\nAlles pünktlich angekommen, danke!")),
		PASS(BODY("Dear Anna,\n\nyour order is ready for pickup in our shop. Please ask "
			  "there for the al-Tawhid and the l'Hawnet.")),
		PASS(BODY("Ещё раз спасибо: заказ собран, привезём его в понедельник. Всё готово "
			  "к выдаче.")),
	},
};
