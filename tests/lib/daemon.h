/*
 * daemon.h - a `sendlint serve` of its own for one test: private folder, socket and configuration.
 *
 * Takes BUILD from the environment.  Every wait has an end; what was started is stopped.
 */
#ifndef TESTS_DAEMON_H
#define TESTS_DAEMON_H

#include <glib.h>
#include <stdbool.h>

struct daemon {
	char *folder;		/* removed at the end */
	char *address;		/* "unix:..." */
	char *log;		/* file with what it printed */
	GPid pid;		/* 0: it did not start, or ended */
};

/* Waits until it answers; with pid 0 it did not.  State and log stay in its folder. */
struct daemon *daemon_new(const char *config);
/* SIGTERM.  Its exit status, or -1 where it crashed or had to be killed. */
int daemon_stop(struct daemon *d);
void daemon_free(struct daemon *d);

/* KiB of private memory now (Pss_Anon + Pss_Shmem). */
gsize daemon_memory(const struct daemon *d);
/* Entries of /proc/PID/NAME: "fd" or "task". */
guint daemon_count(const struct daemon *d, const char *name);

#endif
