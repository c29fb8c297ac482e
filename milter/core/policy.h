/*
 * policy.h - for whom which levels, weights, thresholds and actions.
 *
 * A policy is compiled by load/config.c from its layers (built-in, operator,
 * tenant, stream) and is const from then on.
 */
#ifndef CORE_POLICY_H
#define CORE_POLICY_H

#include "core/rule.h"

enum policy_mode { MODE_OBSERVE, MODE_TAG, MODE_ENFORCE };

enum action { ACTION_ACCEPT, ACTION_TAG, ACTION_HOLD, ACTION_REJECT };

enum policy_on_error { ON_ERROR_POINTS, ON_ERROR_HOLD, ON_ERROR_REJECT };

enum policy_hold { HOLD_BY_HEADER, HOLD_BY_QUARANTINE };

enum { POLICY_OFF = G_MAXINT };		/* a threshold that is never reached */

struct policy_rule {
	enum level level;	/* LEVEL_OFF: the rule does not run */
	bool level_set;		/* by the policy: else by the points of the hit */
	int points;		/* in place of the rule's own */
	int params[RULE_PARAMS];
	bool allow;		/* the author of a mail may allow it: allowance.h */
	bool locked;		/* by the policy or one above: nobody may */
};

struct policy {
	const char *name;
	enum policy_mode mode;
	unsigned class;		/* enum message_class, or 0: worked out */
	int tag_at, hold_at, reject_at;	/* points, or POLICY_OFF */
	enum policy_on_error on_error;
	enum policy_hold hold_by;
	bool reply_excerpt;	/* quote the mail in a refusal */
	bool keep_excerpts;	/* quote the mail in kept verdicts */
	bool rules_header;	/* add X-Sendlint-Rules */
	bool allow_comments;	/* allowances in HTML comments count */
	const char *feedback;	/* who hears of what was done: an address, "sender"; "nobody", NULL */
	const char *language;	/* of replies: BCP 47 */
	bool has_senders;	/* some selector of it is a sender */
	const struct policy_lists *lists;	/* its words on the lists; NULL: none */
	const struct phrases *phrases;	/* the lists with that in them; NULL: those of all */
	unsigned needs;		/* FACTS_* of all rules that run */
	const struct rule *const *all;	/* NULL-terminated: rules_all, then the administrator's own */
	struct policy_rule *rules;	/* by index in `all` */
};

/* An IPv4 network is kept as the mapped IPv6 one. */
struct network {
	guint8 address[16];
	guint bits;		/* of 128 */
};

enum policy_match_by {
	MATCH_LOGIN,		/* SASL login */
	MATCH_LOGIN_DOMAIN,	/* what follows the last @ of a login */
	MATCH_DAEMON,		/* name of the MTA's entry point */
	MATCH_NETWORK,		/* the client's address */
	MATCH_SENDER,		/* envelope sender */
	MATCH_DOMAIN,		/* domain of the envelope sender */
};

/* How a mail finds its policy: one selector. */
struct policy_match {
	const struct policy *policy;
	enum policy_match_by by;
	const char *value;	/* lower case, one form for one thing; borrowed */
	struct network network;	/* MATCH_NETWORK */
	guint next;		/* the next with the same selector, counted from 1; 0: none */
};

/* Who has which policy.  Selectors are found by hash, so that thousands of
   customers cost a mail no more than one. */
struct policies {
	const struct policy *fallback;	/* when nothing matches */
	GPtrArray *all;			/* struct policy, in the order of the file */
	GArray *matches;		/* struct policy_match, in the order of the file */
	GArray *networks;		/* struct network: clients whose mail is outgoing */
	GPtrArray *daemons;		/* char *: daemon names whose mail is outgoing */
	GHashTable *index;		/* policies_index(): selector -> first of its matches */
	GArray *by_network;		/* guint: matches by network, the narrowest first */
};

/* "10.0.0.0/8", "::1".  False if it is no network, or has bits beyond its length. */
bool network_parse(const char *s, struct network *ret_network);
bool network_has(const struct network *n, const char *address);

/* Is this mail ours to judge?  sendlint(8) says which that is.  A daemon name or network that
   chooses a policy counts as listed. */
bool policies_outgoing(const struct policies *p, const struct envelope *e);

/*
 * The policy for this mail, most specific first: login, then domain of the login,
 * then daemon name, then network, then sender address, then sender domain, then the
 * fallback.
 *
 * A sender is what anybody may write, so it is asked only when there is no login; and
 * among several policies that list the same login it tells which, because that login
 * may use them all.
 */
const struct policy *policies_choose(const struct policies *p, const struct envelope *e);
/* Does this policy stand behind that selector?  `value` may be NULL. */
bool policies_lists(const struct policies *p, const struct policy *of, enum policy_match_by by,
		    const char *value);
const struct policy *policies_find(const struct policies *p, const char *name);

/* Fills `index`, `by_network` and the `next` of all matches.  Call after the last match; policies_clear() undoes it and frees the arrays. */
void policies_index(struct policies *p);
void policies_clear(struct policies *p);

/* Every rule at its default; free with policy_free().  Names and rules are borrowed. */
struct policy *policy_new_default(const char *name, const struct rule *const *rules);
struct policy *policy_new_copy(const struct policy *of, const char *name);
void policy_free(struct policy *p);
/* Needs of all rules that run: call after the last change. */
void policy_finish(struct policy *p);

/* The index of a rule, or -1. */
int policy_rule_index(const struct policy *p, const char *id);

/* The level of a hit that costs `points`: by the points, unless the policy sets it. */
enum level policy_level(const struct policy *p, guint rule, int points);

/* What enforce would do with these points, and findings up to this level. */
enum action policy_action(const struct policy *p, int points, enum level worst);

const char *level_name(enum level l);		/* "off", "note", "warn", "error" */
const char *action_name(enum action a);		/* "accept", "tag", "hold", "reject" */
const char *mode_name(enum policy_mode m);
const char *class_name(unsigned c);		/* "transactional", ... */
bool class_parse(const char *s, unsigned *ret_class);

#endif
