/*
 * hunspell.h - dictionaries of the distribution behind the core's speller.h.
 *
 * Per language a set of handles and one lock (a handle crashes under two
 * threads), behind a cache of verdicts, right and wrong, that all threads
 * share without a lock.  A language is read from disk when it is first asked
 * for (half a second and 100 MB for four of them): a server does it ahead with
 * hunspell_preload().
 */
#ifndef LOAD_HUNSPELL_H
#define LOAD_HUNSPELL_H

#include "core/speller.h"
#include "load/dictionary.h"

struct hunspell;

/* `folder` NULL: where systems keep them.  Languages without an installed dictionary
   are left out.  Never fails.  `d` must live as long. */
struct hunspell *hunspell_new(const char *folder, const struct dictionary *d);
void hunspell_free(struct hunspell *h);		/* NULL is fine */
void hunspell_preload(struct hunspell *h);
/* The files it stands on, with time and size: the same text, the same answers. */
const char *hunspell_version(const struct hunspell *h);
const struct speller *hunspell_speller(const struct hunspell *h);

#endif
