/*
 * output.h - a folder of files that we write: one a mail, or one a rule.
 *
 * Names are made of letters, digits, dots, hyphens and underscores, whatever
 * the mails are called.  No link is followed and no file that is being
 * checked is written over.
 */
#ifndef DOOR_OUTPUT_H
#define DOOR_OUTPUT_H

#include "core/base.h"

struct output;

/* Is this path meant as a folder: is it one, or ends it in "/"? */
bool output_is_folder(const char *path);

/* Makes the folder if it must.  `sources`: char *, the files that are read, or NULL. */
struct output *output_new(const char *path, const GPtrArray *sources, GError **error);
void output_free(struct output *o);	/* NULL is fine */

/* A name for the report about `name` that no other has; the caller frees it. */
char *output_name(struct output *o, const char *name, const char *suffix);
/* Writes a whole file. */
bool output_write(struct output *o, const char *name, const GString *text, GError **error);

#endif
