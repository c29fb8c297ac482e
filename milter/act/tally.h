/*
 * tally.h - how many messages: by policy, class, action and what was taken, and by
 * policy and rule.
 *
 * Whoever judges adds and goes on: a lock is held for as long as it takes to find a
 * policy and its rules by hash, and to add one to each.  Beyond a number of policies,
 * and of rules, the rest is counted together, as TALLY_OTHER.
 */
#ifndef ACT_TALLY_H
#define ACT_TALLY_H

#include "act/act.h"

enum { TALLY_CLASSES = 5, TALLY_ACTIONS = ACTION_REJECT + 1, TALLY_TAKEN = TAKEN_TEMPFAIL + 1 };
enum { TALLY_RULES = 1000 };	/* names that are told apart */

#define TALLY_OTHER "other"

struct tally;

/* What of one policy was counted. */
struct tally_policy {
	char *name;
	guint64 cells[TALLY_CLASSES][TALLY_ACTIONS][TALLY_TAKEN];
	guint64 found;		/* messages in which anything was found */
	GArray *rules;		/* guint64, messages, by the number of the rule */
};

struct tally *tally_new(guint policies_most);
void tally_free(struct tally *t);	/* NULL is fine */

void tally_add(struct tally *t, const struct verdict *v, enum act_taken taken);
/* What was counted so far, to be freed; `t` begins anew. */
struct tally *tally_take(struct tally *t);

/* The first, from 0, and so on: a copy in `ret_policy`, to be cleared.  FALSE: there is none. */
bool tally_read(struct tally *t, guint n, struct tally_policy *ret_policy);
void tally_clear(struct tally_policy *p);
/* Of this number; NULL: there is none.  It stays until `t` is freed. */
const char *tally_rule(struct tally *t, guint n);

const char *tally_class(guint n);	/* its name, by its index in `cells` */

#endif
