/*
 * milter.h - the milter protocol, as the lifecycle sees it.
 */
#ifndef DOOR_MILTER_H
#define DOOR_MILTER_H

#include "core/base.h"

/* "unix:/path", "inet:port@host", "inet6:port@host".  Binds and listens. */
bool milter_open(const char *address, GError **error);
/* Answers until milter_stop(), or until libmilter itself takes a signal. */
bool milter_run(void);
/* No more connections; takes up to 5 seconds unless somebody connects. */
void milter_stop(void);

#endif
