/*
 * magic.h - what a file really is, by its first bytes.
 */
#ifndef CORE_MAGIC_H
#define CORE_MAGIC_H

#include "core/base.h"

enum { MAGIC_BYTES = 64 };	/* as many are enough */

/* Its media type, a constant, or NULL if the bytes do not tell. */
const char *magic_type(const char *bytes, gsize len);

#endif
