/*
 * setting.h - the table of settings: what there is, of what kind, with which
 * default and bounds, in which words.
 *
 * Parser, defaults, `config show` and the manual page are made from it.
 * Every value has a written form; defaults are kept in it.
 */
#ifndef LOAD_SETTING_H
#define LOAD_SETTING_H

#include "load/mistakes.h"

enum setting_type {
	SETTING_STRING,		/* any text; "" is NULL */
	SETTING_PATH,		/* absolute; "" is NULL */
	SETTING_SOCKET,		/* an address as libmilter wants it */
	SETTING_NEAR,		/* the same, and on this machine only; "" is NULL */
	SETTING_ADDRESS,	/* "lint@example.org"; "" is NULL */
	SETTING_ADDRESSEE,	/* an address, "sender" or "nobody" */
	SETTING_SUBMISSION,	/* where mail of ours goes: a socket nearby, no name to look up */
	SETTING_LOG,		/* "syslog", "stderr" or a path */
	SETTING_URL,		/* where files are: "https://.../"; "" is NULL */
	SETTING_LANGUAGE,	/* BCP 47 */
	SETTING_CHOICE,		/* one of `choices`; stored as its index, or through `values` */
	SETTING_BOOL,
	SETTING_NUMBER,
	SETTING_THRESHOLD,	/* points or "off" */
	SETTING_DURATION,	/* "4 s", "500 ms", "10 min", "2 h"; stored as milliseconds */
	SETTING_BITS,		/* "0660": octal, a string */
};

enum setting_scope { SETTING_DAEMON, SETTING_ANSWER, SETTING_POLICY };

enum { SETTING_CHOICES = 7 };

/* Where figures are asked for if nobody says otherwise. */
#define SETTING_METRICS "unix:/run/sendlint/metrics.sock"

struct setting {
	const char *name;
	enum setting_scope scope;
	enum setting_type type;
	gsize offset;		/* in struct settings (also of answer) or struct policy */
	const char *standard;	/* the default as it is written, without quotes */
	int min, max;		/* NUMBER, THRESHOLD: points; DURATION: milliseconds */
	const char *choices[SETTING_CHOICES];
	const int *values;	/* of the choices */
	int stricter;		/* +1: more is stricter, -1: less is; 0: cannot be locked */
	const char *help;	/* sentences for the manual page */
};

extern const struct setting *const setting_all;	/* ends with a NULL name */

const struct setting *setting_find(enum setting_scope scope, const char *name);
/* NULL-terminated; free the array, not the names. */
const char **setting_names(enum setting_scope scope);

/* Every default of a scope into `base`. */
void setting_defaults(enum setting_scope scope, void *base);
/* The node's value into `base`; strings are borrowed from the node.  On a mistake it is
   reported and `base` is left alone. */
bool setting_read(const struct setting *s, const struct node *n, void *base,
		  struct mistakes *m);
/* What a command line says in place of a file: may it be said? */
bool setting_takes(const struct setting *s, const char *text);
/* Is its value a string?  Such a setting is locked as it is: nothing is stricter. */
bool setting_is_string(const struct setting *s);
/* The number behind a value of a type that has one: for comparing. */
int setting_number(const struct setting *s, const void *base);
void setting_copy(const struct setting *s, const void *from, void *to);
/* As it would be written; free it. */
char *setting_text(const struct setting *s, const void *base);

/* What may be written, for people: "\"observe\", \"tag\" or \"enforce\"". */
char *setting_form(const struct setting *s);
/* The section of the manual page for a scope, in mdoc. */
void setting_manual(GString *out, enum setting_scope scope);

#endif
