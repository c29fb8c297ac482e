#include "load/config_match.h"
#include "load/config_policy.h"

enum { LAYERS_MOST = 8, RULE_POINTS_MOST = 1000 };

enum layer_state { LAYER_NEW, LAYER_BUSY, LAYER_DONE };

/* What one layer says itself. */
struct layer {
	const char *name;		/* of the policy; "defaults" for the operator's */
	struct layer *parent;		/* NULL: built in */
	GPtrArray *groups;		/* struct node: where it is written */
	GHashTable *set;		/* "mode", "rules.ID.points" -> struct node that set it */
	GHashTable *locks;		/* setting or rule id -> struct node */
	struct policy *policy;
	enum layer_state state;
	bool shipped;
	guint depth;
};

struct config_policy {
	struct arena *arena;
	struct mistakes *mistakes;
	struct layer *operator;
	GPtrArray *all;			/* struct layer, in the order of the files */
	GHashTable *by_name;
	const char **setting_names;
	const char **rule_ids;		/* NULL-terminated */
	const char **lockable;		/* both */
	struct config_match *match;
	struct policies *policies;
};

static const char *const level_names[] = { "off", "note", "warn", "error", "points", NULL };

static void
layer_free(gpointer p)
{
	struct layer *l = p;

	g_ptr_array_unref(l->groups);
	g_hash_table_unref(l->set);
	g_hash_table_unref(l->locks);
	g_free(l);
}

static struct layer *
layer_new(struct config_policy *c, const char *name, struct layer *parent)
{
	struct layer *l = g_new0(struct layer, 1);

	l->name = name;
	l->parent = parent;
	l->groups = g_ptr_array_new();
	l->set = g_hash_table_new(g_str_hash, g_str_equal);
	l->locks = g_hash_table_new(g_str_hash, g_str_equal);
	g_ptr_array_add(c->all, l);
	return l;
}

static const char **
all_rule_ids(void)
{
	GPtrArray *ids = g_ptr_array_new();

	for (guint i = 0; rules_all[i]; i++)
		g_ptr_array_add(ids, (gpointer)rules_all[i]->id);
	g_ptr_array_add(ids, NULL);
	return (const char **)g_ptr_array_free(ids, FALSE);
}

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

struct config_policy *
config_policy_new(struct arena *a, struct mistakes *m)
{
	struct config_policy *c = g_new0(struct config_policy, 1);

	c->arena = a;
	c->mistakes = m;
	c->all = g_ptr_array_new_with_free_func(layer_free);
	c->by_name = g_hash_table_new(g_str_hash, g_str_equal);
	c->setting_names = setting_names(SETTING_POLICY);
	c->rule_ids = all_rule_ids();
	c->lockable = joined(c->setting_names, c->rule_ids);
	c->operator = layer_new(c, "defaults", NULL);
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
	g_free(c->rule_ids);
	g_free(c->lockable);
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
	struct layer *layer;
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
	struct locking l = { c, c->operator };

	config_policy_strings(n, c->mistakes, &l, lock);
}

