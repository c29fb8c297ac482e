#include "core/rule.h"

/* Letters of an atom, RFC 5322 3.2.3, and the dot between atoms. */
static bool
is_local_byte(char c)
{
	return g_ascii_isalnum(c) || (guchar)c >= 0x80 || (c && strchr("!#$%&'*+-/=?^_`{|}~.", c));
}

static const char *
wrong_dots(const char *s)
{
	gsize len = strlen(s);

	if (len && (*s == '.' || s[len - 1] == '.'))
		return PHRASE("a dot stands at its edge");
	return strstr(s, "..") ? PHRASE("two dots stand side by side") : NULL;
}

static const char *
wrong_local(const char *s)
{
	if (!*s)
		return PHRASE("nothing stands before the @");
	for (const char *p = s; *p; p++) {
		if (*p == '@')
			return PHRASE("there are two @ in it");
		if (g_ascii_isspace(*p))
			return PHRASE("there is a blank in it");
		if (!is_local_byte(*p))
			return PHRASE("it has a character that no address has");
	}
	return wrong_dots(s);
}

static const char *
wrong_domain(const char *s)
{
	if (!*s)
		return PHRASE("nothing follows the @");
	if (*s == '[')
		return NULL;
	for (const char *p = s; *p; p++) {
		if (g_ascii_isspace(*p))
			return PHRASE("there is a blank in it");
		if (!g_ascii_isalnum(*p) && *p != '-' && *p != '.' && (guchar)*p < 0x80)
			return PHRASE("its domain has a character that no domain has");
	}
	if (wrong_dots(s))
		return wrong_dots(s);
	return strchr(s, '.') ? NULL : PHRASE("its domain has no dot");
}

static bool
is_quoted(const char *s)
{
	gsize len = strlen(s);

	return len > 1 && *s == '"' && s[len - 1] == '"';
}

/* "root", "undisclosed-recipients": the mail server completes or knows it. */
static bool
is_local_user(const struct recipient *r)
{
	if (*r->domain || strchr(r->address, '@'))
		return false;
	for (const char *p = r->address; *p; p++)
		if (!is_local_byte(*p))
			return false;
	return !wrong_dots(r->address);
}

static const char *
wrong(const struct recipient *r)
{
	const char *local;

	if (r->open)
		return PHRASE("the < is never closed");
	if (!strchr(r->address, '@'))
		return is_local_user(r) ? NULL : PHRASE("there is no @ in it");
	local = is_quoted(r->local) ? NULL : wrong_local(r->local);
	return local ? local : wrong_domain(r->domain);
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->recipients->len; i++) {
		const struct recipient *r = &g_array_index(f->recipients, struct recipient, i);
		const char *what = wrong(r);
		const struct text *t;

		if (!what && !is_quoted(r->local))
			continue;
		t = facts_addresses_text(f, r);
		if (what)
			found(out, t, text_all(t), "%s", what);
		else
			found_for(out, 10, t, text_all(t), "what stands before the @ is in quotes, "
				  "which many programs do not take");
	}
}

#define TO(s) "From: a@shop.example\nTo: " s "\nSubject: Order\n\nHello.\n"

const struct rule rule_addresses_syntax = {
	.id       = "addresses-syntax",
	.title    = "an address of a recipient is not valid",
	.why      = "The mail cannot be delivered; receivers answer 553 5.1.3 and count the mistake "
		    "against you.",
	.fix      = "Ask the recipient for the address, and check it when it is typed.",
	.ignore   = "For quotes before the @: when the recipient's server is known to take "
		    "them.",
	.points   = 50,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5321 4.1.2; Gmail 553 5.1.3",
	.classes  = CLASS_ALL,
	.needs    = FACTS_ADDRESSES,
	.check    = check,
	.examples = {
		HIT (TO("anna@mail"), .at = "anna@mail", .points = 50),
		HIT (TO("Anna <anna@@mail.example>"), .at = "anna@@mail.example"),
		HIT (TO("<anna brown@mail.example>"), .at = "anna brown@mail.example"),
		HIT (TO("Anna Brown"), .at = "Anna Brown"),
		HIT (TO("anna.@mail.example"), .at = "anna.@mail.example"),
		HIT (TO("b@mail.example, anna@mail..example"), .at = "anna@mail..example"),
		HIT (TO("anna@mail_box.example"), .at = "anna@mail_box.example"),
		HIT (TO("Anna <anna@mail.example"), .at = "anna@mail.example"),
		HIT (TO("anna(home)@"), .at = NULL),
		HIT (TO("\"anna b\"@mail.example"), .at = "\"anna b\"@mail.example", .points = 10),
		HIT (SUBJECT("Order"), .rcpts = "anna@mail.example bob,@mail.example", .at = "bob,@mail.example"),
		PASS(SUBJECT("Order"), .rcpts = "anna@mail.example"),
		PASS(TO("\"Brown, Anna\" <anna@mail.example>, bob+shop@mail.example (Bob, home)")),
		PASS(TO("Team: a@mail.example, b@mail.example;")),
		PASS(TO("undisclosed-recipients:;")),
		PASS(TO("root")),
		PASS(TO("=?UTF-8?Q?Nowak=2C_Jan?= <jan.o'nil@mail.example>,\n\tb@mail.example")),
		PASS(TO("anna@[192.0.2.1]")),
	},
};
