#include "core/rule.h"

enum { OWN_POINTS = 3 };	/* who sends from there can hardly move */

static bool
is_own(const struct facts *f, const struct link *l)
{
	const GArray *from = message_addresses(f->message, "From");
	const char *domain = from->len ? g_array_index(from, struct address, 0).domain : "";

	return g_str_equal(domain + url_site(domain, strlen(domain)), l->site);
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; f->phrases && i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);
		const char *dot = l->repeated ? NULL : strrchr(l->host, '.');

		if (!dot || !dot[1] || !phrases_lookup(f->phrases, "suspicious-tld", dot + 1))
			continue;
		found_for(out, is_own(f, l) ? OWN_POINTS : found_rule(out)->points, l->target, l->where,
			  "domains in .%s were given away", dot + 1);
		found_link_again(f, out, l);
	}
}

const struct rule rule_links_suspicious_tld = {
	.id       = "links-suspicious-tld",
	.title    = "a link leads to a domain of bad repute",
	.why      = "Domains there cost nothing for years, so most mail that linked to them was fraud, and "
		    "filters add up to three points.",
	.fix      = "Link to another domain.",
	.ignore   = "When the site is known to your readers and has no other address.",
	.points   = 10,
	.evidence = EVIDENCE_C,
	.source   = "rspamd URL_SUSPICIOUS_TLD; SpamAssassin PDS_OTHER_BAD_TLD",
	.classes  = CLASS_ALL,
	.needs    = FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (BODY("See https://great-offers.tk/a."), .at = "https://great-offers.tk/a", .points = 10),
		HIT (HTML("<a href=\"http://www.shop.GQ/\">Shop</a>")),
		HIT ("From: a@shop.ml\nSubject: Order\n\nSee https://www.shop.ml/1\n", .points = OWN_POINTS),
		PASS(BODY("See https://shop.example/tk and https://tk.shop.example.")),
		PASS(BODY("See https://tokelau.example/.tk")),
		PASS(BODY("Your order is ready.")),
	},
};
