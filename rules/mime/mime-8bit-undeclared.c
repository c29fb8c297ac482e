#include "core/rule.h"

/* The stretch of bytes beyond ASCII that begins at `at`. */
static struct span
stretch(const struct message *m, gsize at, gsize end)
{
	gsize to = at;

	while (to < end && (guchar)m->raw[to] >= 0x80)
		to++;
	return (struct span){ at, to - at };
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		const char *s = f->message->raw + p->raw.at;
		const struct text *t;
		gsize n;

		if (p->nested || (p->encoding != ENCODING_7BIT && p->encoding != ENCODING_MISSING) ||
		    p->kind == PART_MULTIPART || p->kind == PART_MESSAGE)
			continue;
		for (n = 0; n < p->raw.len; n++) {	/* charset_ascii() stops at a NUL, too */
			n += charset_ascii(s + n, p->raw.len - n);
			if (n >= p->raw.len || (guchar)s[n] >= 0x80)
				break;
		}
		if (n >= p->raw.len)
			continue;
		t = found_raw(f, "body", stretch(f->message, p->raw.at + n, p->raw.at + p->raw.len));
		if (p->encoding == ENCODING_MISSING)
			found(out, t, text_all(t), "there is no Content-Transfer-Encoding");
		else
			found(out, t, text_all(t), "Content-Transfer-Encoding says 7bit");
	}
}

#define TEXT(fields, s) HEAD "Subject: Order\nContent-Type: text/plain; charset=utf-8\n" fields "\n" s "\n"

const struct rule rule_mime_8bit_undeclared = {
	.id       = "mime-8bit-undeclared",
	.title    = "8-bit text is sent as if it were 7-bit",
	.why      = "Servers on the way may cut the eighth bit off, and filters add up to three points.",
	.fix      = "Send Content-Transfer-Encoding: quoted-printable (or 8bit, if the server offers it).",
	.ignore   = "When the server on the way out writes the encoding anew.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "RFC 2045 6.2; SpamAssassin CTE_8BIT_MISMATCH; rspamd R_BAD_CTE_7BIT",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (TEXT("", "Zamówienie gotowe."), .at = "ó"),
		HIT (TEXT("Content-Transfer-Encoding: 7bit\n", "Заказ готов."), .at = "Заказ"),
		HIT (TEXT("Content-Transfer-Encoding: 7bit\n", "Zam\xf3wienie gotowe."), .at = "\xf3"),
		PASS(TEXT("Content-Transfer-Encoding: 8bit\n", "Zamówienie gotowe.")),
		PASS(TEXT("Content-Transfer-Encoding: quoted-printable\n", "Zam=C3=B3wienie gotowe.")),
		PASS(TEXT("", "Your order is ready.")),
	},
};
