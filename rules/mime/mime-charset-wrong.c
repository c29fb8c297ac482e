#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		const struct text *t;

		if (!(p->charset_oddities & CHARSET_WRONG) || p->nested)
			continue;
		t = found_raw(f, "body", p->charset_bad);
		if (p->charset_oddities & CHARSET_UNKNOWN)
			found(out, t, text_all(t), "nobody knows the charset %s", p->charset);
		else
			found(out, t, text_all(t), "not valid in %s",
			      p->charset ? p->charset : "US-ASCII");
	}
}

#define TEXT(charset, cte, s) HEAD "Subject: Order 4711\n" \
	"Content-Type: text/plain; charset=" charset "\n" \
	"Content-Transfer-Encoding: " cte "\n\n" s "\n"

const struct rule rule_mime_charset_wrong = {
	.id       = "mime-charset-wrong",
	.title    = "the text is not in the charset it declares",
	.why      = "Readers see question marks or wrong letters.",
	.fix      = "Convert the text to UTF-8 and declare charset=utf-8.",
	.ignore   = "When the text is somebody else's and has to be passed on as it is.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "RFC 2045; RFC 7103 7.6",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (TEXT("utf-8", "8bit", "Zam\xf3wienie jest gotowe."), .at = "\xf3"),
		HIT (TEXT("utf-8", "quoted-printable", "Zam=F3wienie jest gotowe."), .at = "=F3"),
		HIT (TEXT("us-ascii", "8bit", "Заказ готов."), .at = NULL),
		PASS(TEXT("utf-8", "8bit", "Zamówienie jest gotowe.")),
		PASS(TEXT("iso-8859-2", "8bit", "Zam\xf3wienie jest gotowe.")),
		PASS(TEXT("windows-1251", "quoted-printable", "=C7=E0=EA=E0=E7 =E3=EE=F2=EE=E2.")),
		PASS(TEXT("us-ascii", "7bit", "Your order is ready.")),
	},
};
