#include "core/dmarc.h"
#include "core/site.h"
#include "core/taglist.h"

enum { QUESTIONS = 8 };		/* RFC 9989 4.10 */

/* Whether it is a policy there is; it is put into `*ret_policy`. */
static bool
read_policy(const char *value, const char **ret_policy)
{
	static const char *const policies[] = { "none", "quarantine", "reject" };

	for (gsize i = 0; i < G_N_ELEMENTS(policies); i++)
		if (g_ascii_strcasecmp(value, policies[i]) == 0) {
			*ret_policy = policies[i];
			return true;
		}
	return false;
}

/* "r" or "s". */
static bool
read_strict(const char *value, bool *ret_strict)
{
	*ret_strict = g_ascii_strcasecmp(value, "s") == 0;
	return *ret_strict || g_ascii_strcasecmp(value, "r") == 0;
}

static void
read_record(struct arena *a, struct dmarc *m)
{
	struct taglist l = taglist_parse(a, m->record);
	const char *p = taglist_value(&l, "p"), *sp = taglist_value(&l, "sp"),
		   *adkim = taglist_value(&l, "adkim"), *aspf = taglist_value(&l, "aspf");

	m->rua = taglist_value(&l, "rua");
	m->policy = "none";
	m->bad = l.bad;
	if (!p && !m->bad)
		m->bad = "p=";
	if (p && !read_policy(p, &m->policy) && !m->bad)
		m->bad = arena_printf(a, "p=%.*s", TAGLIST_SHOWN, p);
	if (m->inherited && sp && !read_policy(sp, &m->policy) && !m->bad)
		m->bad = arena_printf(a, "sp=%.*s", TAGLIST_SHOWN, sp);
	if (adkim && !read_strict(adkim, &m->strict_dkim) && !m->bad)
		m->bad = arena_printf(a, "adkim=%.*s", TAGLIST_SHOWN, adkim);
	if (aspf && !read_strict(aspf, &m->strict_spf) && !m->bad)
		m->bad = arena_printf(a, "aspf=%.*s", TAGLIST_SHOWN, aspf);
	m->state = m->bad ? DMARC_INVALID : DMARC_FOUND;
}

/* "v=DMARC1", then a semicolon or nothing. */
static bool
is_record(const char *s)
{
	gsize n = strspn(s, " \t");

	if (s[n] != 'v')
		return false;
	n += 1 + strspn(s + n + 1, " \t");
	if (s[n] != '=')
		return false;
	n += 1 + strspn(s + n + 1, " \t");
	if (strncmp(s + n, "DMARC1", 6) != 0)
		return false;
	n += 6 + strspn(s + n + 6, " \t");
	return s[n] == ';' || s[n] == '\0';
}

static void
look_at(struct dns *d, struct arena *a, const char *name, struct dmarc *m)
{
	const struct dns_answer *txt;
	guint n = 0;

	m->at = arena_printf(a, "_dmarc.%s", name);
	txt = dns_ask(d, m->at, DNS_TXT);
	if (txt->state == DNS_OPEN || txt->state == DNS_FAILED) {
		m->state = DMARC_UNKNOWN;
		return;
	}
	for (guint i = 0; i < txt->records->len; i++) {
		const char *s = g_array_index(txt->records, struct dns_record, i).s;

		if (is_record(s) && n++ == 0)
			m->record = s;
	}
	if (n > 1)
		m->state = DMARC_SEVERAL;
	else if (n)
		read_record(a, m);
}

struct dmarc
dmarc_find(struct dns *d, struct arena *a, const char *domain)
{
	const char *site = site_of(domain), *own = domain;
	struct dmarc m = { .state = DMARC_NONE };

	for (guint i = 0; i < QUESTIONS; i++) {
		bool last = strlen(domain) <= strlen(site);

		m = (struct dmarc){ .inherited = domain != own };
		look_at(d, a, domain, &m);
		if (m.state != DMARC_NONE || last)
			return m;
		/* Of a name of many labels the last question is for what decides. */
		domain = i == QUESTIONS - 2 ? site : strchr(domain, '.') + 1;
	}
	return m;
}
