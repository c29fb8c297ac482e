#include "core/rule.h"

enum { UNUSED_POINTS = 3, ID_MOST = 500 };

static bool
is_whole(const struct facts *f)
{
	return !(f->limits & (LIMIT_HIT_PARTS | LIMIT_HIT_TEXT | LIMIT_HIT_CUT | LIMIT_HIT_LINKS));
}

static bool
has_part(const struct facts *f, const char *id)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);

		if (p->content_id && g_ascii_strcasecmp(p->content_id, id) == 0)
			return true;
	}
	return false;
}

/* The address may be percent-encoded, and so may be ours: compared both ways. */
static bool
is_there(const struct facts *f, const char *id)
{
	g_autofree char *plain = g_uri_unescape_string(id, NULL);

	return has_part(f, id) || (plain && has_part(f, plain));
}

static void
check_images(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);
		const struct text *t = image->html->source;

		if (t->len > 4 && t->len < ID_MOST && g_ascii_strncasecmp(t->s, "cid:", 4) == 0 &&
		    !is_there(f, t->s + 4))
			found(out, t, text_all(t), "no part has the Content-ID %s", t->s + 4);
	}
}

/* Backgrounds and Outlook's own markup name pictures too, so the whole source is asked. */
static bool
is_named(const struct facts *f, const char *id)
{
	g_autofree char *escaped = g_uri_escape_string(id, NULL, FALSE);

	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;

		if (v && (g_strstr_len(v->source->s, (gssize)v->source->len, id) ||
			  (escaped && g_strstr_len(v->source->s, (gssize)v->source->len, escaped))))
			return true;
	}
	return false;
}

static void
check_parts(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		const struct part *parent = p->parent < 0 ? NULL
			: &g_array_index(f->message->parts, struct part, p->parent);
		const struct text *t = p->file_name;

		if (p->kind != PART_IMAGE || p->nested || !p->content_id || !parent ||
		    !g_str_equal(parent->type, "multipart/related") ||
		    strlen(p->content_id) > ID_MOST || is_named(f, p->content_id))
			continue;
		t = t && t->len ? t : found_raw(f, "picture", p->raw_header);
		found_for(out, UNUSED_POINTS, t, text_all(t), "the HTML never shows %s", p->content_id);
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	if (!f->main || !f->main->html || !is_whole(f))
		return;
	check_images(f, out);
	check_parts(f, out);
}

#define PNG(id) "--b\nContent-Type: image/png\nContent-ID: <" id ">\n" \
	"Content-Disposition: inline; filename=\"logo.png\"\n" \
	"Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
#define RELATED(html, parts) HEAD "Subject: Your order 4711\n" \
	"Content-Type: multipart/related; boundary=b\n\n" \
	"--b\nContent-Type: text/html; charset=utf-8\n\n" html "\n" parts "--b--\n"

const struct rule rule_images_cid_broken = {
	.id       = "images-cid-broken",
	.title    = "a picture and its part do not find each other",
	.why      = "The reader sees a hole where the picture should be, and the picture as an "
		    "attachment.",
	.fix      = "Write the part's Content-ID, without < and >, behind cid: in the HTML.",
	.ignore   = "When a server behind this one adds the part.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "RFC 2392",
	.classes  = CLASS_ALL,
	.needs    = FACTS_IMAGES,
	.check    = check,
	.examples = {
		HIT (RELATED("<img src=\"cid:logo\" alt=\"Shop\">", PNG("logo@shop.example")),
		     .at = "cid:logo", .points = 10),
		HIT (HTML("<p>Sklep</p><img src=\"cid:logo@sklep.example\" alt=\"Sklep\">"),
		     .at = "cid:logo@sklep.example"),
		HIT (RELATED("<p>Loja</p>", PNG("logo@loja.example")), .at = "logo.png", .points = 3),
		PASS(RELATED("<img src=\"cid:logo@shop.example\" alt=\"Shop\">", PNG("logo@shop.example"))),
		PASS(RELATED("<img src=\"cid:logo%40shop.example\" alt=\"\">", PNG("logo@shop.example"))),
		PASS(RELATED("<p style=\"background:url(cid:bg@shop.example)\">Ready</p>",
			     PNG("bg@shop.example"))),
		PASS(HTML("<img src=\"https://shop.example/cid:logo\" alt=\"Shop\">")),
		PASS(BODY("The picture cid:logo is missing.")),
	},
};
