/*
 * node.h - one configuration file as a tree, each setting with its line.
 *
 * The only file that knows libconfig.  What the library cannot refuse
 * itself is refused before it sees the text: binary rubbish, files and
 * groups too big, nesting too deep, @include (folders are read by
 * config.c, so that every setting keeps the file it stands in).
 */
#ifndef LOAD_NODE_H
#define LOAD_NODE_H

#include "core/arena.h"

enum node_type { NODE_STRING, NODE_INT, NODE_BOOL, NODE_FLOAT, NODE_LIST, NODE_GROUP };

struct node {
	const char *name;	/* NULL inside a list */
	const char *file;
	guint file_number;	/* in the order of reading */
	guint line;		/* from 1 */
	enum node_type type;
	const char *text;	/* NODE_STRING */
	gint64 number;		/* NODE_INT, NODE_BOOL */
	GPtrArray *children;	/* NODE_LIST, NODE_GROUP: struct node * */
};

enum node_error { NODE_ERROR_UNREADABLE, NODE_ERROR_SYNTAX };
#define NODE_ERROR (node_error_quark())
GQuark node_error_quark(void);

/* The outermost group of a text; `file` is its name for people, borrowed for the
   arena's life.  NULL with "FILE:LINE: reason". */
const struct node *node_parse(struct arena *a, const char *file, guint file_number,
			      const char *text, gsize len, GError **error);

/* The same of a file, which must be a regular one of bearable size.  Its bytes go
   into `sum` as well. */
const struct node *node_read(struct arena *a, const char *file, guint file_number,
			     GChecksum *sum, GError **error);

/* "a string", "a number", ... */
const char *node_type_name(enum node_type t);

#endif
