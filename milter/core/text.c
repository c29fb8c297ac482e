#include "core/text.h"

const struct text *
text_source(const struct text *t)
{
	while (t->of)
		t = t->of;
	return t;
}

struct place
text_place(const struct text *t, struct span where)
{
	struct place p = { .line = 1, .column = 1, .raw_offset = t->raw.at, .raw_length = t->raw.len };

	for (const char *s = t->s; s < t->s + where.at; s = g_utf8_next_char(s)) {
		p.column++;
		if (*s == '\n') {
			p.line++;
			p.column = 1;
		}
	}
	return p;
}

char *
text_excerpt(struct arena *a, const struct text *t, struct span where, guint points,
	     bool mask_digits)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *end = t->s + where.at + where.len;

	for (const char *p = t->s + where.at; p < end; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (points-- == 0) {
			g_string_append(out, "…");
			break;
		}
		if (mask_digits && g_unichar_isdigit(c))
			c = '#';
		g_string_append_unichar(out, g_unichar_iscntrl(c) ? 0xfffd : c);
	}
	return arena_strndup(a, out->str, out->len);
}
