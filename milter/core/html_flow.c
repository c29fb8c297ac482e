#include "core/html_flow.h"

enum { LAST_NOTHING, LAST_BLANK, LAST_INVISIBLE, LAST_INK };

/* Bytes that need a look: white space, NUL, and what leads characters without ink. */
static const guint8 odd[256] = {
	['\0'] = 1, ['\t'] = 1, ['\n'] = 1, ['\f'] = 1, ['\r'] = 1, [' '] = 1,
	[0xc2] = 2, [0xcd] = 2, [0xd8] = 2, [0xe1] = 2, [0xe2] = 2, [0xef] = 2,
};

static const struct {
	const char s[4];
	guint8 len;
	bool blank;		/* it takes room on the line */
} inkless[] = {
	{ "\xc2\xa0", 2, true },		/* no-break space */
	{ "\xc2\xad", 2, false },		/* soft hyphen */
	{ "\xcd\x8f", 2, false },		/* combining grapheme joiner */
	{ "\xd8\x9c", 2, false },		/* Arabic letter mark */
	{ "\xe1\xa0\x8e", 3, false },		/* Mongolian vowel separator */
	{ "\xe2\x80\x87", 3, true },		/* figure space */
	{ "\xe2\x80\x8b", 3, false },		/* zero width space */
	{ "\xe2\x80\x8c", 3, false },		/* zero width non-joiner */
	{ "\xe2\x80\x8d", 3, false },		/* zero width joiner */
	{ "\xe2\x80\x8e", 3, false },		/* left-to-right mark */
	{ "\xe2\x80\x8f", 3, false },		/* right-to-left mark */
	{ "\xe2\x81\xa0", 3, false },		/* word joiner */
	{ "\xef\xbb\xbf", 3, false },		/* byte order mark */
};

void
html_flow_init(struct html_flow *f, struct arena *a, const struct text *source)
{
	*f = (struct html_flow){ .source = source, .s = g_string_new(NULL) };
	map_init(&f->map, a);
}

static void
forget(struct html_flow *f)
{
	f->wanted = HTML_BREAK_NONE;
	f->line_by_br = f->padded = false;
}

static void
append(struct html_flow *f, const char *s, gsize len, struct span where)
{
	bool linear = len == where.len && (len == 1 || s == f->source->s + where.at);

	map_add(&f->map, linear ? MAP_LINEAR : MAP_COVER, f->s->len, where.at, where.len);
	if (f->s->allocated_len - f->s->len <= len) {
		g_string_append_len(f->s, s, (gssize)len);
		return;
	}
	memcpy(f->s->str + f->s->len, s, len);
	f->s->len += len;
	f->s->str[f->s->len] = '\0';
}

/* Write what is wanted; at the very beginning nothing is. */
static void
settle(struct html_flow *f)
{
	static const struct {
		const char *s;
		gsize len;
	} written[] = {
		[HTML_BREAK_SPACE] = { " ", 1 },
		[HTML_BREAK_TAB] = { "\t", 1 },
		[HTML_BREAK_LINE] = { "\n", 1 },
		[HTML_BREAK_PARAGRAPH] = { "\n\n", 2 },
	};

	if (f->wanted && f->s->len)
		append(f, written[f->wanted].s, written[f->wanted].len, f->from);
	forget(f);
}

static bool
at_line_start(const struct html_flow *f)
{
	return f->wanted >= HTML_BREAK_TAB || f->last == LAST_NOTHING;
}

static void
want(struct html_flow *f, enum html_break kind, struct span where)
{
	if (!f->wanted || f->from.at > where.at)
		f->from = where;
	f->from.len = where.at + where.len - f->from.at;
	f->wanted = MAX(f->wanted, kind);
}

void
html_flow_break(struct html_flow *f, enum html_break kind, struct span where)
{
	if (kind == HTML_BREAK_NONE || f->last == LAST_NOTHING ||
	    (kind <= HTML_BREAK_SPACE && f->last == LAST_BLANK))
		return;
	want(f, kind, where);
	if (kind >= HTML_BREAK_LINE)
		f->line_by_br = false;
}

void
html_flow_br(struct html_flow *f, struct span where)
{
	enum html_break kind = f->line_by_br ? HTML_BREAK_PARAGRAPH : HTML_BREAK_LINE;

	if (f->last == LAST_NOTHING)
		return;
	want(f, kind, where);
	f->line_by_br = true;
}

