#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	bool first = true;

	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);

		if (image->html->alt || image->pixel || !image->html->visible)
			continue;
		if (first)
			found(out, image->body->html->source, image->html->where, "no alt attribute");
		else
			found_also(out, image->body->html->source, image->html->where);
		first = false;
	}
}

const struct rule rule_images_alt_missing = {
	.id       = "images-alt-missing",
	.title    = "a picture has no text in its place",
	.why      = "Many mail programs load no pictures until asked, and some readers hear the "
		    "mail: without alt they get a file name or nothing.",
	.fix      = "Add alt with the words the picture stands for; alt=\"\" if it only decorates.",
	.ignore   = "When the picture is a spacer: give it alt=\"\" and nobody hears of "
		    "it.",
	.points   = 3,
	.evidence = EVIDENCE_E,
	.source   = "WCAG 2.2 1.1.1",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_IMAGES,
	.check    = check,
	.examples = {
		HIT (HTML("<p>Olá!</p><img src=\"https://loja.example/a.png\">"),
		     .at = "<img src=\"https://loja.example/a.png\">", .points = 3),
		HIT (HTML("<img src=a.png width=200 height=80><p>Text</p>"),
		     .at = "<img src=a.png width=200 height=80>"),
		PASS(HTML("<img src=\"https://shop.example/a.png\" alt=\"Our shop\">")),
		PASS(HTML("<img src=\"https://shop.example/line.png\" alt=\"\">")),
		PASS(HTML("<img src=\"https://shop.example/spacer.gif\" width=\"1\" height=\"20\">")),
	},
};
