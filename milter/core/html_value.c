#include "core/html_value.h"

static struct text *
text_from_source(const struct html_value_from *from, const char *name)
{
	struct text *t = arena_new0(from->arena, struct text);

	*t = *from->source;
	t->name = name;
	t->of = from->source;
	t->n_steps = 1;
	map_init(&t->steps[0], from->arena);
	return t;
}

/* As a URL is read: without line ends and tabs in it and white space around it. */
static gsize
keep_url_bytes(const struct html_piece *piece, gsize skipped, char *ret_s)
{
	gsize n = 0;

	for (gsize i = skipped; i < piece->len; i++)
		if (piece->s[i] != '\n' && piece->s[i] != '\t' && piece->s[i] != '\r')
			ret_s[n++] = piece->s[i];
	return n;
}

static void
add_piece(const struct html_value_from *from, struct text *t, char *s,
	  const struct html_piece *piece, bool url)
{
	struct span where = html_value_in_source(from, piece->where);
	gsize skip = 0, n;

	while (url && !t->len && skip < piece->len && html_value_is_blank(piece->s[skip]))
		skip++;
	if (!url || !memchr(piece->s, '\n', piece->len)) {
		n = piece->len - skip;
		memcpy(s + t->len, piece->s + skip, n);
	} else {
		n = keep_url_bytes(piece, skip, s + t->len);
	}
	if (n == piece->len - skip && piece->same)
		map_add(&t->steps[0], MAP_LINEAR, t->len, where.at + skip, n);
	else if (n)
		map_add(&t->steps[0], MAP_COVER, t->len, where.at, where.len);
	t->len += n;
}

const struct text *
html_value_text(const struct html_value_from *from, const char *name,
		const struct html_string *value, bool url)
{
	struct text *t = text_from_source(from, name);
	struct span rest = html_where(value);
	struct html_piece piece;
	char *s = arena_bytes(from->arena, value->len + 1);
	struct span where = html_value_in_source(from, rest);

	t->len = 0;
	while (html_piece(from->input, &rest, &piece))
		add_piece(from, t, s, &piece, url);
	while (url && t->len && html_value_is_blank(s[t->len - 1]))
		t->len--;
	s[t->len] = '\0';
	t->s = s;
	if (!t->steps[0].runs)
		map_add(&t->steps[0], MAP_COVER, 0, where.at, where.len);
	map_end(&t->steps[0], t->len, where.at + where.len);
	return t;
}

const struct text *
html_value_part(const struct html_value_from *from, const char *name,
		const struct html_string *value, struct span part)
{
	struct text *t = text_from_source(from, name);
	struct span where = html_value_in_source(from, html_where(value));

	t->s = arena_strndup(from->arena, value->s + part.at, part.len);
	t->len = part.len;
	if (value->same)
		map_add(&t->steps[0], MAP_LINEAR, 0, where.at + part.at, part.len);
	else
		map_add(&t->steps[0], MAP_COVER, 0, where.at, where.len);
	return t;
}

bool
html_value_is(const struct html_token *t, const char *name, const char *value)
{
	const struct html_attribute *a = html_attribute(t, name);

	return a && a->value.len == strlen(value) &&
		g_ascii_strncasecmp(a->value.s, value, a->value.len) == 0;
}
