#include "load/config_lists.h"
#include "load/config_match.h"
#include "load/config_own.h"
#include "load/config_policy.h"
#include "load/config_rules.h"

enum { LAYERS_MOST = 8 };

struct config_policy {
	struct arena *arena;
	struct mistakes *mistakes;
	struct config_layer *operator;
	GPtrArray *all;			/* struct config_layer, in the order of the files */
	GHashTable *by_name;
	const char **setting_names;
	const char **lockable;		/* these, "allow", "lists" and the ids of rules, NULL-terminated; built last */
	GPtrArray *locks;		/* struct node: the operator's, outside of all groups */
	const struct config_own *own;
	const struct rule *const *rules;
	struct config_match *match;
	struct policies *policies;
};

static const char **
joined(const char *const *a, const char *const *b)
{
	GPtrArray *names = g_ptr_array_new();

	for (; *a; a++)
		g_ptr_array_add(names, (gpointer)*a);
	for (; *b; b++)
		g_ptr_array_add(names, (gpointer)*b);
	g_ptr_array_add(names, NULL);
	return (const char **)g_ptr_array_free(names, FALSE);
}

static const char **
joined_lockable(const char *const *settings, const char *const *ids)
{
	static const char *const groups[] = { "allow", "lists", NULL };
	g_autofree const char **both = joined(settings, groups);

	return joined(both, ids);
}

static struct config_layer *
add_layer(struct config_policy *c, const char *name, struct config_layer *parent)
{
	struct config_layer *l = config_layer_new(name, parent);

	g_ptr_array_add(c->all, l);
	return l;
}

struct config_policy *
config_policy_new(struct arena *a, struct mistakes *m)
{
	struct config_policy *c = g_new0(struct config_policy, 1);

	c->arena = a;
	c->mistakes = m;
	c->all = g_ptr_array_new_with_free_func((GDestroyNotify)config_layer_free);
	c->by_name = g_hash_table_new(g_str_hash, g_str_equal);
	c->setting_names = setting_names(SETTING_POLICY);
	c->locks = g_ptr_array_new();
	c->operator = add_layer(c, "defaults", NULL);
	return c;
}

void
config_policy_free(struct config_policy *c)
{
	if (!c)
		return;
	g_ptr_array_unref(c->all);
	g_hash_table_unref(c->by_name);
	g_free(c->setting_names);
	g_free(c->lockable);
	g_ptr_array_unref(c->locks);
	g_free(c);
}

void
config_policy_strings(const struct node *n, struct mistakes *m, gpointer data,
		      void (*take)(gpointer data, const struct node *one))
{
	if (n->type == NODE_STRING) {
		take(data, n);
		return;
	}
	if (n->type != NODE_LIST) {
		mistakes_add(m, n, "%s is %s, and must be a list of strings: [ \"one\", \"two\" ]",
			     n->name, node_type_name(n->type));
		return;
	}
	for (guint i = 0; i < n->children->len; i++) {
		const struct node *one = g_ptr_array_index(n->children, i);

		if (one->type == NODE_STRING)
			take(data, one);
		else
			mistakes_add(m, one, "%s lists %s; all must be strings", n->name,
				     node_type_name(one->type));
	}
}

static bool
is_group(struct config_policy *c, const struct node *n)
{
	if (n->type == NODE_GROUP)
		return true;
	mistakes_add(c->mistakes, n, "%s is %s, and must be a group: { name = value; }",
		     n->name ? n->name : "this", node_type_name(n->type));
	return false;
}

void
config_policy_defaults(struct config_policy *c, const struct node *n)
{
	if (is_group(c, n))
		g_ptr_array_add(c->operator->groups, (gpointer)n);
}

struct locking {
	struct config_policy *c;
	struct config_layer *layer;
};

static void
lock(gpointer data, const struct node *one)
{
	const struct locking *l = data;
	const char *meant;

	for (const char **name = l->c->lockable; *name; name++)
		if (g_str_equal(*name, one->text)) {
			g_hash_table_insert(l->layer->locks, (gpointer)one->text, (gpointer)one);
			return;
		}
	meant = mistakes_meant(one->text, l->c->lockable);
	if (meant)
		mistakes_add(l->c->mistakes, one, "cannot lock '%.60s'; did you mean '%s'?",
			     one->text, meant);
	else
		mistakes_add(l->c->mistakes, one, "cannot lock '%.60s': it is neither a setting "
			     "of a policy nor a rule", one->text);
}

void
config_policy_lock(struct config_policy *c, const struct node *n)
{
	g_ptr_array_add(c->locks, (gpointer)n);
}

