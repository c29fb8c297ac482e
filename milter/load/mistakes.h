/*
 * mistakes.h - what is wrong with a configuration, all of it, each with its place.
 *
 * A mistake makes the configuration unusable, a warning does not.  Both are
 * shown in the order of files and lines.
 */
#ifndef LOAD_MISTAKES_H
#define LOAD_MISTAKES_H

#include "load/node.h"

struct mistakes;

struct mistakes *mistakes_new(void);
void mistakes_free(struct mistakes *m);

void mistakes_add(struct mistakes *m, const struct node *at, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);
void mistakes_warn(struct mistakes *m, const struct node *at, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);

bool mistakes_any(const struct mistakes *m);
/* One a line, beyond a hundred only their number; NULL if there is none. */
char *mistakes_text(struct mistakes *m);
/* The warnings, for good: char *, freed with the array. */
GPtrArray *mistakes_warnings(struct mistakes *m);

/* The one of `names` (NULL-terminated) that was probably meant by `word`, or NULL. */
const char *mistakes_meant(const char *word, const char *const *names);

#endif
