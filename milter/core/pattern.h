/*
 * pattern.h - a regular expression that an administrator wrote.
 *
 * The only file that knows PCRE2.  Patterns are UTF-8 with Unicode classes;
 * ^ and $ stand at line ends.  The mail and the pattern are both inputs, so
 * a search can be given up: it takes LIMIT_PATTERN_STEPS at each place where
 * a match might begin, and is asked again after each LIMIT_PATTERN_WINDOW
 * bytes whether it may go on.  Without the just-in-time compiler: a daemon
 * may then forbid itself memory that is written and executed.
 */
#ifndef CORE_PATTERN_H
#define CORE_PATTERN_H

#include <stdatomic.h>

#include "core/arena.h"

struct pattern;			/* compiled, const, shared by threads */

/* NULL with the reason and the place: "missing closing parenthesis, at 12". */
struct pattern *pattern_new(const char *source, GError **error);
void pattern_free(struct pattern *p);	/* NULL is fine */

/* Where it matches, struct span, at most `most` of them; matches of nothing are left out.
   `s` is valid UTF-8.  `*ret_gave_up`: set if a limit was reached or `cancel` was (NULL:
   never); what was found before it is there. */
GArray *pattern_match(struct arena *a, const struct pattern *p, const char *s, gsize len,
		      guint most, const atomic_int *cancel, bool *ret_gave_up);

#endif
