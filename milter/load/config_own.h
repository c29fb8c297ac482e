/*
 * config_own.h - the administrator's own rules: `own-rules = { own-ID = { ... }; }`.
 *
 * Each becomes a struct rule behind those that come with sendlint, and its
 * examples are tried at once: a rule that does not find what it promises is
 * a mistake like any other.
 */
#ifndef LOAD_CONFIG_OWN_H
#define LOAD_CONFIG_OWN_H

#include "core/own.h"
#include "core/policy.h"
#include "load/mistakes.h"

struct config_own;

/* Strings of the nodes are borrowed; mistakes until config_own_rules(). */
struct config_own *config_own_new(struct mistakes *m);
void config_own_free(struct config_own *o);	/* NULL is fine */

/* One more group `own-rules`. */
void config_own_read(struct config_own *o, const struct node *n);

/* All rules, ours first, NULL-terminated; they live as long as `o`. */
const struct rule *const *config_own_rules(struct config_own *o);

/* The levels that their definitions give them. */
void config_own_levels(const struct config_own *o, struct policy *p);

#endif
