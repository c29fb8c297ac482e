/*
 * resolver.h - asks DNS.  The only file of the program that goes to the network to ask, and the
 * only one that knows c-ares; the daemon does not reach it (tests/house/offline.t).
 *
 * Questions go out together, over UDP, over TCP where an answer is cut.  What is not answered
 * in time, or not well, is settled as failed: no wait is without end, and nobody is asked twice.
 */
#ifndef ONLINE_RESOLVER_H
#define ONLINE_RESOLVER_H

#include "core/dns.h"

struct resolver;

/*
 * `server` is "ADDRESS", "ADDRESS:PORT" or "[ADDRESS]:PORT"; NULL: those of the system.
 * `timeout` is for all questions of a turn together, in milliseconds.  NULL with an error:
 * it is no address, or the system names none.
 */
struct resolver *resolver_new(const char *server, guint timeout, GError **error);
void resolver_free(struct resolver *r);		/* NULL is fine */

/* Begins a turn, say a mail: its time and its number of questions. */
void resolver_turn(struct resolver *r);

/* Settles all that is open.  False if nothing was. */
bool resolver_answer(struct resolver *r, struct dns *d);

/* Questions that went out, since the beginning. */
guint resolver_asked(const struct resolver *r);

#endif
