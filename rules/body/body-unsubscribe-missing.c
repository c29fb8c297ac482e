#include "core/rule.h"

enum { SHORT = 5 };	/* words that tell no language */

static bool
says_so(const struct body *b)
{
	for (guint i = 0; i < b->hits->len; i++) {
		const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, i);

		if (g_str_equal(h->list, "unsubscribe") &&
		    !(b->words.v[h->first].flags & WORD_QUOTED))
			return true;
	}
	return false;
}

/* An address that says so is enough: its words may be in a language we have no list for. */
static bool
leads_there(const struct link *l)
{
	static const char *const words[] = { "unsub", "optout", "opt-out", "opt_out" };

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *s = l->target->s + l->where.at;
		gsize n = strlen(words[i]);

		for (gsize k = 0; k + n <= l->where.len; k++)
			if (g_ascii_strncasecmp(s + k, words[i], n) == 0)
				return true;
	}
	return false;
}

/* Can we read it at all?  A subject in a language of ours is not enough. */
static bool
is_ours(const struct facts *f)
{
	if (!f->main || f->main->words.visible < SHORT)
		return true;
	for (guint i = 0; i < f->main->paragraphs->len; i++)
		if (g_array_index(f->main->paragraphs, struct paragraph, i).language)
			return true;
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *nowhere;

	for (guint i = 0; i < f->n_bodies; i++)
		if (says_so(&f->bodies[i]))
			return;
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (!l->hidden && !l->is_image && leads_there(l))
			return;
	}
	if (!is_ours(f))
		return;
	nowhere = found_nowhere(f, "text");
	found(out, nowhere, text_all(nowhere), "the text does not say how to unsubscribe");
}

const struct rule rule_body_unsubscribe_missing = {
	.id       = "body-unsubscribe-missing",
	.title    = "a mailing does not say how to leave it",
	.why      = "Mailbox providers and the law of most countries ask for a way out that the "
		    "reader sees; who finds none presses \"spam\".",
	.fix      = "Add a line with a link at the end: \"Unsubscribe\". It must work without a "
		    "login.",
	.ignore   = "When the reader cannot leave: mail to your own staff, a notice that "
		    "the law demands.",
	.points   = 25,
	.evidence = EVIDENCE_A,
	.source   = "Gmail, Yahoo, Microsoft and Apple sender guidelines; WP.pl",
	.classes  = CLASS_BULK,
	.needs    = FACTS_PHRASES | FACTS_LANGUAGE | FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (BODY("Our new collection is here. See all of it in our shop today."),
		     .points = 25),
		HIT (BODY("Nasza nowa kolekcja już jest. Zobacz ją dzisiaj w naszym sklepie.")),
		HIT (BODY("Our news for you and all your friends.\n\n> Click here to unsubscribe")),
		PASS(BODY("Our new collection is here.\n\nUnsubscribe: https://shop.example/u/1")),
		PASS(BODY("Nowa kolekcja już jest.\n\nJeśli nie chcesz otrzymywać wiadomości, "
			  "wypisz się.")),
		PASS(BODY("Наша новая коллекция уже в магазине.\n\nОтписаться от рассылки")),
		PASS(BODY("Nossa nova coleção já chegou.\n\nCancelar inscrição")),
		PASS(BODY("Die neue Kollektion ist da.\n\nVom Newsletter abmelden")),
		PASS(BODY("La nouvelle collection est là.\n\nSe désabonner")),
		PASS(BODY("La nueva colección ya está aquí.\n\nDarse de baja")),
		PASS(BODY("La nuova collezione è arrivata.\n\nAnnulla l'iscrizione")),
		PASS(BODY("Megérkezett az új kollekció.\n\nLeiratkozás")),
		PASS(BODY("Нова колекція вже в магазині.\n\nВідписатися від розсилки")),
		PASS(HTML("<p>Our new collection is here, see it in our shop.</p>"
			  "<a href='https://shop.example/unsubscribe?u=1'>Leave</a>")),
		PASS(BODY("Ny kollektion i butiken, se den i dag hos oss och bli glad.")),
	},
};
