#include "core/rule.h"

/* Servers on the way write these, not the sender. */
static bool
is_trace(const char *name)
{
	return g_ascii_strcasecmp(name, "Received") == 0 ||
	       g_ascii_strcasecmp(name, "Return-Path") == 0;
}

/* The word that has the first of them, in the field's decoded value. */
static struct span
first_word(const struct text *t)
{
	gsize at = 0, from, to;

	while (at < t->len && (guchar)t->s[at] < 0x80)
		at++;
	for (from = at; from > 0 && !strchr(" \t,;<>\"", t->s[from - 1]); from--)
		;
	for (to = at; to < t->len && !strchr(" \t,;<>\"", t->s[to]); to++)
		;
	return (struct span){ from, to - from };
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->fields->len; i++) {
		const struct field *field = &g_array_index(f->message->fields, struct field, i);

		if (field->raw_8bit && !is_trace(field->name))
			found(out, field->value, first_word(field->value), "in %s", field->name);
	}
}

const struct rule rule_headers_raw_8bit = {
	.id       = "headers-raw-8bit",
	.title    = "a header field has national characters as they are",
	.why      = "Header fields are ASCII; receivers refuse such mail, filters add points, "
		    "and readers may see the wrong letters.",
	.fix      = "Encode the field as RFC 2047 says: =?UTF-8?B?...?=. Mail libraries do it "
		    "when the text is handed to them as text.",
	.ignore   = "When every server on the way speaks SMTPUTF8 and the reader's "
		    "address needs it.",
	.points   = 30,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 2.2; RFC 2047; Gmail 550 5.7.1; SpamAssassin SUBJ_ILLEGAL_CHARS",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Twoje zamówienie 4711"), .at = "zamówienie"),
		HIT (SUBJECT("Ваш заказ готов"), .at = "Ваш"),
		HIT ("From: João <joao@loja.example>\nSubject: Pedido\n\nOi.\n", .at = "João"),
		HIT ("From: a@shop.example\nSubject: Zam\xf3wienie\n\nTak.\n"),	/* ISO 8859-2 */
		PASS(SUBJECT("=?UTF-8?Q?Zam=C3=B3wienie_4711?=")),
		PASS(BODY("Zamówienie gotowe.")),
		PASS("Received: from łódź.example by a.example; Fri, 20 Nov 2026 10:00:00 +0100\n"
		     "From: a@shop.example\n\nTak.\n"),
	},
};
