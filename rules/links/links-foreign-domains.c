#include "core/rule.h"

enum { LEAST = 4 };	/* fewer links say nothing about whose mail it is */

static const char *
site_of_sender(const struct facts *f)
{
	const GArray *from = message_addresses(f->message, "From");
	const char *domain = from->len ? g_array_index(from, struct address, 0).domain : "";

	return domain + url_site(domain, strlen(domain));
}

static bool
is_everybodys(const struct facts *f, const char *site)
{
	return phrases_lookup(f->phrases, "social-site", site) ||
	       phrases_lookup(f->phrases, "service-site", site);
}

static void
check(const struct facts *f, struct findings *out)
{
	const char *own = site_of_sender(f);
	const struct link *first = NULL;
	guint foreign = 0, all = 0;

	if (!*own || f->links->len < LEAST || phrases_lookup(f->phrases, "freemail", own))
		return;
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (l->body != f->main || l->hidden || !g_str_has_prefix(l->scheme, "http") ||
		    !*l->host || is_everybodys(f, l->site))
			continue;
		all++;
		if (g_ascii_strcasecmp(l->site, own) == 0)
			continue;
		if (!foreign++)
			first = l;
	}
	if (all >= LEAST && foreign * 2 > all)
		found(out, first->target, first->where, "%u of %u links lead away from %s",
		      foreign, all, own);
}

const struct rule rule_links_foreign_domains = {
	.id       = "links-foreign-domains",
	.title    = "most links lead to other domains than the sender's",
	.why      = "Readers are told to look whether the links fit the sender. That filters count "
		    "it is folklore.",
	.fix      = "Link to pages of your own domain, and count clicks through a host below it.",
	.ignore   = "When the mail is about pages of others, or the other domains are yours, "
		    "too.",
	.points   = 3,
	.evidence = EVIDENCE_D,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (BODY("See https://a.example/ https://b.example/ https://c.example/ and "
			  "https://shop.example/"), .at = "https://a.example/", .points = 3),
		PASS(BODY("See https://a.example/ https://b.example/ https://www.shop.example/ and "
			  "https://pay.shop.example/")),
		PASS(BODY("See https://a.example/ or https://b.example/")),
		PASS(BODY("Follow us: https://facebook.com/s https://youtube.com/s https://x.com/s "
			  "https://t.me/s https://shop.example/")),
		PASS(BODY("Track it: https://inpost.pl/1 https://www.dpd.com/2 https://www.dhl.de/3 "
			  "https://paypal.com/4 https://shop.example/")),
	},
};
