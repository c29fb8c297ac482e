#include <stdio.h>

#include "door/door.h"

int
door_check(const struct door_check *o, char **paths)
{
	g_autoptr(GString) out = g_string_new(NULL);
	static const char *const nobody[] = { NULL };
	int status = 0;

	for (; *paths; paths++) {
		struct envelope env = { .rcpts = nobody };
		struct lint_options options = { .policy = o->policy, .class = o->class };
		struct report_options r = { .name = *paths, .min_level = o->min_level };
		g_autoptr(GError) error = NULL;
		g_autofree char *data = NULL;
		const struct verdict *v;
		struct arena *a;
		gsize len;

		if (!g_file_get_contents(*paths, &data, &len, &error)) {
			fprintf(stderr, "sendlint: %s\n", error->message);
			return 2;
		}
		a = arena_new();
		v = lint_check(snapshot_lint(o->snapshot), a, &env, data, len, &options);
		report_text(out, v, &r);
		for (guint i = 0; i < v->findings->len; i++)
			if (g_array_index(v->findings, struct finding, i).level >= o->fail_level)
				status = 1;
		arena_free(a);
	}
	fputs(out->str, stdout);
	return status;
}
