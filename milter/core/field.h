/*
 * field.h - a block of header fields, cut and decoded.
 *
 * Cutting tells where each field is; decoding unfolds it, reads encoded words
 * (RFC 2047, also where they should not stand) and raw bytes beyond ASCII,
 * and keeps the way back byte by byte: of a word inside an encoded word its
 * own letters are known.
 */
#ifndef CORE_FIELD_H
#define CORE_FIELD_H

#include "core/charset.h"

/* A header field of the message or of a part. */
struct field {
	const char *name;	/* as written */
	struct span raw;	/* name to the end of the value, without the last line end */
	struct span raw_value;	/* after the colon; leading white space included */
	const struct text *value;	/* decoded (RFC 2047), unfolded, trimmed; never NULL */
	unsigned charset;	/* enum charset_oddity met while decoding it */
	bool raw_8bit;		/* a byte >= 0x80 stands in it */
};

/*
 * The field that begins at `at`, cut but not decoded; false if the line there is none.
 * `end` bounds the block.  `*ret_next` is the beginning of the line after it.  Without an
 * arena it has no name.
 */
bool field_cut(struct arena *a, const char *raw, gsize at, gsize end, struct field *ret_field,
	       gsize *ret_next);

/* Decode at most `most` bytes of it; whether that was all.  `part` is the IMAP path. */
bool field_decode(struct arena *a, const char *raw, struct field *f, const char *part,
		  gsize most);

/* The nth (from 0) of these fields that has that name, in any case; NULL if there is none. */
const struct field *field_find(const GArray *fields, const char *name, guint nth);

/* The end of the line that begins at `at`, without its CR and LF; where the next begins. */
gsize field_line(const char *raw, gsize at, gsize end, gsize *ret_next);

#endif
