/*
 * store.h - verdicts are kept, by a thread of its own.
 *
 * Whoever handles mail puts a record into a bounded queue and goes on: never waits
 * for a disk.  What does not fit is dropped and counted, and the log says so once a
 * minute.  Whatever is wrong with the file (a full disk, a lock, a folder that
 * cannot be written) is said once, and once more when it is over; a damaged file
 * is put aside and a new one begun.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "act/act.h"
#include "report/record.h"

/* A file of that name in the state folder. */
#define STORE_FILE "verdicts.db"

struct store_settings {
	const char *folder;	/* NULL: nothing is kept */
	guint megabytes, days;
};

/* Starts the thread; keeps nothing before store_set(). */
void store_open(void);
/* Also opens the file anew, whether anything changed or not. */
void store_set(const struct store_settings *s);
/* Writes what waits, for a second or two at most, and ends the thread. */
void store_close(void);

bool store_wants(void);		/* is anything kept? */
/* A message, kept or not, for the share of rules in all mail. */
void store_count(const struct verdict *v, enum act_taken taken);
void store_add(struct record *r);	/* takes it over */

struct store_figures {
	guint64 dropped;	/* so far, not kept for whatever reason */
	guint waiting, room;	/* records in the queue, and how many it holds */
	bool is_wanted, works;	/* something is to be kept, and it can be */
};
guint64 store_dropped(void);
void store_figures(struct store_figures *ret_figures);

#endif
