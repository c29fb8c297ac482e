#include "load/config_answer.h"
#include "load/config_lists.h"
#include "load/config_policy.h"
#include "load/config_rules.h"
#include "load/config_values.h"

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

/* Takes `name` and `value`.  `n` is where it was set, or NULL. */
static struct config_value *
add_value(GPtrArray *values, char *name, char *value, const struct node *n)
{
	struct config_value *v = g_new0(struct config_value, 1);

	v->name = name;
	v->value = value;
	v->origin = n ? g_strdup_printf("%s:%u", n->file, n->line) : g_strdup("default");
	g_ptr_array_add(values, v);
	return v;
}

/* ---- the daemon ---- */

static char *
list_text(const struct node *n, const char *standard)
{
	GString *s;

	if (!n)
		return g_strdup(standard);
	if (n->type == NODE_STRING)
		return g_strdup_printf("[ \"%s\" ]", n->text);
	s = g_string_new("[");
	for (guint i = 0; i < n->children->len; i++)
		g_string_append_printf(s, "%s\"%s\"", i ? ", " : " ", ((const struct node *)
				       g_ptr_array_index(n->children, i))->text);
	g_string_append(s, " ]");
	return g_string_free(s, FALSE);
}

static void
add_list(GPtrArray *values, const struct config *c, const char *name, const char *standard)
{
	const struct node *n = g_hash_table_lookup(c->origins, name);

	add_value(values, g_strdup(name), list_text(n, standard), n);
}

static void
add_daemon(GPtrArray *values, const struct config *c)
{
	for (const struct setting *s = setting_all; s->name; s++)
		if (s->scope == SETTING_DAEMON)
			add_value(values, g_strdup(s->name), setting_text(s, &c->settings),
				  g_hash_table_lookup(c->origins, s->name));
	add_list(values, c, "networks", "[ \"127.0.0.0/8\", \"::1\" ]");
	add_list(values, c, "daemons", "[ ]");
}

static void
add_answer(GPtrArray *values, const struct config *c)
{
	static const char *const lists[] = { "domains", "policies" };

	for (const struct setting *s = setting_all; s->name; s++)
		if (s->scope == SETTING_ANSWER)
			add_value(values, g_strconcat("answer.", s->name, NULL),
				  setting_text(s, &c->settings), config_answer_origin(c, s->name));
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_autofree char *name = g_strconcat("answer.", lists[i], NULL);

		add_list(values, c, name, "[ ]");
	}
}

/* ---- the policies ---- */

/* Takes `value`.  `key` is the name within the policy. */
static void
add_of_layer(GPtrArray *values, const struct config_layer *l, const char *key, char *value,
	     const char *lock_name)
{
	const struct config_layer *from = l;
	const struct node *n = NULL;
	struct config_value *v;

	while (from && !(n = g_hash_table_lookup(from->set, key)))
		from = from->parent;
	v = add_value(values, l->parent ? g_strdup_printf("policies.%s.%s", l->name, key)
		      : g_strdup_printf("defaults.%s", key), value, n);
	if (n && from->parent)
		v->layer = g_strdup_printf("policy %s", from->name);
	else if (n)
		v->layer = g_strdup("defaults");
	v->locked = config_layer_lock(l, lock_name) ||
		g_hash_table_contains(l->locks, lock_name);
}

static void
add_rule(GPtrArray *values, const struct config_layer *l, guint index)
{
	const struct rule *r = l->policy->all[index];
	const struct policy_rule *pr = &l->policy->rules[index];
	enum { LEVEL = -2, POINTS = -1 };

	for (int k = LEVEL; k < RULE_PARAMS && (k < 0 || r->params[k].name); k++) {
		g_autofree char *key = g_strdup_printf("rules.%s.%s", r->id,
			k == LEVEL ? "level" : k == POINTS ? "points" : r->params[k].name);
		char *value = k == LEVEL
			? g_strdup_printf("\"%s\"", pr->level_set
					  ? config_rules_levels[pr->level] : "points")
			: g_strdup_printf("%d", k == POINTS ? pr->points : pr->params[k]);

		add_of_layer(values, l, key, value, r->id);
	}
}

static void
add_lists(GPtrArray *values, const struct config_layer *l)
{
	g_auto(GStrv) pairs = config_lists_text(l->policy);

	for (char **s = pairs; *s; s += 2) {
		g_autofree char *key = g_strconcat("lists.", s[0], NULL);

		add_of_layer(values, l, key, g_strdup(s[1]), "lists");
	}
}

static void
add_layer(GPtrArray *values, const struct config_layer *l)
{
	for (const struct setting *s = setting_all; s->name; s++)
		if (s->scope == SETTING_POLICY)
			add_of_layer(values, l, s->name, setting_text(s, l->policy), s->name);
	add_of_layer(values, l, "allow", config_rules_allow_text(l->policy), "allow");
	for (guint k = 0; l->policy->all[k]; k++)
		add_rule(values, l, k);
	add_lists(values, l);
}

GPtrArray *
config_values(const struct config *c)
{
	GPtrArray *values = g_ptr_array_new_with_free_func(value_free);
	const GPtrArray *layers = config_policy_layers(c->layers);

	add_daemon(values, c);
	add_answer(values, c);
	for (guint i = 0; i < layers->len; i++)
		add_layer(values, g_ptr_array_index(layers, i));
	return values;
}
