#include "load/config_match.h"
#include "load/config_policy.h"

struct config_match {
	struct arena *arena;
	struct mistakes *mistakes;
	GPtrArray *nodes;		/* struct node, by index of the match */
	GHashTable *with_logins;	/* policies that list a login */
	struct policies *policies;
	struct policy *policy;		/* the one being read */
	const struct selector *selector;
};

struct selector {
	const char *name;
	bool (*take)(struct config_match *c, const struct node *n, struct policy_match *ret);
};

struct config_match *
config_match_new(struct arena *a, struct mistakes *m)
{
	struct config_match *c = g_new0(struct config_match, 1);

	c->arena = a;
	c->mistakes = m;
	c->nodes = g_ptr_array_new();
	c->with_logins = g_hash_table_new(NULL, NULL);
	return c;
}

void
config_match_free(struct config_match *c)
{
	g_ptr_array_unref(c->nodes);
	g_hash_table_unref(c->with_logins);
	g_free(c);
}

static const char *
folded(struct arena *a, const char *s)
{
	char *t = arena_strndup(a, s, strlen(s));

	for (char *p = t; *p; p++)
		*p = g_ascii_tolower(*p);
	return t;
}

static bool
is_domain(const char *s)
{
	gsize n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

	return *s && *s != '.' && (!s[n] || (guchar)s[n] >= 0x80);
}

static bool
take_login(struct config_match *c, const struct node *n, struct policy_match *ret)
{
	bool is_all = *n->text == '@';

	if (is_all && !is_domain(n->text + 1)) {
		mistakes_add(c->mistakes, n, "login \"%.60s\": write \"@domain\" for all logins "
			     "of a domain", n->text);
		return false;
	}
	if (strpbrk(n->text, "*?"))
		mistakes_warn(c->mistakes, n, "login \"%.60s\" is taken as it stands; "
			      "only \"@domain\" stands for many", n->text);
	ret->by = is_all ? MATCH_LOGIN_DOMAIN : MATCH_LOGIN;
	ret->value = folded(c->arena, n->text + is_all);
	g_hash_table_add(c->with_logins, c->policy);
	return true;
}

static bool
take_daemon(struct config_match *c, const struct node *n, struct policy_match *ret)
{
	ret->by = MATCH_DAEMON;
	ret->value = folded(c->arena, n->text);
	return true;
}

static bool
take_network(struct config_match *c, const struct node *n, struct policy_match *ret)
{
	g_autoptr(GString) s = g_string_new(NULL);

	if (!config_match_network(n, c->mistakes, &ret->network))
		return false;
	for (gsize i = 0; i < sizeof ret->network.address; i++)
		g_string_append_printf(s, "%02x", ret->network.address[i]);
	g_string_append_printf(s, "/%u", ret->network.bits);
	ret->by = MATCH_NETWORK;
	ret->value = arena_strndup(c->arena, s->str, s->len);
	return true;
}

static bool
take_sender(struct config_match *c, const struct node *n, struct policy_match *ret)
{
	const char *at = strrchr(n->text, '@');

	if (!is_domain(at ? at + 1 : n->text)) {
		mistakes_add(c->mistakes, n, "sender \"%.60s\" is neither an address nor a domain",
			     n->text);
		return false;
	}
	ret->by = at && at > n->text ? MATCH_SENDER : MATCH_DOMAIN;
	ret->value = folded(c->arena, at == n->text ? at + 1 : n->text);
	c->policy->has_senders = true;
	return true;
}

static const struct selector selectors[] = {
	{ "login", take_login }, { "daemon", take_daemon },
	{ "network", take_network }, { "sender", take_sender },
};
static const char *const selector_names[] = { "login", "daemon", "network", "sender", NULL };

static void
take(gpointer data, const struct node *one)
{
	struct config_match *c = data;
	struct policy_match match = { .policy = c->policy };

	if (!*one->text) {
		mistakes_add(c->mistakes, one, "an empty %s matches nothing", c->selector->name);
		return;
	}
	if (!c->selector->take(c, one, &match))
		return;
	g_array_append_val(c->policies->matches, match);
	g_ptr_array_add(c->nodes, (gpointer)one);
}

void
config_match_read(struct config_match *c, const struct node *n, struct policy *policy,
		  struct policies *p)
{
	const char *meant;

	if (n->type != NODE_GROUP) {
		mistakes_add(c->mistakes, n, "match must be a group: { login = [ \"name\" ]; }");
		return;
	}
	c->policies = p;
	c->policy = policy;
	for (guint i = 0; i < n->children->len; i++) {
		const struct node *one = g_ptr_array_index(n->children, i);
		gsize k = 0;

		while (selector_names[k] && !g_str_equal(selector_names[k], one->name))
			k++;
		c->selector = &selectors[k];
		meant = mistakes_meant(one->name, selector_names);
		if (selector_names[k])
			config_policy_strings(one, c->mistakes, c, take);
		else if (meant)
			mistakes_add(c->mistakes, one, "no selector '%.60s'; did you mean '%s'?",
				     one->name, meant);
		else
			mistakes_add(c->mistakes, one, "no selector '%.60s'; there are login, "
				     "daemon, network and sender", one->name);
	}
}

/* May both have this selector?  A login may have several policies if senders tell them
   apart, and a sender may if logins do. */
static bool
is_told_apart(const struct config_match *c, const struct policy_match *m)
{
	switch (m->by) {
	case MATCH_LOGIN: case MATCH_LOGIN_DOMAIN:
		return m->policy->has_senders;
	case MATCH_SENDER: case MATCH_DOMAIN:
		return g_hash_table_contains(c->with_logins, m->policy);
	default:
		return false;
	}
}

static void
check_chain(struct config_match *c, struct policies *p, guint first)
{
	const struct policy_match *all = &g_array_index(p->matches, struct policy_match, 0);
	const struct policy_match *owner = NULL;

	for (guint i = first + 1; i; i = all[i - 1].next) {
		const struct policy_match *m = &all[i - 1];
		const struct node *n = g_ptr_array_index(c->nodes, i - 1);
		const struct node *before;

		if (is_told_apart(c, m))
			continue;
		if (owner && owner->policy != m->policy) {
			before = g_ptr_array_index(c->nodes, (guint)(owner - all));
			mistakes_add(c->mistakes, n, "\"%.60s\" already belongs to policy '%s' "
				     "(%s:%u)", n->text, owner->policy->name,
				     before->file, before->line);
		}
		owner = m;
	}
}

void
config_match_finish(struct config_match *c, struct policies *p)
{
	GHashTableIter iter;
	gpointer key;

	policies_index(p);
	g_hash_table_iter_init(&iter, p->index);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		check_chain(c, p, (guint)((struct policy_match *)key -
					  &g_array_index(p->matches, struct policy_match, 0)));
}

bool
config_match_network(const struct node *n, struct mistakes *m, struct network *ret_network)
{
	g_auto(GStrv) parts = g_strsplit(n->text, "/", 2);
	struct network whole;

	if (network_parse(n->text, ret_network))
		return true;
	if (parts[0] && parts[1] && network_parse(parts[0], &whole))
		mistakes_add(m, n, "network \"%.60s\": the length is wrong, or the address has "
			     "bits beyond it", n->text);
	else
		mistakes_add(m, n, "\"%.60s\" is no network such as \"192.0.2.0/24\" or "
			     "\"2001:db8::/32\"", n->text);
	return false;
}
