#include "core/suggest.h"
#include "door/deadline.h"
#include "door/suggestions.h"

enum { PATIENCE = 500 };	/* milliseconds: somebody waits for the report */

void
suggestions_ask(const struct verdict *v)
{
	struct deadline d;

	deadline_start(&d, PATIENCE);
	suggest(v, &d.passed);
	deadline_end(&d);
}
