#include "core/policy.h"

/* Points of a hit from which it warns, and from which it is an error. */
enum { POINTS_WARN = 10, POINTS_ERROR = 30 };

static const char *const level_names[] = { "off", "note", "warn", "error" };
static const char *const action_names[] = { "accept", "tag", "hold", "reject" };
static const char *const mode_names[] = { "observe", "tag", "enforce" };

static const struct {
	unsigned class;
	const char *name;
} classes[] = {
	{ CLASS_TRANSACTIONAL, "transactional" }, { CLASS_BULK, "bulk" },
	{ CLASS_PERSONAL, "personal" }, { CLASS_AUTO, "auto" }, { CLASS_LIST, "list" },
};

const char *
level_name(enum level l)
{
	return level_names[l];
}

const char *
action_name(enum action a)
{
	return action_names[a];
}

const char *
mode_name(enum policy_mode m)
{
	return mode_names[m];
}

const char *
class_name(unsigned c)
{
	for (gsize i = 0; i < G_N_ELEMENTS(classes); i++)
		if (classes[i].class == c)
			return classes[i].name;
	return "unknown";
}

bool
class_parse(const char *s, unsigned *ret_class)
{
	for (gsize i = 0; i < G_N_ELEMENTS(classes); i++)
		if (g_str_equal(classes[i].name, s)) {
			*ret_class = classes[i].class;
			return true;
		}
	return false;
}

static guint
rules_count(const struct rule *const *rules)
{
	guint n = 0;

	while (rules[n])
		n++;
	return n;
}

struct policy *
policy_new_default(const char *name, const struct rule *const *rules)
{
	struct policy *p = g_new0(struct policy, 1);
	guint n = rules_count(rules);

	*p = (struct policy){
		.name = name, .feedback = "nobody", .language = "en",
		.mode = MODE_OBSERVE, .tag_at = 10, .hold_at = POLICY_OFF, .reject_at = 50,
		.reply_excerpt = true, .all = rules,
		.rules = g_new0(struct policy_rule, n + 1),
	};
	for (guint i = 0; i < n; i++) {
		p->rules[i].level = LEVEL_NOTE;
		p->rules[i].points = rules[i]->points;
		for (gsize k = 0; k < RULE_PARAMS; k++)
			p->rules[i].params[k] = rules[i]->params[k].value;
	}
	policy_finish(p);
	return p;
}

struct policy *
policy_new_copy(const struct policy *of, const char *name)
{
	struct policy *p = g_new(struct policy, 1);

	*p = *of;
	p->name = name;
	p->rules = g_memdup2(of->rules, (rules_count(of->all) + 1) * sizeof *of->rules);
	return p;
}

void
policy_finish(struct policy *p)
{
	p->needs = 0;
	for (guint i = 0; p->all[i]; i++)
		if (p->rules[i].level != LEVEL_OFF)
			p->needs |= p->all[i]->needs;
	p->needs = facts_closure(p->needs);
}

void
policy_free(struct policy *p)
{
	if (!p)
		return;
	g_free(p->rules);
	g_free(p);
}

enum level
policy_level(const struct policy *p, guint rule, int points)
{
	enum level l = points >= POINTS_ERROR ? LEVEL_ERROR
		     : points >= POINTS_WARN ? LEVEL_WARN : LEVEL_NOTE;

	if (p->rules[rule].level == LEVEL_OFF || p->rules[rule].level_set)
		return p->rules[rule].level;
	return p->all[rule]->level ? MIN(l, p->all[rule]->level) : l;
}

int
policy_rule_index(const struct policy *p, const char *id)
{
	for (guint i = 0; p->all[i]; i++)
		if (g_str_equal(p->all[i]->id, id))
			return (int)i;
	return -1;
}

enum action
policy_action(const struct policy *p, int points, enum level worst)
{
	enum action a = points >= p->reject_at ? ACTION_REJECT
		      : points >= p->hold_at ? ACTION_HOLD
		      : points >= p->tag_at ? ACTION_TAG : ACTION_ACCEPT;

	if (worst == LEVEL_ERROR && p->on_error == ON_ERROR_REJECT)
		a = ACTION_REJECT;
	else if (worst == LEVEL_ERROR && p->on_error == ON_ERROR_HOLD)
		a = MAX(a, ACTION_HOLD);
	return a;
}

/* One dotted quad and nothing after it. */
static bool
parse_ipv4(const char *s, guint8 *out)
{
	for (int i = 0; i < 4; i++) {
		guint n = 0, digits = 0;

		while (g_ascii_isdigit(*s) && digits++ < 3)
			n = n * 10 + (guint)(*s++ - '0');
		if (!digits || n > 255 || *s++ != (i < 3 ? '.' : '\0'))
			return false;
		out[i] = (guint8)n;
	}
	return true;
}

