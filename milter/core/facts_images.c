#include "core/facts.h"

void
facts_images(struct facts *f)
{
	f->images = arena_array(f->arena, sizeof(struct image));
}
