#include "core/rule.h"

static const char *
what_of(const struct accident *a)
{
	switch (a->kind) {
	case ACCIDENT_ENTITY:
		return PHRASE("the code of a character shows in place of it");
	case ACCIDENT_TAG:
		return PHRASE("an HTML tag shows in plain text");
	case ACCIDENT_ESCAPE:
		return PHRASE("the code of a line end or a character shows");
	case ACCIDENT_ENCODED:
		return PHRASE("encoded letters were not decoded");
	default:
		return NULL;
	}
}

/* "&amp;" copied with an address, and what stands inside of one. */
static bool
is_in_url(const struct accident *a)
{
	const char *s = a->body->text->s;
	gsize at = a->where.at;

	while (at > 0 && !g_ascii_isspace(s[at - 1]) && !strchr("<>\"(", s[at - 1]))
		at--;
	return g_strstr_len(s + at, (gssize)(a->where.at - at), "://") ||
	       g_strstr_len(s + at, (gssize)(a->where.at - at), "www.");
}

static const char *
says(const struct accident *a)
{
	return is_in_url(a) ? NULL : what_of(a);
}

static void
check(const struct facts *f, struct findings *out)
{
	found_accidents(f, out, says);
}

const struct rule rule_template_double_escape = {
	.id       = "template-double-escape",
	.title    = "code shows in place of text",
	.why      = "The text was encoded once too often, or HTML was put where plain text belongs: "
		    "the reader stumbles over every sign of it.",
	.fix      = "Encode values once, where they are put into the HTML; in subject and plain "
		    "text not at all.",
	.ignore   = "When the mail is about code and shows it on purpose.",
	.points   = 10,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_ACCIDENTS,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Harbour &amp; Sons: order 4711"), .at = "&amp;", .points = 10),
		HIT (HTML("<p>Total:&amp;nbsp;49.90</p>"), .at = "&nbsp;"),
		HIT (BODY("Dziękujemy!<br>Zamówienie jest gotowe."), .at = "<br>"),
		HIT (BODY("Olá Anna,\\nSeu pedido foi enviado."), .at = "\\n"),
		HIT (BODY("Za=C5=BC=C3=B3=C5=82cona kartka"), .at = "=C5=BC=C3=B3=C5=82"),
		HIT (BODY("Subject: =?UTF-8?Q?Zam=C3=B3wienie?="), .at = "=?UTF-8?Q?Zam=C3=B3wienie?="),
		HIT (BODY("Cze\\u015b\\u0107 Anno"), .at = "\\u015b"),
		PASS(BODY("Smith & Sons; AT&T; a<b and b>c; <anna@mail.example>")),
		PASS(BODY("Saved to C:\\new\\table and \\\\server\\notes")),
		PASS(BODY("See https://shop.example/?a=1&amp;b=2 and https://shop.example/?q==C5=BC=C3=B3")),
		PASS(HTML("<p>Ready.<br>Anna</p><pre>&lt;br&gt; &amp;nbsp;</pre>")),
		PASS(BODY("key==value == AA=BB")),
	},
};