/* One group of an IPv6 address; moves `s` behind it. */
static bool
parse_group(const char **s, guint8 *out)
{
	guint n = 0, digits = 0;

	while (g_ascii_isxdigit(**s) && digits < 4) {
		n = n << 4 | (guint)g_ascii_xdigit_value(*(*s)++);
		digits++;
	}
	out[0] = (guint8)(n >> 8);
	out[1] = (guint8)n;
	return digits > 0;
}

static bool
parse_ipv6(const char *s, guint8 *out)
{
	guint8 left[16] = { 0 };
	gsize n = 0, gap = sizeof left + 1;

	if (g_str_has_prefix(s, "::")) {
		gap = 0;
		s += 2;
	}
	while (*s) {
		if (n <= 12 && parse_ipv4(s, left + n)) {
			n += 4;
			break;
		}
		if (n > 14 || !parse_group(&s, left + n))
			return false;
		n += 2;
		if (!*s)
			break;
		if (*s++ != ':')
			return false;
		if (*s == ':' && gap <= sizeof left)
			return false;
		if (*s == ':') {
			gap = n;
			s++;
		} else if (!*s) {
			return false;
		}
	}
	if (gap > sizeof left ? n != sizeof left : n > 14)
		return false;
	gap = MIN(gap, n);
	memset(out, 0, sizeof left);
	memcpy(out, left, gap);
	memcpy(out + sizeof left - (n - gap), left + gap, n - gap);
	return true;
}

/* As MTAs write them: also "IPv6:...", "[...]" and a zone after '%'. */
static bool
parse_address(const char *s, guint8 *out, bool *ret_is_ipv4)
{
	static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
	char plain[64];
	gsize len;

	if (*s == '[')
		s++;
	if (g_ascii_strncasecmp(s, "IPv6:", 5) == 0)
		s += 5;
	len = strcspn(s, "]%");
	if (len >= sizeof plain)
		return false;
	memcpy(plain, s, len);
	plain[len] = '\0';
	if (parse_ipv4(plain, out + 12)) {
		memcpy(out, mapped, sizeof mapped);
		*ret_is_ipv4 = true;
		return true;
	}
	*ret_is_ipv4 = false;
	return parse_ipv6(plain, out);
}

static bool
same_bits(const guint8 *a, const guint8 *b, guint bits)
{
	guint whole = bits / 8, rest = bits % 8;

	return memcmp(a, b, whole) == 0 &&
	       (!rest || (a[whole] ^ b[whole]) >> (8 - rest) == 0);
}

bool
network_parse(const char *s, struct network *ret_network)
{
	const char *slash = strchr(s, '/');
	gsize len = slash ? (gsize)(slash - s) : strlen(s);
	struct network n = { .bits = 128 };
	char address[64];
	guint bits = 0, most;
	bool is_ipv4;

	if (len >= sizeof address)
		return false;
	memcpy(address, s, len);
	address[len] = '\0';
	if (!parse_address(address, n.address, &is_ipv4))
		return false;
	most = is_ipv4 ? 32 : 128;
	if (slash) {
		const char *d = slash + 1;

		if (!g_ascii_isdigit(*d) || strlen(d) > 3)
			return false;
		for (; g_ascii_isdigit(*d); d++)
			bits = bits * 10 + (guint)(*d - '0');
		if (*d || bits > most)
			return false;
		n.bits = bits + 128 - most;
	}
	for (guint i = n.bits; i < 128; i++)
		if (n.address[i / 8] & 0x80 >> i % 8)
			return false;
	*ret_network = n;
	return true;
}

bool
network_has(const struct network *n, const char *address)
{
	guint8 a[16];
	bool is_ipv4;

	return parse_address(address, a, &is_ipv4) && same_bits(n->address, a, n->bits);
}

/* ASCII only: what a local part beyond it means is its server's to say. */
static bool
fold(char *out, gsize size, const char *s)
{
	gsize len = strlen(s);

	if (len >= size)
		return false;
	for (gsize i = 0; i <= len; i++)
		out[i] = g_ascii_tolower(s[i]);
	return true;
}

static guint
match_hash(gconstpointer p)
{
	const struct policy_match *m = p;

	return g_str_hash(m->value) * 8 + m->by;
}

static gboolean
match_equal(gconstpointer a, gconstpointer b)
{
	const struct policy_match *x = a, *y = b;

	return x->by == y->by && g_str_equal(x->value, y->value);
}

static const struct policy_match *
nth_match(const struct policies *p, guint i)
{
	return &g_array_index(p->matches, struct policy_match, i);
}

static gint
narrower(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct policy_match *x = nth_match(data, *(const guint *)a);
	const struct policy_match *y = nth_match(data, *(const guint *)b);

	return x->network.bits > y->network.bits ? -1 : x->network.bits < y->network.bits;
}

