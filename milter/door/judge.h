/*
 * judge.h - a gathered message gets its verdict, its effects and its log line.
 *
 * The same for every daemon door; only the hands differ.
 */
#ifndef DOOR_JUDGE_H
#define DOOR_JUDGE_H

#include "act/act.h"
#include "door/spool.h"
#include "load/snapshot.h"

struct judge_job {
	struct snapshot *snapshot;	/* the rules it began under */
	struct arena *arena;
	const struct envelope *envelope;
	struct spool *spool;
	unsigned limits;		/* enum limit, reached by the door */
	bool quarantine;		/* the MTA holds by no header field */
	guint reserved[ACT_FIELDS];	/* our header fields that arrived */
};

/* Within the deadline of the settings.  TAKEN_TEMPFAIL is for the door to say.  The verdict
   lives in the job's arena; `ret_verdict` may be NULL. */
enum act_taken judge_message(const struct judge_job *j, struct act_hands *hands,
			     const struct verdict **ret_verdict);

/* Where sendlint itself could not judge: what becomes of the mail. */
enum act_taken judge_failure(const struct settings *s);

enum { JUDGE_ID_SIZE = 33 };
void judge_id(char id[JUDGE_ID_SIZE]);	/* 128 random bits, hex */

#endif
