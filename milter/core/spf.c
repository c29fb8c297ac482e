#include "core/spf.h"
#include "core/spf_term.h"

enum { DEPTH_MOST = 12 };

/* One walk over a record and all that it includes. */
struct walk {
	struct dns *dns;
	struct arena *arena;
	const struct spf_sender *sender;
	struct spf *spf;
	const char *chain[DEPTH_MOST];	/* domains on the way here */
	guint depth;
	bool open;			/* something on the way is not known */
};

static enum spf_result judge_domain(struct walk *w, const char *domain);

/* What breaks the evaluation, as against what is merely unwise. */
static bool
is_fatal(enum spf_problem p)
{
	return p != SPF_FINE && p != SPF_OPEN_TO_ALL && p != SPF_USES_PTR;
}

/* The first counts; but what breaks it comes before what does not. */
static void
blame(struct walk *w, enum spf_problem problem, const char *at, const struct spf_term *t)
{
	if (w->spf->problem != SPF_FINE && (is_fatal(w->spf->problem) || !is_fatal(problem)))
		return;
	w->spf->problem = problem;
	w->spf->at = at;
	w->spf->term = t ? t->text : NULL;
	w->spf->column = t ? t->column : 0;
}

/* ---- questions ---- */

/* A term that asks DNS: may it? */
static bool
count_lookup(struct walk *w)
{
	return ++w->spf->lookups < SPF_LOOKUPS_MOST;
}

static void
count_void(struct walk *w, const struct dns_answer *a)
{
	if (a->state == DNS_EMPTY || a->state == DNS_NXDOMAIN)
		w->spf->voids++;
}

static const struct dns_answer *
ask(struct walk *w, const char *name, enum dns_type type)
{
	const struct dns_answer *a = dns_ask(w->dns, name, type);

	if (a->state == DNS_OPEN || a->state == DNS_FAILED)
		w->open = true;
	return a;
}

static bool
has_address(const struct dns_answer *a, const struct dns_address *address, const struct spf_term *t)
{
	guint bits = dns_is_ipv4(address) ? 96 + t->bits4 : t->bits6;

	for (guint i = 0; i < a->records->len; i++)
		if (dns_same_network(&g_array_index(a->records, struct dns_record, i).address, address,
				     bits))
			return true;
	return false;
}

/* Has the name the sender's address?  `count`: a name without one is void.  When no address
   is known either kind will do. */
static bool
matches_host(struct walk *w, const char *name, const struct spf_term *t, bool count)
{
	const struct dns_address *address = w->sender->address;
	const struct dns_answer *a = ask(w, name, address && !dns_is_ipv4(address) ? DNS_AAAA : DNS_A);

	if (!address && (a->state == DNS_EMPTY || a->state == DNS_NXDOMAIN))
		a = ask(w, name, DNS_AAAA);
	if (count)
		count_void(w, a);
	return address && has_address(a, address, t);
}

/* ---- mechanisms ---- */

static bool
match_a(struct walk *w, const struct spf_term *t, const char *target)
{
	return matches_host(w, target, t, true);
}

static bool
match_mx(struct walk *w, const struct spf_term *t, const char *target)
{
	const struct dns_answer *mx = ask(w, target, DNS_MX);

	count_void(w, mx);
	if (mx->records->len > SPF_NAMES)
		blame(w, SPF_MANY_HOSTS, target, t);
	/* Without an address to compare there is nothing to learn from the hosts. */
	for (guint i = 0; w->sender->address && i < MIN(mx->records->len, SPF_NAMES); i++) {
		const char *host = g_array_index(mx->records, struct dns_record, i).s;

		if (*host && matches_host(w, host, t, false))
			return true;
	}
	return false;
}

static bool
is_below(const char *name, const char *domain)
{
	gsize len = strlen(name), tail = strlen(domain);

	return len >= tail && g_str_equal(name + len - tail, domain) &&
	       (len == tail || name[len - tail - 1] == '.');
}

