#include "core/facts.h"

void
facts_links(struct facts *f)
{
	f->links = arena_array(f->arena, sizeof(struct link));
}
