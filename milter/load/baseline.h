/*
 * baseline.h - what was found before and is known, so that only the new counts.
 *
 * JSON Lines, sorted: a line says how often one mail of a template may have a
 * finding of a rule with these words.  Digits, numbers of orders and addresses
 * are masked, so the next mail of the template has the same lines, and merging
 * two baselines is a matter of lines.
 *
 *     {"sendlint-baseline":1}
 *     {"template":"v1:5f…","rule":"subject-all-caps","excerpt":"ORDER #","count":1}
 */
#ifndef LOAD_BASELINE_H
#define LOAD_BASELINE_H

#include "core/lint.h"

struct baseline;

enum baseline_error { BASELINE_ERROR_UNREADABLE, BASELINE_ERROR_BROKEN };
#define BASELINE_ERROR (baseline_error_quark())
GQuark baseline_error_quark(void);

struct baseline *baseline_new(void);	/* an empty one */
/* NULL with "FILE:LINE: what" in the error. */
struct baseline *baseline_load(const char *path, GError **error);
void baseline_free(struct baseline *b);	/* NULL is fine */

/* Says of each finding whether it is known.  Any number of threads may ask. */
void baseline_compare(struct baseline *b, const struct verdict *v);
/* Entries that no mail so far had in full. */
guint baseline_gone(struct baseline *b);

/* Takes in what was found from this level on; any number of threads may. */
void baseline_add(struct baseline *b, const struct verdict *v, enum level from);
guint baseline_entries(const struct baseline *b);
/* The file, whole, or the one before stays. */
bool baseline_write(const struct baseline *b, const char *path, GError **error);

#endif
