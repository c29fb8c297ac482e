#include "core/rule.h"

static const struct text *
value_of(const struct part *p, const char *name)
{
	const struct field *field = field_find(p->fields, name, 0);

	return field && field->value->len ? field->value : NULL;
}

/* A blank in the value of a parameter that is not in quotes; what follows is lost. */
static bool
has_open_blank(const struct text *t, gsize *ret_at)
{
	bool quoted = false, value = false;

	for (gsize i = 0; i < t->len; i++) {
		char c = t->s[i];

		if (c == '"' && (!i || t->s[i - 1] != '\\'))
			quoted = !quoted;
		else if (quoted || c == '(')
			value &= c != '(';
		else if (c == '=' || c == ';')
			value = c == '=';
		else if (value && c == ' ' && t->s[i - 1] != '=' && g_ascii_isalnum(t->s[i + 1])) {
			*ret_at = i;
			return true;
		}
	}
	return false;
}

static void
check_part(struct findings *out, const struct part *p)
{
	const struct text *type = value_of(p, "Content-Type");
	const struct text *encoding = value_of(p, "Content-Transfer-Encoding");
	gsize at;

	if (encoding && p->encoding == ENCODING_UNKNOWN)
		found(out, encoding, text_all(encoding), "nobody knows this encoding");
	if (!type)
		return;
	if (type->s[type->len - 1] == ';')
		found(out, type, (struct span){ type->len - 1, 1 }, "nothing follows the last semicolon");
	else if (!strchr(type->s, '/'))
		found(out, type, text_all(type), "a type has two halves with a slash between them");
	else if (has_open_blank(type, &at))
		found(out, type, (struct span){ at, 1 }, "a value with a blank needs quotes");
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);

		if (!p->nested)
			check_part(out, p);
	}
}

#define TYPE(s) HEAD "Subject: Order\nContent-Type: " s "\n\nHello.\n"

const struct rule rule_mime_syntax = {
	.id       = "mime-syntax",
	.title    = "a field of the MIME header is malformed",
	.why      = "Programs guess what was meant, and each in its own way; filters add up to two points.",
	.fix      = "Let a mail library write it, or write it like this: text/plain; charset=utf-8.",
	.ignore   = "When the mail opens as it should wherever your readers are.",
	.points   = 5,
	.evidence = EVIDENCE_C,
	.source   = "RFC 2045 5.1; rspamd CT_EXTRA_SEMI; SpamAssassin SCC_BOGUS_CTE_1",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (TYPE("text/plain; charset=utf-8;"), .at = ";"),
		HIT (TYPE("text; charset=utf-8"), .at = "text; charset=utf-8"),
		HIT (TYPE("text/plain; name=my file.txt"), .at = " "),
		HIT (TYPE("text/plain\nContent-Transfer-Encoding: utf-8"), .at = "utf-8"),
		PASS(TYPE("text/plain; charset=\"utf-8\"; format=flowed; delsp=yes")),
		PASS(TYPE("text/plain; name=\"my file.txt\" (a comment)")),
		PASS(TYPE("text/plain; charset = utf-8 ; format=flowed\nContent-Transfer-Encoding: 8Bit")),
		PASS(SUBJECT("Order")),
	},
};