static bool
match_ptr(struct walk *w, const struct spf_term *t, const char *target)
{
	static const struct spf_term whole = { .bits4 = 32, .bits6 = 128 };
	const struct dns_address *address = w->sender->address;
	const struct dns_answer *ptr;

	blame(w, SPF_USES_PTR, target, t);
	if (!address)
		return false;
	ptr = ask(w, arena_printf(w->arena, "%s.%s", dns_reverse(w->arena, address),
				  dns_is_ipv4(address) ? "in-addr.arpa" : "ip6.arpa"), DNS_PTR);
	count_void(w, ptr);
	for (guint i = 0; i < MIN(ptr->records->len, SPF_NAMES); i++) {
		const char *name = g_array_index(ptr->records, struct dns_record, i).s;

		if (is_below(name, target) && matches_host(w, name, &whole, false))
			return true;
	}
	return false;
}

static bool
match_exists(struct walk *w, const struct spf_term *t G_GNUC_UNUSED, const char *target)
{
	const struct dns_answer *a = ask(w, target, DNS_A);

	count_void(w, a);
	return w->sender->address && a->state == DNS_FOUND;
}

static bool
match_network(struct walk *w, const struct spf_term *t)
{
	const struct dns_address *address = w->sender->address;

	return address && dns_is_ipv4(address) == (t->kind == SPF_IP4) &&
	       dns_same_network(&t->address, address, t->kind == SPF_IP4 ? 96 + t->bits4 : t->bits6);
}

static bool
match_include(struct walk *w, const struct spf_term *t, const char *target)
{
	enum spf_result r = judge_domain(w, target);

	if (r == SPF_NONE)
		blame(w, SPF_MISSING, target, t);
	return r == SPF_PASS && w->sender->address;
}

static bool
matches(struct walk *w, const struct spf_term *t, const char *domain)
{
	static bool (*const by_name[])(struct walk *, const struct spf_term *, const char *) = {
		[SPF_A] = match_a, [SPF_MX] = match_mx, [SPF_PTR] = match_ptr,
		[SPF_EXISTS] = match_exists, [SPF_INCLUDE] = match_include,
	};
	const char *target;

	if (t->kind == SPF_ALL)
		return true;
	if (t->kind == SPF_IP4 || t->kind == SPF_IP6)
		return match_network(w, t);
	if (!count_lookup(w))
		return false;
	target = spf_term_target(w->arena, t, domain, w->sender);
	return target && by_name[t->kind](w, t, target);
}

/* ---- records ---- */

/* All of them may be asked at once: a resolver is slower than we are. */
static void
ask_ahead(struct walk *w, const GArray *terms, const char *domain)
{
	static const enum dns_type wants[] = {
		[SPF_INCLUDE] = DNS_TXT, [SPF_REDIRECT] = DNS_TXT, [SPF_MX] = DNS_MX, [SPF_A] = DNS_A,
		[SPF_EXP] = 0,
	};

	for (guint i = 0; i < MIN(terms->len, SPF_LOOKUPS); i++) {
		const struct spf_term *t = &g_array_index(terms, struct spf_term, i);
		const char *target = (guint)t->kind < G_N_ELEMENTS(wants) && wants[t->kind]
				     ? spf_term_target(w->arena, t, domain, w->sender) : NULL;

		if (target && !(t->kind == SPF_A && w->sender->address &&
				!dns_is_ipv4(w->sender->address)))
			dns_ask(w->dns, target, wants[t->kind]);
	}
}

static const char *
record_of(const struct dns_answer *txt, guint *ret_records)
{
	const char *record = NULL;

	*ret_records = 0;
	for (guint i = 0; i < txt->records->len; i++) {
		const char *s = g_array_index(txt->records, struct dns_record, i).s;

		if (g_ascii_strncasecmp(s, "v=spf1", 6) != 0 || (s[6] && s[6] != ' '))
			continue;
		record = record ? record : s;
		++*ret_records;
	}
	return record;
}

static bool
stops(const struct walk *w)
{
	return w->spf->lookups >= SPF_LOOKUPS_MOST ||
	       (w->sender->address && (w->open || is_fatal(w->spf->problem) ||
				       w->spf->lookups > SPF_LOOKUPS || w->spf->voids > SPF_VOIDS));
}

/* What follows when no mechanism of the record matched. */
static enum spf_result
judge_redirect(struct walk *w, const struct spf_term *redirect, const char *domain)
{
	const char *target;
	enum spf_result r;

	if (!redirect)
		return SPF_NEUTRAL;
	if (!count_lookup(w) || !(target = spf_term_target(w->arena, redirect, domain, w->sender)))
		return SPF_NEUTRAL;
	r = judge_domain(w, target);
	if (r == SPF_NONE)
		blame(w, SPF_MISSING, target, redirect);
	return r == SPF_NONE ? SPF_PERMERROR : r;
}

