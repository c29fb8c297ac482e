/* What a reader sees is counted the same, whatever stands beside it and wherever. */
#include "core/facts.h"

static guint
points_of(struct arena *a, const char *body)
{
	char *mail = arena_printf(a, "Content-Type: text/plain; charset=utf-8\n"
				  "Content-Transfer-Encoding: 8bit\n\n%s", body);
	struct facts f = {
		.arena = a, .message = message_parse(a, mail, strlen(mail)), .have = FACTS_MESSAGE,
	};

	facts_collect(&f, FACTS_VIEWS);
	g_assert_cmpuint(f.n_bodies, ==, 1);
	return f.bodies[0].points;
}

/* Code points; a run of white space is one, none at the ends; what takes no room is none. */
static guint
counted(const char *s)
{
	static const gunichar unseen[] = {
		0xad, 0x34f, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0x2061, 0x2062, 0x2063,
		0x2064, 0xfeff,
	};
	bool space = true;
	guint n = 0;

	for (; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		bool blank = c <= ' ' || c == 0xa0, seen = true;

		for (gsize i = 0; i < G_N_ELEMENTS(unseen); i++)
			seen &= c != unseen[i];
		if (!seen)
			continue;
		n += !blank || !space;
		space = blank;
	}
	return n - (n && space);
}

static void
points(void)
{
	static const char *const odd[] = {
		"\u00ad", "\u00a0", "\u034f", "\u200b", "\u200f", "\u2060", "\u2064", "\ufeff",
		"\u00a9", "\u2019", "\u2013", "\u20ac", "\u0142", "\u0416", "\u4f60", "\U0001f600",
		"\u2010", "\u2065", " ", "  ", "\n", " \u00ad ", "\u00a0\u200b\u00a0", "\u00a0 ",
	};

	for (gsize before = 0; before < 70; before++)
		for (gsize i = 0; i < G_N_ELEMENTS(odd); i++) {
			struct arena *a = arena_new();
			g_autofree char *left = g_strnfill(before, before % 7 ? 'x' : ' ');
			g_autofree char *right = g_strnfill(before % 40, 'y');
			g_autofree char *s = g_strconcat(left, odd[i], " z", odd[i], right, odd[i], NULL);

			g_assert_cmpuint(points_of(a, s), ==, counted(s));
			arena_free(a);
		}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/facts-views/points", points);
	return g_test_run();
}
