#include "core/rule.h"

/* What a choice is: the part itself, or of a multipart/related its first. */
static enum part_kind
kind_of(const struct message *m, guint i)
{
	const struct part *p = &g_array_index(m->parts, struct part, i);

	while (p->kind == PART_MULTIPART && i + 1 < m->parts->len &&
	       g_array_index(m->parts, struct part, i + 1).parent == (int)i)
		p = &g_array_index(m->parts, struct part, ++i);
	return p->kind;
}

static void
check_choices(const struct facts *f, struct findings *out, guint alternative)
{
	const struct message *m = f->message;
	bool html = false;

	for (guint i = alternative + 1; i < m->parts->len; i++) {
		const struct part *p = &g_array_index(m->parts, struct part, i);
		enum part_kind kind;

		if (p->depth <= g_array_index(m->parts, struct part, alternative).depth)
			return;
		if (p->parent != (int)alternative)
			continue;
		kind = kind_of(m, i);
		if (kind == PART_PLAIN && html && p->text && p->text->len) {
			found(out, p->text, (struct span){ 0, 0 }, "the plain text comes after the HTML");
			return;
		}
		html |= kind == PART_HTML;
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);

		if (!p->nested && p->kind == PART_MULTIPART && g_str_equal(p->type, "multipart/alternative"))
			check_choices(f, out, i);
	}
}

#define PLAIN "--a\nContent-Type: text/plain; charset=utf-8\n\nHello.\n"
#define PAGE  "--a\nContent-Type: text/html; charset=utf-8\n\n<p>Hello.</p>\n"
#define RELATED "--a\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\n" \
	"<p>Hello.</p>\n--r--\n"
#define EVENT "--a\nContent-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\n"
#define CHOICES(s) HEAD "Subject: Order\nContent-Type: multipart/alternative; boundary=a\n\n" s "--a--\n"

const struct rule rule_mime_alternative_order = {
	.id       = "mime-alternative-order",
	.title    = "the plain text hides the HTML",
	.why      = "Mail programs show the last part they can: here the plain text, and nobody sees the "
		    "HTML.",
	.fix      = "Put the parts in this order: text/plain, text/html, and a calendar last.",
	.ignore   = "When the plain text is the version that you want to be shown.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "RFC 2046 5.1.4",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (CHOICES(PAGE PLAIN)),
		HIT (CHOICES(RELATED PLAIN)),
		PASS(CHOICES(PLAIN PAGE)),
		PASS(CHOICES(PLAIN RELATED EVENT)),
		PASS(CHOICES(PLAIN)),
		PASS(HEAD "Subject: Order\nContent-Type: multipart/mixed; boundary=a\n\n" PAGE PLAIN "--a--\n"),
	},
};
