#include "core/map.h"

void
map_init(struct map *m, struct arena *a)
{
	m->runs = arena_array(a, sizeof(struct map_run));
}
