/*
 * spamd_reply.h - the answer to a request in the spamd protocol, in its dialect.
 *
 * Pure.  Action is one of accept, tag, hold, reject, tempfail, and pass for what
 * is not ours to judge.  Score and threshold agree with it: the score reaches
 * the threshold for tag, hold and reject, and does not for the others.
 */
#ifndef DOOR_SPAMD_REPLY_H
#define DOOR_SPAMD_REPLY_H

#include "act/act.h"
#include "door/spamd_request.h"

struct spamd_answer {
	const struct verdict *verdict;	/* NULL: not judged */
	enum act_taken taken;		/* of what was not judged, TAKEN_ACCEPT is "pass" */
	/* char *: for tag and hold header fields, folded by a tab; for reject the reply. */
	const GPtrArray *lines;
};

void spamd_reply(GString *out, const struct spamd_request *r, const struct spamd_answer *a);

#endif
