#include "core/html_mark.h"
#include "core/html_value.h"

/* Fonts have others to fall back to. */
static bool
is_for_fonts(const struct html_attribute *href)
{
	return href && g_strstr_len(href->value.s, (gssize)href->value.len, "font");
}

void
html_mark_element(struct html_marked *m, const struct html_token *t, guint8 number,
		  struct span where)
{
	switch (number) {
	case HTML_SCRIPT:
		/* Data for the mail program (orders, flights), not a program. */
		html_mark(m, HTML_MARK_SCRIPT, where, !html_value_is(t, "type", "application/ld+json"));
		break;
	case HTML_FORM: case HTML_INPUT: case HTML_SELECT: case HTML_TEXTAREA:
		html_mark(m, HTML_MARK_FORM, where, 1);
		break;
	case HTML_EMBED: case HTML_OBJECT: case HTML_IFRAME: case HTML_FRAME: case HTML_APPLET:
		html_mark(m, HTML_MARK_EMBED, where, 1);
		break;
	case HTML_LINK:
		html_mark(m, HTML_MARK_SHEET, where, html_value_is(t, "rel", "stylesheet") &&
		     !is_for_fonts(html_attribute(t, "href")));
		break;
	case HTML_META:
		html_mark(m, HTML_MARK_REFRESH, where, html_value_is(t, "http-equiv", "refresh"));
		break;
	case HTML_BASE:
		html_mark(m, HTML_MARK_BASE, where, html_attribute(t, "href") != NULL);
		break;
	case HTML_HTML:
		html_mark(m, HTML_MARK_HTML, where, 1);
		break;
	case HTML_CENTER:
		html_mark(m, HTML_MARK_CENTER, where, 1);
		break;
	}
}

/* A capital after a small letter: written to deceive a filter, not by a person. */
static bool
is_mixed(const char *input, const struct html_string *name)
{
	const char *s = input + name->at;

	for (guint32 i = 1; !name->same && i < name->source_len; i++)
		if (g_ascii_islower(s[i - 1]) && g_ascii_isupper(s[i]))
			return true;
	return false;
}

/* Of attributes only these: "bgColor" and "colSpan" are old habits. */
static bool
is_plain_attribute(const struct html_string *name)
{
	return (name->len == 3 && memcmp(name->s, "src", 3) == 0) ||
	       (name->len == 4 && memcmp(name->s, "href", 4) == 0) ||
	       (name->len == 5 && memcmp(name->s, "style", 5) == 0);
}

void
html_mark_names(struct html_marked *m, const struct html_token *t,
		const struct html_element_row *row, const char *input, struct span where)
{
	bool mixed = is_mixed(input, &t->text);

	for (guint i = 0; i < t->n_attributes; i++) {
		const struct html_string *name = &t->attributes[i].name;

		if (name->len > 4 && name->s[0] == 'o' && name->s[1] == 'n')
			html_mark(m, HTML_MARK_HANDLER, where, 1);
		mixed |= !name->same && is_plain_attribute(name) && is_mixed(input, name);
	}
	html_mark(m, HTML_MARK_MIXED_CASE, where, mixed);
	if (!row && !html_elements_plain(t->text.s, t->text.len))
		html_mark(m, HTML_MARK_UNKNOWN, where, 1);
}

guint
html_mark_letters(const char *s, gsize len)
{
	guint n = 0;

	for (gsize i = 0; i < len; i++)
		n += g_ascii_isalnum(s[i]) || ((guchar)s[i] >= 0xc3 && (guchar)s[i] != 0xe2 &&
					       (guchar)s[i] != 0xef);
	return n;
}

/* A sheet within the page may ask for others. */
void
html_mark_style(struct html_marked *m, const struct html_string *s, struct span where)
{
	static const char import[] = "@import";
	const char *end = s->s + s->len, *p = s->s;

	html_mark(m, HTML_MARK_STYLE, where, s->len);
	while ((p = memchr(p, '@', (gsize)(end - p))) && (gsize)(end - p) >= sizeof import) {
		if (g_ascii_strncasecmp(p, import, sizeof import - 1) == 0 &&
		    !g_strstr_len(p, MIN(end - p, 200), "font"))
			html_mark(m, HTML_MARK_IMPORT, where, 1);
		p++;
	}
}
