#include "core/rule.h"

static bool
is_linked(const struct facts *f, const struct word *w, guint *i)
{
	for (; *i < f->links->len; (*i)++) {
		const struct link *l = &g_array_index(f->links, struct link, *i);

		if (l->body != f->main || l->shown_at.at + l->shown_at.len <= w->at)
			continue;
		return w->at >= l->shown_at.at;
	}
	return false;
}

/* Words that are not the words of a link; stops where there are enough. */
static guint
words_beside(const struct facts *f, guint enough)
{
	const struct words *words = &f->main->words;
	guint n = 0, link = 0;

	for (guint i = 0; i < words->n && n < enough; i++) {
		const struct word *w = &words->v[i];

		n += !(w->flags & (WORD_OTHER | WORD_DIGITS)) && !is_linked(f, w, &link);
	}
	return n;
}

static const struct link *
first_link(const struct facts *f)
{
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (l->body == f->main && !l->hidden && *l->host)
			return l;
	}
	return NULL;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct link *l = f->main ? first_link(f) : NULL;
	guint enough = (guint)param(out, "min-words"), n;

	if (!l || f->files->len || f->main->words.cut)
		return;
	n = words_beside(f, enough);
	if (n < enough)
		found(out, l->target, l->where, "%u words beside the link", n);
}

const struct rule rule_body_url_only = {
	.id       = "body-url-only",
	.title    = "the message is little more than a link",
	.why      = "A bare link is what hijacked accounts send; filters count it, and a careful "
		    "reader will not open it.",
	.fix      = "Explain the link in two sentences: what it shows, why now, from whom.",
	.ignore   = "When the reader asked for the link and nothing else.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "rspamd HFILTER_URL_ONLY; SpamAssassin BODY_URI_ONLY",
	.classes  = CLASS_ALL & ~(CLASS_PERSONAL | CLASS_LIST),
	.needs    = FACTS_WORDS | FACTS_LINKS | FACTS_FILES,
	.params   = { { "min-words", 5, 1, 100, "words beside the link below which it speaks" } },
	.check    = check,
	.examples = {
		HIT (BODY("https://shop.example/p/7"), .at = "https://shop.example/p/7", .points = 20),
		HIT (BODY("Zobacz: https://sklep.example/p/7."), .at = "https://sklep.example/p/7"),
		HIT (HTML("<p>Hello</p><a href=\"https://shop.example/x\">Click here and win a prize</a>"),
		     .at = "https://shop.example/x"),
		PASS(BODY("Your order 4711 is ready; see https://shop.example/o/4711 for the details.")),
		PASS(BODY("Hello Anna, your order is ready.")),
		PASS(BODY("https://shop.example/p/7"), .class = CLASS_PERSONAL),
	},
};
