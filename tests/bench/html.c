/*
 * How fast HTML is read: MB/s of the tokenizer and of the view, best of some
 * rounds, over a page generated as mails are: nested tables, styles on every
 * cell, little text.  Prints, asserts nothing; other pages may be named.
 */
#include <time.h>

#include "core/html_view.h"

enum { ROUNDS = 7, TIMES = 20, CELLS = 400 };

static void
tokenize(struct arena *a, const struct text *t)
{
	struct html *h = html_new(a, t->s, t->len);
	const struct html_token *k;

	while ((k = html_next(h))->kind != HTML_END_OF_FILE)
		if (k->kind == HTML_START_TAG)
			html_follow(h, k);
}

static void
view(struct arena *a, const struct text *t)
{
	html_view(a, t);
}

/* Of this process, so that a busy machine does not matter, in microseconds. */
static gint64
cpu_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * G_USEC_PER_SEC + t.tv_nsec / 1000;
}

static void
measure(const char *what, const char *page, void (*fn)(struct arena *, const struct text *),
	const struct text *t)
{
	gint64 best = G_MAXINT64;

	for (int i = 0; i < ROUNDS; i++) {
		gint64 began = cpu_time();

		for (int k = 0; k < TIMES; k++) {
			struct arena *a = arena_new();

			fn(a, t);
			arena_free(a);
		}
		best = MIN(best, cpu_time() - began);
	}
	g_print("%-10s %6.0f MB/s  %7zu bytes  %s\n", what,
		(double)t->len * TIMES / (double)MAX(best, 1), t->len, page);
}

static void
measure_both(const char *page, const char *s, gsize len)
{
	struct text t = { .name = "body", .part = "1", .s = s, .len = len, .n_steps = 1,
			  .raw = { 0, len } };

	measure("tokens", page, tokenize, &t);
	measure("view", page, view, &t);
}

static GString *
typical(void)
{
	GString *s = g_string_new("<!doctype html><html lang=\"en\"><head><title>Order</title>"
		"<style>td { font-family: Arial } @media (max-width: 600px) { .w { width: 100% } }"
		"</style></head><body><div style=\"display:none;max-height:0\">Hello</div><table>");

	for (int i = 0; i < CELLS; i++)
		g_string_append_printf(s,
			"\n      <tr>\n        <td align=\"left\" style=\"font-size:0px;padding:10px 25px;"
			"word-break:break-word;\" class=\"w\">\n          <div style=\"font-family:Ubuntu, "
			"Helvetica, Arial, sans-serif;font-size:13px;line-height:1;text-align:left;"
			"color:#000000;\">Your order %d was sent today &ndash; it should reach you within "
			"three days.&nbsp;Thank you! <a href=\"https://shop.example/o/%d?a=1&amp;b=2\" "
			"style=\"color:#1155cc\">See it here</a></div>\n        </td>\n      </tr>", i, i);
	g_string_append(s, "</table></body></html>\n");
	return s;
}

int
main(int argc, char **argv)
{
	g_autoptr(GString) page = typical();

	measure_both("generated", page->str, page->len);
	for (int i = 1; i < argc; i++) {
		g_autofree char *s = NULL;
		gsize len;

		if (g_file_get_contents(argv[i], &s, &len, NULL) && g_utf8_validate(s, (gssize)len, NULL))
			measure_both(argv[i], s, len);
	}
	return 0;
}
