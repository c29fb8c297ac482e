#include "core/rule.h"

static guint
dots(const char *host)
{
	guint n = 0;

	for (; *host; host++)
		n += *host == '.';
	return n;
}

static void
check(const struct facts *f, struct findings *out)
{
	gsize most = (gsize)param(out, "length");

	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (!g_str_has_prefix(l->scheme, "http"))
			continue;
		if (l->where.len > most)
			found(out, l->target, l->where, "%u characters", (guint)l->where.len);
		else if (!l->repeated && !strchr(l->host, ':') && dots(l->host) > (guint)param(out, "dots"))
			found(out, l->target, l->where, "%u dots in the name of its host",
			      dots(l->host));
	}
}

#define TEN    "0123456789"
#define FIFTY  TEN TEN TEN TEN TEN

const struct rule rule_links_long_url = {
	.id       = "links-long-url",
	.title    = "a link is very long",
	.why      = "Some mail programs cut it, so it opens the wrong page or none; filters count "
		    "it as an attempt to hide something.",
	.fix      = "Keep the data on the server and put a short key into the link.",
	.ignore   = "When the site is not yours and the address works.",
	.points   = 3,
	.evidence = EVIDENCE_C,
	.source   = "rspamd URL_VERY_LONG, URL_EXCESSIVE_DOTS",
	.classes  = CLASS_ALL,
	.needs    = FACTS_LINKS,
	.params   = {
		{ "length", 2048, 50, 65536, "characters above which it speaks" },
		{ "dots", 6, 1, 100, "dots in the host's name above which it speaks" },
	},
	.check    = check,
	.examples = {
		HIT (BODY("Confirm: https://shop.example/c?t=" FIFTY FIFTY), .set = "length=100",
		     .points = 3),
		HIT (BODY("Potwierdź: https://a.b.c.d.e.f.g.sklep.example/"),
		     .at = "https://a.b.c.d.e.f.g.sklep.example/"),
		PASS(BODY("Confirm: https://shop.example/c?t=" FIFTY FIFTY)),
		PASS(BODY("See https://www.pay.shop.co.uk/a.b.c.d.e.f.g.h.html for it.")),
		PASS(HTML("<a href=\"mailto:shop@shop.example?body=" FIFTY FIFTY FIFTY "\">Write</a>"),
		     .set = "length=100"),
	},
};
