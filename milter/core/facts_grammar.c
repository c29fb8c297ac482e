#include "core/facts.h"
#include "core/typography.h"

/* Words that a site or a policy accepts are no mistakes. */
static bool
is_meant(const struct facts *f, const struct body *b, const struct grammar_hit *h)
{
	const struct word *w = &b->words.v[h->word];

	return h->kind != GRAMMAR_MISSPELLING ||
	       !phrases_lookup(f->phrases, "words", w->folded);
}

static void
match_words(struct facts *f, const struct body *b, const struct paragraph *p)
{
	guint from = f->grammar_hits->len, to = from;

	grammar_match(f->arena, f->grammar, p->language, &b->words, p->first, p->n,
		      f->grammar_hits);
	for (guint i = from; i < f->grammar_hits->len; i++) {
		struct grammar_hit *h = &g_array_index(f->grammar_hits, struct grammar_hit, i);

		if (is_meant(f, b, h))
			g_array_index(f->grammar_hits, struct grammar_hit, to++) = *h;
	}
	g_array_set_size(f->grammar_hits, to);
}

static void
match_body(struct facts *f, const struct body *b)
{
	struct typography t = {
		.arena = f->arena, .phrases = f->phrases, .words = &b->words,
		.code = b->code, .html = b->html != NULL,
	};

	if (b->alternative)
		return;
	for (guint i = 0; i < b->paragraphs->len; i++) {
		const struct paragraph *p = &g_array_index(b->paragraphs, struct paragraph, i);

		if (p->language)
			match_words(f, b, p);
		t.language = p->language;
		typography_match(&t, p->first, p->n, f->grammar_hits);
	}
}

void
facts_grammar(struct facts *f)
{
	f->grammar_hits = arena_array(f->arena, sizeof(struct grammar_hit));
	match_body(f, &f->subject);
	for (guint i = 0; i < f->n_bodies; i++)
		match_body(f, &f->bodies[i]);
}
