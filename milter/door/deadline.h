/*
 * deadline.h - when time is up, a flag is set.
 *
 * One thread watches all messages under way; the core reads the flag between
 * its steps.
 */
#ifndef DOOR_DEADLINE_H
#define DOOR_DEADLINE_H

#include <stdatomic.h>

#include "core/base.h"

/* In place, of whoever waits; not to be moved between start and end. */
struct deadline {
	atomic_int passed;
	gint64 at;		/* monotonic microseconds */
	struct deadline *prev, *next;
};

void deadline_open(void);	/* starts the thread */
void deadline_close(void);	/* when nothing is watched any more */

void deadline_start(struct deadline *d, guint milliseconds);
void deadline_end(struct deadline *d);
/* Whether one has passed so long ago that whoever it was for must hang. */
bool deadline_overdue(guint milliseconds);

#endif
