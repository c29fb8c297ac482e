/*
 * hunspell_handle.h - one dictionary of Hunspell, in whatever charset it is.
 *
 * Words go in and come out as UTF-8.  No two threads may use one handle at once.
 * The only file with Hunspell.
 */
#ifndef LOAD_HUNSPELL_HANDLE_H
#define LOAD_HUNSPELL_HANDLE_H

#include "core/arena.h"

struct Hunhandle;

struct hunspell_handle {
	struct Hunhandle *hunspell;
	guint8 *bytes;		/* of code points, for an 8-bit dictionary; NULL: UTF-8 */
	gunichar *chars;	/* and back */
};

/* FALSE: there is no such dictionary, and nothing to clear. */
bool hunspell_handle_open(struct hunspell_handle *h, const char *aff, const char *dic);
void hunspell_handle_clear(struct hunspell_handle *h);

/* `word` as word_forms_clean() leaves it. */
bool hunspell_handle_knows(const struct hunspell_handle *h, const char *word);
/* Fills in at most `most` words that may be meant, in the arena; how many. */
guint hunspell_handle_suggest(const struct hunspell_handle *h, const char *word, struct arena *a,
			      const char **ret_words, guint most);

#endif