void
policies_index(struct policies *p)
{
	p->index = g_hash_table_new(match_hash, match_equal);
	p->by_network = g_array_new(FALSE, FALSE, sizeof(guint));
	/* From the last to the first, so that a chain is in the order of the file. */
	for (guint i = p->matches->len; i-- > 0;) {
		struct policy_match *m = &g_array_index(p->matches, struct policy_match, i);
		const struct policy_match *after = g_hash_table_lookup(p->index, m);

		if (m->by == MATCH_NETWORK)
			g_array_append_val(p->by_network, i);
		m->next = after ? (guint)(after - nth_match(p, 0)) + 1 : 0;
		g_hash_table_replace(p->index, m, m);
	}
	g_array_sort_with_data(p->by_network, narrower, p);
}

void
policies_clear(struct policies *p)
{
	g_clear_pointer(&p->index, g_hash_table_unref);
	g_clear_pointer(&p->by_network, g_array_unref);
	g_clear_pointer(&p->matches, g_array_unref);
	g_clear_pointer(&p->networks, g_array_unref);
	g_clear_pointer(&p->daemons, g_ptr_array_unref);
	g_clear_pointer(&p->all, g_ptr_array_unref);
}

/* The first match with this selector, or NULL. */
static const struct policy_match *
match_first(const struct policies *p, enum policy_match_by by, const char *value)
{
	char folded[1024];
	struct policy_match key = { .by = by, .value = folded };

	if (!p->index || !value || !*value || !fold(folded, sizeof folded, value))
		return NULL;
	return g_hash_table_lookup(p->index, &key);
}

static const struct policy_match *
match_next(const struct policies *p, const struct policy_match *m)
{
	return m->next ? nth_match(p, m->next - 1) : NULL;
}

static const char *
domain_of(const char *address)
{
	const char *at = address ? strrchr(address, '@') : NULL;

	return at ? at + 1 : NULL;
}

static const struct policy_match *
match_network(const struct policies *p, const char *client)
{
	guint8 a[16];
	bool is_ipv4;

	if (!client || !p->by_network || !parse_address(client, a, &is_ipv4))
		return NULL;
	for (guint i = 0; i < p->by_network->len; i++) {
		const struct policy_match *m =
			nth_match(p, g_array_index(p->by_network, guint, i));

		if (same_bits(m->network.address, a, m->network.bits))
			return m;
	}
	return NULL;
}

bool
policies_outgoing(const struct policies *p, const struct envelope *e)
{
	if (e->local || (e->login && *e->login))
		return true;
	for (guint i = 0; p->daemons && e->daemon_name && i < p->daemons->len; i++)
		if (g_ascii_strcasecmp(g_ptr_array_index(p->daemons, i), e->daemon_name) == 0)
			return true;
	for (guint i = 0; p->networks && e->client && i < p->networks->len; i++)
		if (network_has(&g_array_index(p->networks, struct network, i), e->client))
			return true;
	return match_first(p, MATCH_DAEMON, e->daemon_name) || match_network(p, e->client);
}

bool
policies_lists(const struct policies *p, const struct policy *of, enum policy_match_by by,
	       const char *value)
{
	for (const struct policy_match *m = match_first(p, by, value); m; m = match_next(p, m))
		if (m->policy == of)
			return true;
	return false;
}

/* Of the policies that list this login, the one for this sender; else one that is for
   no sender in particular; else the first of the file. */
static const struct policy *
choose_by_sender(const struct policies *p, const struct policy_match *first, const char *sender)
{
	if (!first->next)
		return first->policy;
	for (const struct policy_match *m = first; m; m = match_next(p, m))
		if (policies_lists(p, m->policy, MATCH_SENDER, sender))
			return m->policy;
	for (const struct policy_match *m = first; m; m = match_next(p, m))
		if (policies_lists(p, m->policy, MATCH_DOMAIN, domain_of(sender)))
			return m->policy;
	for (const struct policy_match *m = first; m; m = match_next(p, m))
		if (!m->policy->has_senders)
			return m->policy;
	return first->policy;
}

const struct policy *
policies_choose(const struct policies *p, const struct envelope *e)
{
	bool is_known = e->login && *e->login;
	const struct policy_match *m = NULL;

	if (is_known)
		m = match_first(p, MATCH_LOGIN, e->login);
	if (!m && is_known)
		m = match_first(p, MATCH_LOGIN_DOMAIN, domain_of(e->login));
	if (m)
		return choose_by_sender(p, m, e->sender);
	m = match_first(p, MATCH_DAEMON, e->daemon_name);
	if (!m)
		m = match_network(p, e->client);
	if (!m && !is_known)
		m = match_first(p, MATCH_SENDER, e->sender);
	if (!m && !is_known)
		m = match_first(p, MATCH_DOMAIN, domain_of(e->sender));
	return m ? m->policy : p->fallback;
}

const struct policy *
policies_find(const struct policies *p, const char *name)
{
	for (guint i = 0; p->all && i < p->all->len; i++) {
		const struct policy *q = g_ptr_array_index(p->all, i);

		if (g_str_equal(q->name, name))
			return q;
	}
	return NULL;
}
