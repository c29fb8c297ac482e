#include "core/html_style.h"

enum { PIXELS_MOST = 1000 * 1000 };

enum property {
	DISPLAY, VISIBILITY, FONT_SIZE, MAX_HEIGHT, OVERFLOW, OPACITY, MSO_HIDE, WHITE_SPACE,
	WIDTH, HEIGHT, N_PROPERTIES,
};

static const char *const properties[N_PROPERTIES] = {
	[DISPLAY] = "display", [VISIBILITY] = "visibility", [FONT_SIZE] = "font-size",
	[MAX_HEIGHT] = "max-height", [OVERFLOW] = "overflow", [OPACITY] = "opacity",
	[MSO_HIDE] = "mso-hide", [WHITE_SPACE] = "white-space",
	[WIDTH] = "width", [HEIGHT] = "height",
};

static const struct {
	const char *value;
	int breaks;
} displays[] = {
	{ "inline", HTML_BREAK_NONE },
	{ "contents", HTML_BREAK_NONE },
	{ "inline-block", HTML_BREAK_SPACE },
	{ "inline-table", HTML_BREAK_SPACE },
	{ "inline-flex", HTML_BREAK_SPACE },
	{ "table-cell", HTML_BREAK_TAB },
	{ "block", HTML_BREAK_LINE },
	{ "table", HTML_BREAK_LINE },
	{ "table-row", HTML_BREAK_LINE },
	{ "list-item", HTML_BREAK_LINE },
	{ "flex", HTML_BREAK_LINE },
	{ "grid", HTML_BREAK_LINE },
};

struct value {
	const char *s;		/* NULL if not declared */
	gsize len;
	bool important;
};

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_word(const struct value *v, const char *word)
{
	return v->s && v->len == strlen(word) && g_ascii_strncasecmp(v->s, word, v->len) == 0;
}

/* Thousandths, saturating; the rest of the value is its unit. */
static bool
number_of(const struct value *v, gint64 *ret_number, struct value *ret_unit)
{
	const char *p = v->s, *end = v->s + v->len;
	gint64 n = 0, scale = 1000;
	bool digits = false, fraction = false;

	for (; p < end && (g_ascii_isdigit(*p) || (*p == '.' && !fraction)); p++) {
		if (*p == '.') {
			fraction = true;
			continue;
		}
		digits = true;
		if (fraction && scale)
			scale /= 10;
		if (fraction)
			n += (*p - '0') * scale;
		else
			n = MIN(n * 10 + (*p - '0') * 1000, (gint64)PIXELS_MOST * 1000);
	}
	if (!digits)
		return false;
	*ret_number = n;
	*ret_unit = (struct value){ .s = p, .len = (gsize)(end - p) };
	return true;
}

static bool
is_zero(const struct value *v)
{
	struct value unit;
	gint64 n;

	return v->s && number_of(v, &n, &unit) && n == 0;
}

static int
pixels_of(const struct value *v)
{
	struct value unit;
	gint64 n;

	if (!v->s || !number_of(v, &n, &unit))
		return -1;
	if (unit.len == 0 || is_word(&unit, "px") || n == 0)
		return (int)(n / 1000);
	if (is_word(&unit, "pt"))
		return (int)(n * 4 / 3000);
	return -1;
}

int
html_style_pixels(const char *s, gsize len)
{
	struct value v;

	while (len && is_space(*s)) {
		s++;
		len--;
	}
	while (len && is_space(s[len - 1]))
		len--;
	v = (struct value){ .s = s, .len = len };
	return pixels_of(&v);
}

/* A size of its own makes text readable again within one of 0; a share of it does not. */
static bool
is_absolute_size(const struct value *v)
{
	static const char *const relative[] = { "em", "ex", "ch", "%" };
	struct value unit;
	gint64 n;

	if (!number_of(v, &n, &unit))
		return is_word(v, "medium") || is_word(v, "small") || is_word(v, "large") ||
			(v->len > 2 && g_ascii_strncasecmp(v->s, "x-", 2) == 0) ||
			is_word(v, "initial");
	for (guint i = 0; i < G_N_ELEMENTS(relative); i++)
		if (is_word(&unit, relative[i]))
			return false;
	return true;
}

