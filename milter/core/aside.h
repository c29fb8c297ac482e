/*
 * aside.h - what stands in a text and is not its author's prose: code, and
 * what others wrote.
 *
 * Markdown marks code: between backticks, or between lines of three.  A mail
 * program marks what it answers with a rule and the fields of that mail
 * ("-----Original Message-----", "From: ..."); from there on all is quoted.
 * Lines with ">" and signatures are known to words.h, elements of HTML to
 * html_view.h.  Time is linear in the text.
 */
#ifndef CORE_ASIDE_H
#define CORE_ASIDE_H

#include "core/text.h"

/* `known`: what the elements of HTML say, struct span, sorted; NULL: nothing.  Returned as it
   is where there is no more, else with more in a new one, sorted.  A span may lie in another. */
const GArray *aside_code(struct arena *a, const struct text *t, const GArray *known);
const GArray *aside_quoted(struct arena *a, const struct text *t, const GArray *known);

/* The first of them that ends behind `at`, from *next on; *next goes on to it.  TRUE if it
   holds `at`.  Asked about places in order.  `spans` may be NULL. */
bool aside_holds(const GArray *spans, gsize at, guint *next);

#endif
