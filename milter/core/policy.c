#include "core/policy.h"

/* DESIGN §8: from here on a hit warns, from here on it is an error. */
enum { POINTS_WARN = 10, POINTS_ERROR = 30 };

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
rules_count(void)
{
	guint n = 0;

	while (rules_all[n])
		n++;
	return n;
}

struct policy *
policy_new_default(const char *name)
{
	struct policy *p = g_new0(struct policy, 1);
	guint n = rules_count();

	*p = (struct policy){
		.name = g_strdup(name), .language = g_strdup("en"),
		.mode = MODE_OBSERVE, .tag_at = 10, .hold_at = POLICY_OFF, .reject_at = 50,
		.reply_excerpt = true,
		.rules = g_new0(struct policy_rule, n + 1),
	};
	for (guint i = 0; i < n; i++) {
		p->rules[i].level = LEVEL_NOTE;
		p->rules[i].points = rules_all[i]->points;
		for (gsize k = 0; k < RULE_PARAMS; k++)
			p->rules[i].params[k] = rules_all[i]->params[k].value;
	}
	policy_finish(p);
	return p;
}

void
policy_finish(struct policy *p)
{
	p->needs = 0;
	for (guint i = 0; rules_all[i]; i++)
		if (p->rules[i].level != LEVEL_OFF)
			p->needs |= rules_all[i]->needs;
	p->needs = facts_closure(p->needs);
}

void
policy_free(struct policy *p)
{
	if (!p)
		return;
	g_free((char *)p->name);
	g_free((char *)p->language);
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
	return rules_all[rule]->level ? MIN(l, rules_all[rule]->level) : l;
}

enum action
policy_action(const struct policy *p, int points, const GArray *findings)
{
	enum action a = points >= p->reject_at ? ACTION_REJECT
		      : points >= p->hold_at ? ACTION_HOLD
		      : points >= p->tag_at ? ACTION_TAG : ACTION_ACCEPT;
	bool error = false;

	for (guint i = 0; findings && i < findings->len; i++)
		error |= g_array_index(findings, struct finding, i).level == LEVEL_ERROR;
	if (error && p->on_error == ON_ERROR_REJECT)
		a = ACTION_REJECT;
	else if (error && p->on_error == ON_ERROR_HOLD)
		a = MAX(a, ACTION_HOLD);
	return a;
}

bool
network_parse(const char *s, struct network *ret_network)
{
	(void)s;
	(void)ret_network;
	return false;
}

bool
network_has(const struct network *n, const char *address)
{
	(void)n;
	(void)address;
	return false;
}

bool
policies_outgoing(const struct policies *p, const struct envelope *e)
{
	(void)p;
	(void)e;
	return true;
}

const struct policy *
policies_choose(const struct policies *p, const struct envelope *e)
{
	(void)e;
	return p->fallback;
}

const struct policy *
policies_find(const struct policies *p, const char *name)
{
	for (guint i = 0; i < p->all->len; i++) {
		const struct policy *q = g_ptr_array_index(p->all, i);

		if (g_str_equal(q->name, name))
			return q;
	}
	return NULL;
}
