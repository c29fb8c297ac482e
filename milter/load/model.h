/*
 * model.h - the file dictionaries/any/language-model becomes the core's model of languages.
 *
 *     sendlint language model 1
 *     bits 14
 *     languages en pl ru pt-BR        those that may be answered
 *     decoys cs sk nl                 neighbours known only so as not to be taken for them
 *     sum SHA-256 of the rows
 *     # how it was made
 *                                     an empty line
 *     1 << bits rows of MODEL_LANGUAGES signed bytes
 *
 * tests/model makes it.  What does not fit is an error, whatever the bytes.
 */
#ifndef LOAD_MODEL_H
#define LOAD_MODEL_H

#include "core/language_model.h"

/* Takes a copy of what it needs of `data`.  NULL with the reason. */
struct language_model *model_read(const char *data, gsize len, GError **error);
void model_free(struct language_model *m);	/* NULL is fine */

#endif
