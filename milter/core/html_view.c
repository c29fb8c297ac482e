#include "core/html_view.h"

const struct html_view *
html_view(struct arena *a, const struct text *source)
{
	struct html_view *v = arena_new0(a, struct html_view);

	*v = (struct html_view){ .source = source, .visible = source, .hidden = source };
	v->links = arena_array(a, sizeof(struct html_link));
	v->images = arena_array(a, sizeof(struct html_image));
	v->code = arena_array(a, sizeof(struct span));
	return v;
}
