/*
 * words_table.h - what words*.c know of the code points up to Cyrillic.
 *
 * For speed: GLib answers for all others.  tests/unit/words.c holds every entry
 * against GLib.  The low 16 bits are the folded character (two ASCII characters
 * with CLASS_TWO), the others say what it is.
 */
#ifndef CORE_WORDS_TABLE_H
#define CORE_WORDS_TABLE_H

#include "core/base.h"

enum words_class {
	CLASS_LETTER   = 1 << 16,
	CLASS_UPPER    = 1 << 17,
	CLASS_LATIN    = 1 << 18,
	CLASS_CYRILLIC = 1 << 19,
	CLASS_FOREIGN  = 1 << 20,	/* a letter of another script */
	CLASS_DIGIT    = 1 << 21,
	CLASS_MARK     = 1 << 22,	/* combines with the letter before it */
	CLASS_TWO      = 1 << 23,	/* folds to two ASCII characters */
	CLASS_APOSTROPHE = 1 << 24,
	CLASS_HYPHEN   = 1 << 25,
	CLASS_NOTHING  = 1 << 26,	/* soft hyphen and the like: not seen */
};

/* What a byte means where chunks (what stands between white space) are cut. */
enum words_byte {
	BYTE_SPACE = 1 << 0,
	BYTE_EDGE  = 1 << 1,	/* a mark that may stand around a chunk */
	BYTE_CUT   = 1 << 2,	/* parts the pieces of a chunk */
	BYTE_ODD   = 1 << 3,	/* words do not have it inside */
	BYTE_LEAD  = 1 << 4,	/* of a character beyond ASCII that may end a chunk */
	BYTE_WORD  = 1 << 5,	/* letter, digit or part of one */
};

extern const guint8 words_table_bytes[256];	/* enum words_byte */

enum { WORDS_TABLE = 0x530 };

extern const guint32 words_table[WORDS_TABLE];

#endif
