/*
 * finding.h - what rules found: order, merge, cap, and the words of it.
 */
#ifndef CORE_FINDING_H
#define CORE_FINDING_H

#include "core/policy.h"

enum { FINDING_ARGS = 6 };

struct finding_place {
	const struct text *text;
	struct span where;
};

/* Against what was found before: load/baseline.h. */
enum finding_baseline { FINDING_UNCOMPARED, FINDING_NEW, FINDING_KNOWN };

struct finding {
	const struct rule *rule;
	guint index;		/* of the rule in the policy */
	enum level level;
	int hit;		/* points of this hit, after policy, before once-per-rule and caps */
	int points;		/* what it added to the total: these sum up to it */
	struct finding_place at;
	GArray *also;		/* struct finding_place, or NULL */
	guint unshown;		/* places beyond LIMIT_PLACES */
	const char *say;	/* "%u of %u letters are capitals", or "" */
	const char *args[FINDING_ARGS];
	enum finding_baseline baseline;
	const struct allowance *allowance;	/* it is allowed, and costs nothing; NULL: it is not */
};

/* What a dictionary suggests for a word of `facts.unknown_words` that stands near no word. */
struct suggestion {
	const struct unknown_word *of;
	const char *words[LIMIT_SUGGESTIONS];	/* the likeliest first */
	guint n;		/* 0: not asked, for lack of time or because there were too many */
};

struct findings *findings_new(struct facts *f, const struct policy *p);
/* The rule that runs now; its index in the policy. */
void findings_run(struct findings *out, guint index);
/* Takes those out that somebody allowed, heaviest first, and says of each allowance whether
   it was used. */
GArray *findings_allowed(struct findings *out);
/* Levels, once-per-rule, area caps, the cap on weak evidence; heaviest first. */
GArray *findings_settle(struct findings *out, int *ret_points);

/* `say` with its arguments; `translated` is the phrase to use instead, or NULL. */
char *finding_say(struct arena *a, const struct finding *f, const char *translated);

/* The highest level among them; LEVEL_OFF if there are none. */
enum level findings_worst(const GArray *findings);

#endif
