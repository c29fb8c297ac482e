/*
 * config.h - the settings of the daemon, and the policies.
 *
 * One file and the *.conf files of the folder conf.d beside it, in
 * libconfig's syntax; a later file has the last word.  One table of settings
 * (setting.c) is parser, defaults and manual page.  Syntax errors end a file
 * at the first; semantic mistakes are all reported, each as "FILE:LINE: what,
 * and what was probably meant".
 */
#ifndef LOAD_CONFIG_H
#define LOAD_CONFIG_H

#include "core/lint.h"

#ifndef SYSCONFDIR
#define SYSCONFDIR "/etc"
#endif
#define CONFIG_PATH SYSCONFDIR "/sendlint/sendlint.conf"

enum on_failure { ON_FAILURE_ACCEPT, ON_FAILURE_TEMPFAIL };

/* The test address: mail to it is answered with a report. */
struct answer {
	const char *address;		/* NULL: there is none */
	const char *to;			/* who gets what may not go to its sender, or NULL */
	const char *submission;		/* where answers are sent: "inet:10588@127.0.0.1" */
	guint per_hour;			/* answers to one login, or one sender without */
	GPtrArray *domains;		/* char *: whose addresses are local */
	GPtrArray *policies;		/* char *: what everybody may ask for */
};

struct settings {
	const char *milter;		/* "unix:/run/sendlint/milter.sock", "inet:8890@127.0.0.1"; or NULL */
	const char *spamd;		/* likewise; NULL: not listened on */
	const char *socket_group;	/* group that may write to a UNIX socket, or NULL */
	guint socket_mode;		/* 0660 */
	guint deadline;			/* milliseconds for one message, from its end */
	enum on_failure on_failure;
	guint max_connections;		/* beyond it the MTA is told to try later */
	const char *state_dir;		/* /var/lib/sendlint: spool files */
	bool store;			/* verdicts are kept in it */
	guint store_size;		/* megabytes */
	guint store_days;
	const char *log;		/* "syslog", "stderr" or a file */
	guint log_format;		/* 0: text, 1: JSON */
	const char *metrics;		/* where figures can be asked for; NULL: nowhere */
	const char *feedback_from;	/* who mails about tagged mail come from, or NULL */
	const char *feedback_submission;	/* where they go: "inet:10588@127.0.0.1" */
	guint feedback_after;		/* milliseconds that such a mail gathers */
	guint feedback_per_day;		/* of them to one address */
	guint feedback_queue;		/* of them that may wait */
	const char *dictionaries;	/* folder of our own lists */
	const char *site_dictionaries;	/* the site's additions, same shape; may not exist */
	const char *rules_url;		/* where the pages of the rules are, or NULL */
	const char *hunspell;		/* folder of .aff and .dic files */
	struct answer answer;
};

struct config {
	struct settings settings;
	struct policies policies;
	GPtrArray *warnings;		/* char *: file:line: text */
	const char *version;		/* hash of all files read, hex */
	const char *path;		/* the file read, or NULL: built in */
	struct arena *arena;		/* of all its strings */
	struct config_policy *layers;	/* who set what in the policies */
	struct config_own *own;		/* the administrator's own rules */
	GHashTable *origins;		/* name of a daemon setting -> struct node */
	GHashTable *lists;		/* what policies say of the word lists -> struct phrases */
};

enum config_error { CONFIG_ERROR_UNREADABLE, CONFIG_ERROR_MISTAKES };
#define CONFIG_ERROR (config_error_quark())
GQuark config_error_quark(void);

/* `path` NULL: the built-in default.  NULL with all mistakes in the error, one a line. */
struct config *config_load(const char *path, GError **error);
void config_free(struct config *c);	/* NULL is fine */

/* CONFIG_PATH if there is such a file, else NULL. */
const char *config_default_path(void);

#endif
