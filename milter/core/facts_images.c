#include "core/facts.h"

/* Files that lay things out and show nothing. */
static const char *const spacers[] = { "spacer", "pixel", "blank.", "transparent.", "clear.gif",
				       "/open.gif", "/track" };

static bool
is_pixel(const struct html_image *i)
{
	g_autofree char *source = NULL;

	if ((i->width >= 0 && i->width <= 1) || (i->height >= 0 && i->height <= 1))
		return true;
	if (i->width > 32 && i->height > 32)
		return false;
	if (i->source->len > 2000)	/* data: or worse; no name of a file */
		return false;
	source = g_ascii_strdown(i->source->s, (gssize)i->source->len);
	for (gsize k = 0; k < G_N_ELEMENTS(spacers); k++)
		if (strstr(source, spacers[k]))
			return true;
	return false;
}

static bool
add(struct facts *f, const struct body *b, const struct html_image *h)
{
	struct image i = { .body = b, .html = h, .pixel = is_pixel(h) };

	if (f->images->len >= LIMIT_IMAGES) {
		f->limits |= LIMIT_HIT_LINKS;
		return false;
	}
	g_array_append_val(f->images, i);
	return true;
}

void
facts_images(struct facts *f)
{
	f->images = arena_array(f->arena, sizeof(struct image));
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct body *b = &f->bodies[i];

		for (guint k = 0; b->html && k < b->html->images->len; k++)
			if (!add(f, b, &g_array_index(b->html->images, struct html_image, k)))
				return;
	}
}
