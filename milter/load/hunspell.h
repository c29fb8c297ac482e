/*
 * hunspell.h - dictionaries of the distribution behind the core's speller.h.
 *
 * Per language one handle and one lock (a handle crashes under two threads),
 * behind a cache of verdicts, right and wrong, that all threads share without
 * a lock.  Handles are made one after another.  The only file with Hunspell.
 */
#ifndef LOAD_HUNSPELL_H
#define LOAD_HUNSPELL_H

#include "core/speller.h"
#include "load/dictionary.h"

struct hunspell;

/* Languages without an installed dictionary are left out.  Never fails. */
struct hunspell *hunspell_new(const char *folder, const struct dictionary *d);
void hunspell_free(struct hunspell *h);
const struct speller *hunspell_speller(const struct hunspell *h);

#endif
