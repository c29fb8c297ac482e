/*
 * suggestions.h - what dictionaries suggest, for a time: core/suggest.h with a clock.
 */
#ifndef DOOR_SUGGESTIONS_H
#define DOOR_SUGGESTIONS_H

#include "core/lint.h"

/* Half a second a mail at most, and what the last word takes.  Between deadline_open() and
   deadline_close(); from any thread. */
void suggestions_ask(const struct verdict *v);

#endif
