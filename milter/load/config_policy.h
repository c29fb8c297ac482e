/*
 * config_policy.h - layers of settings become policies.
 *
 * built in -> the operator's `defaults` -> a policy -> those that inherit it.
 * Each layer holds only what it says itself; a policy is a copy of the layer
 * above with that put on top.  What an upper layer locked, a lower one can
 * make stricter, never looser: trying is a warning, and the stricter stays.
 */
#ifndef LOAD_CONFIG_POLICY_H
#define LOAD_CONFIG_POLICY_H

#include "load/config.h"
#include "load/setting.h"

struct config_own;
struct config_policy;

struct config_policy *config_policy_new(struct arena *a, struct mistakes *m);
void config_policy_free(struct config_policy *c);	/* not the policies; NULL is fine */

/* One more `defaults`, `lock` or `policies` of some file. */
void config_policy_defaults(struct config_policy *c, const struct node *n);
void config_policy_lock(struct config_policy *c, const struct node *n);
void config_policy_add(struct config_policy *c, const struct node *n, bool shipped);

/* All policies and their matches, when all files were read; `own` must outlive them.
   Mistakes are not kept beyond this. */
void config_policy_build(struct config_policy *c, struct policies *p, struct config_own *own);

/* struct config_layer: the operator's, then one a policy. */
const GPtrArray *config_policy_layers(const struct config_policy *c);

/* A string or a list of strings: calls take() for each. */
void config_policy_strings(const struct node *n, struct mistakes *m, gpointer data,
			   void (*take)(gpointer data, const struct node *one));

#endif