static void
add_one(struct config_policy *c, const struct node *n, bool shipped)
{
	const struct config_layer *other = g_hash_table_lookup(c->by_name, n->name);
	const struct node *before = other ? g_ptr_array_index(other->groups, 0) : NULL;
	struct config_layer *l;

	if (!is_group(c, n))
		return;
	if (g_str_equal(n->name, "default") || g_str_equal(n->name, "defaults")) {
		mistakes_add(c->mistakes, n, "policy '%s' is built in; what holds for all mail "
			     "is written in defaults = { }", n->name);
	} else if (other && other->shipped) {
		mistakes_add(c->mistakes, n, "policy '%s' comes with sendlint; give yours another "
			     "name, with inherit = \"%s\"", n->name, n->name);
	} else if (other) {
		mistakes_add(c->mistakes, n, "there is a policy '%.60s' already (%s:%u)", n->name,
			     before->file, before->line);
	} else {
		l = add_layer(c, n->name, c->operator);
		l->shipped = shipped;
		g_ptr_array_add(l->groups, (gpointer)n);
		g_hash_table_insert(c->by_name, (gpointer)n->name, l);
	}
}

void
config_policy_add(struct config_policy *c, const struct node *n, bool shipped)
{
	if (!is_group(c, n))
		return;
	for (guint i = 0; i < n->children->len; i++)
		add_one(c, g_ptr_array_index(n->children, i), shipped);
}

static void
apply_setting(struct config_policy *c, struct config_layer *l, const struct setting *s,
	      const struct node *n)
{
	const struct node *locked = config_layer_lock(l, s->name);
	struct policy wanted = *l->policy;
	int change;

	if (!setting_read(s, n, &wanted, c->mistakes))
		return;
	if (locked && !setting_is_string(s)) {
		change = setting_number(s, &wanted) > setting_number(s, l->policy) ? 1
		       : setting_number(s, &wanted) < setting_number(s, l->policy) ? -1 : 0;
		if (change && change != s->stricter) {
			config_layer_refuse(l, c->mistakes, n, s->name, locked);
			return;
		}
	} else if (locked) {
		config_layer_refuse(l, c->mistakes, n, s->name, locked);
		return;
	}
	setting_copy(s, &wanted, l->policy);
	config_layer_set(l, s->name, n);
}

static void
unknown_setting(struct config_policy *c, const struct config_layer *l, const struct node *n)
{
	static const char *const others[] = { "rules", "lists", "allow", "lock", "inherit", "match", NULL };
	g_autofree const char **names = joined(c->setting_names, others);
	const char *meant = mistakes_meant(n->name, names);

	if (l == c->operator && (g_str_equal(n->name, "inherit") || g_str_equal(n->name, "match")))
		mistakes_add(c->mistakes, n, "'%s' belongs into a policy; defaults hold for all",
			     n->name);
	else if (setting_find(SETTING_DAEMON, n->name))
		mistakes_add(c->mistakes, n, "'%s' belongs to the whole daemon: write it outside "
			     "of all groups", n->name);
	else if (meant)
		mistakes_add(c->mistakes, n, "no setting '%.60s'; did you mean '%s'?",
			     n->name, meant);
	else
		mistakes_add(c->mistakes, n, "no setting '%.60s'; see sendlint.conf(5)", n->name);
}

static void
apply_node(struct config_policy *c, struct config_layer *l, const struct node *n)
{
	const struct setting *s = setting_find(SETTING_POLICY, n->name);
	struct locking locking = { c, l };

	if (s) {
		apply_setting(c, l, s, n);
	} else if (g_str_equal(n->name, "rules")) {
		if (is_group(c, n))
			config_rules_read(l, n, c->arena, c->mistakes);
	} else if (g_str_equal(n->name, "allow")) {
		config_rules_allow(l, n, c->arena, c->mistakes);
	} else if (g_str_equal(n->name, "lists")) {
		if (is_group(c, n))
			config_lists_read(l, n, c->arena, c->mistakes);
	} else if (g_str_equal(n->name, "lock")) {
		config_policy_strings(n, c->mistakes, &locking, lock);
	} else if (l != c->operator && g_str_equal(n->name, "match")) {
		config_match_read(c->match, n, l->policy, c->policies);
	} else if (l == c->operator || !g_str_equal(n->name, "inherit")) {
		unknown_setting(c, l, n);
	}
}

static void
check_order(struct config_policy *c, const struct config_layer *l)
{
	static const char *const names[] = { "tag-at", "hold-at", "reject-at" };
	const int at[] = { l->policy->tag_at, l->policy->hold_at, l->policy->reject_at };

	for (int low = 0; low < 3; low++)
		for (int high = low + 1; high < 3; high++) {
			const struct node *n = g_hash_table_lookup(l->set, names[low]);

			if (!n)
				n = g_hash_table_lookup(l->set, names[high]);
			if (n && !l->shipped && at[low] != POLICY_OFF && at[high] != POLICY_OFF &&
			    at[low] > at[high])
				mistakes_add(c->mistakes, n, "%s = %d is above %s = %d, so it would "
					     "never count", names[low], at[low], names[high],
					     at[high]);
		}
}

