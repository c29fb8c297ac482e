#include "core/rule.h"

enum { WORD_MOST = 75 };	/* characters: RFC 2047 2 */

enum place_kind { IN_TEXT, IN_ADDRESSES, IN_NOTHING };

/* Fields in which no encoded word can stand, and those where only names may be. */
static const struct {
	const char *name;
	enum place_kind kind;
} places[] = {
	{ "Message-ID", IN_NOTHING }, { "In-Reply-To", IN_NOTHING }, { "References", IN_NOTHING },
	{ "Date", IN_NOTHING }, { "MIME-Version", IN_NOTHING }, { "Received", IN_NOTHING },
	{ "Return-Path", IN_NOTHING }, { "Content-Transfer-Encoding", IN_NOTHING },
	{ "From", IN_ADDRESSES }, { "To", IN_ADDRESSES }, { "Cc", IN_ADDRESSES },
	{ "Bcc", IN_ADDRESSES }, { "Reply-To", IN_ADDRESSES }, { "Sender", IN_ADDRESSES },
};

/* =?charset?B?text?= */
struct encoded {
	const char *s, *text, *end;	/* text ends two before `end` */
	gsize charset_len;
	char how;			/* 'B', 'Q', or whatever stands there */
};

static enum place_kind
kind_of(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(places); i++)
		if (g_ascii_strcasecmp(name, places[i].name) == 0)
			return places[i].kind;
	return IN_TEXT;
}

static bool
is_charset_byte(char c)
{
	return g_ascii_isalnum(c) || (c && strchr("-_:.+*", c));
}

/* Is there an encoded word at `s`, which begins with "=?" ?  Its text may hold blanks:
   some mailers write them, and readers take them. */
static bool
encoded_at(const char *s, const char *end, struct encoded *ret_e)
{
	const char *p = s + 2;

	while (p < end && is_charset_byte(*p))
		p++;
	if (p == s + 2 || end - p < 5 || p[0] != '?' || p[2] != '?')
		return false;
	*ret_e = (struct encoded){ .s = s, .text = p + 3, .how = g_ascii_toupper(p[1]),
				   .charset_len = (gsize)(p - s - 2) };
	for (p += 3; p < end && *p != '?' && *p != '\n'; p++)
		;
	ret_e->end = p + 2;
	return end - p >= 2 && p[0] == '?' && p[1] == '=';
}

/* The bytes that the word stands for; FALSE if it cannot be decoded.  `out` has room
   for WORD_MOST. */
static bool
decode(const struct encoded *e, guchar *out, gsize *ret_n)
{
	const char *end = e->end - 2;
	gsize n = 0;
	guint bits = 0, held = 0;

	for (const char *p = e->text; p < end; p++) {
		if (e->how == 'Q' && *p == '=') {
			if (end - p < 3 || !g_ascii_isxdigit(p[1]) || !g_ascii_isxdigit(p[2]))
				return false;
			out[n++] = (guchar)(g_ascii_xdigit_value(p[1]) * 16 +
					    g_ascii_xdigit_value(p[2]));
			p += 2;
		} else if (e->how == 'Q') {
			out[n++] = *p == '_' ? ' ' : (guchar)*p;
		} else if (*p != '=' && *p != ' ') {
			int v = g_ascii_isupper(*p) ? *p - 'A' : g_ascii_islower(*p) ? *p - 'a' + 26
			      : g_ascii_isdigit(*p) ? *p - '0' + 52
			      : *p == '+' ? 62 : *p == '/' ? 63 : -1;

			if (v < 0)
				return false;
			bits = (bits << 6 | (guint)v) & 0xffffff;
			held += 6;
			if (held >= 8)
				out[n++] = (guchar)(bits >> (held -= 8));
		}
	}
	*ret_n = n;
	return true;
}

static const char *
wrong_text(const struct encoded *e)
{
	guchar bytes[WORD_MOST + 1];
	const char *bad;
	gsize n;

	if (e->how != 'B' && e->how != 'Q')
		return PHRASE("its encoding is neither B nor Q");
	if (!decode(e, bytes, &n))
		return PHRASE("it cannot be decoded");
	if (e->charset_len != 5 || g_ascii_strncasecmp(e->s + 2, "utf-8", 5) != 0 ||
	    g_utf8_validate((const char *)bytes, (gssize)n, &bad))
		return NULL;
	if (!*bad)
		return PHRASE("it holds a NUL byte");
	if (g_utf8_get_char_validated(bad, (const char *)bytes + n - bad) == (gunichar)-2)
		return PHRASE("a character is split between two of them");
	return PHRASE("its bytes are not valid UTF-8");
}

static const char *
wrong(const struct encoded *e, enum place_kind kind, char inside)
{
	if (kind == IN_NOTHING)
		return PHRASE("this field may not have one");
	if (kind == IN_ADDRESSES && inside == '"')
		return PHRASE("it stands in quotes, where it is not decoded");
	if (kind == IN_ADDRESSES && inside == '<')
		return PHRASE("it stands in an address");
	if (e->end - e->s > WORD_MOST)
		return PHRASE("it is longer than 75 characters");
	return wrong_text(e);
}

static void
report(const struct facts *f, struct findings *out, const struct field *field,
       struct span at, const char *what)
{
	const struct text *t = found_raw(f, field->name, at);

	found(out, t, text_all(t), "%s", what);
}

