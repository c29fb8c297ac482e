#include "core/rule.h"

/* What an ordinary subject is written with, beside letters, digits and blanks. */
#define ORDINARY "-:,.()/#&+%'\"!?"
/* The list of a help page that says such characters cost mail. */
#define STRICT   "[]-=/.,;')(*&^%$#@!"

enum { LEAST = 3 };	/* below it a share means nothing */

static bool
is_special(gunichar c)
{
	if (c < 0x80)
		return !g_ascii_isalnum((char)c) && c != ' ' && c && !strchr(ORDINARY, (int)c);
	switch (g_unichar_type(c)) {
	case G_UNICODE_DASH_PUNCTUATION:
	case G_UNICODE_INITIAL_PUNCTUATION:
	case G_UNICODE_FINAL_PUNCTUATION:
	case G_UNICODE_OPEN_PUNCTUATION:
	case G_UNICODE_SPACING_MARK:
	case G_UNICODE_NON_SPACING_MARK:
	case G_UNICODE_FORMAT:
		return false;
	default:
		return !g_unichar_isalnum(c) && !g_unichar_isspace(c) && c != 0x2116;	/* № */
	}
}

static void
check_strict(struct findings *out, const struct text *t)
{
	bool first = true;

	for (gsize i = 0; i < t->len; i++) {
		struct span where = { i, 1 };

		if (!t->s[i] || !strchr(STRICT, t->s[i]))
			continue;
		if (first)
			found(out, t, where, "a character of the strict list");
		else
			found_also(out, t, where);
		first = false;
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *subject = message_field(f->message, "Subject", 0);
	const struct text *t = f->subject_text;
	guint n = 0, all = f->subject_counts.points;
	gsize from = 0, to = 0;

	if (param(out, "strict")) {
		check_strict(out, t);
		return;
	}
	if (!subject || subject->raw_8bit)
		return;		/* letters that were lost on the way: headers-raw-8bit */
	for (const char *p = t->s; p < t->s + t->len; p = g_utf8_next_char(p)) {
		if (!is_special(g_utf8_get_char(p)))
			continue;
		if (!n++)
			from = (gsize)(p - t->s);
		to = (gsize)(g_utf8_next_char(p) - t->s);
	}
	if (n >= LEAST && n * 100 > all * (guint)param(out, "share"))
		found(out, t, (struct span){ from, to - from },
		      "%u of %u characters are special ones", n, all);
}

const struct rule rule_subject_special_characters = {
	.id       = "subject-special-characters",
	.title    = "subject is full of special characters",
	.why      = "Signs in place of words make a subject hard to read and look like "
		    "decoration. That they cost mail by themselves is folklore.",
	.fix      = "Write words: \"Order 1234 is ready\" rather than \"[#1234] ** ready ~~\".",
	.ignore   = "When the signs are a number the reader knows: [ABC-123].",
	.points   = 3,
	.evidence = EVIDENCE_D,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS,
	.params   = {
		{ "share", 20, 0, 100, "percent of special characters above which it is found" },
		{ "strict", 0, 0, 1, "1: one of []-=/.,;')(*&^%$#@! is enough" },
	},
	.check    = check,
	.examples = {
		HIT (SUBJECT("[=1234=] ** $ready$ ~~"), .at = "[=1234=] ** $ready$ ~~"),
		HIT (SUBJECT("=?UTF-8?B?4piF4piG4piFIE9mZXJ0YSDimIXimIbimIU=?="), .at = "★☆★ Oferta ★☆★"),
		HIT (SUBJECT("Order #1234 is ready"), .at = "#", .set = "strict=1"),
		HIT (SUBJECT("Заказ № 12 [оплачен]"), .at = "[", .set = "strict=1"),
		PASS(SUBJECT("Order #1234 (2 items): 50 % paid & shipped")),
		PASS(SUBJECT("[Shop] Order 1234 is ready")),
		PASS(SUBJECT("=?UTF-8?B?4oSWIDEyIOKAlCDCq9Cz0L7RgtC+0LLCuw==?=")),	/* № 12 — «готов» */
		PASS(SUBJECT("R$ 5")),
		PASS(SUBJECT("\xb1\xa4\xb0\xed \xc0\xda\xb1\xdd \xb5\xfb\xb1\xe2")),	/* EUC-KR */
		PASS(SUBJECT("Zamówienie 1234 gotowe"), .set = "strict=1"),
	},
};
