#include "core/facts.h"

/* More of them would not change the verdict. */
enum { ACCIDENTS_MOST = 200 };

static void
in_body(struct facts *f, const struct body *b)
{
	struct accident_match m;
	guint code = 0;

	for (gsize from = 0; accident_next(b->text->s, b->text->len, from, &m);
	     from = m.where.at + m.where.len) {
		struct accident a = { m.kind, b, m.where };

		/* What looks like a tag in HTML was meant to be read: "&lt;br&gt;". */
		if ((m.kind == ACCIDENT_TAG && b->html) || aside_holds(b->code, m.where.at, &code))
			continue;
		if (f->accidents->len == ACCIDENTS_MOST)
			return;
		g_array_append_val(f->accidents, a);
	}
}

void
facts_accidents(struct facts *f)
{
	f->accidents = arena_array(f->arena, sizeof(struct accident));
	in_body(f, &f->subject);
	if (f->main)
		in_body(f, f->main);
	for (guint i = 0; i < f->n_bodies; i++)
		if (&f->bodies[i] != f->main)
			in_body(f, &f->bodies[i]);
}
