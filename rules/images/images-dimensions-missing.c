#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	bool first = true;

	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);
		const struct html_image *h = image->html;

		if (h->width >= 0 || h->height >= 0 || image->pixel || !h->visible)
			continue;
		if (first)
			found(out, image->body->html->source, h->where, "neither width nor height");
		else
			found_also(out, image->body->html->source, h->where);
		first = false;
	}
}

const struct rule rule_images_dimensions_missing = {
	.id       = "images-dimensions-missing",
	.title    = "the size of a picture is not given",
	.why      = "Until it is loaded the text jumps, and Outlook shows large pictures in full, "
		    "wider than the window.",
	.fix      = "Add width and height.",
	.ignore   = "When the picture is small, or nothing stands behind it.",
	.points   = 1,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_IMAGES,
	.check    = check,
	.examples = {
		HIT (HTML("<p>Ready</p><img src=\"https://shop.example/a.png\" alt=\"Shop\">"),
		     .at = "<img src=\"https://shop.example/a.png\" alt=\"Shop\">", .points = 1),
		HIT (HTML("<img src=a.png alt='Sklep' style='border:0'>")),
		PASS(HTML("<img src=\"https://shop.example/a.png\" alt=\"Shop\" width=\"120\" height=\"40\">")),
		PASS(HTML("<img src=\"https://shop.example/a.png\" alt=\"Shop\" width=\"120\">")),
		PASS(HTML("<img src=\"https://loja.example/a.png\" alt=\"Loja\" "
			  "style=\"width:120px;height:40px\">")),
		PASS(HTML("<img src=\"https://shop.example/spacer.gif\" alt=\"\">")),
	},
};
