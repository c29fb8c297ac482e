#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	bool first = true;

	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);
		const struct text *source = image->html->source;

		if (!image->html->visible || source->len < 5 ||
		    g_ascii_strncasecmp(source->s, "data:", 5) != 0)
			continue;
		if (first)
			found(out, source, (struct span){ 0, MIN(source->len, 30) },
			      "its data stand in the address");
		else
			found_also(out, source, (struct span){ 0, MIN(source->len, 30) });
		first = false;
	}
}

const struct rule rule_images_data_uri = {
	.id       = "images-data-uri",
	.title    = "a picture is written into the HTML",
	.why      = "Gmail and others do not show pictures from data: addresses, so your reader "
		    "sees a hole; and the HTML grows towards the size where it is cut.",
	.fix      = "Attach the picture and name it by cid:, or load it from your server.",
	.ignore   = "When your readers' program shows it.",
	.points   = 10,
	.evidence = EVIDENCE_A,
	.source   = "caniemail.com, base64 images",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_IMAGES,
	.check    = check,
	.examples = {
		HIT (HTML("<p>Twój kod:</p><img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"QR\">"),
		     .at = "data:image/png;base64,iVBORw0K", .points = 10),
		HIT (HTML("<img src='DATA:image/gif;base64,R0lGOD' alt='Logo'>"),
		     .at = "DATA:image/gif;base64,R0lGOD"),
		PASS(HTML("<img src=\"cid:qr@shop.example\" alt=\"QR\">")),
		PASS(HTML("<img src=\"https://shop.example/data:1.png\" alt=\"QR\">")),
		PASS(HTML("<div style=\"display:none\"><img src=\"data:image/gif;base64,R0\"></div>")),
	},
};
