#include "core/facts.h"

void
facts_spelling(struct facts *f)
{
	f->unknown_words = arena_array(f->arena, sizeof(struct unknown_word));
}
