#include "load/config_policy.h"
#include "load/config_rules.h"

enum { POINTS_MOST = 1000 };

/* Where it is read, and what for. */
struct reading {
	struct config_layer *layer;
	struct arena *arena;
	struct mistakes *mistakes;
};

const char *const config_rules_levels[] = { "off", "note", "warn", "error", "points", NULL };

const char **
config_rules_ids(const struct rule *const *rules)
{
	GPtrArray *ids = g_ptr_array_new();

	for (guint i = 0; rules[i]; i++)
		g_ptr_array_add(ids, (gpointer)rules[i]->id);
	g_ptr_array_add(ids, NULL);
	return (const char **)g_ptr_array_free(ids, FALSE);
}

/* Of a hit that costs all that the policy gives the rule. */
static enum level
full_level(const struct config_layer *l, guint index)
{
	return policy_level(l->policy, index, l->policy->rules[index].points);
}

static bool
read_level(const struct reading *in, const struct node *n, struct policy_rule *r)
{
	const char *meant;

	for (int i = 0; n->type == NODE_STRING && config_rules_levels[i]; i++)
		if (g_str_equal(config_rules_levels[i], n->text)) {
			r->level_set = i <= LEVEL_ERROR;
			r->level = r->level_set ? (enum level)i : LEVEL_NOTE;
			return true;
		}
	meant = n->type == NODE_STRING ? mistakes_meant(n->text, config_rules_levels) : NULL;
	if (meant)
		mistakes_add(in->mistakes, n, "level \"%.60s\": did you mean \"%s\"?",
			     n->text, meant);
	else
		mistakes_add(in->mistakes, n, "%s must be \"off\", \"note\", \"warn\", \"error\" "
			     "or \"points\" (by the points of the hit)", n->name);
	return false;
}

static bool
read_number(const struct reading *in, const struct node *n, int min, int max, int *ret_number)
{
	if (n->type == NODE_INT && n->number >= min && n->number <= max) {
		*ret_number = (int)n->number;
		return true;
	}
	if (n->type == NODE_INT)
		mistakes_add(in->mistakes, n, "%s = %" G_GINT64_FORMAT
			     " is out of range: from %d to %d", n->name, n->number, min, max);
	else
		mistakes_add(in->mistakes, n, "%s is %s, and must be a whole number from %d to %d",
			     n->name, node_type_name(n->type), min, max);
	return false;
}

static void
unknown_member(const struct reading *in, const struct rule *r, const struct node *n)
{
	const char *names[RULE_PARAMS + 3] = { "level", "points" };
	const char *meant;

	for (gsize k = 0; k < RULE_PARAMS && r->params[k].name; k++)
		names[2 + k] = r->params[k].name;
	meant = mistakes_meant(n->name, names);
	if (meant) {
		mistakes_add(in->mistakes, n, "rule '%s' has no parameter '%.60s'; did you mean "
			     "'%s'?", r->id, n->name, meant);
	} else {
		g_autofree char *list = g_strjoinv(", ", (char **)names);

		mistakes_add(in->mistakes, n, "rule '%s' has no parameter '%.60s'; it has %s",
			     r->id, n->name, list);
	}
}

/* False after a mistake. */
static bool
read_member(const struct reading *in, const struct rule *r, const struct node *n,
	    struct policy_rule *now)
{
	gsize k = 0;

	if (g_str_equal(n->name, "level") || n->type == NODE_STRING)
		return read_level(in, n, now);
	if (g_str_equal(n->name, "points"))
		return read_number(in, n, 0, POINTS_MOST, &now->points);
	while (k < RULE_PARAMS && r->params[k].name && !g_str_equal(r->params[k].name, n->name))
		k++;
	if (k < RULE_PARAMS && r->params[k].name)
		return read_number(in, n, r->params[k].min, r->params[k].max, &now->params[k]);
	unknown_member(in, r, n);
	return false;
}

static void
apply_member(const struct reading *in, guint index, const struct node *n)
{
	const struct rule *r = in->layer->policy->all[index];
	const struct node *locked = config_layer_lock(in->layer, r->id);
	struct policy_rule *now = &in->layer->policy->rules[index], before = *now;
	enum level level_before = full_level(in->layer, index);

	if (!read_member(in, r, n, now))
		return;
	/* Nobody knows which way a parameter is stricter: it may not change at all. */
	if (locked && (full_level(in->layer, index) < level_before ||
		       now->points < before.points ||
		       memcmp(now->params, before.params, sizeof now->params) != 0)) {
		*now = before;
		config_layer_refuse(in->layer, in->mistakes, n, r->id, locked);
		return;
	}
	config_layer_set(in->layer, arena_printf(in->arena, "rules.%s.%s", r->id, n->name), n);
}

