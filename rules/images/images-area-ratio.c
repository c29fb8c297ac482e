#include "core/rule.h"

static const struct image *
widest(const struct image *a, const struct image *b)
{
	return !a || b->html->width + b->html->height > a->html->width + a->html->height ? b : a;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct image *most = NULL;
	guint size = 0, words;

	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);
		const struct html_image *h = image->html;

		if (image->body != f->main || image->pixel || !h->visible || h->link < 0)
			continue;
		size += (guint)CLAMP(h->width, 0, 10000) + (guint)CLAMP(h->height, 0, 10000);
		most = widest(most, image);
	}
	if (!most)
		return;
	words = f->main->words.visible;
	if (size / 100 > words)
		found(out, f->main->html->source, most->html->where,
		      "linked pictures of %u pixels in sum of their sides, and %u words", size, words);
}

const struct rule rule_images_area_ratio = {
	.id       = "images-area-ratio",
	.title    = "linked pictures are larger than the text",
	.why      = "A filter weighs the sides of linked pictures against the words. Other rules of "
		    "thumb about their share are folklore.",
	.fix      = "Say in text what the pictures say, or make them smaller.",
	.ignore   = "When the pictures are what the reader asked for, as in a catalogue.",
	.points   = 4,
	.evidence = EVIDENCE_C,
	.source   = "rspamd R_SUSPICIOUS_IMAGES",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_IMAGES | FACTS_WORDS,
	.check    = check,
	.examples = {
		HIT (HTML("<p>See it</p><a href=\"https://shop.example/\"><img src=\"a.png\" width=600 "
			  "height=400 alt=\"Sale\"></a>"), .points = 4),
		HIT (HTML("<a href='https://loja.example/'><img src=a.png width=300 height=200 alt=''>"
			  "</a>")),
		PASS(HTML("<p>Your order 4711 is ready and waits for you in the shop.</p>"
			  "<a href=\"https://shop.example/\"><img src=\"a.png\" width=300 height=200 "
			  "alt=\"Shop\"></a>")),
		PASS(HTML("<p>Plan</p><img src=\"plan.png\" width=900 height=900 alt=\"The plan\">")),
	},
};
