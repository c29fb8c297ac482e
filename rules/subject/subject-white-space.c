#include "core/rule.h"

/* Characters nobody sees: soft hyphen, zero-width space, direction marks, BOM. */
static bool
is_invisible(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x200b ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

/* A line end near by: white space of the folding, which no author wrote. */
static bool
is_folding(const struct facts *f, const struct text *t, struct span where)
{
	struct place p = text_place(t, where);
	gsize from = p.raw_offset > 2 ? p.raw_offset - 2 : 0;
	gsize to = MIN(p.raw_offset + p.raw_length + 2, f->message->len);

	return p.exact && from < to && memchr(f->message->raw + from, '\n', to - from);
}

static void
check_ends(const struct facts *f, struct findings *out, const struct field *subject)
{
	const char *s = f->message->raw + subject->raw_value.at;
	gsize len = subject->raw_value.len;
	struct span at = subject->raw_value;
	const char *say = NULL;
	const struct text *t;

	if (len > 2 && s[0] == ' ' && s[1] == ' ' && !memchr(s, '\n', len)) {
		at = (struct span){ at.at + 1, strspn(s + 1, " \t") };
		say = PHRASE("blanks before the first word");
	} else if (len > 1 && (s[len - 1] == ' ' || s[len - 1] == '\t')) {
		at = (struct span){ at.at + len - 1, 1 };
		say = PHRASE("blanks after the last word");
	}
	if (!say)
		return;
	t = found_raw(f, "Subject", at);
	found(out, t, text_all(t), "%s", say);
}

/* Some people leave two blanks after a sentence. */
static bool
ends_sentence(const struct text *t, struct span where)
{
	return where.len == 2 && where.at > 0 && strchr(".?!:;", t->s[where.at - 1]);
}

static void
report(const struct facts *f, struct findings *out, const struct text *t, struct span where)
{
	char first = t->s[where.at];

	if ((first == ' ' && ends_sentence(t, where)) || is_folding(f, t, where))
		return;
	if (first == ' ')
		found(out, t, where, "%u blanks in a row", (guint)where.len);
	else
		found(out, t, where, "%s", first == '\t' ? "a tab" : "a character nobody sees");
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *subject = message_field(f->message, "Subject", 0);
	const struct text *t = f->subject_text;
	guint looked = 0;	/* each look walks the subject */

	if (!subject || !t->len)
		return;
	check_ends(f, out, subject);
	for (gsize i = 0; i < t->len && looked < LIMIT_PLACES;) {
		const char *p = t->s + i;
		gsize n = (gsize)(g_utf8_next_char(p) - p);
		struct span where = { i, n };

		while (*p == ' ' && i + where.len < t->len && p[where.len] == ' ')
			where.len++;
		if (where.len > n || is_invisible(g_utf8_get_char(p)))
			looked++, report(f, out, t, where);
		i += where.len;
	}
}

const struct rule rule_subject_white_space = {
	.id       = "subject-white-space",
	.title    = "subject has stray blanks",
	.why      = "Double blanks and invisible characters come from templates with an "
		    "empty value, and from attempts to hide words from filters.",
	.fix      = "Trim what the template puts in, and leave one blank between words.",
	.ignore   = "When the blanks line up something that is compared by eye.",
	.points   = 3,
	.evidence = EVIDENCE_C,
	.source   = "rspamd SUBJECT_ENDS_SPACES",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Order  4711 is ready"), .at = "  "),
		HIT (SUBJECT("Order 4711\tis ready"), .at = "\t"),
		HIT (SUBJECT("Dear\xe2\x80\x8b Anna, your order"), .at = "\xe2\x80\x8b"),
		HIT (SUBJECT("  Zamówienie 4711"), .at = "  "),
		HIT (SUBJECT("Pedido 4711 "), .at = " "),
		PASS(SUBJECT("Order 4711 is ready")),
		PASS(SUBJECT("Your parcel?  It is here")),
		PASS(SUBJECT("Your order 4711 is\n  ready")),	/* folding */
		PASS(SUBJECT("Your order 4711 is\n\tready")),
		PASS(HEAD "Subject:\n Your order 4711\n\nHello.\n"),
		PASS(SUBJECT("Faktura za 1\xc2\xa0""234 zł")),	/* a blank that must not break */
		PASS(SUBJECT("👨‍👩‍👧 Family ticket")),	/* joiners belong to the sign */
	},
};
