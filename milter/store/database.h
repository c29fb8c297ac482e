/*
 * database.h - kept verdicts in a file of SQLite's.
 *
 * One writer and any number of readers, in processes of their own; of one handle, one
 * thread at a time.  The file has mode 0600 and a version; one made by a later
 * sendlint is left alone.  All waits end within a second.
 */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include "report/record.h"

struct database;

enum database_error {
	DATABASE_BUSY,		/* somebody else has it: try again */
	DATABASE_DAMAGED,	/* it is no database, or not whole */
	DATABASE_NEWER,		/* made by a later sendlint */
	DATABASE_FAILED,	/* the disk, the folder, permissions */
	DATABASE_AMBIGUOUS,	/* several ids begin so */
};
#define DATABASE_ERROR (database_error_quark())
GQuark database_error_quark(void);

/* For writing it is made if there is none. */
struct database *database_open(const char *path, bool writing, GError **error);
void database_close(struct database *d);	/* NULL is fine */

/* All of them or none. */
bool database_put(struct database *d, struct record *const *records, guint n, GError **error);
/* Forgets what is from before that second, and the oldest until `bytes` hold the rest. */
bool database_prune(struct database *d, gint64 before, gint64 bytes, GError **error);

/* The verdict whose id begins with `id`, to be freed.  NULL without an error: there is none. */
struct record *database_find(struct database *d, const char *id, GError **error);

#endif
