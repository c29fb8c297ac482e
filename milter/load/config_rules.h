/*
 * config_rules.h - what a layer says of the rules: `rules = { ID = { points = 10; }; }`.
 */
#ifndef LOAD_CONFIG_RULES_H
#define LOAD_CONFIG_RULES_H

#include "load/config_layer.h"

/* How a level is written, by enum level; then "points": by the points of the hit. */
extern const char *const config_rules_levels[];

/* The ids of these rules, NULL-terminated; free the array, not the ids. */
const char **config_rules_ids(const struct rule *const *rules);

/* The members of the group `rules`, into the layer's policy. */
void config_rules_read(struct config_layer *l, const struct node *rules, struct arena *a,
		       struct mistakes *m);

/* `allow = [ "ID", ... ]`: the rules that the author of a mail may allow. */
void config_rules_allow(struct config_layer *l, const struct node *n, struct arena *a,
			struct mistakes *m);
/* When the layer is read: what is locked may not be allowed, and is said if it was. */
void config_rules_lock(struct config_layer *l, struct mistakes *m);
/* The list as it would be written; the caller frees it. */
char *config_rules_allow_text(const struct policy *p);

#endif
