#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++)
		for (guint k = 0; !f->bodies[i].alternative && k < f->bodies[i].hits->len; k++) {
			const struct body *b = &f->bodies[i];
			const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, k);

			if (!g_str_equal(h->list, "removal-wording") ||
			    (b->words.v[h->first].flags & WORD_QUOTED) || !facts_speaks(f, h->language))
				continue;
			found(out, b->text, h->where, "spam says it so");
			return;
		}
}

const struct rule rule_body_removal_wording = {
	.id       = "body-removal-wording",
	.title    = "a phrase is typical of spam",
	.why      = "Mail that was asked for need not say that it is no spam; filters know these "
		    "phrases from mail that was not.",
	.fix      = "Say plainly why the reader gets this and offer one link: Unsubscribe.",
	.ignore   = "When the mail is about spam: of a provider, of a filter.",
	.points   = 5,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin, rules about removal and \"not spam\" wording",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_PHRASES | FACTS_LANGUAGE,
	.check    = check,
	.examples = {
		HIT (BODY("Our spring list is here.\n\nThis is not spam: you are on our list."),
		     .at = "This is not spam", .points = 5),
		HIT (BODY("News for you.\n\nTo be removed from future mailings reply with STOP."),
		     .at = "To be removed from"),
		HIT (BODY("Nasza nowa lista.\n\nTa wiadomość nie jest spamem."), .at = "nie jest spamem"),
		HIT (BODY("Наши новости.\n\nЭто не спам: ваш адрес получен из открытых источников."),
		     .at = "Это не спам"),
		HIT (BODY("Nossas novidades.\n\nEste e-mail não é spam."), .at = "e-mail não é spam"),
		HIT (BODY("Unsere neue Liste.\n\nDies ist kein Spam."), .at = "Dies ist kein Spam"),
		HIT (BODY("Nuestra lista nueva.\n\nEsto no es spam."), .at = "Esto no es spam"),
		HIT (BODY("Notre nouvelle liste.\n\nCeci n'est pas un spam."), .at = "Ceci n'est pas un spam"),
		HIT (BODY("La nostra nuova lista.\n\nQuesto non è spam."), .at = "Questo non è spam"),
		HIT (BODY("Itt az új lista.\n\nEz nem spam."), .at = "Ez nem spam"),
		HIT (BODY("Наш новий список.\n\nЦе не спам."), .at = "Це не спам"),
		PASS(BODY("Jeżeli kod nie dotarł, zajrzyj do folderu ze spamem.")),
		PASS(BODY("You get this because you ordered from us. Unsubscribe: https://shop.example/u")),
		PASS(BODY("Look into the spam folder if the code does not arrive.")),
		PASS(BODY("> This is not spam\n\nI did not ask for it, please stop.")),
	},
};
