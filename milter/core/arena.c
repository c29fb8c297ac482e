#include <stdarg.h>

#include "core/arena.h"

enum { CHUNK = 16 * 1024, ALIGN = 16 };

struct chunk {
	struct chunk *next;
	gsize used, size;
	_Alignas(ALIGN) char data[];
};

struct deferred {
	struct deferred *next;
	GDestroyNotify fn;
	gpointer p;
};

struct arena {
	struct chunk *chunks;		/* the first has room; the others are full */
	struct deferred *deferred;	/* newest first */
};

struct arena *
arena_new(void)
{
	return g_new0(struct arena, 1);
}

void
arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct deferred *d = a->deferred; d; d = d->next)
		d->fn(d->p);
	for (struct chunk *c = a->chunks, *next; c; c = next) {
		next = c->next;
		g_free(c);
	}
	g_free(a);
}

static void *
take(struct arena *a, gsize size, bool zeroed)
{
	struct chunk *c = a->chunks;

	size = (MAX(size, 1) + ALIGN - 1) & ~(gsize)(ALIGN - 1);
	if (!c || c->size - c->used < size) {
		gsize room = MAX(size, CHUNK);
		bool alone = c && size > CHUNK / 4;	/* keep the room that is left in the newest */

		/* Only what has a chunk of its own need not be zeroed: others share theirs. */
		c = zeroed || size < room ? g_malloc0(sizeof *c + room) : g_malloc(sizeof *c + room);
		c->size = room;
		c->used = 0;
		c->next = alone ? a->chunks->next : a->chunks;
		*(alone ? &a->chunks->next : &a->chunks) = c;
	}
	c->used += size;
	return c->data + c->used - size;
}

void *
arena_alloc(struct arena *a, gsize size)
{
	return take(a, size, true);
}

void *
arena_bytes(struct arena *a, gsize size)
{
	return take(a, size, false);
}

char *
arena_strndup(struct arena *a, const char *s, gsize len)
{
	char *copy = arena_bytes(a, len + 1);

	copy[len] = '\0';
	return len ? memcpy(copy, s, len) : copy;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	g_autofree char *s = NULL;
	va_list ap;

	va_start(ap, fmt);
	s = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	return arena_strndup(a, s, strlen(s));
}

void
arena_defer(struct arena *a, GDestroyNotify fn, gpointer p)
{
	struct deferred *d = arena_new0(a, struct deferred);

	*d = (struct deferred){ .next = a->deferred, .fn = fn, .p = p };
	a->deferred = d;
}

GArray *
arena_array(struct arena *a, guint size)
{
	GArray *v = g_array_new(FALSE, TRUE, size);

	arena_defer(a, (GDestroyNotify)g_array_unref, v);
	return v;
}