static const struct node *
inherit_of(const struct config_layer *l)
{
	for (guint i = 0; i < l->groups->len; i++) {
		const struct node *g = g_ptr_array_index(l->groups, i);

		for (guint k = 0; k < g->children->len; k++) {
			const struct node *n = g_ptr_array_index(g->children, k);

			if (g_str_equal(n->name, "inherit"))
				return n;
		}
	}
	return NULL;
}

static const char **
policy_names(const struct config_policy *c)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 1; i < c->all->len; i++)
		g_ptr_array_add(names, (gpointer)((struct config_layer *)
				g_ptr_array_index(c->all, i))->name);
	g_ptr_array_add(names, NULL);
	return (const char **)g_ptr_array_free(names, FALSE);
}

/* Who stands above this layer, by its `inherit`. */
static void
find_parent(struct config_policy *c, struct config_layer *l)
{
	const struct node *n = l == c->operator ? NULL : inherit_of(l);
	g_autofree const char **names = NULL;
	const char *meant;
	struct config_layer *parent;

	if (!n || (n->type == NODE_STRING && g_str_equal(n->text, "default")))
		return;
	parent = n->type == NODE_STRING ? g_hash_table_lookup(c->by_name, n->text) : NULL;
	if (parent) {
		l->parent = parent;
	} else if (n->type != NODE_STRING) {
		mistakes_add(c->mistakes, n, "inherit must be the name of one policy, in quotes");
	} else {
		names = policy_names(c);
		meant = mistakes_meant(n->text, names);
		mistakes_add(c->mistakes, n, meant ? "no policy '%.60s' to inherit; did you mean "
			     "'%s'?" : "no policy '%.60s' to inherit", n->text, meant);
	}
}

static void
build(struct config_policy *c, struct config_layer *l)
{
	if (l->state != CONFIG_LAYER_NEW)
		return;
	l->state = CONFIG_LAYER_BUSY;
	if (l->parent)
		build(c, l->parent);
	if (l->parent) {
		l->policy = policy_new_copy(l->parent->policy, l->name);
		l->policy->has_senders = false;
	} else {
		l->policy = policy_new_default("default", c->rules);
		config_own_levels(c->own, l->policy);
		setting_defaults(SETTING_POLICY, l->policy);
	}
	for (guint i = 0; i < l->groups->len; i++) {
		const struct node *g = g_ptr_array_index(l->groups, i);

		for (guint k = 0; k < g->children->len; k++)
			apply_node(c, l, g_ptr_array_index(g->children, k));
	}
	config_rules_lock(l, c->mistakes);
	check_order(c, l);
	policy_finish(l->policy);
	l->state = CONFIG_LAYER_DONE;
}

/* Cut what goes round in circles or too deep before anything walks it. */
static void
cut_circles(struct config_policy *c)
{
	for (guint i = 0; i < c->all->len; i++) {
		struct config_layer *l = g_ptr_array_index(c->all, i);
		guint depth = 0;

		for (const struct config_layer *up = l; up && depth <= LAYERS_MOST; up = up->parent)
			depth++;
		if (depth <= LAYERS_MOST)
			continue;
		mistakes_add(c->mistakes, inherit_of(l), "policy '%s' inherits itself, or through "
			     "more than %d others", l->name, LAYERS_MOST - 2);
		l->parent = c->operator;
	}
}

/* The rules must be known before anybody names one. */
static void
take_rules(struct config_policy *c, struct config_own *own)
{
	struct locking l = { c, c->operator };
	g_autofree const char **ids = NULL;

	c->own = own;
	c->rules = config_own_rules(own);
	ids = config_rules_ids(c->rules);
	c->lockable = joined_lockable(c->setting_names, ids);
	for (guint i = 0; i < c->locks->len; i++)
		config_policy_strings(g_ptr_array_index(c->locks, i), c->mistakes, &l, lock);
}

void
config_policy_build(struct config_policy *c, struct policies *p, struct config_own *own)
{
	take_rules(c, own);
	c->policies = p;
	c->match = config_match_new(c->arena, c->mistakes);
	for (guint i = 0; i < c->all->len; i++)
		find_parent(c, g_ptr_array_index(c->all, i));
	cut_circles(c);
	for (guint i = 0; i < c->all->len; i++) {
		struct config_layer *l = g_ptr_array_index(c->all, i);

		build(c, l);
		g_ptr_array_add(p->all, l->policy);
	}
	p->fallback = c->operator->policy;
	config_match_finish(c->match, p);
	config_match_free(c->match);
	c->match = NULL;
	c->mistakes = NULL;
}

const GPtrArray *
config_policy_layers(const struct config_policy *c)
{
	return c->all;
}
