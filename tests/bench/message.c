/*
 * Microseconds a message, in one process and turn about: GMime's parse with its texts in
 * UTF-8, and ours with the way back.
 *
 *     build/tests/bench/message FILE...
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <gmime/gmime.h>

#include "core/message.h"

enum { ROUNDS = 5 };

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
take_text(GMimeObject *parent, GMimeObject *part, gpointer user_data)
{
	(void)parent;
	if (GMIME_IS_TEXT_PART(part)) {
		g_autofree char *s = g_mime_text_part_get_text(GMIME_TEXT_PART(part));

		*(gsize *)user_data += s ? strlen(s) : 0;
	}
}

static void
by_gmime(const char *raw, gsize len)
{
	GByteArray *bytes = g_byte_array_new_take((guint8 *)raw, len);
	GMimeStream *stream = g_mime_stream_mem_new();
	GMimeParser *parser;
	GMimeMessage *m;
	gsize n = 0;

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream), bytes);
	parser = g_mime_parser_new_with_stream(stream);
	m = g_mime_parser_construct_message(parser, NULL);
	if (m) {
		g_mime_message_foreach(m, take_text, &n);
		g_object_unref(m);
	}
	g_object_unref(parser);
	g_object_unref(stream);
	g_byte_array_free(bytes, FALSE);
}

static void
by_us(const char *raw, gsize len)
{
	struct arena *a = arena_new();

	message_parse(a, raw, len);
	arena_free(a);
}

static int
ascending(gconstpointer a, gconstpointer b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

int
main(int argc, char **argv)
{
	static void (*const parse[])(const char *raw, gsize len) = { by_gmime, by_us };

	message_init();
	printf("%10s %10s %10s %6s\n", "bytes", "GMime us", "ours us", "ratio");
	for (int i = 1; i < argc; i++) {
		g_autofree char *raw = NULL;
		double us[2][ROUNDS];
		gsize len, times;

		if (!g_file_get_contents(argv[i], &raw, &len, NULL))
			return 1;
		times = 20 * 1000 * 1000 / (len + 10000) + 1;
		for (int r = 0; r < ROUNDS; r++)
			for (int k = 0; k < 2; k++) {
				double begin = cpu_us();

				for (gsize t = 0; t < times; t++)
					parse[k](raw, len);
				us[k][r] = (cpu_us() - begin) / (double)times;
			}
		for (int k = 0; k < 2; k++)
			qsort(us[k], ROUNDS, sizeof us[k][0], ascending);
		printf("%10zu %10.1f %10.1f %6.2f  %s\n", len, us[0][ROUNDS / 2], us[1][ROUNDS / 2],
		       us[1][ROUNDS / 2] / us[0][ROUNDS / 2], argv[i]);
	}
	g_mime_shutdown();
	return 0;
}
