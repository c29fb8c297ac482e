/*
 * suggest.h - what a dictionary suggests for words that stand near no other.
 *
 * For people at a terminal and authors of test mails, after lint_check(): it
 * takes milliseconds a word, and changes nothing of what was found.  Doors
 * through which mail goes do not come here (tests/house/offline.t).
 */
#ifndef CORE_SUGGEST_H
#define CORE_SUGGEST_H

#include "core/lint.h"

/* Fills v->suggestions, for at most LIMIT_SUGGEST_WORDS words, until `late` (may be NULL) is
   not 0.  Without a dictionary that suggests it adds nothing. */
void suggest(const struct verdict *v, const atomic_int *late);

#endif
