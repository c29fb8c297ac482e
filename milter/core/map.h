/*
 * map.h - the way back through one step of decoding.
 *
 * A sorted list of runs, each saying which stretch of the output came from
 * which stretch of the input.  Sparse: what is copied byte for byte is one
 * run, however long; base64 is one run a line.
 */
#ifndef CORE_MAP_H
#define CORE_MAP_H

#include "core/arena.h"

enum map_kind {
	MAP_LINEAR,	/* byte for byte: in_len is the length of the output too */
	MAP_COVER,	/* the whole output came from the whole input (an escape, a charset) */
	MAP_BASE64,	/* 3 bytes of output from 4 of input, no line end between */
};

/* One step of decoding: which stretch of the output came from which of the input. */
struct map_run {
	guint32 out;		/* where it begins in the output */
	guint32 in, in_len;	/* what it came from */
	guint32 kind;		/* enum map_kind */
};

/* Sorted by `out`; a run ends where the next begins.  No runs: byte for byte from 0. */
struct map {
	GArray *runs;		/* struct map_run */
};

void map_init(struct map *m, struct arena *a);

/* Append a run that begins at `out`; a LINEAR run that goes on where the last one
   ended only lengthens it. */
void map_add(struct map *m, enum map_kind kind, gsize out, gsize in, gsize in_len);

/* The smallest stretch of the input that covers `out`.  `*exact` is cleared when it
   is more than that, and left alone otherwise. */
struct span map_back(const struct map *m, struct span out, bool *exact);

#endif
