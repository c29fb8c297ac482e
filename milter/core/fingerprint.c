#include "core/fingerprint.h"

enum { VERSION = 1, TEXT_MOST = 64 * 1024 };

/* Digit runs are one '#', addresses one '@', quoted names one '"'. */
static void
add_masked(GString *out, const char *s, gsize len)
{
	for (gsize i = 0; i < len; i++) {
		if (g_ascii_isdigit(s[i])) {
			while (i + 1 < len && g_ascii_isdigit(s[i + 1]))
				i++;
			g_string_append_c(out, '#');
		} else if (s[i] == '@') {
			while (out->len && !g_ascii_isspace(out->str[out->len - 1]))
				g_string_truncate(out, out->len - 1);
			while (i + 1 < len && !g_ascii_isspace(s[i + 1]))
				i++;
			g_string_append_c(out, '@');
		} else if (s[i] == '"' && memchr(s + i + 1, '"', len - i - 1)) {
			i = (gsize)((const char *)memchr(s + i + 1, '"', len - i - 1) - s);
			g_string_append_c(out, '"');
		} else {
			g_string_append_c(out, s[i]);
		}
	}
	g_string_append_c(out, '\n');
}

/* Tag names and the order they stand in. */
static void
add_skeleton(GString *out, struct arena *a, const struct text *t)
{
	struct html *h = html_new(a, t->s, t->len);
	const struct html_token *k;

	while ((k = html_next(h))->kind != HTML_END_OF_FILE) {
		if (k->kind != HTML_START_TAG && k->kind != HTML_END_TAG)
			continue;
		g_string_append_c(out, k->kind == HTML_END_TAG ? '/' : '<');
		g_string_append_len(out, k->text.s, (gssize)k->text.len);
		if (k->kind == HTML_START_TAG)
			html_follow(h, k);
	}
}

/* The shape of each line: a letter for a word, what stands between as it is. */
static void
add_lines(GString *out, const struct text *t)
{
	bool word = false;

	for (const char *p = t->s; p < t->s + MIN(t->len, TEXT_MOST); p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		bool is_word = g_unichar_isalnum(c);

		if (is_word && !word)
			g_string_append_c(out, 'w');
		else if (!is_word && (c == '\n' || !g_unichar_isspace(c)))
			g_string_append_unichar(out, c);
		word = is_word;
	}
}

char *
fingerprint(struct facts *f)
{
	g_autoptr(GString) s = g_string_new(NULL);
	g_autofree char *sum = NULL;

	facts_collect(f, FACTS_VIEWS);
	add_masked(s, f->subject_text->s, f->subject_text->len);
	if (f->main && f->main->html)
		add_skeleton(s, f->arena, f->main->html->source);
	else if (f->main)
		add_lines(s, f->main->text);
	sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)s->str, s->len);
	return arena_printf(f->arena, "v%d:%s", VERSION, sum);
}
