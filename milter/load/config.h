/*
 * config.h - the settings of the daemon, and the policies.
 *
 * One file and the *.conf files of a folder beside it (conf.d/), in libconfig's
 * syntax.  One table of settings is parser, defaults and man page.  Syntax
 * errors end at the first; semantic mistakes are all reported, each as
 * "FILE:LINE: what, and what was probably meant".
 */
#ifndef LOAD_CONFIG_H
#define LOAD_CONFIG_H

#include "core/lint.h"

enum on_failure { ON_FAILURE_ACCEPT, ON_FAILURE_TEMPFAIL };

struct settings {
	const char *milter;		/* "unix:/run/sendlint/milter.sock", "inet:8890@127.0.0.1" */
	const char *socket_group;	/* group that may write to a UNIX socket, or NULL */
	guint socket_mode;		/* 0660 */
	guint deadline;			/* milliseconds for one message, from its end */
	enum on_failure on_failure;
	guint max_connections;		/* beyond it the MTA is told to try later */
	const char *state_dir;		/* /var/lib/sendlint: spool files */
	const char *log;		/* "syslog", "stderr" or a file */
	const char *dictionaries;	/* folder of our own lists */
	const char *site_dictionaries;	/* the site's additions, same shape; may not exist */
	const char *hunspell;		/* folder of .aff and .dic files */
};

/* One effective value, for `config show`. */
struct config_value {
	const char *name;		/* "policies.shop.rules.subject-all-caps.points" */
	const char *value;		/* as it would be written */
	const char *origin;		/* "sendlint.conf:12", "default", "policy strict" */
	bool locked;
};

struct config {
	struct settings settings;
	struct policies policies;
	GPtrArray *values;		/* struct config_value, sorted by name */
	GPtrArray *warnings;		/* char *: file:line: text */
	const char *version;		/* hash of all files read, hex */
	const char *path;		/* the file read, or NULL: built in */
};

/* `path` NULL: the built-in default.  NULL with all mistakes in the error, one a line. */
struct config *config_load(const char *path, GError **error);
void config_free(struct config *c);

#endif
