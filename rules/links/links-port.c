#include "core/rule.h"

static bool
is_usual(const char *s, gsize len)
{
	static const char *const usual[] = { "", "80", "443", "8080" };

	for (gsize i = 0; i < G_N_ELEMENTS(usual); i++)
		if (len == strlen(usual[i]) && memcmp(s, usual[i], len) == 0)
			return true;
	return false;
}

static bool
is_number(const char *s, gsize len)
{
	gsize n = 0;

	while (n < len && g_ascii_isdigit(s[n]))
		n++;
	return n == len && len <= 5;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);
		const char *s = l->target->s + l->where.at;
		struct url u;

		if (l->repeated || !g_str_has_prefix(l->scheme, "http") || !*l->host ||
		    url_private_kind(l->host, strlen(l->host)) != URL_PUBLIC)
			continue;	/* links-private-host */
		u = url_of(s, l->where.len);
		if (is_usual(s + u.port.at, u.port.len) || !is_number(s + u.port.at, u.port.len))
			continue;
		found(out, l->target, (struct span){ l->where.at + u.port.at - 1, u.port.len + 1 },
		      "port %s", arena_strndup(f->arena, s + u.port.at, u.port.len));
		found_link_again(f, out, l);
	}
}

const struct rule rule_links_port = {
	.id       = "links-port",
	.title    = "a link uses an unusual port",
	.why      = "Company networks and phones often let only the usual ports through, so the "
		    "page does not open for many.",
	.fix      = "Serve the page at the usual port of https, and leave the number out.",
	.ignore   = "When readers use the service at this port every day.",
	.points   = 7,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin WEIRD_PORT",
	.classes  = CLASS_ALL,
	.needs    = FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (BODY("Your files are at https://files.shop.example:8443/4711 until Friday."),
		     .at = ":8443", .points = 7),
		HIT (HTML("<a href=\"http://panel.sklep.example:2082\">Panel</a>"), .at = ":2082"),
		PASS(BODY("See https://shop.example:443/a or http://shop.example:8080/b")),
		PASS(BODY("See http://localhost:3000/ for it.")),	/* links-private-host */
		PASS(BODY("See https://shop.example/at:9000 and https://shop.example:/")),
		PASS(HTML("<a href=\"http://shop.example:{{port}}/\">Shop</a>")),
	},
};
