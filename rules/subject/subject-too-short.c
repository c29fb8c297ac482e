#include "core/rule.h"

enum { LEAST = 4 };	/* letters and digits */

/* Scripts without case say in two characters what we say in six. */
static bool
is_dense(gunichar c)
{
	return c >= 0x2e80 && g_unichar_isalpha(c);
}

static bool
is_sign(char c)
{
	return (guchar)c < 0x80 && !g_ascii_isalnum(c);
}

/* One word that fits any mail: "Info", "Wiadomość". */
static bool
is_generic(const struct facts *f, const char *s, gsize len)
{
	while (len > 0 && is_sign(s[len - 1]))
		len--;
	while (len > 0 && is_sign(*s))
		s++, len--;
	return f->phrases && len > 0 && len < 64 &&
	       phrases_lookup(f->phrases, "generic-subject", arena_strndup(f->arena, s, len));
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *t = f->subject_text;
	gsize at = facts_subject_prefix(f).len;
	guint n = 0;

	while (at < t->len && t->s[at] == ' ')
		at++;
	if (at == t->len || t->len - at > 80)
		return;		/* nothing at all is subject-missing */
	for (const char *p = t->s + at; p < t->s + t->len; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (is_dense(c))
			return;
		n += g_unichar_isalnum(c);
	}
	if (n < LEAST)
		found(out, t, (struct span){ at, t->len - at },
		      "%u letters and digits", n);
	else if (is_generic(f, t->s + at, t->len - at))
		found(out, t, (struct span){ at, t->len - at },
		      "one word that fits any mail");
}

const struct rule rule_subject_too_short = {
	.id       = "subject-too-short",
	.title    = "subject says next to nothing",
	.why      = "A reader cannot tell what the mail is about, nor find it again.",
	.fix      = "Name the thing and its number: \"Repair 2210 is finished\".",
	.ignore   = "When the reader asked for a subject this short: a code to sort by.",
	.points   = 4,
	.evidence = EVIDENCE_D,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Hi"), .at = "Hi"),
		HIT (SUBJECT("Re: ok"), .at = "ok"),
		HIT (SUBJECT("..."), .at = "..."),
		HIT (SUBJECT("Info"), .at = "Info"),
		HIT (SUBJECT("Wiadomość!"), .at = "Wiadomość!"),
		HIT (SUBJECT("Уведомление"), .at = "Уведомление"),
		HIT (SUBJECT("Aviso"), .at = "Aviso"),
		PASS(SUBJECT("#4711")),		/* a number can be found again */
		PASS(SUBJECT("Информация о заказе")),
		PASS(SUBJECT("Info o dostawie")),
		PASS(SUBJECT("发票")),
	},
};
