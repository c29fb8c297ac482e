#include "core/rule.h"

static bool
is_remote(const struct text *t)
{
	return t->len > 8 && (g_ascii_strncasecmp(t->s, "http", 4) == 0 || memcmp(t->s, "//", 2) == 0);
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);
		const struct html_image *h = image->html;

		if (!is_remote(h->source) || h->width < 0 || h->height < 0 || h->width > 1 ||
		    h->height > 1)
			continue;
		found(out, image->body->html->source, h->where, "%d by %d pixels", h->width, h->height);
		return;
	}
}

const struct rule rule_images_tracking_pixel = {
	.id       = "images-tracking-pixel",
	.title    = "a service message counts who opens it",
	.why      = "Mail programs load such pixels for everybody or for nobody, so the figure is "
		    "worth little, and filters know them as a sign of advertising.",
	.fix      = "Switch the counting of openings off for orders, invoices and codes.",
	.ignore   = "When your readers have agreed to be counted.",
	.points   = 3,
	.evidence = EVIDENCE_C,
	.classes  = CLASS_TRANSACTIONAL,
	.needs    = FACTS_IMAGES,
	.check    = check,
	.examples = {
		HIT (HTML("<p>Ready.</p><img src=\"https://shop.example/o/7\" width=\"1\" height=\"1\" alt=\"\">"),
		     .points = 3),
		HIT (HTML("<p>Gotowe.</p><img src=\"https://sklep.example/o.gif\" "
			  "style=\"width:1px;height:1px\">")),
		PASS(HTML("<p>Ready.</p><img src=\"https://shop.example/line.png\" width=\"600\" height=\"1\">")),
		PASS(HTML("<p>Ready.</p><img src=\"cid:space\" width=\"1\" height=\"1\" alt=\"\">")),
	},
};
