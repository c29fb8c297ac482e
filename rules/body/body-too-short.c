#include "core/rule.h"

enum { SHORT_POINTS = 150, TINY_POINTS = 64, POINTS_SHORT = 6 };

/* A code to type in is short by nature: "Your code is 481 516". */
static bool
has_code(const struct facts *f)
{
	bool word = false;

	for (guint i = 0; f->main->hits && i < f->main->hits->len && !word; i++)
		word = g_str_equal(g_array_index(f->main->hits, struct phrase_hit, i).list,
				   "code-word");
	for (guint i = 0; word && i < f->main->words.n; i++) {
		const struct word *w = &f->main->words.v[i];

		if ((w->flags & WORD_DIGITS) && w->points >= 3 && w->points <= 10)
			return true;
	}
	return false;
}

static bool
has_link(const struct facts *f)
{
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (l->body == f->main && !l->hidden && *l->host)
			return true;
	}
	return false;
}

static bool
has_image(const struct facts *f)
{
	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);

		if (image->body == f->main && !image->pixel && image->html->visible)
			return true;
	}
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	bool link, image;

	if (!f->main || !f->main->points)
		return;
	if (f->main->points >= SHORT_POINTS &&
	    f->main->words.visible >= (guint)param(out, "min-words"))
		return;
	link = has_link(f);
	image = has_image(f);
	if ((!link && !image) || has_code(f))
		return;
	found_for(out, f->main->points < TINY_POINTS ? 10 : POINTS_SHORT, f->main->text,
		  text_all(f->main->text), image ? "%u words, %u characters beside a picture"
						 : "%u words, %u characters beside a link",
		  f->main->words.visible, f->main->points);
}

const struct rule rule_body_too_short = {
	.id       = "body-too-short",
	.title    = "very little text beside a link or picture",
	.why      = "A line of text with a link or a picture is what phishing looks like; filters "
		    "score the two together, and readers do not trust it.",
	.fix      = "Say what happened, to which order or contract, what the reader should do and "
		    "who writes.",
	.ignore   = "When the reader waits for exactly this line: a login link asked "
		    "for a moment ago.",
	.points   = 10,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin BODY_URI_ONLY, HTML_SHORT_LINK_IMG; rspamd HFILTER_URL_ONLY",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS | FACTS_WORDS | FACTS_PHRASES | FACTS_LINKS | FACTS_IMAGES,
	.params   = { { "min-words", 20, 0, 1000, "words below which a text is short" } },
	.check    = check,
	.examples = {
		HIT (BODY("Your parcel waits: https://shop.example/p/7"), .points = 10),
		HIT (BODY("Twoja paczka czeka w punkcie odbioru przy ulicy Polnej. Szczegóły i godziny "
			  "otwarcia: https://sklep.example/p/7"), .points = 6),
		HIT (HTML("<p>Zobacz</p><img src=\"https://shop.example/a.png\" width=\"600\" "
			  "height=\"300\" alt=\"\">"), .points = 10),
		PASS(BODY("Your code is 481516. Or click https://shop.example/in?c=481516")),
		PASS(BODY("Ваш код: 481516. Вход: https://shop.example/in")),
		PASS(BODY("Your parcel waits at the counter.")),	/* short, and nothing to click */
		PASS(BODY("Seu pedido 4711 foi enviado hoje pela transportadora e deve chegar em dois "
			  "dias úteis. Acompanhe a entrega a qualquer momento na página do pedido: "
			  "https://loja.example/p/4711. Obrigado pela compra, Equipe da Loja.")),
	},
};
