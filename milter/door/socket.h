/*
 * socket.h - sockets to listen on, and the file of one: whose it is, who may write, when it goes.
 *
 * Addresses are written as libmilter wants them; those that name no file pass socket_claim()
 * and socket_share() untouched.
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
/* Binds and listens, without waiting in accept(); -1 with the reason. */
int socket_listen(const char *address, GError **error);
/* After it was bound: who may connect.  `group` may be NULL. */
bool socket_share(struct socket_file *f, guint mode, const char *group, GError **error);
/* Removes it if it is still ours. */
void socket_remove(struct socket_file *f);

#endif
