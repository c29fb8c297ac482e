/* Baselines: what they know, how they are written, and files that are none. */
#include <glib/gstdio.h>
#include <unistd.h>

#include "core/fingerprint.h"
#include "load/baseline.h"

static char *folder;

static const struct verdict *
look(struct arena *a, const char *mail)
{
	static const char *const nobody[] = { NULL };
	static const struct envelope env = { .sender = "shop@shop.example", .rcpts = nobody };
	static const struct lint lint;
	struct policy *p = policy_new_default("test", rules_all);
	struct lint_options o = { .policy = p, .class = CLASS_TRANSACTIONAL };

	arena_defer(a, (GDestroyNotify)policy_free, p);
	policy_finish(p);
	return lint_check(&lint, a, &env, mail, strlen(mail), &o);
}

static guint
unknown(const struct verdict *v)
{
	guint n = 0;

	for (guint i = 0; i < v->findings->len; i++)
		n += g_array_index(v->findings, struct finding, i).baseline != FINDING_KNOWN;
	return n;
}

#define MAIL(subject, line) HEAD "Subject: " subject "\n\nHello {{name}},\n" line "\n"

static void
knows(void)
{
	g_autofree char *path = g_build_filename(folder, "b", NULL), *again = NULL, *first = NULL;
	struct arena *a = arena_new();
	struct baseline *b = baseline_new();
	const struct verdict *v;

	v = look(a, MAIL("Order 4711 %FIRST%", "it is ready, see {{url}}."));
	g_assert_cmpuint(v->findings->len, >=, 3);
	baseline_add(b, v, LEVEL_NOTE);
	g_assert_true(baseline_write(b, path, NULL));
	baseline_free(b);
	g_assert_true(g_file_get_contents(path, &first, NULL, NULL));

	b = baseline_load(path, NULL);
	baseline_compare(b, v);
	g_assert_cmpuint(unknown(v), ==, 0);
	g_assert_cmpuint(baseline_gone(b), ==, 0);
	g_assert_true(baseline_write(b, path, NULL));
	g_assert_true(g_file_get_contents(path, &again, NULL, NULL));
	g_assert_cmpstr(first, ==, again);
	/* another number of an order */
	v = look(a, MAIL("Order 9 %FIRST%", "it is ready, see {{url}}."));
	baseline_compare(b, v);
	g_assert_cmpuint(unknown(v), ==, 0);
	/* one more of the same template */
	v = look(a, MAIL("Order 4711 %FIRST%", "it is ready, see {{uri}}."));
	baseline_compare(b, v);
	g_assert_cmpuint(unknown(v), ==, 1);
	baseline_free(b);

	b = baseline_load(path, NULL);
	v = look(a, MAIL("Order 4711 %FIRST%", "it is ready, see Anna1."));
	baseline_compare(b, v);
	g_assert_cmpuint(baseline_gone(b), >=, 1);
	baseline_free(b);
	arena_free(a);
}

static void
excerpts(void)
{
	static const struct {
		const char *words, *masked;
	} cases[] = {
		{ "Order 4711", "Order #" },
		{ "Order GB-2026/0042", "Order GB-#" },
		{ "1,234.50 EUR on 2026-11-22", "# EUR on #" },
		{ "https://shop.example/o/9f8a7b?t=x", "https://shop.example/o/#?t=x" },
		{ "Write to anna.b+c@mail.example, please", "Write to @, please" },
		{ "two\n  lines", "two lines" },
		{ "Zażółć 5 gęślą", "Zażółć # gęślą" },
		{ "", "" },
	};
	struct arena *a = arena_new();

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct text t = { .name = "body", .part = "", .s = cases[i].words,
				  .len = strlen(cases[i].words) };

		g_assert_cmpstr(fingerprint_excerpt(a, &t, text_all(&t)), ==, cases[i].masked);
	}
	arena_free(a);
}

#define FIRST "{\"sendlint-baseline\":1}\n"
#define ENTRY "{\"template\":\"v1:a\",\"rule\":\"r\",\"excerpt\":\"e\",\"count\":1}\n"

