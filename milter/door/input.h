/*
 * input.h - the messages that a person names: files, folders, mailboxes.
 *
 * A folder is walked, and what is in it is taken: files whose name ends in
 * .eml, .html, .htm or .mbox, and those in the `cur` and `new` of a Maildir.
 * A file that is named is taken whatever its name: one that ends as templates of an engine
 * do (.hbs, .html.erb) is bare HTML, or what stands before that (.txt.j2, .eml.twig).  An mbox is as many
 * messages as it holds; a file named .eml is one, whatever its first line.
 */
#ifndef DOOR_INPUT_H
#define DOOR_INPUT_H

#include "core/message.h"

struct input {
	char *path;		/* "-": standard input */
	char *name;		/* for people: the path, with "#3" for the third of an mbox */
	gsize at, len;		/* of an mbox: which bytes of the file; len 0: all */
	enum message_bare bare;	/* .html, .htm and .txt hold no whole message */
};

/* struct input, in the order of their names.  What cannot be read is in the list, and
   says so when its turn comes. */
GPtrArray *input_list(char **paths);

/* The bytes; free with g_byte_array_unref(), also after a failure.  NULL, or why not. */
const char *input_read(const struct input *i, GByteArray **ret_bytes);

#endif
