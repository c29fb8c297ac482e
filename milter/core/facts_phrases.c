#include "core/facts.h"

void
facts_phrases(struct facts *f)
{
	(void)f;
}
