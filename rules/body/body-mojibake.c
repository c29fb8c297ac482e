#include "core/rule.h"

/*
 * UTF-8 that was read as Windows-1252 or -1251 and written as UTF-8 again: each of its
 * bytes became a letter.  Turned back into bytes, such letters are UTF-8 once more.
 */

/* The code points of bytes 0x80 to 0x9f; 0: none. */
static const guint16 latin[32] = {
	0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
	0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
};

/* The code points of bytes 0x80 to 0xbf. */
static const guint16 cyrillic[64] = {
	0x402, 0x403, 0x201a, 0x453, 0x201e, 0x2026, 0x2020, 0x2021, 0x20ac, 0x2030, 0x409, 0x2039,
	0x40a, 0x40c, 0x40b, 0x40f, 0x452, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x98, 0x2122, 0x459, 0x203a, 0x45a, 0x45c, 0x45b, 0x45f, 0xa0, 0x40e, 0x45e, 0x408, 0xa4,
	0x490, 0xa6, 0xa7, 0x401, 0xa9, 0x404, 0xab, 0xac, 0xad, 0xae, 0x407, 0xb0, 0xb1, 0x406,
	0x456, 0x491, 0xb5, 0xb6, 0xb7, 0x451, 0x2116, 0x454, 0xbb, 0x458, 0x405, 0x455, 0x457,
};

enum { PAIRS = 3 };	/* of Cyrillic letters before it is no word: "Рівне" is one */

static int
index_in(const guint16 *v, guint n, gunichar c)
{
	for (guint i = 0; i < n; i++)
		if (v[i] == c)
			return (int)i;
	return -1;
}

/* The byte from 0x80 to 0xbf that became this letter, or 0. */
static guint
latin_byte(gunichar c)
{
	int i = c >= 0xa0 && c <= 0xbf ? (int)c - 0x80 : index_in(latin, G_N_ELEMENTS(latin), c);

	return i < 0 ? 0 : 0x80 + (guint)i;
}

static bool
is_latin_letter(gunichar c)
{
	return g_unichar_isalpha(c) && c < 0x250;
}

static gunichar
before(const struct text *t, const char *p)
{
	return p > t->s ? g_utf8_get_char(g_utf8_prev_char(p)) : ' ';
}

/* "Ã³" in "zamÃ³wienie", "Â " and "â€™".  Where it ends, and what it was; NULL: none. */
static const char *
read_latin(const struct text *t, const char *p, gunichar c, gunichar *ret_was)
{
	const char *next = g_utf8_next_char(p), *end;
	guint byte = *next ? latin_byte(g_utf8_get_char(next)) : 0, last;

	if (!byte)
		return NULL;
	end = g_utf8_next_char(next);
	if (c == 0xe2 && (byte == 0x80 || byte == 0x82)) {
		last = *end ? latin_byte(g_utf8_get_char(end)) : 0;
		*ret_was = 0x2000 | (byte & 0x3f) << 6 | (last & 0x3f);
		return last ? g_utf8_next_char(end) : NULL;
	}
	if (c == 0xe2)
		return NULL;
	*ret_was = (c & 0x1f) << 6 | (byte & 0x3f);
	if (c == 0xc2)
		return end;
	/* A capital Ã or Ä before a mark stands alone; in a word it is no letter of it. */
	return g_unichar_isalpha(*ret_was) && *ret_was < 0x180 &&
	       (is_latin_letter(before(t, p)) || g_unichar_islower(g_utf8_get_char(end))) ? end : NULL;
}

/* "РџСЂРёРІРµС‚" was "Привет". */
static const char *
read_cyrillic(const char *p, gunichar *ret_was)
{
	guint pairs = 0;

	for (;; pairs++) {
		gunichar c = g_utf8_get_char(p);
		const char *next = c ? g_utf8_next_char(p) : p;
		int i = *next ? index_in(cyrillic, G_N_ELEMENTS(cyrillic), g_utf8_get_char(next)) : -1;

		if ((c != 0x420 && c != 0x421) || i < 0)
			break;
		if (!pairs)
			*ret_was = (c == 0x420 ? 0x400u : 0x440u) | (guint)i;
		p = g_utf8_next_char(next);
	}
	return pairs >= PAIRS ? p : NULL;
}

enum { LETTERS = 5 };	/* beyond ASCII in a row: no language of Latin letters has them */

/* "Ïðèâåò" was "Привет" in Windows-1251. */
static const char *
read_code_page(const struct text *t, const char *p, gunichar *ret_was)
{
	const char *end = p;
	guint n = 0, small = 0;

	if (is_latin_letter(before(t, p)))
		return NULL;
	for (; (guchar)end[0] == 0xc3 && end[1] != '\x97' && end[1] != '\xb7'; end += 2, n++)
		small += (guchar)end[1] >= 0xa0;
	if (n < LETTERS || small < n - 1 || g_ascii_isalpha(*end))
		return NULL;
	*ret_was = 0x410 + (g_utf8_get_char(p) - 0xc0);
	return end;
}

