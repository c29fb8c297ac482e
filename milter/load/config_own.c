#include "load/config_own.h"
#include "load/config_policy.h"
#include "load/config_rules.h"

enum { POINTS_STANDARD = 10, POINTS_MOST = 1000, RULES_MOST = 500 };

#define PREFIX "own-"
#define LIST "own"

/* A rule under way, and afterwards. */
struct own_rule {
	struct rule rule;
	struct own *own;
	struct phrases_builder *words;	/* until they are built */
	const struct node *node;
	enum level level;		/* LEVEL_OFF where none was given */
	bool level_set;
	bool broken;			/* some word or pattern could not be read */
	GPtrArray *hit, *pass;		/* struct node */
};

struct config_own {
	struct mistakes *mistakes;
	GPtrArray *rules;		/* struct own_rule */
	GPtrArray *all;			/* struct rule, NULL-terminated */
};

/* What one member is read into. */
struct reading {
	struct config_own *o;
	struct own_rule *r;
};

static void
rule_free(gpointer p)
{
	struct own_rule *r = p;

	own_free(r->own);
	if (r->words)
		phrases_free(phrases_build(r->words));
	g_ptr_array_unref(r->hit);
	g_ptr_array_unref(r->pass);
	g_free(r);
}

struct config_own *
config_own_new(struct mistakes *m)
{
	struct config_own *o = g_new0(struct config_own, 1);

	o->mistakes = m;
	o->rules = g_ptr_array_new_with_free_func(rule_free);
	return o;
}

void
config_own_free(struct config_own *o)
{
	if (!o)
		return;
	g_ptr_array_unref(o->rules);
	if (o->all)
		g_ptr_array_unref(o->all);
	g_free(o);
}

/* ---- members ---- */

static void
take_scope(gpointer data, const struct node *one)
{
	const struct reading *in = data;
	struct own *own = in->r->own;
	const char *meant;
	unsigned scope;

	if (own_scope_parse(one->text, &scope)) {
		own->scopes |= scope;
	} else if (g_str_has_prefix(one->text, "header:") && one->text[7]) {
		own->scopes |= OWN_FIELD;
		g_ptr_array_add(own->fields, (gpointer)(one->text + 7));
	} else if ((meant = mistakes_meant(one->text, own_scope_names()))) {
		mistakes_add(in->o->mistakes, one, "no scope '%.60s'; did you mean '%s'?", one->text,
			     meant);
	} else {
		g_autofree char *list = g_strjoinv(", ", (char **)own_scope_names());

		mistakes_add(in->o->mistakes, one, "no scope '%.60s'; there are %s, and "
			     "header:NAME", one->text, list);
	}
}

static void
take_words(gpointer data, const struct node *one)
{
	const struct reading *in = data;
	g_autoptr(GError) error = NULL;

	if (!in->r->words)
		in->r->words = phrases_builder_new();
	if (!phrases_add(in->r->words, "any", LIST, one->text, 1, false, &error)) {
		mistakes_add(in->o->mistakes, one, "\"%.60s\": %s", one->text, error->message);
		in->r->broken = true;
	}
}

static void
take_pattern(gpointer data, const struct node *one)
{
	const struct reading *in = data;
	g_autoptr(GError) error = NULL;
	struct pattern *p = pattern_new(one->text, &error);

	if (p) {
		g_ptr_array_add(in->r->own->patterns, p);
	} else {
		mistakes_add(in->o->mistakes, one, "pattern \"%.60s\": %s", one->text,
			     error->message);
		in->r->broken = true;
	}
}

static void
take_class(gpointer data, const struct node *one)
{
	static const char *const names[] = { "transactional", "bulk", "personal", "auto", "list",
					     NULL };
	const struct reading *in = data;
	const char *meant = mistakes_meant(one->text, names);
	unsigned class;

	if (class_parse(one->text, &class))
		in->r->rule.classes |= class;
	else
		mistakes_add(in->o->mistakes, one, "no class '%.60s'; did you mean '%s'?", one->text,
			     meant ? meant : "transactional");
}

static void
take_hit(gpointer data, const struct node *one)
{
	const struct reading *in = data;

	g_ptr_array_add(in->r->hit, (gpointer)one);
}

