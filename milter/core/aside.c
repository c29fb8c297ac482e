#include "core/arena.h"
#include "core/aside.h"

enum {
	CODE_MOST = 200,	/* bytes between backticks: more are two that have nothing to do
				   with each other */
	RULE = 4,		/* dashes of "----- Original Message -----", at least, on a side */
	LINE = 20,		/* underscores of Outlook's line, at least */
	LABEL_MOST = 40,	/* bytes before the colon of "From:", in any language */
	FIELDS_LEAST = 3,	/* fields of the mail that is quoted, at least */
};

static int
by_place(gconstpointer a, gconstpointer b)
{
	const struct span *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static GArray *
more(struct arena *a, GArray *spans, const GArray *known, struct span s)
{
	if (!spans) {
		spans = arena_array(a, sizeof(struct span));
		if (known && known->len)
			g_array_append_vals(spans, known->data, known->len);
	}
	g_array_append_val(spans, s);
	return spans;
}

/* ---- code ---- */

static gsize
run_of(const char *s, const char *end, char c)
{
	const char *p = s;

	while (p < end && *p == c)
		p++;
	return (gsize)(p - s);
}

static bool
begins_line(const struct text *t, const char *p)
{
	while (p > t->s && (p[-1] == ' ' || p[-1] == '\t'))
		p--;
	return p == t->s || p[-1] == '\n';
}

/* Behind the line of three that ends what the one at `p` began; NULL: none. */
static const char *
fence_end(const struct text *t, const char *p)
{
	const char *end = t->s + t->len;

	for (p = memchr(p, '\n', (gsize)(end - p)); p && p < end;
	     p = memchr(p, '\n', (gsize)(end - p))) {
		for (p++; p < end && (*p == ' ' || *p == '\t'); p++)
			;
		if (run_of(p, end, '`') >= 3)
			return p + run_of(p, end, '`');
	}
	return NULL;
}

static bool
is_word_byte(char c)
{
	return g_ascii_isalnum(c) || (c & 0x80);
}

/* Behind the backticks that close these `n`: "don`t" and "`this'" are no code. */
static const char *
inline_end(const struct text *t, const char *p, gsize n)
{
	const char *end = MIN(t->s + t->len, p + n + CODE_MOST), *from = p + n;

	if ((p > t->s && is_word_byte(p[-1])) || from >= end || g_ascii_isspace(*from))
		return NULL;
	for (const char *q = from; q < end; q++) {
		gsize run = run_of(q, end, '`');

		if (*q == '\n' && q + 1 < end && q[1] == '\n')
			return NULL;
		if (run == n)
			return g_ascii_isspace(q[-1]) || (q + n < end && is_word_byte(q[n])) ? NULL : q + n;
		q += run ? run - 1 : 0;
	}
	return NULL;
}

const GArray *
aside_code(struct arena *a, const struct text *t, const GArray *known)
{
	const char *end = t->s + t->len, *p = memchr(t->s, '`', t->len), *to;
	GArray *spans = NULL;

	for (; p; p = memchr(p, '`', (gsize)(end - p))) {
		gsize n = run_of(p, end, '`');

		to = n >= 3 && begins_line(t, p) ? fence_end(t, p) : inline_end(t, p, n);
		if (to)
			spans = more(a, spans, known, (struct span){ (gsize)(p - t->s), (gsize)(to - p) });
		/* A line of three that nothing ends is the last: the next would end it. */
		p = to ? to : p + n;
	}
	if (spans)
		g_array_sort(spans, by_place);
	return spans ? spans : known;
}

/* ---- what others wrote ---- */

static const char *
line_end(const char *p, const char *end)
{
	const char *n = memchr(p, '\n', (gsize)(end - p));

	return n ? n : end;
}

static const char *
line_trimmed(const char *p, const char *end)
{
	while (end > p && g_ascii_isspace(end[-1]))
		end--;
	return end;
}

/* "-----Original Message-----", whatever it says, or a line of underscores. */
static bool
is_rule(const char *p, const char *end)
{
	gsize dashes = run_of(p, end, '-'), back = 0;

	end = line_trimmed(p, end);
	if (run_of(p, end, '_') >= LINE)
		return p + run_of(p, end, '_') == end;
	while (end - back > p && end[-1 - (gssize)back] == '-')
		back++;
	return dashes >= RULE && back >= RULE && p + dashes < end;
}

/* "From: Anna <anna@mail.example>" */
static bool
is_field(const char *p, const char *end)
{
	const char *colon = memchr(p, ':', MIN((gsize)(end - p), LABEL_MOST));

	return colon && colon > p && is_word_byte(*p);
}

/* Some fields, one of them with an address, begin the next lines. */
static bool
is_head(const char *p, const char *end)
{
	guint fields = 0;
	bool address = false;

	while (p < end && fields < FIELDS_LEAST) {
		const char *e = line_end(p, end);

		if (line_trimmed(p, e) == p && !fields) {
			p = e + (e < end);
			continue;
		}
		if (!is_field(p, e))
			return false;
		address |= memchr(p, '@', (gsize)(e - p)) != NULL;
		fields++;
		p = e + (e < end);
	}
	return address && fields == FIELDS_LEAST;
}

const GArray *
aside_quoted(struct arena *a, const struct text *t, const GArray *known)
{
	const char *end = t->s + t->len;

	for (const char *p = t->s, *e; p < end; p = e + 1) {
		GArray *spans;

		e = line_end(p, end);
		if ((*p != '-' && *p != '_') || !is_rule(p, e) || e == end || !is_head(e + 1, end))
			continue;
		spans = more(a, NULL, known, (struct span){ (gsize)(p - t->s), (gsize)(end - p) });
		g_array_sort(spans, by_place);
		return spans;
	}
	return known;
}

/* ---- asking ---- */

bool
aside_holds(const GArray *spans, gsize at, guint *next)
{
	for (; spans && *next < spans->len; ++*next) {
		const struct span *s = &g_array_index(spans, struct span, *next);

		if (at < s->at + s->len)
			return at >= s->at;
	}
	return false;
}
