#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		const struct text *t;

		if (p->encoding != ENCODING_BASE64 || p->nested || !p->text || !p->text->len ||
		    charset_ascii(p->text->s, p->text->len) < p->text->len)
			continue;
		t = found_raw(f, "part", (struct span){ p->raw_header.at, 0 });
		found(out, t, text_all(t), "all of %s is plain letters", p->type);
	}
}

#define TEXT(type, s) HEAD "Subject: Order\nContent-Type: " type "; charset=utf-8\n" \
	"Content-Transfer-Encoding: base64\n\n" s "\n"

const struct rule rule_mime_base64_ascii = {
	.id       = "mime-base64-ascii",
	.title    = "plain text is packed as base64",
	.why      = "Filters know it from mail that hides words from them.",
	.fix      = "Send it as quoted-printable, or as it is if its lines are short.",
	.ignore   = "When the library does it and cannot be told otherwise.",
	.points   = 5,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin MIME_BASE64_TEXT; rspamd MIME_BASE64_TEXT_BOGUS",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (TEXT("text/plain", "WW91ciBvcmRlciBpcyByZWFkeS4=")),
		PASS(TEXT("text/plain", "WmFtw7N3aWVuaWUgZ290b3dlLg==")),
		PASS(TEXT("application/pdf", "JVBERi0xLjQK")),
		PASS(BODY("WW91ciBvcmRlciBpcyByZWFkeS4=")),
	},
};
