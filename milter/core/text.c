#include "core/text.h"

const struct text *
text_source(const struct text *t)
{
	while (t->of)
		t = t->of;
	return t;
}

static struct span
clamp(struct span where, gsize len)
{
	where.at = MIN(where.at, len);
	where.len = MIN(where.len, len - where.at);
	return where;
}

/* Through all steps of one text; `len` is that of what they lead to. */
static struct span
back(const struct text *t, struct span where, gsize len, bool *exact)
{
	if (t->n_steps == 0) {
		*exact = false;
		return (struct span){ 0, len };
	}
	for (guint i = 0; i < t->n_steps; i++)
		where = map_back(&t->steps[i], where, exact);
	return clamp(where, len);
}

void
text_count(const struct text *t, gsize at, struct place *p)
{
	const char *line = t->s, *end = t->s + MIN(at, t->len);

	p->line = p->column = 1;
	for (const char *nl; (nl = memchr(line, '\n', (gsize)(end - line))); line = nl + 1)
		p->line++;
	for (; line < end; line++)
		p->column += ((guchar)*line & 0xc0) != 0x80;
}

struct span
text_in_source(const struct text *t, struct span where)
{
	bool exact = true;

	where = clamp(where, t->len);
	for (; t->of; t = t->of)
		where = back(t, where, t->of->len, &exact);
	return where;
}

struct place
text_place(const struct text *t, struct span where)
{
	struct place p = { .exact = true };

	where = clamp(where, t->len);
	for (; t->of; t = t->of)
		where = back(t, where, t->of->len, &p.exact);
	text_count(t, where.at, &p);
	where = back(t, where, t->raw.len, &p.exact);
	p.raw_offset = t->raw.at + where.at;
	p.raw_length = where.len;
	return p;
}

/* What would break the line, or make a terminal or a reader show it otherwise. */
static bool
is_unsafe(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
	       c == 0x061c || c == 0x200e || c == 0x200f ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
text_excerpt(struct arena *a, const struct text *t, struct span where, guint points,
	     bool mask_digits)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *end;

	where = clamp(where, t->len);
	end = t->s + where.at + where.len;
	for (const char *p = t->s + where.at; p < end; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (points-- == 0) {
			g_string_append(out, "…");
			break;
		}
		if (c == '\n' || c == '\r' || c == '\t')
			c = ' ';
		else if (mask_digits && g_unichar_isdigit(c))
			c = '#';
		g_string_append_unichar(out, is_unsafe(c) ? 0xfffd : c);
	}
	return arena_strndup(a, out->str, out->len);
}

const char *
text_any(const struct text *t, const char *p, const char *bytes)
{
	const char *end = t->s + t->len;

	while ((p += strcspn(p, bytes)) < end && !*p)
		p++;
	return p;
}
