/* Names in archives, honest and hostile. */
#include "core/archive.h"
#include "core/transfer.h"

static struct arena *arena;

static void
put(GString *s, guint32 n, guint bytes)
{
	for (guint i = 0; i < bytes; i++)
		g_string_append_c(s, (char)(n >> (8 * i)));
}

/* One entry of a central directory. */
static void
entry(GString *s, const char *name, guint32 flags, guint32 begins)
{
	g_string_append_len(s, "PK\1\2", 4);
	put(s, 20, 2);
	put(s, 20, 2);
	put(s, flags, 2);
	for (int i = 0; i < 18; i++)
		g_string_append_c(s, 0);
	put(s, (guint32)strlen(name), 2);
	for (int i = 0; i < 12; i++)
		g_string_append_c(s, 0);
	put(s, begins, 4);
	g_string_append(s, name);
}

static void
end(GString *s, guint32 count, guint32 size, const char *comment)
{
	g_string_append_len(s, "PK\5\6\0\0\0\0", 8);
	put(s, count, 2);
	put(s, count, 2);
	put(s, size, 4);
	put(s, 0, 4);
	put(s, (guint32)strlen(comment), 2);
	g_string_append(s, comment);
}

static struct archive
read_zip(const GString *s)
{
	return archive_zip(arena, s->str, s->len, s->len, 100);
}

static const char *
name(const struct archive *z, guint i)
{
	return g_array_index(z->members, struct archive_member, i).name;
}

static void
zip(void)
{
	g_autoptr(GString) s = g_string_new("PK\3\4 whatever is packed");
	gsize from = s->len;
	struct archive z;

	entry(s, "a.txt", 0, 0);
	entry(s, "dir/b\xff.exe", 1, 30);
	end(s, 2, (guint32)(s->len - from), "made on Friday");
	z = read_zip(s);
	g_assert_cmpuint(z.members->len, ==, 2);
	g_assert_cmpuint(z.odd, ==, 0);
	g_assert_true(z.encrypted);
	g_assert_cmpstr(name(&z, 0), ==, "a.txt");
	g_assert_cmpstr(name(&z, 1), ==, "dir/b\ufffd.exe");
	g_assert_cmpuint(archive_zip_needs(s->str, s->len), ==, s->len - from);
	/* Of many only so many are kept, and that is said. */
	z = archive_zip(arena, s->str, s->len, s->len, 1);
	g_assert_cmpuint(z.members->len, ==, 1);
	g_assert_cmpuint(z.odd, ==, ARCHIVE_UNREAD);
	/* The directory's end alone. */
	z = archive_zip(arena, s->str + from + 20, s->len - from - 20, s->len, 100);
	g_assert_cmpuint(z.odd & ARCHIVE_UNREAD, ==, ARCHIVE_UNREAD);
	g_assert_cmpstr(name(&z, 0), ==, "dir/b\ufffd.exe");
}

static void
empty_zip(void)
{
	g_autoptr(GString) s = g_string_new(NULL);
	struct archive z;

	end(s, 0, 0, "");
	z = read_zip(s);
	g_assert_cmpuint(z.members->len, ==, 0);
	g_assert_cmpuint(z.odd, ==, 0);
}

static void
hostile_zips(void)
{
	g_autoptr(GString) s = g_string_new(NULL);
	gsize one;
	struct archive z;

	/* Cut: no end. */
	entry(s, "a.txt", 0, 0);
	one = s->len;
	z = read_zip(s);
	g_assert_cmpuint(z.odd, ==, ARCHIVE_ENDLESS);
	z = archive_zip(arena, s->str, s->len, s->len * 10, 100);
	g_assert_cmpuint(z.odd, ==, ARCHIVE_UNREAD);
	/* It counts more than there are. */
	end(s, 9, (guint32)one, "");
	z = read_zip(s);
	g_assert_cmpuint(z.odd, ==, ARCHIVE_MISCOUNT);
	/* It says another size: the directory is looked for. */
	g_string_truncate(s, one);
	end(s, 1, 7, "");
	z = read_zip(s);
	g_assert_cmpuint(z.members->len, ==, 1);
	g_assert_cmpuint(z.odd, ==, ARCHIVE_DAMAGED);
	/* Zip64 keeps size and count elsewhere. */
	g_string_truncate(s, one);
	end(s, 0xffff, 0xffffffff, "");
	z = read_zip(s);
	g_assert_cmpstr(name(&z, 0), ==, "a.txt");
	/* Two files at one place: what a bomb is made of. */
	g_string_truncate(s, one);
	entry(s, "b.txt", 0, 0);
	end(s, 2, (guint32)s->len, "");
	z = read_zip(s);
	g_assert_cmpuint(z.odd, ==, ARCHIVE_OVERLAP);
	/* A name that reaches beyond the directory. */
	s->str[28] = 0x7f;
	s->str[29] = 0x7f;
	z = read_zip(s);
	g_assert_true(z.odd & ARCHIVE_DAMAGED);
	g_assert_cmpuint(z.members->len, ==, 0);
}

