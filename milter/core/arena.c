#include <stdarg.h>

#include "core/arena.h"

/* Chunks grow with the message: a short one needs one, a long one few. */
enum { CHUNK = 16 * 1024, CHUNK_MOST = 64 * 1024, ALIGN = 16 };

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

static struct chunk *
add_chunk(struct arena *a, gsize size)
{
	struct chunk *first = a->chunks, *c;
	gsize room = first ? MIN(first->size * 2, CHUNK_MOST) : CHUNK;
	bool alone = first && size > room / 4;	/* keep the room that is left in the newest */

	room = alone ? size : MAX(size, room);
	c = g_malloc(sizeof *c + room);
	c->size = room;
	c->used = 0;
	c->next = alone ? first->next : first;
	*(alone ? &first->next : &a->chunks) = c;
	return c;
}

void *
arena_bytes(struct arena *a, gsize size)
{
	struct chunk *c = a->chunks;

	size = (MAX(size, 1) + ALIGN - 1) & ~(gsize)(ALIGN - 1);
	if (!c || c->size - c->used < size)
		c = add_chunk(a, size);
	c->used += size;
	return c->data + c->used - size;
}

void *
arena_alloc(struct arena *a, gsize size)
{
	return memset(arena_bytes(a, size), 0, size);
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
