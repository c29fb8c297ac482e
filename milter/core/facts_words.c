#include "core/facts.h"

void
facts_words(struct facts *f)
{
	f->subject.words = words_of(f->arena, f->subject.text);
}
