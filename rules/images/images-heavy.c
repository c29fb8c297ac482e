#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	const struct part *first = NULL;
	const struct text *t;
	gsize size = 0;
	guint n = 0;

	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);

		if (p->kind != PART_IMAGE || p->nested)
			continue;
		first = first ? first : p;
		size += p->size;
		n++;
	}
	if (n <= (guint)param(out, "max") && size <= (gsize)param(out, "kb") * 1024)
		return;
	t = found_raw(f, "part", (struct span){ first->raw_header.at, 0 });
	found(out, t, text_all(t), "%u pictures with %u KB travel in the mail", n, (guint)(size / 1024));
}

#define PICTURE "--b\nContent-Type: image/png\nContent-ID: <a@shop.example>\n" \
	"Content-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
#define MAIL(s) HEAD "Subject: Order\nContent-Type: multipart/related; boundary=b\n\n" \
	"--b\nContent-Type: text/html\n\n<html><p>Hello.</p><img src=\"cid:a@shop.example\"></html>\n" s "--b--\n"

const struct rule rule_images_heavy = {
	.id       = "images-heavy",
	.title    = "the pictures in the mail are heavy",
	.why      = "The mail loads slowly on a telephone and fills mailboxes.",
	.fix      = "Compress the pictures, or take out those that only adorn.",
	.ignore   = "When the pictures are what the reader asked for.",
	.points   = 5,
	.evidence = EVIDENCE_D,
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.params   = {
		{ "kb", 1024, 1, 100000, "KB of embedded pictures that are allowed" },
		{ "max", 10, 1, 1000, "embedded pictures that are allowed" },
	},
	.check    = check,
	.examples = {
		HIT (MAIL(PICTURE PICTURE PICTURE), .set = "max=2"),
		PASS(MAIL(PICTURE PICTURE PICTURE)),
		PASS(MAIL(PICTURE), .set = "kb=1"),
		PASS(SUBJECT("Order")),
	},
};
