#include "core/rule.h"

/* SpamAssassin's bands for HTML with a linked picture, by the bytes of the whole HTML. */
static const struct {
	gsize most;
	int points;
} steps[] = { { 1024, 10 }, { 1536, 5 }, { 2048, 3 } };

/* Width and height together; SpamAssassin's measure of a picture that is no icon. */
enum { SIZE_LEAST = 210 };

static const struct image *
linked_image(const struct facts *f)
{
	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);
		const struct html_image *h = image->html;

		if (image->body == f->main && h->visible && h->link >= 0 && h->width > 0 &&
		    h->height > 0 && h->width + h->height >= SIZE_LEAST)
			return image;
	}
	return NULL;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct image *image = f->main && f->main->html ? linked_image(f) : NULL;

	for (gsize i = 0; image && i < G_N_ELEMENTS(steps); i++)
		if (f->main->html->source->len < steps[i].most) {
			found_for(out, steps[i].points, f->main->html->source, image->html->where,
				  "a linked picture in %u bytes of HTML",
				  (guint)f->main->html->source->len);
			return;
		}
}

const struct rule rule_images_linked_short = {
	.id       = "images-linked-short",
	.title    = "a short message has a linked picture",
	.why      = "A picture to click and hardly a word is what most spam is made of, so filters "
		    "count it, the more the shorter the message.",
	.fix      = "Take the link off the picture, or say in text what it is about.",
	.ignore   = "When the picture is a logo that leads home.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin HTML_SHORT_LINK_IMG_1 to _3",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_IMAGES,
	.check    = check,
	.examples = {
		HIT (HTML("<a href=\"https://shop.example/\"><img src=\"a.png\" width=600 height=300 "
			  "alt=\"Sale\"></a>"),
		     .at = "<img src=\"a.png\" width=600 height=300 alt=\"Sale\">", .points = 10),
		HIT (HTML("<p>Dzień dobry</p><a href='https://sklep.example/'><img src='a.png' "
			  "style='width:200px;height:100px' alt='Sklep'></a>")),
		PASS(HTML("<a href=\"https://shop.example/\"><img src=\"logo.png\" width=120 height=40 "
			  "alt=\"Shop\"></a><p>Your order 4711 is ready.</p>")),
		PASS(HTML("<img src=\"a.png\" width=600 height=300 alt=\"Our new office\">")),
		PASS(HTML("<a href=\"https://loja.example/\"><img src=\"logo.png\" alt=\"Loja\"></a>")),
	},
};