/* Whether something was found.  One place of a field is enough to find its cause. */
static bool
check_field(const struct facts *f, struct findings *out, const struct field *field)
{
	const char *s = f->message->raw + field->raw_value.at;
	const char *end = s + field->raw_value.len;
	enum place_kind kind = kind_of(field->name);
	char inside = '\0';

	for (const char *p = s; p + 1 < end; p++) {
		struct encoded e;
		const char *what;

		if (*p == '\\' && inside == '"')
			p++;
		else if (*p == '"' && inside != '<')
			inside = inside ? '\0' : '"';
		else if (*p == '<' && inside != '"')
			inside = '<';
		else if (*p == '>' && inside == '<')
			inside = '\0';
		if (p[0] != '=' || p[1] != '?' || !encoded_at(p, end, &e))
			continue;
		what = wrong(&e, kind, inside);
		if (what) {
			report(f, out, field, (struct span){ (gsize)(p - f->message->raw),
							     (gsize)(e.end - p) }, what);
			return true;
		}
		p = e.end - 1;
	}
	if (field->charset & CHARSET_UNKNOWN)
		report(f, out, field, field->raw_value, PHRASE("nobody knows its charset"));
	return field->charset & CHARSET_UNKNOWN;
}

/* Parameters of Content-* have names in quotes, and readers decode them.  Nobody reads
   X-* fields, and programs put codes there. */
static bool
is_exempt(const char *name)
{
	return g_ascii_strncasecmp(name, "X-", 2) == 0 ||
	       (g_ascii_strncasecmp(name, "Content-", 8) == 0 &&
		g_ascii_strcasecmp(name, "Content-Transfer-Encoding") != 0);
}

static void
check(const struct facts *f, struct findings *out)
{
	guint n = 0;

	for (guint i = 0; i < f->message->fields->len && n < LIMIT_PLACES; i++) {
		const struct field *field = &g_array_index(f->message->fields, struct field, i);
		const char *s = f->message->raw + field->raw_value.at;
		const char *end = s + MIN(field->raw_value.len, LIMIT_FIELD);
		const char *p = s;

		if (is_exempt(field->name))
			continue;
		while ((p = memchr(p, '=', (gsize)(end - p))) && p + 1 < end && p[1] != '?')
			p++;
		if (p && p + 1 < end)
			n += check_field(f, out, field);
	}
}

#define FROM(s) "From: " s "\nDate: Fri, 20 Nov 2026 10:00:00 +0100\nSubject: Hi\n\nHi.\n"
#define LONG "=?UTF-8?Q?This_encoded_word_is_longer_than_the_seventy=2Dfive_characters_that?="

const struct rule rule_headers_encoded_word = {
	.id       = "headers-encoded-word",
	.title    = "a header field is encoded wrongly",
	.why      = "Readers see =?UTF-8?... in place of the text or broken letters; Gmail and "
		    "Yahoo refuse some of these mails.",
	.fix      = "Encode whole words in UTF-8, at most 75 characters each, never in quotes or "
		    "addresses; the mail library does it if you let it.",
	.ignore   = "When only a program of your own reads the field.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "RFC 2047 2, 5; Gmail 550 5.7.1",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (SUBJECT("=?UTF-8?Q?Order=00_4711?="), .at = "=?UTF-8?Q?Order=00_4711?="),
		HIT (SUBJECT(LONG), .at = LONG),
		HIT (FROM("\"=?UTF-8?Q?Jo=C3=A3o?=\" <joao@loja.example>"),
		     .at = "=?UTF-8?Q?Jo=C3=A3o?="),
		HIT (FROM("Shop <=?UTF-8?Q?zam=C3=B3wienia?=@shop.example>"),
		     .at = "=?UTF-8?Q?zam=C3=B3wienia?="),
		HIT ("From: a@shop.example\nMessage-ID: <=?UTF-8?B?NDcxMQ==?=@shop.example>\n\nHi.\n",
		     .at = "=?UTF-8?B?NDcxMQ==?="),
		HIT (SUBJECT("=?UTF-8?Q?Zam=C3=B3wienie_=C5?=\n =?UTF-8?Q?=82adne?="),
		     .at = "=?UTF-8?Q?Zam=C3=B3wienie_=C5?="),
		HIT (SUBJECT("=?UTF-8?B?0JfQsNC60LDQtyDQs9C+0YLQ?=\n =?UTF-8?B?vtCy?="),
		     .at = "=?UTF-8?B?0JfQsNC60LDQtyDQs9C+0YLQ?="),
		HIT (SUBJECT("=?UTF-8?Q?100=_off?="), .at = "=?UTF-8?Q?100=_off?="),
		HIT (SUBJECT("=?UTF-8?X?abc?=")),
		HIT (SUBJECT("=?UTF-8?B?Z{}=?=")),
		HIT (SUBJECT("=?no-such-charset?Q?Hi=FF?=")),
		PASS(SUBJECT("=?UTF-8?Q?Zam=C3=B3wienie_4711?=")),
		PASS(SUBJECT("=?UTF-8?B?0JfQsNC60LDQtyA0NzExINCz0L7RgtC+0LI=?=")),
		PASS(SUBJECT("=?UTF-8?B?0J7RgtCy0LXRgtGL?=")),
		PASS(SUBJECT("=?iso-8859-2?Q?Zam=F3wienie?= 4711")),
		PASS(SUBJECT("=?UTF-8?Q?Zam=C3=B3wienie blank?=")),	/* Apple Mail writes this */
		PASS(FROM("=?UTF-8?Q?Jo=C3=A3o?= <joao@loja.example>")),
		PASS(SUBJECT("Is 2 =? 3")),
		PASS("From: a@shop.example\nX-Code: " LONG "\nSubject: Hi\n\nHi.\n"),
		PASS(HEAD "Subject: Offer\nContent-Type: text/plain; name=\"=?UTF-8?Q?a=C3=B3?=\"\n\nHi\n"),
	},
};