static void
unknown_rule(const struct reading *in, const struct node *n)
{
	g_autofree const char **ids = config_rules_ids(in->layer->policy->all);
	const char *meant = mistakes_meant(n->name, ids);

	if (meant)
		mistakes_add(in->mistakes, n, "no rule '%.60s'; did you mean '%s'?",
			     n->name, meant);
	else
		mistakes_add(in->mistakes, n, "no rule '%.60s'; `sendlint rules` lists them",
			     n->name);
}

static void
apply_rule(const struct reading *in, const struct node *n)
{
	int found = policy_rule_index(in->layer->policy, n->name);
	guint index = (guint)found;

	if (found < 0) {
		unknown_rule(in, n);
	} else if (n->type == NODE_STRING) {	/* short for { level = "..."; } */
		struct node *level = arena_new0(in->arena, struct node);

		*level = *n;
		level->name = "level";
		apply_member(in, index, level);
	} else if (n->type != NODE_GROUP) {
		mistakes_add(in->mistakes, n, "rule '%s' must be a level, or a group: "
			     "{ level = \"warn\"; points = 10; }", n->name);
	} else {
		for (guint i = 0; i < n->children->len; i++)
			apply_member(in, index, g_ptr_array_index(n->children, i));
	}
}

void
config_rules_read(struct config_layer *l, const struct node *rules, struct arena *a,
		  struct mistakes *m)
{
	const struct reading in = { l, a, m };

	for (guint i = 0; i < rules->children->len; i++)
		apply_rule(&in, g_ptr_array_index(rules->children, i));
}

/* ---- what may be allowed ---- */

struct allowing {
	const struct reading *in;
	const struct policy *before;	/* what stood above */
	const struct node *locked;	/* nothing may be added; NULL: anything may */
};

static void
allow_one(gpointer data, const struct node *one)
{
	const struct allowing *k = data;
	const struct config_layer *l = k->in->layer;
	int index = policy_rule_index(l->policy, one->text);
	g_autofree const char **ids = NULL;
	const char *meant;

	if (index >= 0 && k->locked && !k->before->rules[index].allow) {
		config_layer_refuse(l, k->in->mistakes, one, "allow", k->locked);
	} else if (index >= 0) {
		l->policy->rules[index].allow = true;
	} else {
		ids = config_rules_ids(l->policy->all);
		meant = mistakes_meant(one->text, ids);
		mistakes_add(k->in->mistakes, one, meant ? "no rule '%.60s'; did you mean '%s'?"
			     : "no rule '%.60s'; `sendlint rules` lists them", one->text, meant);
	}
}

void
config_rules_allow(struct config_layer *l, const struct node *n, struct arena *a, struct mistakes *m)
{
	const struct reading in = { l, a, m };
	struct policy *before = policy_new_copy(l->policy, l->name);
	struct allowing k = { &in, before, config_layer_lock(l, "allow") };

	for (guint i = 0; l->policy->all[i]; i++)
		l->policy->rules[i].allow = false;
	config_policy_strings(n, m, &k, allow_one);
	config_layer_set(l, "allow", n);
	policy_free(before);
}

void
config_rules_lock(struct config_layer *l, struct mistakes *m)
{
	const struct node *n = g_hash_table_lookup(l->set, "allow");

	for (guint i = 0; l->policy->all[i]; i++) {
		struct policy_rule *r = &l->policy->rules[i];
		const char *id = l->policy->all[i]->id;

		r->locked = config_layer_lock(l, id) || g_hash_table_contains(l->locks, id);
		if (r->locked && r->allow && n)
			mistakes_warn(m, n, "%s is locked, so nobody can allow it", id);
		r->allow &= !r->locked;
	}
}

char *
config_rules_allow_text(const struct policy *p)
{
	GString *s = g_string_new("[");

	for (guint i = 0; p->all[i]; i++)
		if (p->rules[i].allow)
			g_string_append_printf(s, "%s\"%s\"", s->len > 1 ? ", " : " ", p->all[i]->id);
	g_string_append(s, " ]");
	return g_string_free(s, FALSE);
}
