/*
 * listen.h - what the daemon listens on: the doors for mail, and the one for figures.
 *
 * Without a door for mail there is no daemon.  The door for figures at its default address is
 * left shut where that does not fit.
 */
#ifndef DOOR_LISTEN_H
#define DOOR_LISTEN_H

#include "door/door.h"
#include "door/socket.h"

enum { LISTEN_MILTER, LISTEN_SPAMD, LISTEN_METRICS, LISTEN_DOORS };

struct listening {
	const char *address[LISTEN_DOORS];	/* or NULL */
	struct socket_file file[LISTEN_DOORS];
};

/* The command line goes before the settings; an empty address opens no door. */
bool listen_on(struct listening *l, const struct door_serve *o, const struct settings *s,
	       GError **error);
/* Of the doors for mail; free it. */
char *listen_addresses(const struct listening *l);
/* Removes the files of sockets. */
void listen_end(struct listening *l);

#endif
