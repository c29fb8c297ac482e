#include "core/rule.h"

static const struct {
	guint above;	/* code points */
	int points;
} steps[] = {
	{ 998, 30 }, { 255, 20 }, { 200, 15 }, { 150, 5 }, { 78, 3 },
};

enum { FIRST_POINTS = 1, LONG_WORDS = 10 };

/* German, Hungarian and Russian need longer words; their letters tell them. */
static bool
has_long_words(const struct text *t)
{
	for (const char *p = t->s; p < t->s + t->len; p = g_utf8_next_char(p)) {
		gunichar c = (guchar)*p < 0x80 ? 0 : g_utf8_get_char(p);

		if (c >= 0x400 && c < 0x530)
			return true;
		if (c == 0xdf || c == 0xe4 || c == 0xf6 || c == 0xfc || c == 0x151 || c == 0x171)
			return true;	/* ß ä ö ü ő ű */
	}
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *t = f->subject_text;
	guint n = f->subject_counts.points, shown = (guint)param(out, "length");
	int points = FIRST_POINTS;
	gsize at;

	if (n <= shown || (n <= shown + LONG_WORDS && has_long_words(t)))
		return;
	for (gsize i = G_N_ELEMENTS(steps); i-- > 0;)
		if (n > steps[i].above)
			points = steps[i].points;
	at = (gsize)(g_utf8_offset_to_pointer(t->s, (glong)shown) - t->s);
	found_for(out, points, t, (struct span){ at, t->len - at },
		  "%u characters, of which about %u are shown", n, shown);
}

#define TEN    "ten chars "
#define FIFTY  TEN TEN TEN TEN TEN
#define LONG_250 FIFTY FIFTY FIFTY FIFTY FIFTY

const struct rule rule_subject_too_long = {
	.id       = "subject-too-long",
	.title    = "subject is too long to be seen whole",
	.why      = "Phones show 40 to 50 characters and most programs about 70; some mail "
		    "systems cut or refuse very long ones.",
	.fix      = "Put the important words first and stay under 60 characters.",
	.ignore   = "When what matters stands in the first words.",
	.points   = 30,
	.evidence = EVIDENCE_B,
	.source   = "rspamd LONG_SUBJ; Exchange keeps 255 characters, Gmail takes 998",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.params   = {
		{ "length", 60, 20, 998, "characters above which it is a note" },
	},
	.check    = check,
	.examples = {
		HIT (SUBJECT(FIFTY "and fourteen xyz."), .at = "en xyz.", .points = 1),
		HIT (SUBJECT(FIFTY TEN TEN "and nine."), .points = 3),
		HIT (SUBJECT(FIFTY FIFTY FIFTY "end"), .points = 5),
		HIT (SUBJECT(FIFTY FIFTY FIFTY FIFTY "end"), .points = 15),
		HIT (SUBJECT(LONG_250 "and the end."), .points = 20),
		HIT (SUBJECT(LONG_250 LONG_250 LONG_250 LONG_250 "the end"), .points = 30),
		HIT (SUBJECT("Your parcel with order 4711"), .set = "length=20", .points = 1),
		HIT (SUBJECT("Ваш заказ номер 4711 принят, оплачен и будет доставлен курьером завтра "
			     "утром"), .at = "ром завтра утром"),
		PASS(SUBJECT("Your order 4711 was handed to the carrier this morning")),
		PASS(SUBJECT("Ваш заказ номер 4711 принят и будет доставлен курьером завтра утром")),
		PASS(SUBJECT("Ihre Bestellung 4711 wurde heute früh dem Paketdienst übergeben")),
		/* 58 characters in 107 bytes: characters count. */
		PASS(SUBJECT("Квитанция об оплате коммунальных услуг за октябрь 2026 г.")),
	},
};
