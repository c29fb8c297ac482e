/*
 * config_layer.h - what one layer of the policies says itself, and where.
 *
 * config_policy.c stacks the layers, config_rules.c reads what they say of rules,
 * config_values.c shows them; nobody else looks inside.
 */
#ifndef LOAD_CONFIG_LAYER_H
#define LOAD_CONFIG_LAYER_H

#include "core/policy.h"
#include "load/mistakes.h"

enum config_layer_state { CONFIG_LAYER_NEW, CONFIG_LAYER_BUSY, CONFIG_LAYER_DONE };

struct config_layer {
	const char *name;		/* of the policy; "defaults" for the operator's */
	struct config_layer *parent;	/* NULL: built in */
	GPtrArray *groups;		/* struct node: where it is written */
	GHashTable *set;		/* "mode", "rules.ID.points" -> struct node that set it */
	GHashTable *locks;		/* setting or rule id -> struct node */
	struct policy *policy;		/* with the layers above in it; built last, not owned */
	enum config_layer_state state;
	bool shipped;
};

struct config_layer *config_layer_new(const char *name, struct config_layer *parent);
void config_layer_free(struct config_layer *l);

/* The lock from above that holds `name` in this layer, or NULL. */
const struct node *config_layer_lock(const struct config_layer *l, const char *name);

/* Keeps in mind that `n` set `key`. */
void config_layer_set(struct config_layer *l, const char *key, const struct node *n);

/* Says that `name` is locked by `lock`, and that nothing changes. */
void config_layer_refuse(const struct config_layer *l, struct mistakes *m, const struct node *n,
			 const char *name, const struct node *lock);

#endif
