#include "core/facts.h"

void
facts_class(struct facts *f)
{
	f->class = CLASS_TRANSACTIONAL;
	f->class_why = "nothing says otherwise";
}
