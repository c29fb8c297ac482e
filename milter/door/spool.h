/*
 * spool.h - the bytes of a message as they come in.
 *
 * Short messages stay in memory; beyond LIMIT_MESSAGE_MEMORY all of it goes
 * to a file without a name, which is mapped in the end.  Nothing here fails:
 * where the file cannot be had the message is cut, and says so.
 */
#ifndef DOOR_SPOOL_H
#define DOOR_SPOOL_H

#include "core/limits.h"
#include "core/base.h"

struct spool {
	const char *folder;	/* for the file; NULL: there is none */
	char *buffer;
	gsize used, size;	/* of the buffer */
	gsize len;		/* of the message so far, what was cut left out */
	int fd;			/* -1: all is in the buffer */
	char *mapped;
	bool cut;		/* some of the message is missing */
	int why;		/* errno: why it was cut */
};

/* `folder` must last as long as the spool. */
void spool_init(struct spool *s, const char *folder);
void spool_clear(struct spool *s);
void spool_append(struct spool *s, const char *bytes, gsize len);
/* No more of it is taken: what follows is dropped.  `why`: an errno. */
void spool_cut(struct spool *s, int why);
/* All of it in one piece, until it is cleared; nothing may be appended after that. */
const char *spool_bytes(struct spool *s, gsize *ret_len);

#endif
