#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		const struct text *t;

		if (p->nested || !p->text || (p->charset_oddities & CHARSET_WRONG))
			continue;	/* mime-charset-wrong */
		t = found_raw(f, "part", (struct span){ p->raw_header.at, 0 });
		if (p->charset_oddities & CHARSET_MISSING)
			found(out, t, text_all(t), "the text has letters beyond ASCII");
		else if (p->charset_oddities & CHARSET_UNKNOWN)
			found(out, t, text_all(t), "nobody knows the charset %s", p->charset);
	}
}

#define TEXT(type, s) HEAD "Subject: Order\n" type "Content-Transfer-Encoding: 8bit\n\n" s "\n"

const struct rule rule_mime_charset_missing = {
	.id       = "mime-charset-missing",
	.title    = "the text does not say in which charset it is",
	.why      = "Mail programs guess, and readers may see wrong letters.",
	.fix      = "Add charset=utf-8 to the Content-Type of the part.",
	.ignore   = "When all readers use programs that guess the right one.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "RFC 2045 5.2; rspamd R_MISSING_CHARSET",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (TEXT("", "Zamówienie gotowe.")),
		HIT (TEXT("Content-Type: text/html\n", "<p>Заказ готов.</p>")),
		HIT (TEXT("Content-Type: text/plain; charset=utf-latin\n", "Zamówienie gotowe.")),
		PASS(TEXT("Content-Type: text/plain; charset=\"utf-8\"\n", "Zamówienie gotowe.")),
		PASS(TEXT("Content-Type: text/plain; charset=windows-1250\n", "Zam\xf3wienie gotowe.")),
		PASS(TEXT("", "Your order is ready.")),
		PASS(SUBJECT("Your order")),
	},
};
