#include "core/rule.h"

/* What Exchange Online takes. */
enum { PARTS_MOST = 250, DEPTH_MOST = 30 };

/* A multipart/mixed around one text: an attachment was to come, or everything else was lost. */
static void
check_lonely(const struct facts *f, struct findings *out)
{
	const GArray *parts = f->message->parts;

	for (guint i = 0; i + 1 < parts->len; i++) {
		const struct part *p = &g_array_index(parts, struct part, i);
		const struct part *child = p + 1;
		const struct field *type;
		guint n = 0;

		if (p->nested || !g_str_equal(p->type, "multipart/mixed") || child->parent != (int)i ||
		    (child->kind != PART_PLAIN && child->kind != PART_HTML))
			continue;
		for (guint k = i + 1; k < parts->len && n < 2; k++)
			n += g_array_index(parts, struct part, k).parent == (int)i;
		type = field_find(p->fields, "Content-Type", 0);
		if (n == 1 && type)
			found(out, type->value, text_all(type->value), "multipart/mixed holds one text and nothing else");
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	const GArray *parts = f->message->parts;
	guint depth = 0;
	const struct text *t;

	for (guint i = 0; i < parts->len; i++)
		depth = MAX(depth, g_array_index(parts, struct part, i).depth);
	if (parts->len > PARTS_MOST || depth > DEPTH_MOST) {
		t = found_nowhere(f, "message");
		found(out, t, text_all(t), "%u parts, %u levels deep; Exchange takes 250 and 30",
		      parts->len, depth);
	} else if (!(f->limits & (LIMIT_HIT_PARTS | LIMIT_HIT_CUT))) {
		check_lonely(f, out);
	}
}

#define MIXED(s) HEAD "Subject: Order\nContent-Type: multipart/mixed; boundary=b\n\n" s "--b--\n"
#define TEXT     "--b\nContent-Type: text/plain\n\nHello.\n"

const struct rule rule_mime_structure = {
	.id       = "mime-structure",
	.title    = "the message is put together in an odd way",
	.why      = "Filters know it from mail that was made by hand; some servers refuse very many parts.",
	.fix      = "Take multipart/mixed only around attachments, multipart/alternative around text and "
		    "HTML.",
	.ignore   = "When an attachment is sometimes there and sometimes not.",
	.points   = 5,
	.evidence = EVIDENCE_C,
	.source   = "rspamd CTYPE_MIXED_BOGUS; Exchange Online limits",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (MIXED(TEXT), .at = "multipart/mixed; boundary=b"),
		PASS(MIXED(TEXT "--b\nContent-Type: application/pdf\n\n%PDF-1.4\n")),
		PASS(MIXED(TEXT TEXT)),
		PASS(MIXED("--b\nContent-Type: application/pdf\n\n%PDF-1.4\n")),
		PASS(SUBJECT("Order")),
	},
};
