/*
 * config_lists.h - what a policy adds to the word lists, or takes out of them:
 * `lists = { commercial = [ "klub*", "!newsletter*" ]; }`.
 *
 * A name is that of a list of the dictionaries, with -mask for its legitimate
 * uses; `words` are words to accept, and "!word" is one that is never accepted.
 * Entries count in every language.  A policy has what the layers above it say
 * and its own on top.  Policies that want the same share one compiled set.
 */
#ifndef LOAD_CONFIG_LISTS_H
#define LOAD_CONFIG_LISTS_H

#include "load/config.h"
#include "load/config_layer.h"

/* Entries of one list of one layer. */
enum { CONFIG_LISTS_MOST = 1000 };

/* The members of the group `lists`, into the layer's policy; compiled later. */
void config_lists_read(struct config_layer *l, const struct node *lists, struct arena *a,
		       struct mistakes *m);

/* Every policy's own set on top of `base`, which must live as long as the configuration.
   FALSE with all mistakes in the error, one a line. */
bool config_lists_compile(struct config *c, const struct phrases *base, GError **error);

/* All that a policy's lists say, as it would be written: "commercial" -> "[ \"klub*\" ]";
   names in the order they were written.  NULL-terminated pairs; g_strfreev(). */
char **config_lists_text(const struct policy *p);

#endif
