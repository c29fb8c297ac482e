/*
 * act.h - from a verdict to what is done about it.
 *
 * Effects are rows of one table {name, when, do}, worked off in order, over
 * hands that a door lends.  No row knows a protocol.
 */
#ifndef ACT_ACT_H
#define ACT_ACT_H

#include "report/report.h"

/* Header fields of ours; a sender's own are removed. */
enum act_field { ACT_FIELD, ACT_FIELD_RULES, ACT_FIELD_HOLD, ACT_FIELD_ALLOW, ACT_FIELDS };

/* Which of them this name is, in any case; -1: none. */
int act_field(const char *name);

/* What a door can do to a message.  FALSE: the MTA would not have it. */
struct act_hands {
	/* Below the Received fields; `value` may be folded with "\n\t". */
	bool (*add_header)(struct act_hands *self, const char *name, const char *value);
	/* The nth of that name, from 1. */
	bool (*delete_header)(struct act_hands *self, const char *name, guint nth);
	bool (*hold)(struct act_hands *self, const char *reason);
	/* `lines` as report_smtp() gives them. */
	bool (*refuse)(struct act_hands *self, const GPtrArray *lines);
};

enum act_taken { TAKEN_ACCEPT, TAKEN_TAG, TAKEN_HOLD, TAKEN_REJECT, TAKEN_TEMPFAIL };

struct act_job {
	struct arena *arena;
	const struct verdict *verdict;
	const struct envelope *envelope;
	const char *id;
	const struct report_words *words;	/* NULL: English */
	bool submission;		/* with a login, or through a port of its own */
	bool quarantine;		/* the MTA holds by no header field, whatever the policy says */
	bool test;			/* only the test address gets it: it is let through */
	guint reserved[ACT_FIELDS];	/* fields of ours that arrived */
};

/* What the mode and the sender allow of the verdict's action. */
enum act_taken act_plan(const struct act_job *j);

/* Do it; what was done. */
enum act_taken act(const struct act_job *j, struct act_hands *hands);

const char *act_taken_name(enum act_taken t);

#endif
