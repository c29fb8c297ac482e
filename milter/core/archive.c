#include "core/archive.h"

enum {
	ENTRY = 46,		/* bytes of an entry of the directory before its name */
	COMMENT_MOST = 65535,
	ZIP64 = 0xffff,		/* "look into the zip64 record" */
	TAR_BLOCK = 512,
	NAME_MOST = 1024,	/* bytes of a name that are kept */
};

enum zip_flag {
	ZIP_ENCRYPTED        = 1 << 0,
	ZIP_STRONG           = 1 << 6,
	ZIP_DIRECTORY_HIDDEN = 1 << 13,
};

static guint32
u16(const char *s)
{
	return (guint32)(guchar)s[0] | (guint32)(guchar)s[1] << 8;
}

static guint32
u32(const char *s)
{
	return u16(s) | u16(s + 2) << 16;
}

/* Where the record that ends a zip stands: the last whose comment reaches no further than
   the bytes do; `len` if there is none. */
static gsize
find_end(const char *s, gsize len)
{
	gsize least = len > COMMENT_MOST + ARCHIVE_END ? len - COMMENT_MOST - ARCHIVE_END : 0;

	if (len < ARCHIVE_END)
		return len;
	for (gsize at = len - ARCHIVE_END + 1; at-- > least;)
		if (s[at] == 'P' && memcmp(s + at, "PK\5\6", 4) == 0 &&
		    at + ARCHIVE_END + u16(s + at + 20) <= len)
			return at;
	return len;
}

gsize
archive_zip_needs(const char *tail, gsize len)
{
	gsize end = find_end(tail, len);

	return end == len ? 0 : (gsize)u32(tail + end + 12) + (len - end);
}

static void
add(struct arena *a, struct archive *z, const char *s, gsize len, bool encrypted)
{
	g_autofree char *valid = NULL;
	struct archive_member m = { .encrypted = encrypted };

	len = MIN(len, NAME_MOST);
	valid = g_utf8_make_valid(s, (gssize)len);
	m.name_len = strlen(valid);
	m.name = arena_strndup(a, valid, m.name_len);
	g_array_append_val(z->members, m);
}

/* The directory's first entry, as the end says, or else the first that is there. */
static gsize
find_directory(const char *s, gsize end, struct archive *z)
{
	guint32 size = u32(s + end + 12);
	const char *p;

	if (size <= end && end - size + 4 <= end && memcmp(s + end - size, "PK\1\2", 4) == 0)
		return end - size;
	if (size == 0)
		return end;
	z->odd |= size > end ? ARCHIVE_UNREAD : ARCHIVE_DAMAGED;
	for (gsize at = 0; (p = memchr(s + at, 'P', end - at)); at = (gsize)(p - s) + 1)
		if (end - (gsize)(p - s) >= ENTRY && memcmp(p, "PK\1\2", 4) == 0)
			return (gsize)(p - s);
	return end;
}

static void
see_overlap(struct archive *z, GHashTable *begins, guint32 at)
{
	/* All ones: its place is in the zip64 field. */
	if (at != G_MAXUINT32 && !g_hash_table_add(begins, GUINT_TO_POINTER(at + 1)))
		z->odd |= ARCHIVE_OVERLAP;
}

struct archive
archive_zip(struct arena *a, const char *tail, gsize len, gsize size, guint most)
{
	struct archive z = { .members = arena_array(a, sizeof(struct archive_member)) };
	g_autoptr(GHashTable) begins = g_hash_table_new(NULL, NULL);
	gsize end = find_end(tail, len), at;
	guint n = 0;

	if (end == len) {
		z.odd = len < MIN(size, COMMENT_MOST + ARCHIVE_END) ? ARCHIVE_UNREAD : ARCHIVE_ENDLESS;
		return z;
	}
	for (at = find_directory(tail, end, &z); end - at >= ENTRY; n++) {
		const char *s = tail + at;
		gsize whole = ENTRY + u16(s + 28) + u16(s + 30) + u16(s + 32);
		guint32 flags = u16(s + 8);
		bool encrypted = flags & (ZIP_ENCRYPTED | ZIP_STRONG | ZIP_DIRECTORY_HIDDEN);

		if (memcmp(s, "PK\1\2", 4) != 0)
			break;		/* a signature of it, or the zip64 record */
		if (whole > end - at) {
			z.odd |= ARCHIVE_DAMAGED;
			return z;
		}
		if (n == most) {
			z.odd |= ARCHIVE_UNREAD;
			return z;
		}
		z.encrypted = z.encrypted || encrypted;
		add(a, &z, s + ENTRY, u16(s + 28), encrypted);
		see_overlap(&z, begins, u32(s + 42));
		at += whole;
	}
	if (u16(tail + end + 10) != n && u16(tail + end + 10) != ZIP64 && !(z.odd & ARCHIVE_UNREAD))
		z.odd |= ARCHIVE_MISCOUNT;
	return z;
}

enum gzip_flag { GZIP_EXTRA = 1 << 2, GZIP_NAME = 1 << 3 };

struct archive
archive_gzip(struct arena *a, const char *head, gsize len)
{
	struct archive z = { .members = arena_array(a, sizeof(struct archive_member)) };
	gsize at = 10;
	const char *end;

	if (len < at || !(head[3] & GZIP_NAME))
		return z;
	if (head[3] & GZIP_EXTRA)
		at += len >= 12 ? 2 + u16(head + 10) : len;
	end = at < len ? memchr(head + at, '\0', len - at) : NULL;
	if (end)
		add(a, &z, head + at, (gsize)(end - head) - at, false);
	return z;
}

bool
archive_is_tar(const char *head, gsize len)
{
	return len >= TAR_BLOCK && memcmp(head + 257, "ustar", 5) == 0;
}

/* Octal digits, or, with the top bit set, a number that no mail holds. */
static gsize
tar_size(const char *s)
{
	gsize n = 0;

	for (int i = 0; i < 12 && s[i] >= '0' && s[i] <= '7'; i++)
		n = n * 8 + (gsize)(s[i] - '0');
	return (guchar)s[0] & 0x80 ? G_MAXSIZE / 2 : n;
}

static gsize
field_len(const char *s, gsize most)
{
	const char *end = memchr(s, '\0', most);

	return end ? (gsize)(end - s) : most;
}

struct archive
archive_tar(struct arena *a, const char *head, gsize len, gsize size, guint most)
{
	struct archive z = { .members = arena_array(a, sizeof(struct archive_member)) };
	gsize at = 0, blocks;

	while (at + TAR_BLOCK <= len && archive_is_tar(head + at, len - at)) {
		char kind = head[at + 156];

		if (z.members->len == most)
			break;
		if (kind == '0' || kind == '\0')
			add(a, &z, head + at, field_len(head + at, 100), false);
		blocks = (tar_size(head + at + 124) + TAR_BLOCK - 1) / TAR_BLOCK + 1;
		if (blocks > (len - at) / TAR_BLOCK) {
			at = len;
			break;
		}
		at += blocks * TAR_BLOCK;
	}
	if (len < size && (at >= len || z.members->len == most))
		z.odd |= ARCHIVE_UNREAD;
	return z;
}