static void
take_pass(gpointer data, const struct node *one)
{
	const struct reading *in = data;

	g_ptr_array_add(in->r->pass, (gpointer)one);
}

static void
take_title(gpointer data, const struct node *one)
{
	const struct reading *in = data;

	in->r->rule.title = one->text;
}

static void
take_why(gpointer data, const struct node *one)
{
	const struct reading *in = data;

	in->r->rule.why = one->text;
}

static void
take_fix(gpointer data, const struct node *one)
{
	const struct reading *in = data;

	in->r->rule.fix = one->text;
}

static void
take_level(gpointer data, const struct node *one)
{
	const struct reading *in = data;

	for (int i = 0; i <= LEVEL_ERROR; i++)
		if (g_str_equal(config_rules_levels[i], one->text)) {
			in->r->level = (enum level)i;
			in->r->level_set = true;
			return;
		}
	mistakes_add(in->o->mistakes, one, "level \"%.60s\": must be \"off\", \"note\", \"warn\" or "
		     "\"error\"", one->text);
}

static const struct member {
	const char *name;
	void (*take)(gpointer data, const struct node *one);	/* NULL: points, a number */
	bool single;
} members[] = {
	{ "scope", take_scope, false }, { "words", take_words, false },
	{ "pattern", take_pattern, false }, { "title", take_title, true },
	{ "why", take_why, true }, { "fix", take_fix, true }, { "level", take_level, true },
	{ "points", NULL, true }, { "classes", take_class, false },
	{ "hit", take_hit, false }, { "pass", take_pass, false },
};

static void
take_points(const struct reading *in, const struct node *n)
{
	if (n->type == NODE_INT && n->number >= 0 && n->number <= POINTS_MOST)
		in->r->rule.points = (int)n->number;
	else
		mistakes_add(in->o->mistakes, n, "points must be a whole number from 0 to %d",
			     POINTS_MOST);
}

static void
unknown_member(const struct reading *in, const struct node *n)
{
	const char *names[G_N_ELEMENTS(members) + 1] = { NULL };
	g_autofree char *list = NULL;
	const char *meant;

	for (gsize i = 0; i < G_N_ELEMENTS(members); i++)
		names[i] = members[i].name;
	meant = mistakes_meant(n->name, names);
	list = g_strjoinv(", ", (char **)names);
	mistakes_add(in->o->mistakes, n, meant ? "an own rule takes no '%.60s'; did you mean '%s'?"
		     : "an own rule takes no '%.60s'; it takes %s", n->name, meant ? meant : list);
}

static void
take_member(struct reading *in, const struct node *n)
{
	const struct member *m = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(members); i++)
		if (g_str_equal(members[i].name, n->name))
			m = &members[i];
	if (!m)
		unknown_member(in, n);
	else if (!m->take)
		take_points(in, n);
	else if (m->single && n->type != NODE_STRING)
		mistakes_add(in->o->mistakes, n, "%s is %s, and must be a string", n->name,
			     node_type_name(n->type));
	else
		config_policy_strings(n, in->o->mistakes, in, m->take);
}

/* ---- rules ---- */

/* Those that `explain` shows. */
static void
show_examples(struct own_rule *r)
{
	struct example *e = r->rule.examples;

	if (r->hit->len)
		*e++ = (struct example)HIT(((const struct node *)r->hit->pdata[0])->text);
	if (r->pass->len)
		*e = (struct example)PASS(((const struct node *)r->pass->pdata[0])->text);
}

/* What it promises. */
static void
try_examples(const struct config_own *o, const struct own_rule *r)
{
	for (guint i = 0; i < r->hit->len; i++) {
		const struct node *n = g_ptr_array_index(r->hit, i);

		if (!own_hits(r->own, n->text))
			mistakes_add(o->mistakes, n, "rule '%s' does not find its own example "
				     "\"%.60s\"", r->rule.id, n->text);
	}
	for (guint i = 0; i < r->pass->len; i++) {
		const struct node *n = g_ptr_array_index(r->pass, i);

		if (own_hits(r->own, n->text))
			mistakes_add(o->mistakes, n, "rule '%s' finds something in \"%.60s\", which "
				     "must pass", r->rule.id, n->text);
	}
}

