#include "load/model.h"

/* Four rows would do, but a model has 256 at least. */
static GString *
make(const char *bits, const char *tags, const char *sum)
{
	gsize size = (gsize)MODEL_LANGUAGES << MODEL_BITS_LEAST;
	g_autofree char *rows = g_malloc0(size), *right = NULL;
	GString *s = g_string_new(NULL);

	rows[0] = 5;
	right = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)rows, size);
	g_string_printf(s, "sendlint language model 1\nbits %s\n%s\nsum %s\n# by hand\n\n", bits, tags,
			sum ? sum : right);
	g_string_append_len(s, rows, (gssize)size);
	return s;
}

static void
refuse(const char *data, gsize len, const char *why)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(model_read(data, len, &error));
	g_assert_nonnull(error);
	g_assert_nonnull(strstr(error->message, why));
}

static void
test_read(void)
{
	g_autoptr(GString) s = make("8", "languages en pt-BR\ndecoys cs", NULL);
	struct language_model *m = model_read(s->str, s->len, NULL);

	g_assert_nonnull(m);
	g_assert_cmpuint(m->bits, ==, 8);
	g_assert_cmpuint(m->n, ==, 3);
	g_assert_cmpuint(m->ours, ==, 2);
	g_assert_cmpstr(m->tags[1], ==, "pt-BR");
	g_assert_cmpstr(m->tags[2], ==, "cs");
	g_assert_cmpint(m->rows[0], ==, 5);
	model_free(m);
	model_free(NULL);
}

static void
test_refuse(void)
{
	static const struct {
		const char *bits, *tags, *sum, *why;
	} cases[] = {
		{ "7", "languages en", NULL, "bits 7" },
		{ "99", "languages en", NULL, "bits 99" },
		{ "", "languages en", NULL, "bits" },
		{ "8x", "languages en", NULL, "bits 8x" },
		{ "9", "languages en", NULL, "its length" },
		{ "8", "languages en", "0", "its sum" },
		{ "8", "decoys cs", NULL, "decoys cs" },
		{ "8", "languages ", NULL, "languages" },
		{ "8", "languages en  pl", NULL, "languages" },
		{ "8", "languages much-too-long-a-tag", NULL, "much-too-long" },
		{ "8", "languages a b c d e f g h i j k l m n o p q", NULL, "languages" },
		{ "8", "languages en\nlanguages pl", NULL, "languages pl" },
		{ "8", "languages en\nnews", NULL, "news" },
		{ "8", "# none", NULL, "its head" },
		{ "8", "languages \xff\xfe", NULL, "its head" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) s = make(cases[i].bits, cases[i].tags, cases[i].sum);

		refuse(s->str, s->len, cases[i].why);
	}
	refuse("", 0, "its head");
	refuse("sendlint language model 2\nbits 8\n\n", 35, "model 2");
}

/* Cut anywhere, or with any byte changed, it is refused, or is still the same model. */
static void
test_broken(void)
{
	g_autoptr(GString) s = make("8", "languages en pl", NULL);
	const char *end = strstr(s->str, "\n\n");

	for (gsize n = 0; n < s->len; n += n < 200 ? 1 : 97) {
		g_autofree char *cut = g_memdup2(s->str, MAX(n, 1));

		refuse(cut, n, "not a language model of this version");
	}
	for (gsize i = 0; i < s->len; i += i < 200 ? 1 : 61) {
		g_autofree char *bad = g_memdup2(s->str, s->len);
		struct language_model *m;

		bad[i] ^= 0x15;
		m = model_read(bad, s->len, NULL);
		g_assert_true(!m || i < (gsize)(end - s->str));
		g_assert_true(!m || (m->bits == 8 && m->n <= MODEL_LANGUAGES));
		model_free(m);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/model/read", test_read);
	g_test_add_func("/model/refuse", test_refuse);
	g_test_add_func("/model/broken", test_broken);
	return g_test_run();
}
