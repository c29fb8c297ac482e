/*
 * digests.h - what is to be told by mail: a table of its own, beside that of the verdicts.
 *
 * One digest is the same findings in the same template for the same addressee.  It
 * counts until it is due, keeps the verdict of its first mail, and goes when it was
 * sent.  Of what was sent only key, addressee and time stay, for a day.
 */
#ifndef STORE_DIGESTS_H
#define STORE_DIGESTS_H

#include "report/digest.h"
#include "store/database.h"

extern const struct database_kind digests_kind;

enum { DIGESTS_DAY = 24 * 3600 };

struct digests_limits {
	guint after;		/* seconds from the first mail until it is due */
	guint most;		/* digests that may wait */
};

/* Counts them in, all or none.  Of the same key is sent one a day at most: a further one is
   due a day after.  `ret_dropped`: how many of the oldest had to go. */
bool digests_add(struct database *d, GPtrArray *digests, const struct digests_limits *limits, gint64 now,
		 guint *ret_dropped, GError **error);

/* The one that is longest due, to be freed with digest_free(); NULL without an error: none is. */
struct digest *digests_due(struct database *d, gint64 now, GError **error);
/* When the next one is due; -1: none waits, or the file cannot be read. */
gint64 digests_next(struct database *d);
/* When `most` mails of the last day to this address leave room again: 0 if they do now. */
bool digests_room(struct database *d, const char *to, guint most, gint64 now, gint64 *ret_at,
		  GError **error);

bool digests_sent(struct database *d, const struct digest *g, gint64 now, GError **error);
bool digests_later(struct database *d, const struct digest *g, gint64 due, GError **error);
bool digests_drop(struct database *d, const struct digest *g, GError **error);

#endif
