#include "core/auth.h"
#include "core/site.h"

static bool
is_known(const struct dns_answer *a)
{
	return a->state != DNS_OPEN && a->state != DNS_FAILED;
}

/* ---- who takes mail ---- */

static bool
is_null_mx(const struct dns_answer *mx)
{
	for (guint i = 0; i < mx->records->len; i++)
		if (*g_array_index(mx->records, struct dns_record, i).s)
			return false;
	return mx->records->len > 0;
}

static enum auth_host_state
state_without_mx(struct dns *d, const char *domain)
{
	const struct dns_answer *a = dns_ask(d, domain, DNS_A), *aaaa;

	if (a->state == DNS_FOUND)
		return AUTH_HOST_ADDRESS;
	aaaa = dns_ask(d, domain, DNS_AAAA);
	if (aaaa->state == DNS_FOUND)
		return AUTH_HOST_ADDRESS;
	return is_known(a) && is_known(aaaa) ? AUTH_HOST_NOTHING : AUTH_HOST_UNKNOWN;
}

static void
judge_host(struct dns *d, struct auth_host *h)
{
	const struct dns_answer *mx = dns_ask(d, h->domain, DNS_MX);

	h->mx = mx;
	h->state = !is_known(mx) ? AUTH_HOST_UNKNOWN
		 : mx->state == DNS_NXDOMAIN ? AUTH_HOST_MISSING
		 : is_null_mx(mx) ? AUTH_HOST_NULL_MX
		 : mx->state == DNS_FOUND ? AUTH_HOST_MX : state_without_mx(d, h->domain);
}

/* ---- reverse DNS ---- */

bool
auth_is_generic(const char *name, const struct dns_address *address)
{
	static const char *const words[] = { "dynamic", "dyn", "dsl", "adsl", "vdsl", "pool", "dhcp",
		"dialup", "ppp", "cable", "customer", "client", "broadband", "ip" };
	const guint8 *b = address->byte + 12;
	g_auto(GStrv) pieces = g_strsplit_set(name, ".-_", -1);
	guint numbers = 0;
	bool said = false;

	if (!dns_is_ipv4(address))
		return false;
	for (char **p = pieces; *p; p++) {
		guint n = (guint)g_ascii_strtoull(*p, NULL, 10);
		gsize digits = strspn(*p, "0123456789");

		if (digits && digits <= 3 && !(*p)[digits] && (n == b[0] || n == b[1] || n == b[2] || n == b[3]))
			numbers++;
		for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
			said = said || (g_str_has_prefix(*p, words[i]) &&
					strspn(*p + strlen(words[i]), "0123456789") == strlen(*p + strlen(words[i])));
	}
	return numbers >= 4 || (numbers >= 2 && said);
}

static void
judge_ptr(struct auth *u, struct dns *d, struct arena *a, const struct dns_address *address)
{
	bool v4 = dns_is_ipv4(address), open = false;
	const struct dns_answer *ptr = dns_ask(d, arena_printf(a, "%s.%s", dns_reverse(a, address),
						v4 ? "in-addr.arpa" : "ip6.arpa"), DNS_PTR);

	u->ptr = is_known(ptr) ? AUTH_PTR_NONE : AUTH_PTR_UNKNOWN;
	for (guint i = 0; i < MIN(ptr->records->len, SPF_NAMES); i++) {
		const char *name = g_array_index(ptr->records, struct dns_record, i).s;
		const struct dns_answer *host = dns_ask(d, name, v4 ? DNS_A : DNS_AAAA);

		u->ptr_name = i == 0 ? name : u->ptr_name;
		open = open || !is_known(host);
		for (guint k = 0; k < host->records->len; k++)
			if (dns_same_network(&g_array_index(host->records, struct dns_record, k).address,
					     address, 128)) {
				u->ptr_name = name;
				u->ptr = auth_is_generic(name, address) ? AUTH_PTR_GENERIC : AUTH_PTR_FINE;
				return;
			}
	}
	if (ptr->records->len)
		u->ptr = open ? AUTH_PTR_UNKNOWN : AUTH_PTR_UNCONFIRMED;
}

