/*
 * map.h - the way back through one step of decoding.
 *
 * A sorted list of runs, each saying which stretch of the output came from
 * which stretch of the input.  Sparse: what is copied byte for byte, or by
 * one ratio as base64 is, is one run however long.  Beyond LIMIT_MAP_RUNS
 * the map grows coarser instead of longer.  Few texts are ever traced back, so
 * a decoder may leave its map to be made when somebody asks.
 */
#ifndef CORE_MAP_H
#define CORE_MAP_H

#include "core/arena.h"

enum map_kind {
	MAP_LINEAR,	/* byte for byte: in_len is the length of the output too */
	MAP_COVER,	/* the whole output came from the whole input (an escape, a charset) */
	MAP_BASE64,	/* 3 bytes of output from 4 of input, no line end between */
	MAP_HEX,	/* 1 from 3: quoted-printable "=C3" */
	MAP_2_FROM_1,	/* a letter beyond ASCII of a single-byte charset */
	MAP_3_FROM_1,	/* the same, or U+FFFD for a byte that does not fit */
	MAP_3_FROM_2,	/* a character of a double-byte charset */
};

/* One step of decoding: which stretch of the output came from which of the input. */
struct map_run {
	guint32 out;		/* where it begins in the output */
	guint32 in, in_len;	/* what it came from */
	guint32 kind;		/* enum map_kind */
};

/* Adds the runs from the first on, until one begins behind `upto` of the output; TRUE if there
   are no more. */
struct map;
typedef bool (*map_maker)(struct map *m, gconstpointer from, gsize upto);

/* Sorted by `out`; a run ends where the next begins.  No runs: byte for byte from 0. */
struct map {
	struct map_run *runs;	/* NULL until there is one */
	guint32 n_runs, room;
	struct arena *arena;
	map_maker make;		/* NULL: all runs are there */
	gconstpointer from;
};

void map_init(struct map *m, struct arena *a);

/* Leave it to `make`, which is called anew when more is asked for.  `from` lives as long as
   the map. */
void map_later(struct map *m, map_maker make, gconstpointer from);

/* The runs up to there and the next one, if they were left for later.  Nothing else changes:
   const for who asks. */
void map_make(const struct map *m, gsize upto);

/* Byte for byte, all of it. */
static inline bool
map_is_same(const struct map *m)
{
	return !m->n_runs && !m->make;
}

/* Append a run that begins at `out`; a run other than COVER that goes on where the
   last one of its kind ended only lengthens it. */
void map_add(struct map *m, enum map_kind kind, gsize out, gsize in, gsize in_len);

/* Say where output and input end, so that what ends there is known to be exact. */
void map_end(struct map *m, gsize out, gsize in);

/* Append all of `part`, whose output begins at `out` of this one's and whose input, of
   `in_len` bytes, at `in`. */
void map_append(struct map *m, const struct map *part, gsize out, gsize in, gsize in_len);

/*
 * The smallest stretch of the input that covers `out`.  `*exact` is cleared when
 * other output came from it too, and left alone otherwise.  Input between two runs
 * (line ends of base64, soft line ends) belongs to no output and spoils nothing.
 */
struct span map_back(const struct map *m, struct span out, bool *exact);

#endif
