#include "core/rule.h"

enum { MANY = 2 };

/* Pictures among the letters; what only changes the one before is none. */
static bool
is_emoji(gunichar c)
{
	return (c >= 0x1f300 && c <= 0x1faff && !(c >= 0x1f3fb && c <= 0x1f3ff)) ||
	       (c >= 0x2600 && c <= 0x27bf) || c == 0x2b50 || c == 0x2b55 || c == 0x231a || c == 0x23f0;
}

/* A check mark, a warning, a bell, a fire: signs that call "look here". */
static bool
is_caller(gunichar c)
{
	static const gunichar callers[] = { 0x2705, 0x2714, 0x26a0, 0x1f514, 0x1f525, 0x1f6a8, 0x2757,
					    0x203c, 0x23f0, 0x2b50, 0x1f449 };

	for (gsize i = 0; i < G_N_ELEMENTS(callers); i++)
		if (callers[i] == c)
			return true;
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *t = f->subject_text;
	guint n = 0;
	gsize from = 0, to = 0;

	for (const char *p = t->s; p < t->s + t->len; p = g_utf8_next_char(p)) {
		gunichar c = (guchar)*p < 0xe2 ? 0 : g_utf8_get_char(p);

		if (!is_emoji(c) && !(p == t->s && is_caller(c)))
			continue;
		if (!n++)
			from = (gsize)(p - t->s);
		to = (gsize)(g_utf8_next_char(p) - t->s);
	}
	if (n >= MANY)
		found(out, t, (struct span){ from, to - from }, "%u of them", n);
	else if (n && from == 0 && is_caller(g_utf8_get_char(t->s)))
		found(out, t, (struct span){ 0, to }, "it begins with one that calls for attention");
}

const struct rule rule_subject_emoji = {
	.id       = "subject-emoji",
	.title    = "subject uses pictures to catch the eye",
	.why      = "Readers take it for advertising, and screen readers read each of them aloud. "
		    "One emoji of a brand does no harm.",
	.fix      = "Say it in words.",
	.ignore   = "When your readers know your mail by it.",
	.points   = 3,
	.evidence = EVIDENCE_C,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (HEAD "Subject: =?utf-8?Q?=F0=9F=8E=81_Gift_for_you_=F0=9F=8E=89?=\n\nHello.\n",
		     .points = 3),
		HIT (HEAD "Subject: =?utf-8?Q?=E2=9A=A0_Faktura_17?=\n\nGotowa.\n", .at = "⚠"),
		PASS(HEAD "Subject: =?utf-8?Q?Zam=C3=B3wienie_gotowe_=F0=9F=8E=81?=\n\nGotowe.\n"),
		PASS(HEAD "Subject: =?utf-8?Q?Заказ_№_17_—_«готов»?=\n\nДа.\n"),
		PASS(SUBJECT("Your order :-) is ready")),
	},
};