/* ---- blocklists: RFC 5782 ---- */

/* Some answer in 127.0.0.0/8 but the 127.255.255.0/24 by which lists refuse to serve. */
static const struct dns_record *
listing(const struct dns_answer *a, bool *ret_refused)
{
	const struct dns_record *found = NULL;

	for (guint i = 0; i < a->records->len; i++) {
		const struct dns_record *r = &g_array_index(a->records, struct dns_record, i);
		const guint8 *b = r->address.byte + 12;

		if (b[0] == 127 && b[1] == 255 && b[2] == 255)
			*ret_refused = true;
		else if (b[0] == 127)
			found = found ? found : r;
	}
	return found;
}

/* What a list must and must not have tells what it lists, and whether it is alive.  False:
   it is of no use, or not known yet. */
static bool
try_zone(struct auth *u, struct arena *a, const char *zone, bool *ret_addresses, bool *ret_domains)
{
	static const char *const names[] = { "2.0.0.127", "1.0.0.127", "test", "invalid" };
	const struct dns_answer *answers[G_N_ELEMENTS(names)];
	bool refused = false, has[G_N_ELEMENTS(names)];

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		answers[i] = dns_ask(u->options->dns, arena_printf(a, "%s.%s", names[i], zone), DNS_A);
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		if (!is_known(answers[i]))
			return false;
		has[i] = listing(answers[i], &refused) != NULL;
	}
	*ret_addresses = has[0] && !has[1];
	*ret_domains = has[2] && !has[3];
	if (refused || !(*ret_addresses || *ret_domains)) {
		g_ptr_array_add(u->useless, (gpointer)zone);
		return false;
	}
	return true;
}

static void
look_up(struct auth *u, struct arena *a, const char *zone, const char *key, struct auth_listing l)
{
	const char *name = arena_printf(a, "%s.%s", key, zone);
	bool refused = false;
	const struct dns_record *r = listing(dns_ask(u->options->dns, name, DNS_A), &refused);
	const struct dns_answer *why;

	if (!r)
		return;
	for (guint i = 0; i < u->listings->len; i++) {
		const struct auth_listing *other = &g_array_index(u->listings, struct auth_listing, i);

		if (other->kind == l.kind && other->zone == zone && g_str_equal(other->what, l.what))
			return;
	}
	why = dns_ask(u->options->dns, name, DNS_TXT);
	l.zone = zone;
	l.answer = dns_print_address(a, &r->address);
	l.reason = why->records->len ? g_array_index(why->records, struct dns_record, 0).s : NULL;
	g_array_append_val(u->listings, l);
}

static void
look_up_domain(struct auth *u, struct arena *a, const char *zone, enum auth_listed kind,
	       const char *domain)
{
	const char *site = site_of(domain);

	look_up(u, a, zone, site, (struct auth_listing){ .kind = kind, .what = site });
}

static void
judge_blocklist(struct auth *u, struct arena *a, const char *zone, const struct dns_address *address)
{
	bool addresses, domains;

	if (!try_zone(u, a, zone, &addresses, &domains))
		return;
	if (addresses && address)
		look_up(u, a, zone, dns_reverse(a, address),
			(struct auth_listing){ .what = dns_print_address(a, address) });
	if (!domains)
		return;
	if (u->from)
		look_up_domain(u, a, zone, AUTH_LISTED_DOMAIN, u->from);
	if (u->sender)
		look_up_domain(u, a, zone, AUTH_LISTED_DOMAIN, u->sender);
	for (guint i = 0; i < u->signatures->len; i++) {
		const struct auth_signature *s = &g_array_index(u->signatures, struct auth_signature, i);

		if (*s->signature.domain)
			look_up_domain(u, a, zone, AUTH_LISTED_DOMAIN, s->signature.domain);
	}
	for (guint i = 0; i < u->links->len; i++)
		look_up_domain(u, a, zone, AUTH_LISTED_LINK,
			       g_array_index(u->links, struct auth_link, i).domain);
}

/* ---- who sends ---- */

