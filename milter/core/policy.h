/*
 * policy.h - for whom which levels, weights, thresholds and actions.
 *
 * A policy is compiled by load/config.c from its layers (built-in, operator,
 * tenant, stream; see DESIGN §8) and is const from then on.
 */
#ifndef CORE_POLICY_H
#define CORE_POLICY_H

#include "core/finding.h"

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
};

struct policy {
	const char *name;
	enum policy_mode mode;
	unsigned class;		/* enum message_class, or 0: worked out */
	int tag_at, hold_at, reject_at;	/* points, or POLICY_OFF */
	enum policy_on_error on_error;
	enum policy_hold hold_by;
	bool reply_excerpt;	/* quote the mail in a refusal */
	bool rules_header;	/* add X-Sendlint-Rules */
	const char *language;	/* of replies: BCP 47 */
	unsigned needs;		/* FACTS_* of all rules that run */
	struct policy_rule *rules;	/* by index in rules_all */
};

/* How a mail finds its policy.  Each selector names one of these. */
struct policy_match {
	const struct policy *policy;
	enum { MATCH_LOGIN, MATCH_DAEMON, MATCH_NETWORK, MATCH_SENDER, MATCH_DOMAIN } by;
	const char *value;	/* login, daemon name, CIDR text, address, domain */
	guint8 network[16];	/* MATCH_NETWORK: IPv6 or mapped IPv4 */
	guint bits;
};

struct network {
	guint8 address[16];
	guint bits;
};

struct policies {
	const struct policy *fallback;	/* when nothing matches */
	GPtrArray *all;			/* struct policy, in the order of the file */
	GArray *matches;		/* struct policy_match */
	GArray *networks;		/* struct network: clients whose mail is outgoing */
	GPtrArray *daemons;		/* char *: daemon names whose mail is outgoing */
};

/* "10.0.0.0/8", "::1".  FALSE if it is no network. */
bool network_parse(const char *s, struct network *ret_network);
bool network_has(const struct network *n, const char *address);

/* Is this mail ours to judge?  DESIGN §10, "Outgoing". */
bool policies_outgoing(const struct policies *p, const struct envelope *e);

/* The policy for this mail: login, then daemon name or network, then sender address,
   then sender domain, then the fallback. */
const struct policy *policies_choose(const struct policies *p, const struct envelope *e);
const struct policy *policies_find(const struct policies *p, const char *name);

/* Every rule at its default; free with policy_free(). */
struct policy *policy_new_default(const char *name);
void policy_free(struct policy *p);
/* Needs of all rules that run: call after the last change. */
void policy_finish(struct policy *p);

/* The level of a hit that costs `points`: by the points, unless the policy sets it. */
enum level policy_level(const struct policy *p, guint rule, int points);

/* What enforce would do with these points and findings. */
enum action policy_action(const struct policy *p, int points, const GArray *findings);

const char *action_name(enum action a);		/* "accept", "tag", "hold", "reject" */
const char *mode_name(enum policy_mode m);
const char *class_name(unsigned c);		/* "transactional", ... */
bool class_parse(const char *s, unsigned *ret_class);

#endif
