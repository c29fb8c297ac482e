#include "core/facts.h"

void
facts_files(struct facts *f)
{
	f->files = arena_array(f->arena, sizeof(struct file));
}
