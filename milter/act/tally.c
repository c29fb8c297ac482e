#include <pthread.h>

#include "act/tally.h"

enum { DISTINCT = 256 };	/* rules of one message that are counted */

struct counts {
	GHashTable *numbers;	/* name of a policy -> its number and one */
	GPtrArray *policies;	/* struct tally_policy */
	GHashTable *rules;	/* id -> its number and one */
	GPtrArray *ids;		/* char * */
};

struct tally {
	pthread_mutex_t lock;
	guint policies_most;
	struct counts c;
};

static void
forget(gpointer data)
{
	tally_clear(data);
	g_free(data);
}

static void
begin(struct counts *c)
{
	c->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	c->policies = g_ptr_array_new_with_free_func(forget);
	c->rules = g_hash_table_new(g_str_hash, g_str_equal);
	c->ids = g_ptr_array_new_with_free_func(g_free);
}

struct tally *
tally_new(guint policies_most)
{
	struct tally *t = g_new0(struct tally, 1);

	pthread_mutex_init(&t->lock, NULL);
	t->policies_most = policies_most;
	begin(&t->c);
	return t;
}

void
tally_free(struct tally *t)
{
	if (!t)
		return;
	g_hash_table_destroy(t->c.numbers);
	g_ptr_array_unref(t->c.policies);
	g_hash_table_destroy(t->c.rules);
	g_ptr_array_unref(t->c.ids);
	pthread_mutex_destroy(&t->lock);
	g_free(t);
}

static struct tally_policy *
policy_of(struct tally *t, const char *name)
{
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(t->c.numbers, name));
	struct tally_policy *p;

	if (n)
		return g_ptr_array_index(t->c.policies, n - 1);
	if (t->c.policies->len >= t->policies_most && !g_str_equal(name, TALLY_OTHER))
		return policy_of(t, TALLY_OTHER);
	p = g_new0(struct tally_policy, 1);
	p->name = g_strdup(name);
	p->rules = g_array_new(FALSE, TRUE, sizeof(guint64));
	g_ptr_array_add(t->c.policies, p);
	g_hash_table_insert(t->c.numbers, p->name, GUINT_TO_POINTER(t->c.policies->len));
	return p;
}

static guint
rule_of(struct tally *t, const char *id)
{
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(t->c.rules, id));

	if (n)
		return n - 1;
	if (t->c.ids->len >= TALLY_RULES && !g_str_equal(id, TALLY_OTHER))
		return rule_of(t, TALLY_OTHER);
	g_ptr_array_add(t->c.ids, g_strdup(id));
	g_hash_table_insert(t->c.rules, g_ptr_array_index(t->c.ids, t->c.ids->len - 1),
			    GUINT_TO_POINTER(t->c.ids->len));
	return t->c.ids->len - 1;
}

/* Each rule once. */
static guint
distinct(const GArray *findings, const char *ids[DISTINCT])
{
	guint n = 0;

	for (guint i = 0; i < findings->len && n < DISTINCT; i++) {
		const char *id = g_array_index(findings, struct finding, i).rule->id;
		guint k = 0;

		while (k < n && ids[k] != id)
			k++;
		if (k == n)
			ids[n++] = id;
	}
	return n;
}

static void
add_rule(struct tally *t, struct tally_policy *p, const char *id)
{
	guint n = rule_of(t, id);

	if (n >= p->rules->len)
		g_array_set_size(p->rules, n + 1);
	g_array_index(p->rules, guint64, n)++;
}

void
tally_add(struct tally *t, const struct verdict *v, enum act_taken taken)
{
	guint class = (guint)CLAMP(g_bit_nth_lsf(v->class, -1), 0, TALLY_CLASSES - 1);
	const char *ids[DISTINCT];
	guint n = distinct(v->findings, ids);
	struct tally_policy *p;

	pthread_mutex_lock(&t->lock);
	p = policy_of(t, v->policy->name);
	p->cells[class][v->action][taken]++;
	p->found += v->findings->len > 0;
	for (guint i = 0; i < n; i++)
		add_rule(t, p, ids[i]);
	pthread_mutex_unlock(&t->lock);
}

struct tally *
tally_take(struct tally *t)
{
	struct tally *taken = tally_new(t->policies_most);
	struct counts fresh = taken->c;

	pthread_mutex_lock(&t->lock);
	taken->c = t->c;
	t->c = fresh;
	pthread_mutex_unlock(&t->lock);
	return taken;
}

bool
tally_read(struct tally *t, guint n, struct tally_policy *ret_policy)
{
	const struct tally_policy *p;

	pthread_mutex_lock(&t->lock);
	p = n < t->c.policies->len ? g_ptr_array_index(t->c.policies, n) : NULL;
	if (p) {
		*ret_policy = *p;
		ret_policy->name = g_strdup(p->name);
		ret_policy->rules = g_array_copy(p->rules);
	}
	pthread_mutex_unlock(&t->lock);
	return p;
}

void
tally_clear(struct tally_policy *p)
{
	g_free(p->name);
	g_array_unref(p->rules);
}

const char *
tally_rule(struct tally *t, guint n)
{
	const char *id;

	pthread_mutex_lock(&t->lock);
	id = n < t->c.ids->len ? g_ptr_array_index(t->c.ids, n) : NULL;
	pthread_mutex_unlock(&t->lock);
	return id;
}

const char *
tally_class(guint n)
{
	return class_name(1U << n);
}
