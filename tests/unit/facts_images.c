#include "core/facts.h"

static const char *const nobody[] = { NULL };
static const struct envelope env = { .rcpts = nobody };

static struct facts *
facts_of(struct arena *a, const char *body)
{
	struct facts *f = arena_new0(a, struct facts);
	const char *mail = arena_printf(a, "Content-Type: text/html\n\n%s", body);

	*f = (struct facts){
		.arena = a, .envelope = &env, .have = FACTS_MESSAGE,
		.message = message_parse(a, mail, strlen(mail)),
	};
	facts_collect(f, FACTS_IMAGES);
	return f;
}

static void
pixels(void)
{
	static const struct {
		const char *html;
		bool pixel;
	} cases[] = {
		{ "<img src=a.png>", false },
		{ "<img src=a.png width=1 height=1>", true },
		{ "<img src=a.png width=600 height=1>", true },
		{ "<img src=a.png width=0 height=0>", true },
		{ "<img src='https://x.example/img/Spacer.gif'>", true },
		{ "<img src='https://x.example/spacer.gif' width=600 height=300>", false },
		{ "<img src=a.png width=2 height=2>", false },
		{ "<img>", false },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *a = arena_new();
		const struct facts *f = facts_of(a, cases[i].html);

		g_assert_cmpuint(f->images->len, ==, 1);
		g_assert_cmpint(g_array_index(f->images, struct image, 0).pixel, ==, cases[i].pixel);
		arena_free(a);
	}
}

static void
limit(void)
{
	struct arena *a = arena_new();
	g_autoptr(GString) s = g_string_new(NULL);
	const struct facts *f;

	for (guint i = 0; i < 3000; i++)
		g_string_append(s, "<img src=a>");
	f = facts_of(a, s->str);
	g_assert_cmpuint(f->images->len, ==, LIMIT_IMAGES);
	g_assert_cmphex(f->limits & LIMIT_HIT_LINKS, ==, LIMIT_HIT_LINKS);
	arena_free(a);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/facts-images/pixels", pixels);
	g_test_add_func("/facts-images/limit", limit);
	return g_test_run();
}
