#include "core/rule.h"

/* What the commas of a From field part it into. */
struct parts {
	guint addresses, bare;	/* elements with "@", and other elements */
};

/* The end of what begins at `s`: a quoted string, comment, <address>, encoded word,
   or this one character. */
static const char *
skip_token(const char *s, const char *end)
{
	char close = *s == '"' ? '"' : *s == '(' ? ')' : *s == '<' ? '>' : '\0';
	const char *p = s + 1;

	if (s + 1 < end && s[0] == '=' && s[1] == '?') {
		for (guint marks = 0; p < end && marks < 4 && *p != ' ' && *p != '\n'; p++)
			marks += *p == '?';
		return p;
	}
	if (!close)
		return s + 1;
	for (; p < end && *p != close; p++)
		if (*p == '\\' && p + 1 < end)
			p++;
	return p < end ? p + 1 : end;	/* never closed: all the rest is in it */
}

static void
end_element(struct parts *n, bool *has_at, bool *has_words)
{
	if (*has_at)
		n->addresses++;
	else if (*has_words)
		n->bare++;
	*has_at = *has_words = false;
}

static struct parts
parts_of(const char *s, gsize len)
{
	struct parts n = { .addresses = 0 };
	const char *end = s + len, *next;
	bool has_at = false, has_words = false;

	for (const char *p = s; p < end; p = next) {
		next = skip_token(p, end);
		if (*p == ',') {
			end_element(&n, &has_at, &has_words);
			continue;
		}
		has_words |= !g_ascii_isspace(*p);
		/* What quotes and comments hold is no address, whatever it looks like. */
		has_at |= *p == '@' || (*p == '<' && memchr(p, '@', (gsize)(next - p)));
	}
	end_element(&n, &has_at, &has_words);
	return n;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *from = message_field(f->message, "From", 0);
	const char *raw;
	struct parts n;

	if (!from)
		return;
	raw = f->message->raw + from->raw_value.at;
	if (!memchr(raw, ',', from->raw_value.len))
		return;
	n = parts_of(raw, from->raw_value.len);
	if (n.addresses > 1)
		found(out, from->value, text_all(from->value), "%u addresses", n.addresses);
	else if (n.addresses == 1 && n.bare > 0)
		found(out, from->value, text_all(from->value),
		      "the comma in the name is not in quotes, so that it parts two senders");
}

const struct rule rule_headers_from_multiple = {
	.id       = "headers-from-multiple",
	.title    = "more than one sender in From",
	.why      = "Gmail refuses mail with several addresses in From, and filters add many "
		    "points.",
	.fix      = "Keep one address; put a name that has a comma in double quotes: "
		    "\"Nowak, Jan\" <jan@shop.example>.",
	.ignore   = "When several people write together, Sender names one of them, and "
		    "receivers take it.",
	.points   = 50,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 3.6.2; Gmail 550 5.7.1; rspamd MULTIPLE_FROM",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example, b@shop.example\nSubject: Hi\n\nHello.\n",
		     .at = "a@shop.example, b@shop.example"),
		HIT ("From: Nowak, Jan <jan@shop.example>\nSubject: Faktura\n\nTak.\n",
		     .at = "Nowak, Jan <jan@shop.example>"),
		HIT ("From: =?UTF-8?Q?Jos=C3=A9?=, Ana <ana@loja.example>\nSubject: Oi\n\nOi.\n"),
		HIT ("From: \"oferta@loja.example\", <ana@loja.example>\nSubject: Oi\n\nOi.\n"),
		PASS(SUBJECT("Your order")),
		PASS("From: \"Nowak, Jan\" <jan@shop.example>\nSubject: Faktura\n\nTak.\n"),
		PASS("From: =?UTF-8?Q?Nowak=2C_Jan?= <jan@shop.example>\nSubject: A\n\nTak.\n"),
		PASS("From: =?UTF-8?Q?Nowak,_Jan?= <jan@shop.example>\nSubject: A\n\nTak.\n"),
		PASS("From: jan@shop.example (Nowak, Jan)\nSubject: Faktura\n\nTak.\n"),
		PASS("From: jan@shop.example,\nSubject: Faktura\n\nTak.\n"),	/* one and nothing */
	},
};
