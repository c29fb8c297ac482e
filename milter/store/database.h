/*
 * database.h - a file of SQLite's, with tables of ours.
 *
 * One writer and any number of readers, in processes of their own; of one handle, one
 * thread at a time.  The file has mode 0600 and a version; one made by a later
 * sendlint is left alone.  All waits end within a second.
 */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include "core/arena.h"

struct database;
struct sqlite3_stmt;		/* a question or a change, prepared once a handle */

enum { DATABASE_TABLES = 3, DATABASE_UPGRADES = 4 };

/* What a new file gets, and what one of an earlier version does; SQL, the rest is NULL.  A
   file for reading stays as it is: see database_version(). */
struct database_kind {
	int version;
	const char *tables[DATABASE_TABLES];
	const char *upgrades[DATABASE_UPGRADES];	/* from version 1 to 2, and so on */
};

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
struct database *database_open(const char *path, const struct database_kind *kind, bool writing,
			       GError **error);
void database_close(struct database *d);	/* NULL is fine */
/* Is the file still the one at `path`?  Somebody may have removed it. */
bool database_is_at(const struct database *d, const char *path);

/* Of the file; less than that of its kind only for reading. */
int database_version(const struct database *d);

/* All of `change` or nothing of it. */
bool database_change(struct database *d, bool (*change)(struct database *d, gpointer data, GError **error),
		     gpointer data, GError **error);
/* Statements in SQL, without answers. */
bool database_run(struct database *d, const char *sql, GError **error);
/* The number that a query gives. */
bool database_number(struct database *d, const char *sql, gint64 *ret_n, GError **error);
gint64 database_last(struct database *d);	/* row that was put in */

/*
 * A statement with its values: "s" a string or NULL, "i" a gint64, in the order of the
 * question marks; strings are borrowed until the next database_ask() or database_end().
 * `sql` is a constant: it is known by its address.
 */
struct sqlite3_stmt *database_ask(struct database *d, const char *sql, GError **error,
				  const char *kinds, ...);
/* The next row: 1; there is none: 0; -1 with the error. */
int database_next(struct database *d, struct sqlite3_stmt *s, GError **error);
void database_end(struct sqlite3_stmt *s);
/* Asks, wants no rows, and ends. */
bool database_do(struct database *d, const char *sql, GError **error, const char *kinds, ...);

/* Of a row; columns from 0.  The string lives in the arena, or is NULL. */
const char *database_text(struct arena *a, struct sqlite3_stmt *s, int column);
gint64 database_integer(struct sqlite3_stmt *s, int column);

#endif
