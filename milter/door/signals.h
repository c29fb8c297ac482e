/*
 * signals.h - the signals a daemon is told with, as something to wait for.
 *
 * SIGHUP is a wish to reload, SIGTERM and SIGINT end it.  However many come,
 * they are one wish; an end goes before the others.
 */
#ifndef DOOR_SIGNALS_H
#define DOOR_SIGNALS_H

#include "core/base.h"

enum signals { SIGNALS_NONE, SIGNALS_RELOAD, SIGNALS_END };

void signals_open(void);	/* before any thread is made: only the caller's will take signals */
void signals_catch(void);	/* from now on; those that came before are there too */
/* Up to `milliseconds`; -1: for ever.  An end is told again at every call. */
enum signals signals_wait(int milliseconds);
void signals_end(void);		/* as SIGTERM does; from any thread */

#endif
