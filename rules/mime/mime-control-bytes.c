#include "core/rule.h"

/* What text may have: tab, line ends, form feed. */
static bool
is_control(guchar c)
{
	return (c < ' ' && !(c >= '\t' && c <= '\r')) || c == 0x7f;
}

/* Bytes below a blank are line ends in the main, so eight at once are seldom worth a look. */
static bool
all_above(const char *s)
{
	guint64 w;

	memcpy(&w, s, sizeof(w));
	return !((w - 0x2020202020202020u) & ~w & 0x8080808080808080u);
}

static guint
controls_in(const char *s, gsize len)
{
	guint n = memchr(s, 0x7f, len) != NULL;

	for (gsize i = 0; i < len; i++) {
		while (i + 8 <= len && all_above(s + i))
			i += 8;
		if (i < len)
			n += is_control((guchar)s[i]) && s[i] != 0x7f;
	}
	return n;
}

static void
report(const struct facts *f, struct findings *out, const struct part *p, guint n)
{
	gsize at = 0;

	while (at < p->text->len && !is_control((guchar)p->text->s[at]))
		at++;
	(void)f;
	found(out, p->text, (struct span){ at, 1 }, "%u of them; the first is %d", n,
	      (guchar)p->text->s[at]);
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		const struct text *t;
		const char *raw = f->message->raw + p->raw.at, *nul;
		guint n;

		if (p->nested || !p->text)
			continue;
		if ((n = controls_in(p->text->s, p->text->len))) {
			report(f, out, p, n);
		} else if ((nul = memchr(raw, '\0', p->raw.len))) {
			t = found_raw(f, "body", (struct span){ (gsize)(nul - f->message->raw), 1 });
			found(out, t, text_all(t), "a NUL");
		}
	}
}

const struct rule rule_mime_control_bytes = {
	.id       = "mime-control-bytes",
	.title    = "the text has control characters",
	.why      = "Servers refuse mail with NULs or cut it off there; the others show as boxes or not at "
		    "all.",
	.fix      = "Take them out where the text comes from: most often they were copied from a document.",
	.ignore   = "When only a program reads it, and needs them.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "RFC 5322 2.3; SpamAssassin NULL_IN_BODY",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (BODY("Your order\001 is ready."), .at = "\001"),
		HIT (BODY("Your \033[1morder\033[0m is ready."), .at = "\033"),
		HIT (BODY("Your order\177 is ready."), .at = "\177"),
		PASS(BODY("Your\torder\r\nis ready.\fPage two.")),
		PASS(HEAD "Subject: Hi\nContent-Type: text/plain; charset=iso-2022-jp\n\n\033$B$3$s\033(B\n"),
	},
};
