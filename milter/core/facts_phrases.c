#include "core/facts.h"

static void
match(struct facts *f, struct body *b)
{
	bool cut;

	b->hits = phrases_match(f->arena, f->phrases, &b->words, &cut);
	if (cut)
		f->limits |= LIMIT_HIT_WORDS;
}

void
facts_phrases(struct facts *f)
{
	match(f, &f->subject);
	for (guint i = 0; i < f->n_bodies; i++)
		match(f, &f->bodies[i]);
}
