#include "core/words_lexicon.h"

enum {
	LEAST = 64,		/* slots */
	BYTES = 16,		/* of text for a slot: of natural ones, enough */
	/* Slots in which a word may stand.  Who writes words that all want the same ones has
	   some of them counted as different: no more than that. */
	PROBES = 16,
	BLOCK = 128,		/* words */
};

struct key
words_lexicon_key(const char *s, gsize len)
{
	struct key k = { .s = s, .head = words_lexicon_load(s, len), .len = (guint32)len };
	guint64 hash = 0;

	for (gsize i = 0; i < len; i += 8)
		hash = words_lexicon_mix(hash, words_lexicon_load(s + i, len - i));
	k.hash = (guint32)words_lexicon_mix(hash, len);
	return k;
}

struct lexicon *
words_lexicon(struct arena *a, gsize bytes)
{
	struct lexicon *x = arena_new0(a, struct lexicon);
	guint size = LEAST;

	while (size < bytes / BYTES)
		size *= 2;
	x->arena = a;
	x->mask = size - 1;
	x->slots = arena_alloc(a, size * sizeof *x->slots);
	return x;
}

guint
words_lexicon_size(const struct lexicon *x)
{
	return x->n;
}

static inline bool
is_same(const struct key *a, const struct key *b)
{
	return a->hash == b->hash && a->head == b->head && a->len == b->len &&
	       (a->len <= 8 || memcmp(a->s + 8, b->s + 8, a->len - 8) == 0);
}

static inline struct distinct *
at(const struct lexicon *x, guint id)
{
	return &x->blocks[id / BLOCK][id % BLOCK];
}

const struct distinct *
words_lexicon_find(const struct lexicon *x, const struct key *key)
{
	for (guint i = 0; i < PROBES; i++) {
		guint32 id = x->slots[(key->hash + i) & x->mask];

		if (!id)
			break;
		if (is_same(&at(x, id - 1)->key, key))
			return at(x, id - 1);
	}
	return NULL;
}

static void
put(struct lexicon *x, guint id)
{
	for (guint i = 0; i < PROBES; i++) {
		guint32 *slot = &x->slots[(at(x, id)->key.hash + i) & x->mask];

		if (*slot)
			continue;
		*slot = id + 1;
		break;
	}
}

static void
more_slots(struct lexicon *x)
{
	x->mask = x->mask * 2 + 1;
	x->slots = arena_alloc(x->arena, (x->mask + 1) * sizeof *x->slots);
	for (guint id = 0; id < x->n; id++)
		put(x, id);
}

static void
more_room(struct lexicon *x)
{
	if (x->n / BLOCK == x->n_blocks) {
		guint n = MAX(x->n_blocks * 2, 4);
		struct distinct **blocks = arena_bytes(x->arena, n * sizeof *blocks);

		if (x->n_blocks)
			memcpy(blocks, x->blocks, x->n_blocks * sizeof *blocks);
		x->blocks = blocks;
		x->n_blocks = n;
	}
	x->blocks[x->n / BLOCK] = arena_bytes(x->arena, BLOCK * sizeof **x->blocks);
}

const struct distinct *
words_lexicon_add(struct lexicon *x, const struct distinct *d)
{
	struct distinct *new;

	if (x->n % BLOCK == 0)
		more_room(x);
	if (x->n > x->mask / 2)
		more_slots(x);
	new = at(x, x->n);
	*new = *d;
	new->id = x->n++;
	put(x, new->id);
	return new;
}
