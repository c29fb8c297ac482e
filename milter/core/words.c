#include "core/words.h"

struct words
words_of(struct arena *a, const struct text *t)
{
	(void)a;
	return (struct words){ .text = t, .folded = "" };
}
