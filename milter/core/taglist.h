/*
 * taglist.h - lists of tags: "v=DKIM1; p=MIGf...", RFC 6376 3.2.
 */
#ifndef CORE_TAGLIST_H
#define CORE_TAGLIST_H

#include "core/arena.h"

struct tag {
	const char *name, *value;	/* without the white space around them */
};

struct taglist {
	GArray *tags;		/* struct tag, in their order */
	const char *bad;	/* the first stretch that is no tag, at most TAGLIST_SHOWN bytes;
				   NULL: there is none */
};

enum { TAGLIST_SHOWN = 60 };

struct taglist taglist_parse(struct arena *a, const char *s);

/* The value of the first tag of that name, or NULL. */
const char *taglist_value(const struct taglist *l, const char *name);

/* Is `word` one of those that stand in `list` between any of `separators`?  Any case. */
bool taglist_has(const char *list, const char *separators, const char *word);

#endif
