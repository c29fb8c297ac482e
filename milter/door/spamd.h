/*
 * spamd.h - the spamd protocol, as the lifecycle sees it.
 *
 * A connection is one request and one answer.
 */
#ifndef DOOR_SPAMD_H
#define DOOR_SPAMD_H

#include "core/base.h"

/* "unix:/path", "inet:port@host", "inet6:port@host".  Binds and listens. */
bool spamd_open(const char *address, GError **error);
/* Answers from now on, on threads of its own; nothing where nothing was opened. */
void spamd_start(void);
/* No more connections, and no more requests of those whose message did not begin. */
void spamd_stop(void);
/* After spamd_stop() and the end of all messages: waits for its threads. */
void spamd_close(void);

#endif
