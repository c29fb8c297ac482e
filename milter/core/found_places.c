#include "core/rule.h"

void
found_link_again(const struct facts *f, struct findings *out, const struct link *l)
{
	for (int i = l->again; i >= 0; i = l->again) {
		l = &g_array_index(f->links, struct link, i);
		found_also(out, l->target, l->where);
	}
}

void
found_hit_again(const struct facts *f, struct findings *out, const struct template_hit *h)
{
	for (int i = h->again; i >= 0; i = h->again) {
		h = &g_array_index(f->template_hits, struct template_hit, i);
		found_also(out, h->text, h->where);
	}
}
