/*
 * charset.h - bytes in a charset become UTF-8.  The only file with iconv.
 *
 * Never fails: an unknown label is looked up in a table of aliases as mail
 * really writes them, then read as UTF-8 if that is valid, else as
 * windows-1252; a byte that does not fit, and a NUL, becomes U+FFFD.  What
 * happened is returned, for rules to judge.
 */
#ifndef CORE_CHARSET_H
#define CORE_CHARSET_H

#include "core/text.h"

enum charset_oddity {
	CHARSET_UNKNOWN  = 1 << 0,	/* nobody knows this label */
	CHARSET_WRONG    = 1 << 1,	/* bytes that are not valid in it */
	CHARSET_MISSING  = 1 << 2,	/* no label, and bytes beyond ASCII */
};

struct charset_result {
	const char *s;		/* valid UTF-8, NUL-terminated, in the arena (or `bytes` itself) */
	gsize len;
	unsigned oddities;	/* enum charset_oddity */
	gsize bad_at;		/* the first wrong byte of the input, if CHARSET_WRONG */
};

/*
 * `bytes` is followed by a NUL that `len` does not count.  `label` may be NULL:
 * none was given.  `map`, if not NULL, receives the way from the result back to
 * `bytes`; it is left without runs where they are the same.
 */
struct charset_result charset_decode(struct arena *a, const char *label,
				     const char *bytes, gsize len, struct map *map);

/*
 * Converters of common charsets, to be kept by a program that decodes many texts: glibc
 * loads a converter's module with its first user and drops it with the last.
 */
GPtrArray *charset_hold(void);

/* How many bytes from the start are valid UTF-8 without NUL. */
gsize charset_valid(const char *s, gsize len);

/* How many bytes from the start are ASCII without NUL. */
gsize charset_ascii(const char *s, gsize len);

#endif
