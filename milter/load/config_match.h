/*
 * config_match.h - `match` of a policy: for whose mail it is.
 */
#ifndef LOAD_CONFIG_MATCH_H
#define LOAD_CONFIG_MATCH_H

#include "core/policy.h"
#include "load/mistakes.h"

struct config_match;

struct config_match *config_match_new(struct arena *a, struct mistakes *m);
void config_match_free(struct config_match *c);

/* The selectors of one policy, into policies.matches. */
void config_match_read(struct config_match *c, const struct node *n, struct policy *policy,
		       struct policies *p);
/* Makes the index, and reports what two policies both claim. */
void config_match_finish(struct config_match *c, struct policies *p);

/* One of `networks`; false after a mistake. */
bool config_match_network(const struct node *n, struct mistakes *m, struct network *ret_network);

#endif
