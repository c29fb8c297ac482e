/*
 * completion.h - the commands as a shell completes them.
 */
#ifndef DOOR_COMPLETION_H
#define DOOR_COMPLETION_H

#include <glib.h>
#include <stdbool.h>

/* A row of the program's table of commands. */
struct command {
	const char *name, *args, *help;
	int (*run)(void);
	const GOptionEntry *options;	/* or NULL */
};

/* The script for "bash", "zsh" or "fish"; false if the shell is another. */
bool completion_script(GString *out, const char *shell, const struct command *commands, gsize n);

#endif
