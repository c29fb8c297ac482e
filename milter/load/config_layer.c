#include "load/config_layer.h"

struct config_layer *
config_layer_new(const char *name, struct config_layer *parent)
{
	struct config_layer *l = g_new0(struct config_layer, 1);

	l->name = name;
	l->parent = parent;
	l->groups = g_ptr_array_new();
	l->set = g_hash_table_new(g_str_hash, g_str_equal);
	l->locks = g_hash_table_new(g_str_hash, g_str_equal);
	return l;
}

void
config_layer_free(struct config_layer *l)
{
	g_ptr_array_unref(l->groups);
	g_hash_table_unref(l->set);
	g_hash_table_unref(l->locks);
	g_free(l);
}

const struct node *
config_layer_lock(const struct config_layer *l, const char *name)
{
	const struct node *n = NULL;

	for (l = l->parent; l && !n; l = l->parent)
		n = g_hash_table_lookup(l->locks, name);
	return n;
}

void
config_layer_set(struct config_layer *l, const char *key, const struct node *n)
{
	g_hash_table_insert(l->set, (gpointer)key, (gpointer)n);
}

/* What we ship gives way without a word. */
void
config_layer_refuse(const struct config_layer *l, struct mistakes *m, const struct node *n,
		    const char *name, const struct node *lock)
{
	if (!l->shipped)
		mistakes_warn(m, n, "%s is locked (%s:%u) and may only become stricter; "
			      "this is not used", name, lock->file, lock->line);
}
