/*
 * verdicts.h - kept verdicts, in a file of theirs or among other tables.
 */
#ifndef STORE_VERDICTS_H
#define STORE_VERDICTS_H

#include "report/record.h"
#include "store/database.h"

extern const char verdicts_tables[];
extern const struct database_kind verdicts_kind;	/* a file of nothing else */

/* All of them or none. */
bool verdicts_put(struct database *d, struct record *const *records, guint n, GError **error);
/* Forgets what is from before that second, and the oldest until `bytes` hold the rest. */
bool verdicts_prune(struct database *d, gint64 before, gint64 bytes, GError **error);

/* The verdict whose id begins with `id`, to be freed.  NULL without an error: there is none. */
struct record *verdicts_find(struct database *d, const char *id, GError **error);

/* Within somebody's change: one more, and the whole of one less. */
bool verdicts_add(struct database *d, const struct record *r, GError **error);
bool verdicts_drop(struct database *d, const char *id, GError **error);

#endif
