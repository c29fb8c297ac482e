/*
 * Any bytes are an archive; no bytes may crash us, and every name is valid UTF-8.
 *
 * Under clang's -fsanitize=fuzzer with -DFUZZER this looks for new trouble.  Built plainly
 * it replays the files it is given.
 */
#include <stdint.h>

#include "core/archive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 50 };

static void
check(const struct archive *z)
{
	g_assert_cmpuint(z->members->len, <=, MOST);
	for (guint i = 0; i < z->members->len; i++) {
		const struct archive_member *m = &g_array_index(z->members, struct archive_member, i);

		g_assert_true(g_utf8_validate(m->name, (gssize)strlen(m->name), NULL));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;
	struct arena *a = arena_new();
	struct archive z = archive_zip(a, s, size, size * 2, MOST);

	check(&z);
	archive_zip_needs(s, size);
	z = archive_gzip(a, s, size);
	check(&z);
	z = archive_tar(a, s, size, size * 2, MOST);
	check(&z);
	arena_free(a);
	return 0;
}

#ifndef FUZZER
int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		g_autofree char *data = NULL;
		gsize len;

		if (!g_file_get_contents(argv[i], &data, &len, NULL))
			return 1;
		LLVMFuzzerTestOneInput((const uint8_t *)data, len);
		g_print("ok %d - %s\n", i, argv[i]);
	}
	g_print("1..%d\n", argc - 1);
	return 0;
}
#endif