static void
trim(const char **s, const char **end)
{
	while (*s < *end && is_space(**s))
		++*s;
	while (*s < *end && is_space((*end)[-1]))
		--*end;
}

static enum property
property_of(const char *s, const char *end)
{
	gsize len = (gsize)(end - s);

	for (guint i = 0; i < N_PROPERTIES; i++)
		if ((*s | 0x20) == properties[i][0] && strlen(properties[i]) == len &&
		    g_ascii_strncasecmp(s, properties[i], len) == 0)
			return i;
	return N_PROPERTIES;
}

/* Most declarations are about colours and margins, and told by their first letter. */
static bool
may_matter(char first)
{
	static const char letters[] = "dvfmowh";

	return memchr(letters, first | 0x20, sizeof letters - 1);
}

static void
declare(struct value values[N_PROPERTIES], const char *s, const char *end)
{
	const char *colon = memchr(s, ':', (gsize)(end - s)), *name_end = colon, *bang;
	struct value v = { .s = NULL };
	enum property p;

	if (!colon)
		return;
	trim(&s, &name_end);
	p = s < name_end ? property_of(s, name_end) : N_PROPERTIES;
	if (p == N_PROPERTIES)
		return;
	v.s = colon + 1;
	bang = memchr(v.s, '!', (gsize)(end - v.s));
	v.important = bang != NULL;
	end = bang ? bang : end;
	trim(&v.s, &end);
	v.len = (gsize)(end - v.s);
	if (v.len && (v.important || !values[p].important))
		values[p] = v;
}

static void
judge_display(struct html_style *style, const struct value *v)
{
	if (is_word(v, "none"))
		style->set |= HTML_GONE;
	for (guint i = 0; i < G_N_ELEMENTS(displays); i++)
		if (is_word(v, displays[i].value))
			style->breaks = displays[i].breaks;
}

static void
judge(struct html_style *style, const struct value v[N_PROPERTIES])
{
	judge_display(style, &v[DISPLAY]);
	if (is_zero(&v[OPACITY]) ||
	    (is_zero(&v[MAX_HEIGHT]) &&
	     (is_word(&v[OVERFLOW], "hidden") || is_word(&v[OVERFLOW], "clip"))))
		style->set |= HTML_GONE;
	if (is_word(&v[VISIBILITY], "hidden") || is_word(&v[VISIBILITY], "collapse"))
		style->set |= HTML_UNSEEN;
	else if (is_word(&v[VISIBILITY], "visible"))
		style->clear |= HTML_UNSEEN;
	if (is_zero(&v[FONT_SIZE]))
		style->set |= HTML_TINY;
	else if (v[FONT_SIZE].s && is_absolute_size(&v[FONT_SIZE]))
		style->clear |= HTML_TINY;
	if (v[WHITE_SPACE].s && g_ascii_strncasecmp(v[WHITE_SPACE].s, "pre", 3) == 0)
		style->set |= HTML_PRE;
	else if (is_word(&v[WHITE_SPACE], "normal") || is_word(&v[WHITE_SPACE], "nowrap"))
		style->clear |= HTML_PRE;
	style->mso_hide = is_word(&v[MSO_HIDE], "all");
	style->width = pixels_of(&v[WIDTH]);
	style->height = pixels_of(&v[HEIGHT]);
}

struct html_style
html_style(const char *s, gsize len)
{
	struct html_style style = { .breaks = -1, .width = -1, .height = -1 };
	struct value values[N_PROPERTIES] = { { NULL, 0, false } };
	bool declared = false;

	for (const char *end = s + len; s < end; ) {
		const char *semicolon = memchr(s, ';', (gsize)(end - s));
		const char *stop = semicolon ? semicolon : end;

		while (s < stop && is_space(*s))
			s++;
		if (s < stop && may_matter(*s)) {
			declare(values, s, stop);
			declared = true;
		}
		s = stop + 1;
	}
	if (declared)
		judge(&style, values);
	return style;
}
