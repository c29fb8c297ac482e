#include "core/rule.h"

/* Letters that look the same in Latin and in Cyrillic or Greek. */
static const char latin[] = "aceopxyijsABCEHKMOPTXYIZN";
static const char *const others = "асеорхуіјѕАВСЕНКМОРТХУІЗΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ";

struct run {
	const char *start, *end;
	GUnicodeScript script;
	bool alike;		/* all its letters look like ones of the other alphabet */
};

static GUnicodeScript
script_of(gunichar c)
{
	GUnicodeScript script = g_unichar_isalpha(c) ? g_unichar_get_script(c) : G_UNICODE_SCRIPT_COMMON;

	return script == G_UNICODE_SCRIPT_LATIN || script == G_UNICODE_SCRIPT_CYRILLIC ||
	       script == G_UNICODE_SCRIPT_GREEK ? script : G_UNICODE_SCRIPT_COMMON;
}

/* Letters of one alphabet in a row. */
static struct run
next_run(const char *p, const char *end)
{
	struct run r = { .start = p, .alike = true };

	for (r.script = script_of(g_utf8_get_char(p)); p < end; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (script_of(c) != r.script)
			break;
		r.alike = r.alike && (c < 0x80 ? strchr(latin, (int)c) != NULL
						: g_utf8_strchr(others, -1, c) != NULL);
	}
	r.end = p;
	return r;
}

/* "SMS-ka" in Russian letters has two alphabets and is fine; "Pay" with a Cyrillic a is
   made to deceive: one of its runs could be written with the other keyboard. */
static void
check(const struct facts *f, struct findings *out)
{
	const struct text *t = f->subject_text;
	const char *end = t->s + t->len;
	struct run last = { .script = G_UNICODE_SCRIPT_COMMON };

	for (const char *p = t->s; p < end;) {
		struct run r;

		if ((guchar)*p < 0x80 && last.script == G_UNICODE_SCRIPT_COMMON && !g_ascii_isalpha(*p)) {
			p++;
			continue;
		}
		r = next_run(p, end);
		if (r.script != G_UNICODE_SCRIPT_COMMON && last.script != G_UNICODE_SCRIPT_COMMON &&
		    (r.alike || last.alike)) {
			found(out, t, (struct span){ (gsize)(last.start - t->s),
						     (gsize)(r.end - last.start) },
			      "letters of two alphabets in one word");
			return;
		}
		last = r;
		p = r.end;
	}
}

const struct rule rule_subject_homoglyph = {
	.id       = "subject-homoglyph",
	.title    = "a word in the subject mixes alphabets",
	.why      = "Letters that only look right are how words are hidden from filters, so they "
		    "are counted; and searching the mailbox does not find the mail.",
	.fix      = "Type the word again with one keyboard layout.",
	.ignore   = "When a brand is written so.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "rspamd R_MIXED_CHARSET",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.uncapped = true,
	.check    = check,
	.examples = {
		HIT (HEAD "Subject: =?utf-8?Q?Your_P=D0=B0y?=\n\nReady.\n", .at = "P\u0430", .points = 20),
		HIT (HEAD "Subject: =?utf-8?Q?=D0=97=D0=B0=D0=BA=D0=B0=D0=B7_c_?=\n"
		     " =?utf-8?Q?c=D0=B5=D0=B3=D0=BE=D0=B4=D0=BD=D1=8F?=\n\nГотов.\n",
		     .at = "c\u0435\u0433\u043e\u0434\u043d\u044f"),
		PASS(SUBJECT("Ваш заказ iPhone 15 и SMSки от Яндекс.Go готовы")),
		PASS(SUBJECT("IT-компания: Wi-Fi и VIPом")),
		PASS(SUBJECT("Zamówienie 4711: 5 µm, α-liponowy")),
		PASS(SUBJECT("Your order 4711 is ready")),
	},
};
