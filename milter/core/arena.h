/*
 * arena.h - memory that lives exactly as long as one message.
 *
 * Everything found out about a message is allocated here, so nobody who
 * looks at messages ever frees anything.  Objects that have destructors
 * of their own (GMime's) are tied to the arena with
 * arena_defer().  Out of memory ends the process, as everywhere in GLib.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include "core/base.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);	/* NULL is fine */

void *arena_alloc(struct arena *a, gsize size);	/* zeroed, aligned */
void *arena_bytes(struct arena *a, gsize size);	/* not zeroed: for what is written anyway */
char *arena_strndup(struct arena *a, const char *s, gsize len);
char *arena_printf(struct arena *a, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

/* Call fn(p) when the arena goes; last deferred, first called. */
void arena_defer(struct arena *a, GDestroyNotify fn, gpointer p);

/* A growing array, elements of `size` bytes, that goes with the arena. */
GArray *arena_array(struct arena *a, guint size);

#define arena_new0(a, type) ((type *)arena_alloc((a), sizeof(type)))

#endif
