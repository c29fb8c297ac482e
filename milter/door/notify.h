/*
 * notify.h - tells a service manager how the daemon is, as sd_notify(3) describes it.
 *
 * The protocol is one datagram to a socket that $NOTIFY_SOCKET names, so no library is needed for
 * it.  Without that variable nothing is sent and nothing fails.
 */
#ifndef DOOR_NOTIFY_H
#define DOOR_NOTIFY_H

#include "core/base.h"

/* Lines of NAME=value, parted by newlines.  A manager that does not answer is not waited for. */
void notify_say(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* Says that the configuration is being read anew; READY=1 ends it. */
void notify_reloading(void);
/* Milliseconds between two signs of life, half of what the manager allows; -1 if it wants none. */
int notify_interval(void);

#endif
