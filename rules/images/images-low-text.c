#include "core/rule.h"

/* SpamAssassin's bands for a text with any picture in it, by its length.  From 500
   characters on mail passed whatever its pictures; a notice needs no more. */
static const struct {
	guint most;
	int mailing, notice;	/* points */
} steps[] = { { 400, 15, 15 }, { 500, 12, 12 }, { 800, 12, 5 }, { 1600, 10, 5 }, { 2800, 5, 5 } };

enum {
	LETTERHEAD_POINTS = 5,
	LETTERHEAD_TEXT = 80,	/* characters below which the picture is the message */
	NOTICE_TEXT = 250,	/* characters with which a notice says all */
	LETTERHEAD_AREA = 70000,	/* square pixels: a band of 600 by 110 */
	LETTERHEAD_HEIGHT = 160,
	ICON = 64,		/* pixels of a side */
};

struct pictures {
	const struct image *first;
	guint unsized, sized;
	guint64 area;
};

static bool
is_icon(const struct html_image *h)
{
	return h->width >= 0 && h->width <= ICON && h->height <= ICON;
}

static struct pictures
pictures_of(const struct facts *f)
{
	struct pictures p = { 0 };

	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);
		const struct html_image *h = image->html;

		if (image->body != f->main || image->pixel || !h->visible)
			continue;
		if (!p.first)
			p.first = image;
		if (h->width < 0 && h->height < 0)
			p.unsized++;
		else if (!is_icon(h))
			p.sized++;
		if (h->height > 0 && h->height <= LETTERHEAD_HEIGHT)
			p.area += (guint64)MAX(h->width, h->height) * (guint64)h->height;
		else if (h->height > 0 || h->width > 4 * LETTERHEAD_HEIGHT)
			p.area += LETTERHEAD_AREA + 1;
	}
	return p;
}

/* One picture of a logo's size, or of none given, with a text that says something: the
   reader misses nothing without it. */
static bool
is_letterhead(const struct facts *f, const struct pictures *p)
{
	return f->main->points >= LETTERHEAD_TEXT && p->sized + p->unsized <= 1 &&
	       p->area <= LETTERHEAD_AREA;
}

/* Ornaments, as far as is known, around a notice that is complete without them. */
static bool
is_adorned(const struct facts *f, const struct pictures *p)
{
	return f->class != CLASS_BULK && f->main->points >= NOTICE_TEXT &&
	       p->area <= LETTERHEAD_AREA;
}

static void
check(const struct facts *f, struct findings *out)
{
	struct pictures p = { 0 };
	int points = 0;

	if (f->main && f->main->html)
		p = pictures_of(f);
	for (gsize i = 0; p.first && !points && i < G_N_ELEMENTS(steps); i++)
		if (f->main->points <= steps[i].most)
			points = f->class == CLASS_BULK ? steps[i].mailing : steps[i].notice;
	if (!points)
		return;
	if (is_letterhead(f, &p))
		found_for(out, MIN(points, LETTERHEAD_POINTS), f->main->html->source,
			  p.first->html->where, "%u characters of text beside a logo",
			  f->main->points);
	else
		found_for(out, is_adorned(f, &p) ? MIN(points, LETTERHEAD_POINTS) : points,
			  f->main->html->source, p.first->html->where,
			  "%u characters of text beside a picture", f->main->points);
}

#define LOGO_PL "<img src=\"cid:logo\" alt=\"Sklep\" width=\"120\" height=\"40\">"
#define LONG_PL "<p>Dzień dobry, zamówienie 4711 jest gotowe do odbioru w naszym sklepie przy " \
		"ulicy Długiej, codziennie od 9 do 18.</p>"

const struct rule rule_images_low_text = {
	.id       = "images-low-text",
	.title    = "a picture stands beside little text",
	.why      = "Where pictures are not loaded, little is left to read. Filters score HTML mail "
		    "that has any picture and less than 2,800 characters of text, the more the "
		    "shorter it is: this is why even the logo costs points.",
	.fix      = "Write at least 500 characters of real text, or send a short notice without "
		    "the picture.",
	.ignore   = "When the picture is a small logo over a notice that is short "
		    "because there is little to say.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin HTML_IMAGE_ONLY_04 to _28",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS | FACTS_IMAGES | FACTS_CLASS,
	.check    = check,
	.examples = {
		HIT (HTML("<p>Look:</p><img src=\"https://shop.example/a.png\" alt=\"Sale\">"),
		     .at = "<img src=\"https://shop.example/a.png\" alt=\"Sale\">", .points = 15),
		HIT (HTML(LOGO_PL "<p>Zamówienie 4711 jest gotowe.</p>"), .at = LOGO_PL, .points = 15),
		HIT (HTML(LOGO_PL LONG_PL), .at = LOGO_PL, .points = 5),	/* a letterhead */
		HIT (HTML("<img src=\"logo.png\">" LONG_PL), .points = 5),
		HIT (HTML("<img src=\"buty.jpg\" width=600 height=400>" LONG_PL), .points = 15),
		HIT (HTML("<img src=\"a.jpg\"><img src=\"b.jpg\">" LONG_PL), .points = 15),
		HIT (HTML(LOGO_PL LONG_PL LONG_PL LONG_PL LONG_PL LONG_PL "<img src=\"buty.jpg\">"),
		     .points = 12, .class = CLASS_BULK),
		HIT (HTML(LOGO_PL LONG_PL LONG_PL LONG_PL LONG_PL LONG_PL "<img src=\"buty.jpg\">"),
		     .points = 5),
		HIT (HTML(LOGO_PL LONG_PL LONG_PL LONG_PL "<img src=\"a.png\"><img src=\"b.png\">"),
		     .points = 5),
		HIT (HTML(LOGO_PL LONG_PL LONG_PL LONG_PL "<img src=\"a.png\"><img src=\"b.png\">"),
		     .points = 15, .class = CLASS_BULK),
		PASS(HTML("<p>Your order 4711 is ready.</p>")),
		PASS(HTML("<p>Your order is ready.</p>"
			  "<img src=\"https://shop.example/o.gif\" width=\"1\" height=\"1\" alt=\"\">")),
		PASS(BODY("Your order 4711 is ready.")),
	},
};
