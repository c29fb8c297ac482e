#include "core/rule.h"

/* Redirectors that take anybody anywhere, and hosts where anybody keeps pages: the end
   of the host, what its path begins with. */
static const struct {
	const char *site, *path, *what;
} redirectors[] = {
	{ "translate.google.", "/translate", PHRASE("it is a page through a translator") },
	{ "google.", "/url?", PHRASE("it is a redirector of Google") },
	{ "googleusercontent.com", "/proxy", PHRASE("it is a proxy of Google") },
	{ "firebasestorage.googleapis.com", "/", PHRASE("it is storage that anybody can fill") },
	{ "ipfs.io", "/", PHRASE("it is a gateway to files of anybody") },
	{ "dweb.link", "/", PHRASE("it is a gateway to files of anybody") },
	{ "l.facebook.com", "/l.php", PHRASE("it is a redirector of Facebook") },
	{ "youtube.com", "/redirect", PHRASE("it is a redirector of YouTube") },
	{ "vk.com", "/away.php", PHRASE("it is a redirector of VK") },
	{ "bing.com", "/ck/", PHRASE("it is a redirector of Bing") },
};

/* "google." stands for any country: www.google.com.br. */
static bool
is_host(const char *host, const char *site)
{
	const char *at = strstr(host, site);
	gsize n = strlen(site);

	if (!at || (at != host && at[-1] != '.'))
		return false;
	return site[n - 1] == '.' ? strlen(at + n) <= 6 : at[n] == '\0';
}

static const char *
what_of(const struct link *l, const char *rest, gsize len)
{
	for (gsize i = 0; i < G_N_ELEMENTS(redirectors); i++)
		if (is_host(l->host, redirectors[i].site) && len >= strlen(redirectors[i].path) &&
		    memcmp(rest, redirectors[i].path, strlen(redirectors[i].path)) == 0)
			return redirectors[i].what;
	return NULL;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);
		const char *s = l->target->s + l->where.at, *what;
		struct url u;

		if (!*l->host)
			continue;
		u = url_of(s, l->where.len);
		what = what_of(l, s + u.rest.at, u.rest.len);
		if (what)
			found(out, l->target, l->where, "%s", what);
	}
}

const struct rule rule_links_open_redirect = {
	.id       = "links-open-redirect",
	.title    = "a link goes through somebody else's redirector",
	.why      = "Anybody can hide any page behind the same address, so filters judge yours by "
		    "theirs, and the reader cannot see where it leads.",
	.fix      = "Open the link in a browser and copy the address you arrive at.",
	.ignore   = "When the redirector is yours and leads to your pages alone.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "rspamd HAS_GOOGLE_REDIR, HAS_GUC_PROXY_URI, HAS_IPFS_GATEWAY_URL",
	.classes  = CLASS_ALL,
	.needs    = FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (BODY("How to find us: https://www.google.com/url?q=https://shop.example/map"),
		     .at = "https://www.google.com/url?q=https://shop.example/map", .points = 10),
		HIT (BODY("Mapa: https://google.com.br/url?sa=t&url=https%3A%2F%2Floja.example%2F")),
		HIT (HTML("<a href=\"https://vk.com/away.php?to=https://shop.example\">Сайт</a>")),
		HIT (HTML("<a href=\"https://ipfs.io/ipfs/QmX\">Pobierz</a>"), .at = "https://ipfs.io/ipfs/QmX"),
		PASS(BODY("Find us: https://www.google.com/maps?q=Warszawa+Krucza+5")),
		PASS(BODY("https://click.shop.example/r?url=https%3A%2F%2Fmaker.example%2F")),
		PASS(BODY("https://notgoogle.example/url?q=https://shop.example/")),
		PASS(BODY("Share it: https://www.facebook.com/sharer.php?u=https://shop.example/")),
	},
};
