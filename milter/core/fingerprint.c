#include "core/fingerprint.h"

enum {
	VERSION = 1, TEXT_MOST = 64 * 1024,
	EXCERPT = 80, EXCERPT_READ = 300,	/* code points */
};

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

/* Bytes of the letter or digit at `s`, 0 if it is none.  Nearly all are of ASCII, or among the
   letters from U+00C0 to U+027F and from U+0400 to U+047F. */
static inline gsize
word_char(const char *s)
{
	guchar c = (guchar)s[0], second = (guchar)s[1];

	if (c < 0x80)
		return g_ascii_isalnum(c);
	if ((c >= 0xc3 && c <= 0xc9 && !(c == 0xc3 && (second == 0x97 || second == 0xb7))) ||
	    c == 0xd0 || c == 0xd1)
		return 2;
	return g_unichar_isalnum(g_utf8_get_char(s)) ? (gsize)(g_utf8_next_char(s) - s) : 0;
}

/* The shape of each line: a letter for a word, what stands between as it is. */
static void
add_lines(GString *out, const struct text *t)
{
	const char *p = t->s, *end = p + MIN(t->len, TEXT_MOST);

	while (p < end) {
		const char *from = p;

		for (gsize n; p < end && (n = word_char(p)); )
			p += n;
		if (p > from)
			g_string_append_c(out, 'w');
		if (p >= end)
			break;
		from = p;
		p = g_utf8_next_char(p);
		if (*from == '\n' || (*from != ' ' && !g_unichar_isspace(g_utf8_get_char(from))))
			g_string_append_len(out, from, p - from);
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

char *
fingerprint_subject(struct facts *f)
{
	g_autoptr(GString) s = g_string_new(NULL);

	facts_collect(f, FACTS_VIEWS);
	add_masked(s, f->subject_text->s, f->subject_text->len);
	g_string_truncate(s, s->len - 1);
	if (g_utf8_strlen(s->str, -1) > EXCERPT)
		g_string_truncate(s, (gsize)(g_utf8_offset_to_pointer(s->str, EXCERPT) - s->str));
	return arena_strndup(f->arena, s->str, s->len);
}

/* Past a word; what of it has a digit in it is a number or an id. */
static gsize
word_end(const char *s, gsize at, gsize len, bool *ret_digit)
{
	*ret_digit = false;
	for (; at < len && (g_ascii_isalnum(s[at]) || (guchar)s[at] >= 0x80); at++)
		*ret_digit |= g_ascii_isdigit(s[at]);
	return at;
}

/* "#-#" and "#,#.#" are one number. */
static void
add_number(GString *out)
{
	if (out->len > 1 && strchr(".,:/-", out->str[out->len - 1]) && out->str[out->len - 2] == '#')
		g_string_truncate(out, out->len - 1);
	else
		g_string_append_c(out, '#');
}

static gsize
add_address(GString *out, const char *s, gsize at, gsize len)
{
	while (out->len && !strchr(" <(\"'", out->str[out->len - 1]))
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '@');
	while (at < len && !strchr(" >)\"',;", s[at]))
		at++;
	return at;
}

char *
fingerprint_excerpt(struct arena *a, const struct text *t, struct span where)
{
	g_autofree char *plain = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	struct span w = { MIN(where.at, t->len), 0 };
	const char *s;
	gsize len;

	w.len = MIN(where.len, t->len - w.at);
	plain = g_strdup(text_excerpt(a, t, w, EXCERPT_READ, false));
	s = plain;
	len = strlen(s);
	for (gsize at = 0; at < len;) {
		bool digit;
		gsize end = word_end(s, at, len, &digit);

		if (end > at && digit)
			add_number(out);
		else if (end > at)
			g_string_append_len(out, s + at, (gssize)(end - at));
		else if (s[at] == '@')
			end = add_address(out, s, at, len);
		else if (s[at] != ' ' || (out->len && out->str[out->len - 1] != ' '))
			g_string_append_c(out, s[at]);
		at = MAX(end, at + 1);
	}
	if (g_utf8_strlen(out->str, -1) > EXCERPT)
		g_string_truncate(out, (gsize)(g_utf8_offset_to_pointer(out->str, EXCERPT) - out->str));
	return arena_strndup(a, out->str, out->len);
}
