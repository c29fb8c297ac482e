#include <stdatomic.h>
#include <sys/random.h>

#include "load/word_cache.h"

enum { BITS = 17, PLACES = 1 << BITS };		/* 8 bytes each */

/* An entry: 16 bits of the near word, 46 of the hash, two of the verdict.  The upper
   bits of the hash are the place; the lowest of these stays, for the neighbour. */
enum entry_bits { ENTRY_KNOWN = 1, ENTRY_SET = 2 };	/* an empty place is all zero */
enum { NEAR_SHIFT = 48, NEAR_VARIANT = 2 };	/* 2 is no edit */
static const guint64 entry_hash = G_GUINT64_CONSTANT(0x0000fffffffffffc);

struct word_cache {
	guint64 secret;
	_Atomic guint64 *places;
};

static guint64
mix(guint64 h)
{
	h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
	h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53u;
	return h ^ h >> 33;
}

/* Up to eight bytes, as one number. */
static inline guint64
few(const char *s, gsize len)
{
	guint32 begin, end;

	if (len >= 4) {
		memcpy(&begin, s, 4);
		memcpy(&end, s + len - 4, 4);
		return (guint64)begin << 32 | end;
	}
	return len ? (guint64)(guchar)s[0] << 16 | (guint64)(guchar)s[len / 2] << 8 |
		     (guchar)s[len - 1] : 0;
}

guint64
word_cache_key(const struct word_cache *c, const char *s, gsize len)
{
	guint64 x = c->secret + len * 0x9e3779b97f4a7c15u, v;	/* far from the bytes */

	for (; len > 8; s += 8, len -= 8) {
		memcpy(&v, s, 8);
		x = mix(x ^ v);
	}
	return mix(x ^ few(s, len));
}

/* A word stands in one of two neighbours, the newer one in the first: words that fall
   on the same place do not drive each other out. */
static inline _Atomic guint64 *
place(const struct word_cache *c, guint64 key)
{
	return &c->places[key >> (64 - BITS)];
}

static inline _Atomic guint64 *
neighbour(const struct word_cache *c, guint64 key)
{
	return &c->places[key >> (64 - BITS) ^ 1];
}

void
word_cache_fetch(const struct word_cache *c, guint64 key)
{
	__builtin_prefetch((const void *)place(c, key));
}

static inline bool
is_entry(guint64 entry, guint64 key)
{
	return !((entry ^ key) & entry_hash) && (entry & ENTRY_SET);
}

bool
word_cache_find(const struct word_cache *c, guint64 key, struct word_fate *ret_fate)
{
	guint64 entry = atomic_load_explicit(place(c, key), memory_order_relaxed);
	guint16 near;

	if (!is_entry(entry, key)) {
		entry = atomic_load_explicit(neighbour(c, key), memory_order_relaxed);
		if (!is_entry(entry, key))
			return false;
	}
	near = (guint16)(entry >> NEAR_SHIFT);
	*ret_fate = (struct word_fate){
		.known = entry & ENTRY_KNOWN,
		.variant = near == NEAR_VARIANT,
		.near = near == NEAR_VARIANT ? WORD_NEAR_NONE : near,
	};
	return true;
}

void
word_cache_keep(struct word_cache *c, guint64 key, struct word_fate fate)
{
	guint64 old = atomic_load_explicit(place(c, key), memory_order_relaxed);
	guint64 near = fate.variant ? NEAR_VARIANT : fate.near;

	if (old && !is_entry(old, key))
		atomic_store_explicit(neighbour(c, key), old, memory_order_relaxed);
	atomic_store_explicit(place(c, key), (key & entry_hash) | near << NEAR_SHIFT | ENTRY_SET |
			      (fate.known ? ENTRY_KNOWN : 0), memory_order_relaxed);
}

static guint64
secret(const struct word_cache *c)
{
	guint64 x;

	if (getrandom(&x, sizeof x, GRND_NONBLOCK) == sizeof x)
		return x;
	return mix((guint64)g_get_real_time() ^ (guint64)(gsize)c);
}

struct word_cache *
word_cache_new(void)
{
	struct word_cache *c = g_new0(struct word_cache, 1);

	c->secret = secret(c);
	c->places = g_malloc0(PLACES * sizeof *c->places);
	return c;
}

void
word_cache_free(struct word_cache *c)
{
	if (!c)
		return;
	g_free((gpointer)c->places);
	g_free(c);
}
