#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	bool first = true;

	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (l->hidden || l->repeated || !g_str_equal(l->scheme, "http") || !*l->host ||
		    url_private_kind(l->host, strlen(l->host)) != URL_PUBLIC)
			continue;
		if (first)
			found(out, l->target, l->where, "it begins with http:");
		else
			found_also(out, l->target, l->where);
		first = false;
	}
}

const struct rule rule_links_http = {
	.id       = "links-http",
	.title    = "a link is not encrypted",
	.why      = "Browsers warn before they open such a page, and whoever is on the way can "
		    "read and change it.",
	.fix      = "Write https in place of http, once the site answers there.",
	.ignore   = "When the site has no https and is not yours.",
	.points   = 2,
	.evidence = EVIDENCE_D,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (BODY("See your order: http://shop.example/o/4711"), .at = "http://shop.example/o/4711",
		     .points = 2),
		HIT (HTML("<a href=\"HTTP://loja.example/\">Loja</a>"), .at = "HTTP://loja.example/"),
		PASS(BODY("See your order: https://shop.example/o/4711 or www.shop.example")),
		PASS(BODY("See http://localhost/o/4711")),	/* links-private-host */
		PASS(HTML("<a href=\"https://shop.example/?back=http://shop.example/\">Shop</a>")),
	},
};
