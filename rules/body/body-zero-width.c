#include "core/rule.h"

/* Characters without width between letters of scripts that have no use for them; as padding
   behind a preheader, between words or in an emoji they do no harm. */

static bool
is_letter(gunichar c)
{
	GUnicodeScript s = g_unichar_get_script(c);

	return g_unichar_isalpha(c) && (s == G_UNICODE_SCRIPT_LATIN || s == G_UNICODE_SCRIPT_CYRILLIC ||
					s == G_UNICODE_SCRIPT_GREEK);
}

/* Bytes of one at `p`, or 0. */
static gsize
length(const char *p)
{
	gunichar c;

	if ((guchar)*p != 0xe2 && (guchar)*p != 0xef)
		return 0;
	c = g_utf8_get_char(p);
	return c == 0x200b || c == 0x200c || c == 0x200d || c == 0x2060 || c == 0xfeff ? 3 : 0;
}

static const char *
next(const struct text *t, const char *p)
{
	while ((p = text_any(t, p, "\xe2\xef")) < t->s + t->len && !length(p))
		p++;
	return p < t->s + t->len ? p : NULL;
}

static bool
is_inside(const struct text *t, const char *p)
{
	return p > t->s && is_letter(g_utf8_get_char(g_utf8_prev_char(p))) &&
	       is_letter(g_utf8_get_char(p + length(p)));
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *t = f->main ? f->main->text : NULL;
	const char *first = NULL;
	guint n = 0;

	for (const char *p = t ? next(t, t->s) : NULL; p; p = next(t, p + 3))
		if (is_inside(t, p)) {
			first = first ? first : p;
			n++;
		}
	if (n >= (guint)param(out, "least"))
		found(out, t, (struct span){ (gsize)(first - t->s), 3 },
		      "%u characters that nobody sees stand inside words", n);
}

#define ZW "\xe2\x80\x8b"

const struct rule rule_body_zero_width = {
	.id       = "body-zero-width",
	.title    = "characters without width inside words",
	.why      = "Spam hides words so from filters, which look for it; and no search finds the words.",
	.fix      = "Take them out; they come with text that was copied from a web page.",
	.ignore   = "When they tell programs where a long name may be broken.",
	.points   = 10,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin UNICODE_OBFU_ZW",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.params   = {
		{ "least", 10, 1, 10000, "characters without width, at least" },
	},
	.check    = check,
	.examples = {
		HIT (BODY("Your ac" ZW "co" ZW "unt was cl" ZW "os" ZW "ed, co" ZW "nfi" ZW "rm the pa" ZW
			  "ssw" ZW "ord t" ZW "od" ZW "ay."), .at = ZW, .points = 10),
		HIT (BODY("Ваш за" ZW "каз готов."), .set = "least=1"),
		PASS(BODY("Your ac" ZW "count is ready, come and see it.")),
		PASS(HTML("<div>Your order&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;"
			  "&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;is ready.</div>")),
		PASS(BODY("می\xe2\x80\x8cشود می\xe2\x80\x8cشود"), .set = "least=1"),
	},
};