static void
finish_rule(struct config_own *o, struct own_rule *r)
{
	struct own *own = r->own;
	bool empty = !r->words && !own->patterns->len;

	if (r->words)
		own->words = phrases_build(g_steal_pointer(&r->words));
	if (!own->scopes)
		own->scopes = OWN_SUBJECT | OWN_BODY;
	if (!r->rule.classes)
		r->rule.classes = CLASS_ALL;
	r->rule.needs = own_needs(own);
	show_examples(r);
	if (!r->rule.title)
		mistakes_add(o->mistakes, r->node, "rule '%s' has no title: a phrase that says what "
			     "is wrong", r->rule.id);
	if (empty && !r->broken)
		mistakes_add(o->mistakes, r->node, "rule '%s' looks for nothing: give it words or "
			     "a pattern", r->rule.id);
	else if (!r->broken)
		try_examples(o, r);
}

static const struct own_rule *
find(const struct config_own *o, const char *id)
{
	for (guint i = 0; i < o->rules->len; i++) {
		const struct own_rule *r = g_ptr_array_index(o->rules, i);

		if (g_str_equal(r->rule.id, id))
			return r;
	}
	return NULL;
}

static bool
is_good_name(const struct config_own *o, const struct node *n)
{
	const struct own_rule *before = find(o, n->name);

	if (!g_str_has_prefix(n->name, PREFIX) || !n->name[strlen(PREFIX)])
		mistakes_add(o->mistakes, n, "the name of an own rule begins with '" PREFIX "', so "
			     "that it stays yours: '" PREFIX "%.50s'", n->name);
	else if (before)
		mistakes_add(o->mistakes, n, "there is a rule '%.60s' already (%s:%u)", n->name,
			     before->node->file, before->node->line);
	else if (n->type != NODE_GROUP)
		mistakes_add(o->mistakes, n, "rule '%.60s' is %s, and must be a group", n->name,
			     node_type_name(n->type));
	else if (o->rules->len >= RULES_MOST)
		mistakes_add(o->mistakes, n, "more than %d own rules", RULES_MOST);
	else
		return true;
	return false;
}

static void
read_rule(struct config_own *o, const struct node *n)
{
	struct own_rule *r;
	struct reading in = { .o = o };

	if (!is_good_name(o, n))
		return;
	in.r = r = g_new0(struct own_rule, 1);
	r->node = n;
	r->own = own_new();
	r->hit = g_ptr_array_new();
	r->pass = g_ptr_array_new();
	r->rule = (struct rule){
		.id = n->name, .why = "The administrator of this server does not want it.",
		.fix = "Take it out, or ask the administrator.", .points = POINTS_STANDARD,
		.evidence = EVIDENCE_H, .check = own_check, .own = r->own,
	};
	g_ptr_array_add(o->rules, r);
	for (guint i = 0; i < n->children->len; i++)
		take_member(&in, g_ptr_array_index(n->children, i));
	finish_rule(o, r);
}

void
config_own_read(struct config_own *o, const struct node *n)
{
	if (n->type != NODE_GROUP) {
		mistakes_add(o->mistakes, n, "%s is %s, and must be a group: { " PREFIX
			     "NAME = { ... }; }", n->name, node_type_name(n->type));
		return;
	}
	for (guint i = 0; i < n->children->len; i++)
		read_rule(o, g_ptr_array_index(n->children, i));
}

const struct rule *const *
config_own_rules(struct config_own *o)
{
	if (o->all)
		return (const struct rule *const *)o->all->pdata;
	o->all = g_ptr_array_new();
	for (guint i = 0; rules_all[i]; i++)
		g_ptr_array_add(o->all, (gpointer)rules_all[i]);
	for (guint i = 0; i < o->rules->len; i++)
		g_ptr_array_add(o->all, &((struct own_rule *)g_ptr_array_index(o->rules, i))->rule);
	g_ptr_array_add(o->all, NULL);
	o->mistakes = NULL;
	return (const struct rule *const *)o->all->pdata;
}

void
config_own_levels(const struct config_own *o, struct policy *p)
{
	for (guint i = 0; i < o->rules->len; i++) {
		const struct own_rule *r = g_ptr_array_index(o->rules, i);
		int index = policy_rule_index(p, r->rule.id);

		if (!r->level_set)
			continue;
		p->rules[index].level = r->level;
		p->rules[index].level_set = true;
	}
}