static void
add_one(struct config_policy *c, const struct node *n, bool shipped)
{
	const struct layer *other = g_hash_table_lookup(c->by_name, n->name);
	const struct node *before = other ? g_ptr_array_index(other->groups, 0) : NULL;
	struct layer *l;

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
		l = layer_new(c, n->name, c->operator);
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

/* The lock from above that holds `name` in this layer, or NULL. */
static const struct node *
lock_above(const struct layer *l, const char *name)
{
	const struct node *n = NULL;

	for (l = l->parent; l && !n; l = l->parent)
		n = g_hash_table_lookup(l->locks, name);
	return n;
}

/* Of a hit that costs all that the policy gives the rule. */
static enum level
full_level(const struct layer *l, guint index)
{
	return policy_level(l->policy, index, l->policy->rules[index].points);
}

/* Says so, and that nothing changes.  What we ship gives way without a word. */
static void
refuse(struct config_policy *c, const struct layer *l, const struct node *n, const char *name,
       const struct node *lock_node)
{
	if (!l->shipped)
		mistakes_warn(c->mistakes, n, "%s is locked (%s:%u) and may only become stricter; "
			      "this is not used", name, lock_node->file, lock_node->line);
}

static void
note(struct config_policy *c, struct layer *l, const struct node *n, const char *rule)
{
	const char *key = rule ? arena_printf(c->arena, "rules.%s.%s", rule, n->name) : n->name;

	g_hash_table_insert(l->set, (gpointer)key, (gpointer)n);
}

static void
apply_setting(struct config_policy *c, struct layer *l, const struct setting *s,
	      const struct node *n)
{
	const struct node *locked = lock_above(l, s->name);
	struct policy wanted = *l->policy;
	int change;

	if (!setting_read(s, n, &wanted, c->mistakes))
		return;
	if (locked && s->type != SETTING_LANGUAGE) {
		change = setting_number(s, &wanted) > setting_number(s, l->policy) ? 1
		       : setting_number(s, &wanted) < setting_number(s, l->policy) ? -1 : 0;
		if (change && change != s->stricter) {
			refuse(c, l, n, s->name, locked);
			return;
		}
	} else if (locked) {
		refuse(c, l, n, s->name, locked);
		return;
	}
	setting_copy(s, &wanted, l->policy);
	note(c, l, n, NULL);
}

static bool
read_level(struct config_policy *c, const struct node *n, struct policy_rule *r)
{
	const char *meant;

	for (int i = 0; n->type == NODE_STRING && level_names[i]; i++)
		if (g_str_equal(level_names[i], n->text)) {
			r->level_set = i <= LEVEL_ERROR;
			r->level = r->level_set ? (enum level)i : LEVEL_NOTE;
			return true;
		}
	meant = n->type == NODE_STRING ? mistakes_meant(n->text, level_names) : NULL;
	if (meant)
		mistakes_add(c->mistakes, n, "level \"%.60s\": did you mean \"%s\"?",
			     n->text, meant);
	else
		mistakes_add(c->mistakes, n, "%s must be \"off\", \"note\", \"warn\", \"error\" "
			     "or \"points\" (by the points of the hit)", n->name);
	return false;
}

static bool
read_number(struct config_policy *c, const struct node *n, int min, int max, int *ret_number)
{
	if (n->type == NODE_INT && n->number >= min && n->number <= max) {
		*ret_number = (int)n->number;
		return true;
	}
	if (n->type == NODE_INT)
		mistakes_add(c->mistakes, n, "%s = %" G_GINT64_FORMAT
			     " is out of range: from %d to %d", n->name, n->number, min, max);
	else
		mistakes_add(c->mistakes, n, "%s is %s, and must be a whole number from %d to %d",
			     n->name, node_type_name(n->type), min, max);
	return false;
}

static void
unknown_member(struct config_policy *c, const struct rule *r, const struct node *n)
{
	const char *names[RULE_PARAMS + 3] = { "level", "points" };
	const char *meant;

	for (gsize k = 0; k < RULE_PARAMS && r->params[k].name; k++)
		names[2 + k] = r->params[k].name;
	meant = mistakes_meant(n->name, names);
	if (meant) {
		mistakes_add(c->mistakes, n, "rule '%s' has no parameter '%.60s'; did you mean "
			     "'%s'?", r->id, n->name, meant);
	} else {
		g_autofree char *list = g_strjoinv(", ", (char **)names);

		mistakes_add(c->mistakes, n, "rule '%s' has no parameter '%.60s'; it has %s",
			     r->id, n->name, list);
	}
}

static void
apply_member(struct config_policy *c, struct layer *l, guint index, const struct node *n)
{
	const struct rule *r = rules_all[index];
	const struct node *locked = lock_above(l, r->id);
	struct policy_rule *now = &l->policy->rules[index], before = *now;
	enum level level_before = full_level(l, index);
	gsize k = 0;

	if (g_str_equal(n->name, "level") || n->type == NODE_STRING) {
		if (!read_level(c, n, now))
			return;
	} else if (g_str_equal(n->name, "points")) {
		if (!read_number(c, n, 0, RULE_POINTS_MOST, &now->points))
			return;
	} else {
		while (k < RULE_PARAMS && r->params[k].name &&
		       !g_str_equal(r->params[k].name, n->name))
			k++;
		if (k == RULE_PARAMS || !r->params[k].name) {
			unknown_member(c, r, n);
			return;
		}
		if (!read_number(c, n, r->params[k].min, r->params[k].max, &now->params[k]))
			return;
	}
	/* Nobody knows which way a parameter is stricter: it may not change at all. */
	if (locked && (full_level(l, index) < level_before ||
		       now->points < before.points ||
		       memcmp(now->params, before.params, sizeof now->params) != 0)) {
		*now = before;
		refuse(c, l, n, r->id, locked);
		return;
	}
	note(c, l, n, r->id);
}

static void
apply_rule(struct config_policy *c, struct layer *l, const struct node *n)
{
	struct node level = *n;
	const char *meant;
	guint index = 0;

	while (rules_all[index] && !g_str_equal(rules_all[index]->id, n->name))
		index++;
	if (!rules_all[index]) {
		meant = mistakes_meant(n->name, c->rule_ids);
		if (meant)
			mistakes_add(c->mistakes, n, "no rule '%.60s'; did you mean '%s'?",
				     n->name, meant);
		else
			mistakes_add(c->mistakes, n, "no rule '%.60s'; `sendlint rules` lists them",
				     n->name);
		return;
	}
	if (n->type == NODE_STRING) {	/* short for { level = "..."; } */
		struct node *copy = arena_new0(c->arena, struct node);

		level.name = "level";
		*copy = level;
		apply_member(c, l, index, copy);
	} else if (n->type != NODE_GROUP) {
		mistakes_add(c->mistakes, n, "rule '%s' must be a level, or a group: "
			     "{ level = \"warn\"; points = 10; }", n->name);
	} else {
		for (guint i = 0; i < n->children->len; i++)
			apply_member(c, l, index, g_ptr_array_index(n->children, i));
	}
}

static void
unknown_setting(struct config_policy *c, const struct layer *l, const struct node *n)
{
	static const char *const others[] = { "rules", "lock", "inherit", "match", NULL };
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
apply_node(struct config_policy *c, struct layer *l, const struct node *n)
{
	const struct setting *s = setting_find(SETTING_POLICY, n->name);
	struct locking locking = { c, l };

	if (s) {
		apply_setting(c, l, s, n);
	} else if (g_str_equal(n->name, "rules")) {
		if (!is_group(c, n))
			return;
		for (guint i = 0; i < n->children->len; i++)
			apply_rule(c, l, g_ptr_array_index(n->children, i));
	} else if (g_str_equal(n->name, "lock")) {
		config_policy_strings(n, c->mistakes, &locking, lock);
	} else if (l != c->operator && g_str_equal(n->name, "match")) {
		config_match_read(c->match, n, l->policy, c->policies);
	} else if (l == c->operator || !g_str_equal(n->name, "inherit")) {
		unknown_setting(c, l, n);
	}
}

static void
check_order(struct config_policy *c, const struct layer *l)
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
inherit_of(const struct layer *l)
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
		g_ptr_array_add(names, (gpointer)((struct layer *)
				g_ptr_array_index(c->all, i))->name);
	g_ptr_array_add(names, NULL);
	return (const char **)g_ptr_array_free(names, FALSE);
}

/* Who stands above this layer, by its `inherit`. */
static void
find_parent(struct config_policy *c, struct layer *l)
{
	const struct node *n = l == c->operator ? NULL : inherit_of(l);
	g_autofree const char **names = NULL;
	const char *meant;
	struct layer *parent;

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
build(struct config_policy *c, struct layer *l)
{
	if (l->state != LAYER_NEW)
		return;
	l->state = LAYER_BUSY;
	if (l->parent)
		build(c, l->parent);
	if (l->parent) {
		l->policy = policy_new_copy(l->parent->policy, l->name);
		l->policy->has_senders = false;
	} else {
		l->policy = policy_new_default("default");
		setting_defaults(SETTING_POLICY, l->policy);
	}
	for (guint i = 0; i < l->groups->len; i++) {
		const struct node *g = g_ptr_array_index(l->groups, i);

		for (guint k = 0; k < g->children->len; k++)
			apply_node(c, l, g_ptr_array_index(g->children, k));
	}
	check_order(c, l);
	policy_finish(l->policy);
	l->state = LAYER_DONE;
}

/* Cut what goes round in circles or too deep before anything walks it. */
static void
cut_circles(struct config_policy *c)
{
	for (guint i = 0; i < c->all->len; i++) {
		struct layer *l = g_ptr_array_index(c->all, i);
		guint depth = 0;

		for (const struct layer *up = l; up && depth <= LAYERS_MOST; up = up->parent)
			depth++;
		if (depth <= LAYERS_MOST)
			continue;
		mistakes_add(c->mistakes, inherit_of(l), "policy '%s' inherits itself, or through "
			     "more than %d others", l->name, LAYERS_MOST - 2);
		l->parent = c->operator;
	}
}

void
config_policy_build(struct config_policy *c, struct policies *p)
{
	c->policies = p;
	c->match = config_match_new(c->arena, c->mistakes);
	for (guint i = 0; i < c->all->len; i++)
		find_parent(c, g_ptr_array_index(c->all, i));
	cut_circles(c);
	for (guint i = 0; i < c->all->len; i++) {
		struct layer *l = g_ptr_array_index(c->all, i);

		build(c, l);
		g_ptr_array_add(p->all, l->policy);
	}
	p->fallback = c->operator->policy;
	config_match_finish(c->match, p);
	config_match_free(c->match);
	c->match = NULL;
	c->mistakes = NULL;
}

static void
value_free(gpointer p)
{
	struct config_value *v = p;

	g_free(v->name);
	g_free(v->value);
	g_free(v->origin);
	g_free(v->layer);
	g_free(v);
}

/* Takes `name` and `value`.  `key` is the name within the policy. */
static void
add_value(GPtrArray *values, const struct layer *l, char *name, char *value, const char *key,
	  const char *lock_name)
{
	struct config_value *v = g_new0(struct config_value, 1);
	const struct node *n = NULL;
	const struct layer *from = l;

	while (from && !(n = g_hash_table_lookup(from->set, key)))
		from = from->parent;
	v->name = name;
	v->value = value;
	v->origin = n ? g_strdup_printf("%s:%u", n->file, n->line) : g_strdup("default");
	if (n && from->parent)
		v->layer = g_strdup_printf("policy %s", from->name);
	else if (n)
		v->layer = g_strdup("defaults");
	v->locked = lock_above(l, lock_name) || g_hash_table_contains(l->locks, lock_name);
	g_ptr_array_add(values, v);
}

static void
add_rule(GPtrArray *values, const struct layer *l, const char *prefix, guint index)
{
	const struct rule *r = rules_all[index];
	const struct policy_rule *pr = &l->policy->rules[index];
	const char *level = pr->level_set ? level_names[pr->level] : "points";

	for (int k = -2; k < RULE_PARAMS && (k < 0 || r->params[k].name); k++) {
		const char *member = k == -2 ? "level" : k == -1 ? "points" : r->params[k].name;
		g_autofree char *key = g_strdup_printf("rules.%s.%s", r->id, member);

		add_value(values, l, g_strdup_printf("%s.%s", prefix, key),
			  k == -2 ? g_strdup_printf("\"%s\"", level)
			  : g_strdup_printf("%d", k == -1 ? pr->points : pr->params[k]),
			  key, r->id);
	}
}

void
config_policy_values(const struct config_policy *c, GPtrArray *values)
{
	g_ptr_array_set_free_func(values, value_free);
	for (guint i = 0; i < c->all->len; i++) {
		const struct layer *l = g_ptr_array_index(c->all, i);
		g_autofree char *prefix = l->parent ? g_strdup_printf("policies.%s", l->name)
						    : g_strdup("defaults");

		for (const struct setting *s = setting_all; s->name; s++)
			if (s->scope == SETTING_POLICY)
				add_value(values, l, g_strdup_printf("%s.%s", prefix, s->name),
					  setting_text(s, l->policy), s->name, s->name);
		for (guint k = 0; rules_all[k]; k++)
			add_rule(values, l, prefix, k);
	}
}
