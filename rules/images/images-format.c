#include "core/rule.h"

/* What some large mail program does not show. */
static const struct {
	const char *suffix, *where;
} formats[] = {
	{ "svg", "Gmail" }, { "svgz", "Gmail" }, { "webp", "Outlook for Windows" },
	{ "avif", "Outlook for Windows" }, { "heic", "most mail programs" },
	{ "heif", "most mail programs" }, { "tif", "most mail programs" },
	{ "tiff", "most mail programs" }, { "bmp", "Gmail" }, { "apng", "Outlook for Windows" },
	{ "jxl", "most mail programs" },
};

static const char *
missing_in(const char *suffix, gsize len)
{
	for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
		if (strlen(formats[i].suffix) == len &&
		    g_ascii_strncasecmp(formats[i].suffix, suffix, len) == 0)
			return formats[i].where;
	return NULL;
}

/* The suffix of the path, or of what a data: address says it is. */
static struct span
suffix_of(const char *s, gsize len)
{
	gsize end = 0, path, dot;

	if (len > 11 && g_ascii_strncasecmp(s, "data:image/", 11) == 0) {
		for (end = 11; end < len && g_ascii_isalnum(s[end]); )
			end++;
		return (struct span){ 11, end - 11 };
	}
	path = url_of(s, len).rest.at;
	for (end = path; end < len && s[end] != '?' && s[end] != '#'; )
		end++;
	for (dot = end; dot > path && g_ascii_isalnum(s[dot - 1]); )
		dot--;
	if (dot == path || s[dot - 1] != '.' || g_ascii_strncasecmp(s, "cid:", 4) == 0)
		return (struct span){ end, 0 };
	return (struct span){ dot, end - dot };
}

static void
check(const struct facts *f, struct findings *out)
{
	const char *last = NULL;

	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);
		const struct text *t = image->html->source;
		struct span at = suffix_of(t->s, t->len);
		const char *where = missing_in(t->s + at.at, at.len);

		if (!where || !image->html->visible)
			continue;
		if (last == where)
			found_also(out, t, at);
		else
			found(out, t, at, "%s does not show it", where);
		last = where;
	}
}

const struct rule rule_images_format = {
	.id       = "images-format",
	.title    = "a picture has a format not shown everywhere",
	.why      = "Part of your readers see a hole in its place.",
	.fix      = "Use PNG for drawings and logos, JPEG for photographs, GIF for what moves.",
	.ignore   = "When your readers' programs show it.",
	.points   = 7,
	.evidence = EVIDENCE_A,
	.source   = "caniemail.com, image formats",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_IMAGES,
	.check    = check,
	.examples = {
		HIT (HTML("<img src=\"https://shop.example/logo.svg\" alt=\"Shop\">"), .at = "svg",
		     .points = 7),
		HIT (HTML("<img src='https://sklep.example/a.WEBP?v=2' alt='Buty'>"), .at = "WEBP"),
		HIT (HTML("<img src='data:image/svg+xml,x' alt='Loja'>"), .at = "svg"),
		PASS(HTML("<img src=\"https://shop.example/logo.png\" alt=\"Shop\">"
			  "<img src=\"https://shop.example/photo.JPG?from=a.svg\" alt=\"Shoes\">")),
		PASS(HTML("<img src=\"cid:logo.svg\" alt=\"Shop\"><img src=\"https://logo.webp\" alt=\"\">")),
		PASS(HTML("<a href=\"https://shop.example/plan.svg\">The plan</a>")),
	},
};
