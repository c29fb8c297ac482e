#include "core/rule.h"

/* Names that exist inside a network only.  Nobody has ".example" and ".test" by accident: they
   are for documents and tests, ours among them. */
static const char *const private_ends[] = {
	".local", ".localdomain", ".localhost", ".lan", ".internal", ".invalid", ".home.arpa",
};

/* Letters, digits, hyphens and dots, or beyond ASCII; no empty label. */
static bool
is_host(const char *domain)
{
	if (!*domain || *domain == '.' || *domain == '-')
		return false;
	for (const char *p = domain; *p; p++)
		if (!g_ascii_isalnum(*p) && *p != '-' && (guchar)*p < 0x80 &&
		    (*p != '.' || p[1] == '.' || !p[1]))
			return false;
	return true;
}

static bool
is_private(const char *domain)
{
	for (gsize i = 0; i < G_N_ELEMENTS(private_ends); i++)
		if (g_str_has_suffix(domain, private_ends[i]))
			return true;
	return false;
}

/* What is wrong with the domain, or NULL. */
static const char *
wrong_domain(const char *domain)
{
	if (!*domain)
		return PHRASE("nothing follows the @");
	if (*domain == '[')
		return PHRASE("it is a numeric address instead of a domain");
	if (!is_host(domain))
		return PHRASE("what follows the @ is not a domain");
	if (!strchr(domain, '.'))
		return PHRASE("its domain has no dot, so it is a host of your own network");
	if (is_private(domain))
		return PHRASE("its domain exists inside a network only");
	return NULL;
}

/* Blanks within < >; GMime takes them out. */
static bool
has_blank(const char *s, gsize len)
{
	const char *end = s + len, *open = g_strrstr_len(s, (gssize)len, "<");
	const char *close = open ? memchr(open, '>', (gsize)(end - open)) : NULL;

	if (!open || !close)
		return false;
	for (open++; open < close && g_ascii_isspace(*open); open++)
		;
	while (close > open && g_ascii_isspace(close[-1]))
		close--;
	for (; open < close && *open != '"' && *open != '('; open++)
		if (g_ascii_isspace(*open))
			return true;
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *from = message_field(f->message, "From", 0);
	const GArray *found_there = message_addresses(f->message, "From");
	const struct address *a;
	const char *wrong, *s;

	if (!from || !memchr(from->value->s, '@', from->value->len))
		return;		/* headers-from-missing says so */
	s = f->message->raw + from->raw_value.at;
	if (has_blank(s, from->raw_value.len)) {
		found(out, from->value, text_all(from->value), "there is a blank in the address");
		return;
	}
	if (!found_there->len) {
		found(out, from->value, text_all(from->value), "there is no address in it");
		return;
	}
	a = &g_array_index(found_there, struct address, 0);
	wrong = *a->local || *a->domain ? wrong_domain(a->domain) : NULL;
	if (wrong && !memchr(from->value->s + a->where.at, '@', a->where.len))
		wrong = PHRASE("there is no @ in it");
	if (wrong && (*a->domain || a->where.len != from->value->len))
		found(out, from->value, a->where, "%s", wrong);
	else if (memchr(s, '<', from->raw_value.len) && !memchr(s, '>', from->raw_value.len))
		found(out, from->value, text_all(from->value), "the < is never closed");
}

const struct rule rule_headers_from_invalid = {
	.id       = "headers-from-invalid",
	.title    = "the sender address cannot be one",
	.why      = "Receivers check the domain of the sender and refuse what has none; nobody can "
		    "answer either.",
	.fix      = "Set From to an address of your public domain: Shop <orders@shop.example>.",
	.ignore   = "On a machine whose mail never leaves it.",
	.points   = 50,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 3.4; Gmail 550 5.7.1; rspamd HFILTER_FROMHOST_NOT_FQDN",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: Sklep <www-data@web1>\nSubject: Faktura\n\nTak.\n", .at = "www-data@web1"),
		HIT ("From: root@localhost.localdomain\nSubject: Cron\n\nDone.\n"),
		HIT ("From: \"orders@shop.example\" <shop>\nSubject: Order\n\nYes.\n", .at = "shop"),
		HIT ("From: Shop <shop@[192.0.2.1]>\nSubject: Order\n\nYes.\n"),
		HIT ("From: Shop <shop@.example>\nSubject: Order\n\nYes.\n"),
		HIT ("From: Shop <shop @shop.example>\nSubject: Order\n\nYes.\n"),
		HIT ("From: Shop <shop@shop.example\nSubject: Order\n\nYes.\n"),
		PASS(SUBJECT("Your order")),
		PASS("From: \"Shop, Ltd.\" <shop@shop.example>\nSubject: Order\n\nYes.\n"),
		PASS("From: \"a b\"@shop.example\nSubject: Order\n\nYes.\n"),
		PASS("From: shop@shop.example (Shop)\nSubject: Order\n\nYes.\n"),
		PASS("From: =?UTF-8?Q?Sklep_Rowerowy?= <sklep@sklep.rowerowy.example>\nSubject: A\n\nTak.\n"),
		PASS("From: Post <info@xn--80ak6aa92e.example>\nSubject: A\n\nДа.\n"),
		PASS("From: root\nSubject: Cron\n\nDone.\n"),	/* the MTA adds the domain */
	},
};
