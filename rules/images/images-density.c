#include "core/rule.h"

/* Square pixels that one character of 16 px text takes, line spacing included. */
enum { AREA_POINT = 180 };

struct sum {
	guint n;
	guint64 area;
	const struct image *largest;
};

static struct sum
sum_of(const struct facts *f)
{
	struct sum sum = { 0 };
	guint64 best = 0;

	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);
		const struct html_image *h = image->html;
		guint64 area = (guint64)CLAMP(h->width, 0, 2000) * (guint64)CLAMP(h->height, 0, 20000);

		if (image->body != f->main || image->pixel || !h->visible)
			continue;
		sum.n++;
		sum.area += area;
		if (!sum.largest || area > best) {
			sum.largest = image;
			best = area;
		}
	}
	return sum;
}

static void
check(const struct facts *f, struct findings *out)
{
	struct sum sum = f->main ? sum_of(f) : (struct sum){ 0 };
	guint64 text, share;

	if (!sum.n)
		return;
	text = (guint64)f->main->points * AREA_POINT;
	share = sum.area * 100 / (sum.area + text + 1);
	if (sum.n > (guint)param(out, "per-message"))
		found(out, f->main->html->source, sum.largest->html->where, "%u pictures", sum.n);
	else if (sum.area > (guint)param(out, "free-area") &&
		 share > (guint)param(out, "area-percent"))
		found(out, f->main->html->source, sum.largest->html->where,
		      "pictures take about %u %% of the room", (guint)share);
}

const struct rule rule_images_density = {
	.id       = "images-density",
	.title    = "pictures outweigh the text",
	.why      = "Where pictures are not loaded the reader sees holes. The rules of thumb about "
		    "their share are folklore: no public filter scores it any more.",
	.fix      = "Say in text what the pictures say, and keep those that show something.",
	.ignore   = "When the pictures are what was asked for: photographs of a repair, "
		    "of a flat.",
	.points   = 3,
	.evidence = EVIDENCE_D,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_IMAGES,
	.params   = {
		{ "per-message", 15, 1, 2000, "pictures above which it speaks" },
		{ "area-percent", 70, 1, 100, "share of the room above which it speaks" },
		{ "free-area", 60000, 0, 10000000, "square pixels of pictures that are always fine" },
	},
	.check    = check,
	.examples = {
		HIT (HTML("<p>Look</p><img src=\"a.png\" width=\"600\" height=\"800\" alt=\"Sale\">"),
		     .at = "<img src=\"a.png\" width=\"600\" height=\"800\" alt=\"Sale\">", .points = 3),
		HIT (HTML("<p>Text</p><img src=a.png alt=\"\"><img src=b.png alt=\"\">"),
		     .set = "per-message=1"),
		PASS(HTML("<p>Text</p><img src=a.png alt=\"\"><img src=b.png alt=\"\">")),
		PASS(HTML("<img src=\"logo.png\" width=\"200\" height=\"60\" alt=\"Shop\"><p>Ready.</p>")),
	},
};
