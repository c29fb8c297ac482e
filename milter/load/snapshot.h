/*
 * snapshot.h - the lint in force, for programs with threads.
 *
 * A snapshot is all that a configuration brings: settings, policies,
 * dictionaries, speller.  Whoever works on a message holds a reference, so a
 * reload never changes the rules under a message, and the old set goes when
 * its last message is done.
 *
 * C11 atomics and pthread mutexes, not GLib's: ThreadSanitizer sees these.
 */
#ifndef LOAD_SNAPSHOT_H
#define LOAD_SNAPSHOT_H

#include "load/config.h"
#include "load/dictionary.h"

struct snapshot;

/* Reads everything a configuration names.  NULL with the reason; `path` NULL: built in.
   Dictionaries that are the same as those of `before` (may be NULL) are shared with it:
   they are most of the memory, and take most of a second. */
struct snapshot *snapshot_load(const char *path, const struct snapshot *before, GError **error);
/* Reads the spelling dictionaries now, not when the first mail needs them. */
void snapshot_preload(struct snapshot *s);
struct snapshot *snapshot_ref(struct snapshot *s);
void snapshot_unref(struct snapshot *s);	/* NULL is fine */

const struct lint *snapshot_lint(const struct snapshot *s);
const struct config *snapshot_config(const struct snapshot *s);
const struct dictionary *snapshot_dictionary(const struct snapshot *s);

/* Put `s` in force and take over the reference; NULL withdraws the old. */
void snapshot_publish(struct snapshot *s);
struct snapshot *snapshot_current(void);	/* a new reference, or NULL */

#endif
