#include "core/facts.h"

static void
cut_words(struct facts *f, struct body *b)
{
	b->words = words_of(f->arena, b->text, f->lexicon);
	words_mark(&b->words, b->code, WORD_CODE);
	words_mark(&b->words, b->quoted, WORD_QUOTED);
	if (b->words.cut)
		f->limits |= LIMIT_HIT_WORDS;
}

void
facts_words(struct facts *f)
{
	gsize bytes = f->subject.text->len;

	for (guint i = 0; i < f->n_bodies; i++)
		bytes += f->bodies[i].text->len;
	f->lexicon = words_lexicon(f->arena, bytes);
	cut_words(f, &f->subject);
	f->subject_counts.words = f->subject.words.visible;
	for (guint i = 0; i < f->n_bodies; i++)
		cut_words(f, &f->bodies[i]);
}
