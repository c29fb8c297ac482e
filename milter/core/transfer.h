/*
 * transfer.h - Content-Transfer-Encoding: encoded bytes to the bytes that were meant.
 *
 * Never fails: what is broken is read as far as it can be and said to be
 * broken.  Sizes are counted without decoding.
 */
#ifndef CORE_TRANSFER_H
#define CORE_TRANSFER_H

#include "core/map.h"

enum encoding {		/* Content-Transfer-Encoding */
	ENCODING_7BIT,
	ENCODING_8BIT,
	ENCODING_BINARY,
	ENCODING_QUOTED_PRINTABLE,
	ENCODING_BASE64,
	ENCODING_UUENCODE,
	ENCODING_UNKNOWN,	/* a name nobody knows: read as it is */
	ENCODING_MISSING,	/* no field: 7bit */
};

struct transfer_result {
	char *s;		/* followed by a NUL, in the arena */
	gsize len;
	gsize used;		/* bytes of the input that were read */
	bool broken;
	gsize broken_at;	/* in the input */
};

/* `name` as the field has it, NULL if there is no field. */
enum encoding transfer_encoding(const char *name);

/*
 * The first `most` bytes or so (never more than three over).  Line ends of what is not
 * base64 become LF.  `map` leads back to `in`; it may be NULL, and it covers nothing
 * for ENCODING_UUENCODE.
 */
struct transfer_result transfer_decode(struct arena *a, enum encoding e, const char *in,
				       gsize len, gsize most, struct map *map);

/* The last `most` bytes or so (never more than two over), for what is told by its end.  Of
   base64 only the end is read; line ends stay as they came.  Not for ENCODING_UUENCODE,
   which has none. */
struct transfer_result transfer_tail(struct arena *a, enum encoding e, const char *in, gsize len,
				     gsize size, gsize most);

/* Bytes after decoding, line ends as they came. */
gsize transfer_size(enum encoding e, const char *in, gsize len);

/* CRLF to LF; gives `s` itself, and leaves `map` without runs, where there is none. */
const char *transfer_unix(struct arena *a, const char *s, gsize len, gsize *ret_len,
			  struct map *map);

#endif
