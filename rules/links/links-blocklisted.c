#include "core/rule.h"

/* The link whose domain, or what it belongs to, is listed. */
static const struct auth_link *
link_of(const struct facts *f, const char *domain)
{
	for (guint i = 0; i < f->auth->links->len; i++) {
		const struct auth_link *l = &g_array_index(f->auth->links, struct auth_link, i);

		if (g_str_has_suffix(l->domain, domain))
			return l;
	}
	return NULL;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->auth->listings->len; i++) {
		const struct auth_listing *l = &g_array_index(f->auth->listings, struct auth_listing, i);
		const struct auth_link *link = l->kind == AUTH_LISTED_LINK ? link_of(f, l->what) : NULL;

		if (link)
			found(out, link->text, link->where, "%s is on %s (%s)", l->what, l->zone,
			      l->reason ? l->reason : l->answer);
	}
}

#define LINK HTML("<p>Hello Anna, <a href=\"https://www.cheap.example/order\">your order</a></p>")
#define LIST "test.dbl.example A 127.0.1.2\n"

const struct rule rule_links_blocklisted = {
	.id       = "links-blocklisted",
	.title    = "a link leads to a domain on a blocklist",
	.why      = "Filters look up where links lead; Gmail names such links as a reason to refuse a mail.",
	.fix      = "Take the link out, or lead to your own domain; if the domain is yours, ask the list for "
		    "removal.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "Gmail: 421 4.7.28; SpamAssassin URIBL_BLACK, URIBL_DBL_SPAM",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (LINK, .zone = LIST "cheap.example.dbl.example A 127.0.1.2\n", .blocklist = "dbl.example",
		     .at = "https://www.cheap.example/order", .points = 40),
		PASS(LINK, .zone = LIST, .blocklist = "dbl.example"),
		PASS(LINK, .zone = LIST "cheap.example.dbl.example A 127.255.255.254\n",
		     .blocklist = "dbl.example"),
		PASS(LINK, .zone = "cheap.example.dbl.example A 127.0.1.2\n", .blocklist = "dbl.example"),
		PASS(LINK, .zone = LIST "cheap.example.dbl.example A SERVFAIL\n", .blocklist = "dbl.example"),
	},
};
