#include "core/rule.h"

/* Programs that mail in a language with other letters encode whatever comes: bulk mail alone is
   asked, where filters look for it. */
static const char *const names[] = { "Subject", "From", "To", "Reply-To" };

/* Nothing in it needed to be encoded, and something was. */
static bool
is_needless(const struct facts *f, const struct field *field)
{
	const char *raw = f->message->raw + field->raw_value.at;

	return charset_ascii(field->value->s, field->value->len) == field->value->len &&
	       g_strstr_len(raw, (gssize)field->raw_value.len, "=?") &&
	       !strstr(field->value->s, "=?");
}

static void
check(const struct facts *f, struct findings *out)
{
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		const struct field *field = message_field(f->message, names[i], 0);

		if (field && field->value->len && is_needless(f, field))
			found(out, field->value, text_all(field->value), "in %s", names[i]);
	}
}

const struct rule rule_headers_needless_encoding = {
	.id       = "headers-needless-encoding",
	.title    = "plain letters are encoded without need",
	.why      = "Filters know it from mail that hides words from them.",
	.fix      = "Encode only what has letters beyond ASCII; most mail libraries can be told so.",
	.ignore   = "When the library does it and cannot be told otherwise.",
	.points   = 3,
	.evidence = EVIDENCE_C,
	.source   = "rspamd FROM_EXCESS_BASE64, SUBJ_EXCESS_QP",
	.classes  = CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (SUBJECT("=?UTF-8?B?WW91ciBvcmRlciA0NzEx?="), .at = "Your order 4711"),
		HIT ("From: =?UTF-8?Q?Shop?= <a@shop.example>\nSubject: Order\n\nHello.\n"),
		PASS(SUBJECT("=?UTF-8?Q?Zam=C3=B3wienie?= 4711")),
		PASS(SUBJECT("Is 2 =? 3")),
		PASS(SUBJECT("Your order 4711")),
	},
};
