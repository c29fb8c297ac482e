#include "core/rule.h"

static bool
is_web(const struct link *l)
{
	return *l->host && (!*l->scheme || g_str_equal(l->scheme, "http") ||
			    g_str_equal(l->scheme, "https"));
}

/* A host that was never filled in is template-placeholder's. */
static bool
is_name(const char *host)
{
	return !strpbrk(host, "{}%$[]<>|* ");
}

static void
tell(struct findings *out, const struct link *l, enum url_private kind)
{
	switch (kind) {
	case URL_LOOPBACK:
		found(out, l->target, l->where, "%s is the reader's own computer", l->host);
		break;
	case URL_PRIVATE_NETWORK:
		found(out, l->target, l->where, "%s is an address of a private network", l->host);
		break;
	case URL_NO_DOMAIN:
		found(out, l->target, l->where, "%s has no domain", l->host);
		break;
	case URL_INTERNAL_SUFFIX:
		found(out, l->target, l->where, "%s exists inside a company only", l->host);
		break;
	case URL_STAGING:
		found(out, l->target, l->where, "%s looks like a test system", l->host);
		break;
	case URL_PUBLIC:
		break;
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);
		enum url_private kind;

		if (l->repeated || !is_web(l) || !is_name(l->host))
			continue;
		kind = url_private_kind(l->host, strlen(l->host));
		if (kind == URL_PUBLIC)
			continue;
		tell(out, l, kind);
		found_link_again(f, out, l);
	}
}

const struct rule rule_links_private_host = {
	.id       = "links-private-host",
	.title    = "a link leads to a private host",
	.why      = "Your reader cannot open it; most often the mail was made on a test system "
		    "whose address was never set to the public one.",
	.fix      = "Set the public address of the site in the program that makes the mail.",
	.ignore   = "When all readers work where that host can be reached.",
	.points   = 20,
	.evidence = EVIDENCE_E,
	.source   = "RFC 6761; RFC 1918",
	.classes  = CLASS_ALL,
	.needs    = FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (BODY("Confirm here: http://localhost:3000/confirm?t=1"),
		     .at = "http://localhost:3000/confirm?t=1", .points = 20),
		HIT (BODY("Potwierdź: http://192.168.1.10/potwierdz"), .at = "http://192.168.1.10/potwierdz"),
		HIT (BODY("Заказ: https://crm.firma.local/orders/7"), .at = "https://crm.firma.local/orders/7"),
		HIT (BODY("Ver: http://intranet/x"), .at = "http://intranet/x"),
		HIT (BODY("Pay: https://staging.shop.example/pay"), .at = "https://staging.shop.example/pay"),
		HIT (HTML("<a href=\"http://shop.test/a\">Order</a>"), .at = "http://shop.test/a"),
		PASS(BODY("Pay: https://pay.shop.example/7 or read https://dev.to/anna")),
		PASS(HTML("<a href=\"mailto:root@localhost\">Write</a> <a href=\"#top\">Up</a>")),
		PASS(BODY("See https://shop.example/localhost for it.")),
	},
};