/* Signs for letters that were lost; nobody knows what stood there. */
static const char *
read_lost(const char *p, gunichar *ret_was)
{
	while (memcmp(p, "\xef\xbf\xbd", 3) == 0)
		p += 3;
	*ret_was = 0;
	return p;
}

static bool
is_quoted(const struct text *t, const char *p)
{
	while (p > t->s && p[-1] != '\n')
		p--;
	return *p == '>';
}

/* The next one at or after `p`; NULL: none. */
static const char *
find(const struct text *t, bool lost, const char *p, const char **ret_end, gunichar *ret_was)
{
	const char *end = t->s + t->len;

	/* Of Cyrillic letters the second byte is looked for, or every letter would be looked at. */
	while ((p = text_any(t, p, "\xc3\xef\xa0\xa1")) < end) {
		guchar b = (guchar)p[0], c = (guchar)p[1];

		*ret_end = NULL;
		if (b == 0xc3 && ((c >= 0x82 && c <= 0x85) || c == 0xa2))	/* Â Ã Ä Å â */
			*ret_end = read_latin(t, p, g_utf8_get_char(p), ret_was);
		else if (lost && b == 0xef && c == 0xbf && (guchar)p[2] == 0xbd)	/* U+FFFD */
			*ret_end = read_lost(p, ret_was);
		else if ((b == 0xa0 || b == 0xa1) && (guchar)p[-1] == 0xd0)	/* Р С */
			*ret_end = read_cyrillic(--p, ret_was);
		if (!*ret_end && b == 0xc3)
			*ret_end = read_code_page(t, p, ret_was);
		if (*ret_end)
			return p;
		p = g_utf8_next_char(p);
	}
	return NULL;
}

enum { SHOWN = 20 };

/* `lost`: signs for lost letters stand in the mail itself. */
static void
look(const struct text *t, bool lost, struct findings *out, guint *told)
{
	const char *end;
	gunichar was;

	for (const char *p = find(t, lost, t->s, &end, &was); p && *told < SHOWN;
	     p = find(t, lost, end, &end, &was)) {
		struct span where = { (gsize)(p - t->s), (gsize)(end - p) };
		char right[7] = { 0 };

		if ((*told)++) {
			found_also(out, t, where);
		} else if (is_quoted(t, p)) {
			--*told;
			return;		/* somebody else's */
		} else {
			g_unichar_to_utf8(was, right);
			if (was)
				found(out, t, where, "here stood \"%s\" once", right);
			else
				found(out, t, where, "a letter was lost here");
		}
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	guint told = 0;

	look(f->subject_text, false, out, &told);
	for (guint i = 0; i < f->n_bodies; i++)	/* what is not its charset: mime-charset-wrong */
		look(f->bodies[i].text, !(f->bodies[i].part->charset_oddities & CHARSET_WRONG), out,
		     &told);
}

const struct rule rule_body_mojibake = {
	.id       = "body-mojibake",
	.title    = "broken letters",
	.why      = "The text was encoded twice; readers see signs in place of letters.",
	.fix      = "Declare UTF-8 where the text is read, and encode it once.",
	.ignore   = "When the mail is about broken letters.",
	.points   = 20,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (BODY("Twoje zamÃ³wienie jest gotowe."), .at = "Ã³"),
		HIT (BODY("Don\xc3\xa2\xe2\x82\xac\xe2\x84\xa2t forget your order."),
		     .at = "\xc3\xa2\xe2\x82\xac\xe2\x84\xa2"),
		HIT (BODY("Twoja paczka jest juÅ¼ w drodze."), .at = "Å¼"),
		HIT (BODY("РџСЂРёРІРµС‚! Р—Р°РєР°Р· РіРѕС‚РѕРІ."), .at = "РџСЂРёРІРµС‚"),
		HIT (SUBJECT("Seu pedido nÃ£o foi pago"), .at = "Ã£"),
		HIT (BODY("Ïðèâåò! Âàø çàêàç ãîòîâ ê âûäà÷å."), .at = "Ïðèâåò"),
		HIT (BODY("Twoja paczka jest ju\xef\xbf\xbd w drodze."), .at = "\xef\xbf\xbd"),
		PASS(BODY("Twoja paczka jest ju\xf3 w drodze.")),
		PASS(BODY("Ça a été créé à Öland: ÄÖÜÄÖÜ, ÀÉÈÙÇ, naïvement.")),
		PASS(BODY("Twoje zamówienie jest już gotowe: 20 °C, „Ä“, « été »… NÃO, SÃO PAULO.")),
		PASS(BODY("Рівне, Рёв, Сёстры; Ñandú, Âge, crème brûlée – 5 €.")),
		PASS(BODY("We will see to it.\n\n> Twoje zamÃ³wienie")),
	},
};
