#include "core/rule.h"

static bool
is_counted(const struct facts *f, const struct link *l)
{
	return l->body == f->main && !l->hidden && g_str_has_prefix(l->scheme, "http") && *l->host &&
	       !phrases_lookup(f->phrases, "social-site", l->site);
}

/* Different sites that a reader can go to. */
static void
check_sites(const struct facts *f, struct findings *out)
{
	g_autoptr(GHashTable) sites = g_hash_table_new(g_str_hash, g_str_equal);
	guint most = (guint)param(out, "sites");
	const struct link *last = NULL;

	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (!l->repeated && is_counted(f, l) && g_hash_table_add(sites, (gpointer)l->site))
			last = l;
	}
	if (g_hash_table_size(sites) > most)
		found(out, last->target, last->where, "links to %u different sites",
		      g_hash_table_size(sites));
}

static void
check(const struct facts *f, struct findings *out)
{
	guint most = (guint)param(out, f->class == CLASS_TRANSACTIONAL ? "service" : "bulk"), n = 0;
	const struct link *last = NULL;

	if (!f->main || f->links->len <= (guint)param(out, "sites"))
		return;
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (is_counted(f, l)) {
			last = l;
			n++;
		}
	}
	if (n > most)
		found(out, last->target, last->where, "%u links", n);
	else if (f->class == CLASS_TRANSACTIONAL)
		check_sites(f, out);
}

#define LINKS_3 "https://a.example/ https://b.example/ https://c.example/ "

const struct rule rule_links_too_many = {
	.id       = "links-too-many",
	.title    = "the message has very many links",
	.why      = "Who looks for one link has to find it among all the others. That filters count "
		    "them is folklore.",
	.fix      = "Keep the links this message is about; put the others on one page.",
	.ignore   = "When the mail is a list of links that the reader ordered.",
	.points   = 3,
	.evidence = EVIDENCE_D,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_LINKS,
	.params   = {
		{ "service", 40, 1, 5000, "links in a service message above which it speaks" },
		{ "bulk", 80, 1, 5000, "links in a newsletter above which it speaks" },
		{ "sites", 6, 1, 5000, "sites a service message links to above which it speaks" },
	},
	.check    = check,
	.examples = {
		HIT (BODY("Partners: " LINKS_3 "https://d.example/ https://e.example/ https://f.example/ "
			  "https://g.example/"), .at = "https://g.example/", .points = 3),
		HIT (BODY("Ver: " LINKS_3), .set = "service=2,sites=1", .at = "https://c.example/"),
		HIT (BODY("Nowości: " LINKS_3), .set = "bulk=2,sites=1", .class = CLASS_BULK),
		PASS(BODY("Partners: " LINKS_3)),
		PASS(BODY("Nowości: " LINKS_3), .set = "sites=2", .class = CLASS_BULK),
		PASS(BODY("Follow us: https://facebook.com/s https://www.youtube.com/s https://x.com/s "
			  "or write"), .set = "sites=1,service=2"),
	},
};