static void
broken(void)
{
	static const struct {
		const char *file;
		gssize len;
		const char *wrong;	/* NULL: nothing */
	} cases[] = {
		{ FIRST, -1, NULL },
		{ FIRST ENTRY "\n" ENTRY, -1, NULL },
		{ FIRST "{ \"rule\" : \"r\\u0041\\n\" , \"template\":\"t\",\"excerpt\":\"\"}", -1, NULL },
		{ "", -1, ":1: the file is empty" },
		{ ENTRY, -1, ":1: the first line" },
		{ "{\"sendlint-baseline\":2}\n", -1, ":1: a format" },
		{ "not JSON\n", -1, ":1: no object" },
		{ FIRST ENTRY "<<<<<<< HEAD\n", -1, ":3: a merge" },
		{ FIRST "{\"template\":\"v1:a\"}\n", -1, ":2: template, rule" },
		{ FIRST "{\"template\":\"v1:a\",\"rule\":\"r\",\"excerpt\":\"e\",\"count\":0}\n", -1, ":2: template, rule" },
		{ FIRST "{\"template\":\"v1:a\n", -1, ":2: a string is never ended" },
		{ FIRST "{\"template\":\"\\x\"}\n", -1, ":2: a backslash" },
		{ FIRST "{\"template\":\"\\u12\"}\n", -1, ":2: a backslash" },
		{ FIRST "{\"template\":7}\n", -1, ":2: a string is missing" },
		{ FIRST "{\"count\":-1}\n", -1, ":2: a number is missing" },
		{ FIRST "{\"more\":1}\n", -1, ":2: an unknown member" },
		{ FIRST "{\"rule\":\"r\"} {}\n", -1, ":2: more than one" },
		{ FIRST "{\"rule\":\"\xff\"}\n", -1, ":2: no UTF-8" },
		{ FIRST "{\"rule\":\"a\0b\"}\n", sizeof FIRST - 1 + 15, ":2: no UTF-8" },
		{ FIRST "[[[[[[[[", -1, ":2: no object" },
	};
	g_autofree char *path = g_build_filename(folder, "broken", NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		struct baseline *b;

		g_assert_true(g_file_set_contents(path, cases[i].file, cases[i].len, NULL));
		b = baseline_load(path, &error);
		g_assert_true((b == NULL) == (cases[i].wrong != NULL));
		if (cases[i].wrong && !strstr(error->message, cases[i].wrong))
			g_test_fail_printf("\"%s\", not \"%s\"", error->message, cases[i].wrong);
		baseline_free(b);
	}
}

static void
huge(void)
{
	g_autofree char *path = g_build_filename(folder, "huge", NULL), *text = NULL;
	g_autoptr(GString) s = g_string_new(FIRST);
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i <= 200 * 1000; i++)
		g_string_append_printf(s, "{\"template\":\"v1:%u\",\"rule\":\"r\",\"excerpt\":\"e\"}\n", i);
	g_assert_true(g_file_set_contents(path, s->str, -1, NULL));
	g_assert_null(baseline_load(path, &error));
	g_assert_nonnull(strstr(error->message, ":200002: more than"));
	g_clear_error(&error);
	text = g_strnfill(3 * 1000 * 1000, '{');
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	g_assert_null(baseline_load(path, &error));
	g_assert_null(baseline_load("/nowhere/b", NULL));
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	message_init();
	folder = g_dir_make_tmp("sendlint-XXXXXX", NULL);
	g_test_add_func("/baseline/knows", knows);
	g_test_add_func("/baseline/excerpts", excerpts);
	g_test_add_func("/baseline/broken", broken);
	g_test_add_func("/baseline/huge", huge);
	status = g_test_run();
	for (const char *const *n = (const char *const []){ "b", "broken", "huge", NULL }; *n; n++) {
		g_autofree char *path = g_build_filename(folder, *n, NULL);

		unlink(path);
	}
	g_rmdir(folder);
	return status;
}