static void
add_selectors(struct auth *u, const char *const *selectors)
{
	for (; selectors && *selectors && u->from; selectors++) {
		struct auth_signature s = { .signature = { .domain = u->from, .selector = *selectors,
							   .algorithm = "", .headers = "" } };

		g_array_append_val(u->signatures, s);
	}
}

static bool
is_aligned(const struct auth *u, const char *domain, bool strict)
{
	return strict ? g_str_equal(u->from, domain) : site_same(u->from, domain);
}

static void
judge_spf(struct auth *u, struct arena *a, const struct auth_subject *s,
	  const struct dns_address *address)
{
	const char *at = s->sender ? strrchr(s->sender, '@') : NULL;
	struct spf_sender from = { .domain = u->sender, .helo = s->helo };

	if (!u->sender)
		return;
	from.local = at && at > s->sender ? arena_strndup(a, s->sender, (gsize)(at - s->sender)) : NULL;
	u->spf = spf_judge(u->options->dns, a, &from);
	if (!address)
		return;
	from.address = address;
	u->spf_ip = spf_judge(u->options->dns, a, &from);
}

static void
judge_signatures(struct auth *u, struct arena *a)
{
	for (guint i = 0; i < u->signatures->len; i++) {
		struct auth_signature *s = &g_array_index(u->signatures, struct auth_signature, i);

		s->key.state = DKIM_UNKNOWN;
		if (!*s->signature.domain || !*s->signature.selector)
			continue;
		s->key = dkim_find(u->options->dns, a, s->signature.selector, s->signature.domain);
		s->aligned = u->from && is_aligned(u, s->signature.domain, u->dmarc.strict_dkim);
	}
}

/* The domain of the envelope sender, or what stands in for it. */
static void
find_sender(struct auth *u, struct arena *a, const struct auth_subject *s)
{
	const char *at = s->sender ? strrchr(s->sender, '@') : NULL;

	u->sender_null = s->sender && !*s->sender;
	u->sender = at ? dns_name(a, at + 1) : NULL;
	u->sender_known = u->sender != NULL;
	if (!u->sender && u->sender_null)
		u->sender = s->helo ? dns_name(a, s->helo) : NULL;
	else if (!u->sender)
		u->sender = u->from;
}

static bool
is_gone(const struct auth *u, const char *domain)
{
	for (guint i = 0; i < u->hosts->len && domain; i++) {
		const struct auth_host *h = &g_array_index(u->hosts, struct auth_host, i);

		if (h->state == AUTH_HOST_MISSING && g_str_equal(h->domain, domain))
			return true;
	}
	return false;
}

struct auth *
auth_judge(struct arena *a, const struct auth_subject *s)
{
	struct auth *u = arena_new0(a, struct auth);
	struct dns_address ip;
	bool has_ip = s->options->ip && dns_parse_address(s->options->ip, &ip);

	*u = (struct auth){ .options = s->options, .hosts = s->hosts, .signatures = s->signatures,
			    .links = s->links, .listings = arena_array(a, sizeof(struct auth_listing)),
			    .useless = g_ptr_array_new() };
	arena_defer(a, (GDestroyNotify)g_ptr_array_unref, u->useless);
	for (guint i = 0; i < u->hosts->len; i++) {
		struct auth_host *h = &g_array_index(u->hosts, struct auth_host, i);

		judge_host(s->options->dns, h);
		if (h->role == AUTH_FROM && !u->from)
			u->from = h->domain;
	}
	find_sender(u, a, s);
	u->from_gone = is_gone(u, u->from);
	u->sender_gone = is_gone(u, u->sender);
	add_selectors(u, s->options->selectors);
	judge_spf(u, a, s, has_ip ? &ip : NULL);
	if (u->from)
		u->dmarc = dmarc_find(s->options->dns, a, u->from);
	u->sender_aligned = u->from && u->sender && is_aligned(u, u->sender, u->dmarc.strict_spf);
	judge_signatures(u, a);
	if (has_ip)
		judge_ptr(u, s->options->dns, a, &ip);
	for (const char *const *z = s->options->blocklists; z && *z; z++)
		judge_blocklist(u, a, *z, has_ip ? &ip : NULL);
	return u;
}