static enum spf_result
judge_terms(struct walk *w, const GArray *terms, const char *domain)
{
	static const enum spf_result results[] = {
		['+'] = SPF_PASS, ['-'] = SPF_FAIL, ['~'] = SPF_SOFTFAIL, ['?'] = SPF_NEUTRAL,
	};
	const struct spf_term *redirect = NULL;

	for (guint i = 0; i < terms->len; i++) {
		const struct spf_term *t = &g_array_index(terms, struct spf_term, i);

		if (t->kind == SPF_EXP)
			continue;
		if (t->kind == SPF_REDIRECT) {
			redirect = t;
			continue;
		}
		if (t->kind == SPF_ALL && t->qualifier == '+')
			blame(w, SPF_OPEN_TO_ALL, domain, t);
		if (matches(w, t, domain)) {
			if (w->depth == 1)
				w->spf->matched = t->text;
			return results[(guchar)t->qualifier];
		}
		if (stops(w))
			return SPF_NEUTRAL;
	}
	return judge_redirect(w, redirect, domain);
}

static bool
is_on_the_way(const struct walk *w, const char *domain)
{
	for (guint i = 0; i < w->depth; i++)
		if (g_str_equal(w->chain[i], domain))
			return true;
	return false;
}

static enum spf_result
judge_record(struct walk *w, const char *record, const char *domain)
{
	g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(struct spf_term));
	struct spf_term bad;

	if (!spf_term_parse(w->arena, record, terms, &bad)) {
		blame(w, SPF_SYNTAX, domain, &bad);
		return SPF_PERMERROR;
	}
	ask_ahead(w, terms, domain);
	return judge_terms(w, terms, domain);
}

static enum spf_result
judge_domain(struct walk *w, const char *domain)
{
	const struct dns_answer *txt;
	enum spf_result r;
	const char *record;
	guint records;

	if (is_on_the_way(w, domain)) {
		blame(w, SPF_LOOP, domain, NULL);
		return SPF_PERMERROR;
	}
	if (w->depth == DEPTH_MOST) {	/* each level costs a lookup: it has too many anyway */
		w->spf->lookups = MAX(w->spf->lookups, SPF_LOOKUPS + 1);
		return SPF_PERMERROR;
	}
	txt = ask(w, domain, DNS_TXT);
	if (txt->state == DNS_OPEN || txt->state == DNS_FAILED)
		return SPF_UNKNOWN;
	record = record_of(txt, &records);
	if (w->depth)
		count_void(w, txt);
	else
		w->spf->record = record;
	if (records > 1)
		blame(w, SPF_SEVERAL, domain, NULL);
	w->chain[w->depth++] = domain;
	r = records > 1 ? SPF_PERMERROR : record ? judge_record(w, record, domain) : SPF_NONE;
	w->depth--;
	return r;
}

struct spf
spf_judge(struct dns *d, struct arena *a, const struct spf_sender *sender)
{
	struct spf spf = { .domain = sender->domain };
	struct walk w = { .dns = d, .arena = a, .sender = sender, .spf = &spf };
	const char *domain = dns_name(a, sender->domain);
	enum spf_result r = domain ? judge_domain(&w, domain) : SPF_NONE;

	/* Too many is worse than what is unwise, and the count says it all. */
	if (!is_fatal(spf.problem) && spf.lookups > SPF_LOOKUPS)
		spf.problem = SPF_MANY_LOOKUPS;
	else if (!is_fatal(spf.problem) && spf.voids > SPF_VOIDS)
		spf.problem = SPF_MANY_VOIDS;
	if (is_fatal(spf.problem))
		r = SPF_PERMERROR;
	else if (w.open)
		r = SPF_UNKNOWN;
	else if (!sender->address && r != SPF_NONE)
		r = SPF_NEUTRAL;
	spf.result = r;
	return spf;
}

const char *
spf_result_name(enum spf_result r)
{
	static const char *const names[] = {
		[SPF_NONE] = "none", [SPF_NEUTRAL] = "neutral", [SPF_PASS] = "pass", [SPF_FAIL] = "fail",
		[SPF_SOFTFAIL] = "softfail", [SPF_PERMERROR] = "permerror", [SPF_UNKNOWN] = "unknown",
	};

	return names[r];
}
