#include "core/rule.h"

static const char *
site_of_sender(const struct facts *f)
{
	const GArray *from = message_addresses(f->message, "From");
	const char *domain = from->len ? g_array_index(from, struct address, 0).domain : "";

	return domain + url_site(domain, strlen(domain));
}

static bool
is_web(const struct link *l)
{
	return g_str_equal(l->scheme, "http") || g_str_equal(l->scheme, "https");
}

/* Punycode and letters cannot be compared here; placeholders are another rule's. */
static bool
can_compare(const struct link *l)
{
	if (!l->shown_site || !*l->host || !is_web(l) || strpbrk(l->host, "{}%$[]<>|* "))
		return false;
	for (const char *p = l->shown_site; *p; p++)
		if ((guchar)*p >= 0x80)
			return false;
	return true;
}

static void
check(const struct facts *f, struct findings *out)
{
	const char *own = NULL;

	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (!can_compare(l) || g_ascii_strcasecmp(l->site, l->shown_site) == 0)
			continue;
		if (!own)
			own = site_of_sender(f);
		if (g_str_equal(l->site, own))	/* the sender counts clicks */
			continue;
		found(out, l->body->text, l->shown_at, "it shows %s and opens %s",
		      l->shown_site, l->site);
		found_also(out, l->target, l->where);
	}
}

const struct rule rule_links_text_href_mismatch = {
	.id       = "links-text-href-mismatch",
	.title    = "a link shows one site and opens another",
	.why      = "That is how phishing works: filters compare the two, and mail programs warn "
		    "the reader.",
	.fix      = "Show words instead of an address, or the address that really opens; count "
		    "clicks through a host of your own domain.",
	.ignore   = "Hardly ever; when both sites are yours, show words in place of the "
		    "address.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "Outlook.com postmaster guidelines; SpamAssassin URI_PHISH; rspamd PHISHING",
	.classes  = CLASS_ALL,
	.needs    = FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (HTML("<a href=\"https://evil.example/x\">https://bank.example/login</a>"),
		     .at = "https://bank.example/login", .points = 20),
		HIT (HTML("<p>Strona: <a href=\"http://track.esp.example/c/1\">www.sklep.com.pl</a></p>"),
		     .at = "www.sklep.com.pl"),
		HIT (HTML("<a href=\"https://loja.com.br/x\">banco.com.br</a>"), .at = "banco.com.br"),
		PASS(HTML("<a href=\"https://www.bank.example/login\">bank.example</a>")),
		PASS(HTML("<a href=\"https://click.shop.example/r?u=1\">https://maker.example/manual</a>")),
		PASS(HTML("<a href=\"https://maker.example/\">Node.js and our shop.example pages</a>")),
		PASS(HTML("<a href=\"mailto:anna@mail.example\">www.shop.example</a>")),
		PASS(HTML("<a href=\"https://maker.example/invoice.pdf\">invoice.pdf</a>")),
		PASS(BODY("See https://maker.example/ for it.")),
	},
};
