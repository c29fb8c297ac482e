/*
 * serve.h - what a running daemon knows of itself.
 *
 * Doors ask here whether a connection may come in, and tell when a message
 * begins and ends; the lifecycle waits for that.
 */
#ifndef DOOR_SERVE_H
#define DOOR_SERVE_H

#include "act/figures.h"

/* FALSE: there are too many, or the daemon stops; try later. Leave after either. */
bool serve_enter(void);
void serve_leave(void);

bool serve_stopping(void);

/* A message whose content arrives or is judged: a stop waits for it. */
void serve_begin(void);
void serve_end(void);

enum serve_count {
	SERVE_JUDGED, SERVE_NOT_OUTGOING, SERVE_ABORTED,
	SERVE_REFUSED,		/* connections, for want of room or at a stop */
	SERVE_FEEDBACK_SENT, SERVE_FEEDBACK_DROPPED,	/* mails about mail */
	SERVE_COUNTS
};
void serve_count(enum serve_count what);
guint64 serve_counted(enum serve_count what);

/* A message is so long past its deadline that it must hang. */
bool serve_hangs(void);
/* What it knows of its own life. */
void serve_figures(struct figures *ret_figures);

#endif
