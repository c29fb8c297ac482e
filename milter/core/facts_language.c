#include "core/facts.h"

void
facts_language(struct facts *f)
{
	(void)f;
}
