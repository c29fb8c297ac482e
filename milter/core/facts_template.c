#include "core/facts.h"

void
facts_template(struct facts *f)
{
	f->template_hits = arena_array(f->arena, sizeof(struct template_hit));
}
