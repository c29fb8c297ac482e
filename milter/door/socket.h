/*
 * socket.h - the file of a UNIX socket: whose it is, who may write, when it goes.
 *
 * Addresses of other families pass through untouched.
 */
#ifndef DOOR_SOCKET_H
#define DOOR_SOCKET_H

#include <sys/types.h>

#include "core/base.h"

struct socket_file {
	char *path;		/* NULL: no UNIX socket */
	dev_t device;
	ino_t inode;
};

/* Makes way for a socket: removes one that nobody listens on.  Says why it cannot be. */
bool socket_claim(struct socket_file *f, const char *address, GError **error);
/* After it was bound: who may connect.  `group` may be NULL. */
bool socket_share(struct socket_file *f, guint mode, const char *group, GError **error);
/* Removes it if it is still ours. */
void socket_remove(struct socket_file *f);

#endif
