#include "core/magic.h"

/* First match wins, so what says more stands first. */
static const struct {
	guint at;
	const char *bytes;
	guint len;
	const char *type;
} magics[] = {
#define M(at, s, type) { at, s, sizeof(s) - 1, type }
	M(0, "%PDF-", "application/pdf"),
	M(0, "\x89PNG\r\n\x1a\n", "image/png"),
	M(0, "\xff\xd8\xff", "image/jpeg"),
	M(0, "GIF87a", "image/gif"),
	M(0, "GIF89a", "image/gif"),
	M(8, "WEBP", "image/webp"),
	M(8, "WAVE", "audio/wav"),
	M(0, "II*\0", "image/tiff"),
	M(0, "MM\0*", "image/tiff"),
	M(0, "BM", "image/bmp"),
	M(4, "ftypheic", "image/heic"),
	M(4, "ftypavif", "image/avif"),
	M(4, "ftyp", "video/mp4"),
	M(0, "ID3", "audio/mpeg"),
	M(0, "OggS", "application/ogg"),
	/* The first file in the archive tells office documents from other archives. */
	M(30, "[Content_Types].xml", "application/vnd.openxmlformats-officedocument"),
	M(30, "_rels/", "application/vnd.openxmlformats-officedocument"),
	M(30, "word/", "application/vnd.openxmlformats-officedocument"),
	M(30, "xl/", "application/vnd.openxmlformats-officedocument"),
	M(30, "ppt/", "application/vnd.openxmlformats-officedocument"),
	M(30, "mimetypeapplication/vnd.oasis", "application/vnd.oasis.opendocument"),
	M(30, "mimetypeapplication/epub", "application/epub+zip"),
	M(30, "META-INF/", "application/java-archive"),
	M(0, "PK\3\4", "application/zip"),
	M(0, "PK\5\6", "application/zip"),
	M(0, "Rar!\x1a\7", "application/vnd.rar"),
	M(0, "7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
	M(0, "\x1f\x8b", "application/gzip"),
	M(0, "BZh", "application/x-bzip2"),
	M(0, "\xfd" "7zXZ", "application/x-xz"),
	M(0, "MSCF", "application/vnd.ms-cab-compressed"),
	M(0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
	M(0, "{\\rtf", "application/rtf"),
	M(0, "MZ", "application/vnd.microsoft.portable-executable"),
	M(0, "\x7f" "ELF", "application/x-executable"),
	M(0, "\xca\xfe\xba\xbe", "application/java-vm"),
	M(0, "L\0\0\0\1\x14\2\0", "application/x-ms-shortcut"),
	M(0, "#!", "text/x-shellscript"),
	M(0, "<?php", "application/x-httpd-php"),
	M(0, "BEGIN:VCALENDAR", "text/calendar"),
	M(0, "BEGIN:VCARD", "text/vcard"),
	M(0, "x\x9f>\"", "application/vnd.ms-tnef"),
#undef M
};

/* In any case, after a byte order mark and white space. */
static const struct {
	const char *begins, *type;
} tags[] = {
	{ "<!doctype html", "text/html" }, { "<html", "text/html" }, { "<head", "text/html" },
	{ "<script", "text/html" }, { "<body", "text/html" },
	{ "<svg", "image/svg+xml" }, { "<?xml", "application/xml" },
};

const char *
magic_type(const char *bytes, gsize len)
{
	for (gsize i = 0; i < G_N_ELEMENTS(magics); i++)
		if (len >= magics[i].at + magics[i].len &&
		    memcmp(bytes + magics[i].at, magics[i].bytes, magics[i].len) == 0)
			return magics[i].type;
	if (len >= 3 && memcmp(bytes, "\357\273\277", 3) == 0) {
		bytes += 3;
		len -= 3;
	}
	for (; len && g_ascii_isspace(*bytes); len--)
		bytes++;
	for (gsize i = 0; i < G_N_ELEMENTS(tags); i++)
		if (len >= strlen(tags[i].begins) &&
		    g_ascii_strncasecmp(bytes, tags[i].begins, strlen(tags[i].begins)) == 0)
			return tags[i].type;
	return NULL;
}