/* The bytes of a character without ink at s, or 0. */
static gsize
inkless_at(const char *s, const char *end, bool *ret_blank)
{
	for (guint i = 0; i < G_N_ELEMENTS(inkless); i++)
		if ((gsize)(end - s) >= inkless[i].len && memcmp(s, inkless[i].s, inkless[i].len) == 0) {
			*ret_blank = inkless[i].blank;
			return inkless[i].len;
		}
	return 0;
}

static void
put_inkless(struct html_flow *f, const char *s, gsize len, bool blank, struct span where)
{
	if (at_line_start(f))
		return;
	if (blank ? f->padded && f->last == LAST_BLANK
		  : f->last != LAST_INK || f->wanted != HTML_BREAK_NONE) {
		f->padded = true;
		return;
	}
	settle(f);
	append(f, s, len, where);
	f->last = blank ? LAST_BLANK : LAST_INVISIBLE;
}

static void
ink(struct html_flow *f, const char *s, gsize len, struct span where)
{
	settle(f);
	append(f, s, len, where);
	f->last = LAST_INK;
}

static bool
is_space(char c)
{
	return odd[(guchar)c] == 1 && c != '\0';
}

/* The end of the ink at `p`; single blanks between words belong to it. */
static const char *
end_of_ink(const char *p, const char *end)
{
	bool blank;

	while (p < end) {
		guint8 look = odd[(guchar)*p];

		if (look == 0 || (look == 2 && !inkless_at(p, end, &blank)) ||
		    (*p == ' ' && p + 1 < end && odd[(guchar)p[1]] == 0))
			p++;
		else
			break;
	}
	return p;
}

static void
fold(struct html_flow *f, const char *s, const char *end, gsize at)
{
	const char *p = s;

	while (p < end) {
		const char *from = p;
		bool blank;
		gsize len;

		while (p < end && is_space(*p))
			p++;
		if (p > from)
			html_flow_break(f, HTML_BREAK_SPACE,
					(struct span){ at + (gsize)(from - s), (gsize)(p - from) });
		from = p;
		p = end_of_ink(p, end);
		if (p > from) {
			ink(f, from, (gsize)(p - from),
			    (struct span){ at + (gsize)(from - s), (gsize)(p - from) });
			continue;
		}
		if (p < end && odd[(guchar)*p] == 2 && (len = inkless_at(p, end, &blank))) {
			put_inkless(f, p, len, blank, (struct span){ at + (gsize)(p - s), len });
			p += len;
		} else if (p < end && *p == '\0') {
			p++;
		}
	}
}

/* White space counts, NULs do not. */
static void
keep(struct html_flow *f, const char *s, const char *end, gsize at)
{
	for (const char *p = s, *nul; p < end; p = nul + 1) {
		nul = memchr(p, '\0', (gsize)(end - p));
		if (!nul)
			nul = end;
		if (nul > p)
			ink(f, p, (gsize)(nul - p),
			    (struct span){ at + (gsize)(p - s), (gsize)(nul - p) });
	}
}

void
html_flow_copy(struct html_flow *f, struct span where, bool pre)
{
	const char *s = f->source->s + where.at;

	(pre ? keep : fold)(f, s, s + where.len, where.at);
}

void
html_flow_put(struct html_flow *f, const char *s, gsize len, struct span where, bool pre)
{
	bool blank = false;

	if (!pre && len == 1 && is_space(*s))
		html_flow_break(f, HTML_BREAK_SPACE, where);
	else if (!pre && odd[(guchar)*s] == 2 && inkless_at(s, s + len, &blank) == len)
		put_inkless(f, s, len, blank, where);
	else
		ink(f, s, len, where);
}

const struct text *
html_flow_end(struct html_flow *f, struct arena *a, const char *name)
{
	struct text *t = arena_new0(a, struct text);

	*t = *f->source;
	t->name = name;
	t->of = f->source;
	t->len = f->s->len;
	t->s = g_string_free(f->s, FALSE);
	t->steps[0] = f->map;
	t->n_steps = f->map.runs ? 1 : 0;
	arena_defer(a, g_free, (gpointer)t->s);
	f->s = NULL;
	return t;
}

struct span
html_flow_since(const struct html_flow *f, gsize at)
{
	gsize end = f->s->len;

	while (at < end && is_space(f->s->str[at]))
		at++;
	while (end > at && is_space(f->s->str[end - 1]))
		end--;
	return (struct span){ at, end - at };
}