/* Whatever byte is wrong, nothing is read beyond the end. */
static void
any_byte(void)
{
	g_autoptr(GString) s = g_string_new("PK\3\4");

	entry(s, "a.txt", 0, 0);
	entry(s, "b.txt", 0, 9);
	end(s, 2, (guint32)s->len - 4, "c");
	for (gsize i = 0; i < s->len; i++)
		for (int bit = 0; bit < 8; bit++) {
			g_autofree char *copy = g_memdup2(s->str, s->len);

			copy[i] = (char)(copy[i] ^ 1 << bit);
			g_assert_cmpuint(archive_zip(arena, copy, s->len, s->len, 9).members->len, <=, 2);
			g_assert_cmpuint(archive_zip(arena, copy, i, s->len, 9).members->len, <=, 2);
		}
}

static void
gzip(void)
{
	static const char named[] = "\x1f\x8b\x08\x08....\0\3run.vbs\0x";
	static const char extra[] = "\x1f\x8b\x08\x0c....\0\3\2\0ab" "a.js\0x";
	struct archive z = archive_gzip(arena, named, sizeof named - 1);

	g_assert_cmpuint(z.members->len, ==, 1);
	g_assert_cmpstr(name(&z, 0), ==, "run.vbs");
	z = archive_gzip(arena, extra, sizeof extra - 1);
	g_assert_cmpstr(name(&z, 0), ==, "a.js");
	for (gsize n = 0; n < 16; n++)
		g_assert_cmpuint(archive_gzip(arena, named, n).members->len, ==, 0);
}

static void
tar(void)
{
	char head[3 * 512] = "a.txt";
	struct archive z;

	memcpy(head + 257, "ustar", 5);
	memcpy(head + 124, "00000000005", 11);
	memcpy(head + 1024, "b.exe", 5);
	memcpy(head + 1024 + 257, "ustar", 5);
	memcpy(head + 1024 + 124, "77777777777", 11);
	g_assert_true(archive_is_tar(head, sizeof head));
	z = archive_tar(arena, head, sizeof head, sizeof head, 9);
	g_assert_cmpuint(z.members->len, ==, 2);
	g_assert_cmpstr(name(&z, 1), ==, "b.exe");
	g_assert_cmpuint(z.odd, ==, 0);
	z = archive_tar(arena, head, 1024, sizeof head, 9);
	g_assert_cmpuint(z.members->len, ==, 1);
	g_assert_cmpuint(z.odd, ==, ARCHIVE_UNREAD);
}

/* The end of base64, decoded alone, is the end of the whole. */
static void
tails(void)
{
	for (gsize size = 0; size < 70; size++)
		for (gsize most = 1; most < 80; most += 7) {
			char bytes[70];
			g_autofree char *in = g_malloc(200);
			gint state = 0, save = 0;
			gsize len;
			struct transfer_result r;

			for (gsize i = 0; i < size; i++)
				bytes[i] = (char)(i * 37);
			len = g_base64_encode_step((const guchar *)bytes, size, TRUE, in, &state, &save);
			len += g_base64_encode_close(TRUE, in + len, &state, &save);
			r = transfer_tail(arena, ENCODING_BASE64, in, len, size, most);
			g_assert_cmpuint(r.len, >=, MIN(most, size));
			g_assert_cmpuint(r.len, <=, MIN(most + 5, size));
			g_assert_cmpmem(r.s, r.len, bytes + size - r.len, r.len);
		}
}

static void
other_tails(void)
{
	struct transfer_result r = transfer_tail(arena, ENCODING_7BIT, "abcdef", 6, 6, 2);

	g_assert_cmpstr(r.s, ==, "ef");
	r = transfer_tail(arena, ENCODING_QUOTED_PRINTABLE, "abcdef\nx=20y\n", 13, 11, 4);
	g_assert_cmpstr(r.s, ==, "x y\n");
	r = transfer_tail(arena, ENCODING_UUENCODE, "begin 644 a\n", 12, 0, 4);
	g_assert_cmpuint(r.len, ==, 0);
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	arena = arena_new();
	g_test_add_func("/archive/zip", zip);
	g_test_add_func("/archive/empty-zip", empty_zip);
	g_test_add_func("/archive/hostile-zips", hostile_zips);
	g_test_add_func("/archive/any-byte", any_byte);
	g_test_add_func("/archive/gzip", gzip);
	g_test_add_func("/archive/tar", tar);
	g_test_add_func("/archive/tails", tails);
	g_test_add_func("/archive/other-tails", other_tails);
	status = g_test_run();
	arena_free(arena);
	return status;
}
