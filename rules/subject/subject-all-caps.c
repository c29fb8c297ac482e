#include "core/rule.h"

enum { LEAST_POINTS = 10, LEAST_WORDS = 2 };

/* What was seen of the words that can shout. */
struct shout {
	gsize from, to;		/* from the first to the last of them, bytes */
	guint words, upper;
	bool calm;		/* a small letter, or one without case */
};

/* A code is no word: "FV/2026/11", "[SHOP]", "PL61". */
static bool
is_code(const char *s, const char *end)
{
	for (const char *p = s; p < end; p++)
		if (g_ascii_isdigit(*p) || *p == '_' || *p == '[' || *p == ']' || *p == '@')
			return true;
	return false;
}

static void
take_word(struct shout *sh, const char *text, const char *s, const char *end)
{
	guint upper = 0;

	if (is_code(s, end))
		return;
	for (const char *p = s; p < end; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		upper += g_unichar_isupper(c);
		sh->calm |= g_unichar_isalpha(c) && !g_unichar_isupper(c);
	}
	if (upper < 2)
		return;
	if (!sh->words++)
		sh->from = (gsize)(s - text);
	sh->to = (gsize)(end - text);
	sh->upper += upper;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *t = f->subject_text;
	const char *p = t->s + facts_subject_prefix(f).len, *end = t->s + t->len, *s;
	struct shout sh = { .words = 0 };

	if (f->subject_counts.points < LEAST_POINTS)
		return;
	while (p < end && !sh.calm) {
		for (s = p; p < end && *p != ' '; p++)
			;
		take_word(&sh, t->s, s, p);
		while (p < end && *p == ' ')
			p++;
	}
	if (sh.calm || sh.words < LEAST_WORDS ||
	    g_utf8_strlen(t->s + sh.from, (gssize)(sh.to - sh.from)) < LEAST_POINTS)
		return;
	found(out, t, (struct span){ sh.from, sh.to - sh.from },
	      "all %u letters are capitals", sh.upper);
}

const struct rule rule_subject_all_caps = {
	.id       = "subject-all-caps",
	.title    = "subject is written in capitals",
	.why      = "Capitals read as shouting and are slower to read; one filter "
		    "charges for them, another finds them in good mail as often.",
	.fix      = "Write the subject as a sentence; keep capitals for names and "
		    "abbreviations.",
	.ignore   = "When the capitals are a name or a code that is written so.",
	.points   = 8,
	.evidence = EVIDENCE_C,
	.source   = "rspamd SUBJ_ALL_CAPS",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (SUBJECT("GREAT OFFER TODAY ONLY"), .at = "GREAT OFFER TODAY ONLY"),
		HIT (SUBJECT("Re: WAŻNA WIADOMOŚĆ"), .at = "WAŻNA WIADOMOŚĆ"),
		HIT (SUBJECT("ВАШ ЗАКАЗ 4711 ГОТОВ!"), .at = "ВАШ ЗАКАЗ 4711 ГОТОВ!"),
		HIT (SUBJECT("[SHOP] SUA ENCOMENDA CHEGOU"), .at = "SUA ENCOMENDA CHEGOU"),
		PASS(SUBJECT("Great offer: the NATO summit report")),
		PASS(SUBJECT("RE: IBM")),	/* too short to shout */
		PASS(SUBJECT("INVOICE FV/2026/11/0042")),	/* one word and a code */
		PASS(SUBJECT("PL61109010140000071219812874 XK-2210")),
		PASS(SUBJECT("ご注文ありがとうございます ABC XYZ")),	/* no case to choose */
		PASS(SUBJECT("Fwd: Faktura VAT")),
	},
};
