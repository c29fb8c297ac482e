#include "load/config_answer.h"
#include "load/config_policy.h"

static const char *const lists[] = { "domains", "policies", NULL };

const struct node *
config_answer_origin(const struct config *c, const char *name)
{
	g_autofree char *key = g_strconcat("answer.", name, NULL);

	return g_hash_table_lookup(c->origins, key);
}

static void
set_origin(struct config *c, const struct node *n)
{
	g_hash_table_insert(c->origins, arena_printf(c->arena, "answer.%s", n->name), (gpointer)n);
}

static void
take(struct config *c, const struct node *n, struct mistakes *m)
{
	const struct setting *s = setting_find(SETTING_ANSWER, n->name);
	g_autofree const char **names = setting_names(SETTING_ANSWER);
	g_autofree char *all = NULL;
	const char *meant;

	if (g_strv_contains(lists, n->name)) {
		set_origin(c, n);
	} else if (s) {
		if (setting_read(s, n, &c->settings, m))
			set_origin(c, n);
	} else if ((meant = mistakes_meant(n->name, names)) || (meant = mistakes_meant(n->name, lists))) {
		mistakes_add(m, n, "answer takes no '%.60s'; did you mean '%s'?", n->name, meant);
	} else {
		all = g_strjoinv(", ", (char **)names);
		mistakes_add(m, n, "answer takes no '%.60s'; it takes %s, domains and policies",
			     n->name, all);
	}
}

void
config_answer_read(struct config *c, const struct node *n, struct mistakes *m)
{
	if (n->type != NODE_GROUP) {
		mistakes_add(m, n, "answer is %s, and must be a group: { address = \"lint@example.org\"; }",
			     node_type_name(n->type));
		return;
	}
	for (guint i = 0; i < n->children->len; i++)
		take(c, g_ptr_array_index(n->children, i), m);
}

struct finishing {
	struct config *config;
	struct mistakes *mistakes;
};

static void
add_domain(gpointer data, const struct node *one)
{
	struct finishing *f = data;

	g_ptr_array_add(f->config->settings.answer.domains, (gpointer)one->text);
}

static void
add_policy(gpointer data, const struct node *one)
{
	struct finishing *f = data;

	if (policies_find(&f->config->policies, one->text))
		g_ptr_array_add(f->config->settings.answer.policies, (gpointer)one->text);
	else
		mistakes_add(f->mistakes, one, "answer lists the policy '%.60s', and there is none of that name",
			     one->text);
}

void
config_answer_finish(struct config *c, struct mistakes *m)
{
	struct finishing f = { c, m };
	const struct node *domains = config_answer_origin(c, "domains");
	const struct node *policies = config_answer_origin(c, "policies");

	c->settings.answer.domains = g_ptr_array_new();
	c->settings.answer.policies = g_ptr_array_new();
	if (domains)
		config_policy_strings(domains, m, &f, add_domain);
	if (policies)
		config_policy_strings(policies, m, &f, add_policy);
}
