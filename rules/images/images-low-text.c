#include "core/rule.h"

/* SpamAssassin's bands for a text with any picture in it, by its length. */
static const struct {
	guint most;
	int points;
} steps[] = { { 400, 15 }, { 800, 12 }, { 1600, 10 }, { 2800, 5 } };

static const struct image *
first_image(const struct facts *f)
{
	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);

		if (image->body == f->main && !image->pixel && image->html->visible)
			return image;
	}
	return NULL;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct image *image = f->main && f->main->html ? first_image(f) : NULL;

	for (gsize i = 0; image && i < G_N_ELEMENTS(steps); i++)
		if (f->main->points <= steps[i].most) {
			found_for(out, steps[i].points, f->main->html->source, image->html->where,
				  "%u characters of text beside a picture", f->main->points);
			return;
		}
}

const struct rule rule_images_low_text = {
	.id       = "images-low-text",
	.title    = "a picture stands beside little text",
	.why      = "This is why even the logo costs points: filters score HTML mail that has any "
		    "picture and less than 2,800 characters of text, the more the shorter it is.",
	.fix      = "Write at least 500 characters of real text, or send a short notice without "
		    "the picture.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin HTML_IMAGE_ONLY_04 to _28",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS | FACTS_IMAGES,
	.check    = check,
	.examples = {
		HIT (HTML("<p>Look:</p><img src=\"https://shop.example/a.png\" alt=\"Sale\">"),
		     .at = "<img src=\"https://shop.example/a.png\" alt=\"Sale\">", .points = 15),
		HIT (HTML("<img src=\"cid:logo\" alt=\"Sklep\" width=\"120\" height=\"40\">"
			  "<p>Dzień dobry, zamówienie 4711 jest gotowe do odbioru.</p>"),
		     .at = "<img src=\"cid:logo\" alt=\"Sklep\" width=\"120\" height=\"40\">"),
		PASS(HTML("<p>Your order 4711 is ready.</p>")),
		PASS(HTML("<p>Your order is ready.</p>"
			  "<img src=\"https://shop.example/o.gif\" width=\"1\" height=\"1\" alt=\"\">")),
		PASS(BODY("Your order 4711 is ready.")),
	},
};
