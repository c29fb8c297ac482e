#include "core/facts.h"

static void
match(struct facts *f, struct phrases_matcher *m, struct body *b)
{
	bool cut;

	b->hits = phrases_match(m, &b->words, &cut);
	if (cut)
		f->limits |= LIMIT_HIT_WORDS;
}

void
facts_phrases(struct facts *f)
{
	struct phrases_matcher *m = phrases_match_begin(f->arena, f->phrases, f->lexicon);

	match(f, m, &f->subject);
	for (guint i = 0; i < f->n_bodies; i++)
		match(f, m, &f->bodies[i]);
}
