/*
 * archive.h - the names in an archive, without unpacking it.
 *
 * Of a zip the central directory is read, which stands at its end; of a gzip
 * the name in its head, of a tar the headers as far as the bytes go.  Nothing
 * is inflated, no offset in the archive is trusted, and no input fails: what
 * is damaged or lies is said so.  The format: PKWARE's APPNOTE 6.3, RFC 1952,
 * POSIX ustar.
 */
#ifndef CORE_ARCHIVE_H
#define CORE_ARCHIVE_H

#include "core/arena.h"

enum archive_odd {
	ARCHIVE_ENDLESS   = 1 << 0,	/* a zip without its end: it was cut */
	ARCHIVE_DAMAGED   = 1 << 1,	/* the directory cannot be read to its end */
	ARCHIVE_MISCOUNT  = 1 << 2,	/* it says another number of files than it lists */
	ARCHIVE_OVERLAP   = 1 << 3,	/* two files begin at one place */
	ARCHIVE_UNREAD    = 1 << 4,	/* more of it than was given, or than is kept */
};

struct archive_member {
	const char *name;	/* valid UTF-8; bytes of unknown charsets as U+FFFD */
	gsize name_len;
	bool encrypted;
};

struct archive {
	GArray *members;	/* struct archive_member */
	unsigned odd;		/* enum archive_odd */
	bool encrypted;		/* some member is, or the directory itself */
};

/* How many of the last bytes a zip's directory needs, its end included: to be asked with
   the last ARCHIVE_END bytes or more.  0: they hold no end of a zip. */
enum { ARCHIVE_END = 22 };
gsize archive_zip_needs(const char *tail, gsize len);

/* `tail`: the last bytes of the zip, of `size` in all; at most `most` members are kept. */
struct archive archive_zip(struct arena *a, const char *tail, gsize len, gsize size, guint most);

/* `head`: the first bytes.  A gzip names one file, or none. */
struct archive archive_gzip(struct arena *a, const char *head, gsize len);
struct archive archive_tar(struct arena *a, const char *head, gsize len, gsize size, guint most);

/* Do these first bytes begin a tar? */
bool archive_is_tar(const char *head, gsize len);

#endif
