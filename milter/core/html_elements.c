#include "core/html_elements.h"

enum {
	OTHER = HTML_OTHER,
	VOID = HTML_IS_VOID,
	SPECIAL = HTML_IS_SPECIAL,
	SCOPE = HTML_IS_SCOPE,
	FORMATTING = HTML_IS_FORMATTING,
	TABLE_PART = HTML_IS_TABLE_PART,
	CLOSES_P = HTML_CLOSES_P,
	HEADING = HTML_IS_HEADING,
};

static const struct html_element_row rows[] = {
	{ "a", HTML_A, FORMATTING, 0, HTML_BREAK_NONE },
	{ "area", HTML_AREA, VOID, 0, HTML_BREAK_NONE },
	{ "br", HTML_BR, VOID, 0, HTML_BREAK_NONE },
	{ "embed", HTML_EMBED, VOID, 0, HTML_BREAK_NONE },
	{ "img", HTML_IMG, VOID, 0, HTML_BREAK_NONE },
	{ "image", HTML_IMAGE, VOID, 0, HTML_BREAK_NONE },
	{ "input", HTML_INPUT, VOID, 0, HTML_BREAK_NONE },
	{ "wbr", OTHER + 0, VOID, 0, HTML_BREAK_NONE },
	{ "keygen", OTHER + 1, VOID, 0, HTML_BREAK_NONE },
	{ "base", HTML_BASE, VOID, 0, HTML_BREAK_NONE },
	{ "link", HTML_LINK, VOID, 0, HTML_BREAK_NONE },
	{ "meta", HTML_META, VOID, 0, HTML_BREAK_NONE },
	{ "param", OTHER + 4, VOID, 0, HTML_BREAK_NONE },
	{ "source", OTHER + 5, VOID, 0, HTML_BREAK_NONE },
	{ "track", OTHER + 6, VOID, 0, HTML_BREAK_NONE },
	{ "col", HTML_COL, VOID, 0, HTML_BREAK_NONE },
	{ "bgsound", OTHER + 7, VOID, 0, HTML_BREAK_NONE },
	{ "basefont", OTHER + 8, VOID, 0, HTML_BREAK_NONE },
	{ "frame", HTML_FRAME, VOID, 0, HTML_BREAK_NONE },
	{ "hr", OTHER + 9, VOID | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "b", OTHER + 10, FORMATTING, 0, HTML_BREAK_NONE },
	{ "big", OTHER + 11, FORMATTING, 0, HTML_BREAK_NONE },
	{ "em", OTHER + 12, FORMATTING, 0, HTML_BREAK_NONE },
	{ "i", OTHER + 13, FORMATTING, 0, HTML_BREAK_NONE },
	{ "nobr", OTHER + 14, FORMATTING, 0, HTML_BREAK_NONE },
	{ "s", OTHER + 15, FORMATTING, 0, HTML_BREAK_NONE },
	{ "small", OTHER + 16, FORMATTING, 0, HTML_BREAK_NONE },
	{ "strike", OTHER + 17, FORMATTING, 0, HTML_BREAK_NONE },
	{ "strong", OTHER + 18, FORMATTING, 0, HTML_BREAK_NONE },
	{ "tt", OTHER + 19, FORMATTING, HTML_CODE, HTML_BREAK_NONE },
	{ "u", OTHER + 20, FORMATTING, 0, HTML_BREAK_NONE },
	{ "font", HTML_FONT, FORMATTING, 0, HTML_BREAK_NONE },
	{ "code", OTHER + 21, FORMATTING, HTML_CODE, HTML_BREAK_NONE },
	{ "kbd", OTHER + 22, 0, HTML_CODE, HTML_BREAK_NONE },
	{ "samp", OTHER + 23, 0, HTML_CODE, HTML_BREAK_NONE },
	{ "address", HTML_ADDRESS, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "article", OTHER + 24, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "aside", OTHER + 25, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "blockquote", OTHER + 26, SPECIAL | CLOSES_P, HTML_QUOTE, HTML_BREAK_LINE },
	{ "center", HTML_CENTER, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "details", OTHER + 28, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "dialog", OTHER + 29, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "dir", OTHER + 30, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "div", HTML_DIV, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "dl", OTHER + 31, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "fieldset", OTHER + 32, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "figcaption", OTHER + 33, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "figure", OTHER + 34, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "footer", OTHER + 35, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "header", OTHER + 36, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "hgroup", OTHER + 37, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "main", OTHER + 38, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "menu", OTHER + 39, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "nav", OTHER + 40, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "ol", OTHER + 41, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "section", OTHER + 42, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "summary", OTHER + 43, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "ul", OTHER + 44, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "form", HTML_FORM, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "search", OTHER + 45, SPECIAL | CLOSES_P, 0, HTML_BREAK_LINE },
	{ "li", HTML_LI, SPECIAL, 0, HTML_BREAK_LINE },
	{ "dd", HTML_DD, SPECIAL, 0, HTML_BREAK_LINE },
	{ "dt", HTML_DT, SPECIAL, 0, HTML_BREAK_LINE },
	{ "p", HTML_P, SPECIAL | CLOSES_P, 0, HTML_BREAK_PARAGRAPH },
	{ "h1", OTHER + 46, SPECIAL | CLOSES_P | HEADING, 0, HTML_BREAK_PARAGRAPH },
	{ "h2", OTHER + 47, SPECIAL | CLOSES_P | HEADING, 0, HTML_BREAK_PARAGRAPH },
	{ "h3", OTHER + 48, SPECIAL | CLOSES_P | HEADING, 0, HTML_BREAK_PARAGRAPH },
	{ "h4", OTHER + 49, SPECIAL | CLOSES_P | HEADING, 0, HTML_BREAK_PARAGRAPH },
	{ "h5", OTHER + 50, SPECIAL | CLOSES_P | HEADING, 0, HTML_BREAK_PARAGRAPH },
	{ "h6", OTHER + 51, SPECIAL | CLOSES_P | HEADING, 0, HTML_BREAK_PARAGRAPH },
	{ "pre", HTML_PRE_ELEMENT, SPECIAL | CLOSES_P, HTML_PRE | HTML_CODE, HTML_BREAK_PARAGRAPH },
	{ "listing", OTHER + 52, SPECIAL | CLOSES_P, HTML_PRE | HTML_CODE, HTML_BREAK_PARAGRAPH },
	{ "plaintext", OTHER + 53, SPECIAL | CLOSES_P, HTML_PRE, HTML_BREAK_PARAGRAPH },
	{ "xmp", OTHER + 54, SPECIAL | CLOSES_P, HTML_PRE | HTML_CODE, HTML_BREAK_PARAGRAPH },
	{ "table", HTML_TABLE, SPECIAL | SCOPE | CLOSES_P | TABLE_PART, 0, HTML_BREAK_LINE },
	{ "tbody", HTML_TBODY, SPECIAL | TABLE_PART, 0, HTML_BREAK_NONE },
	{ "thead", HTML_THEAD, SPECIAL | TABLE_PART, 0, HTML_BREAK_NONE },
	{ "tfoot", HTML_TFOOT, SPECIAL | TABLE_PART, 0, HTML_BREAK_NONE },
	{ "tr", HTML_TR, SPECIAL | TABLE_PART, 0, HTML_BREAK_LINE },
	{ "td", HTML_TD, SPECIAL | SCOPE | TABLE_PART, 0, HTML_BREAK_TAB },
	{ "th", HTML_TH, SPECIAL | SCOPE | TABLE_PART, 0, HTML_BREAK_TAB },
	{ "caption", HTML_CAPTION, SPECIAL | SCOPE | TABLE_PART, 0, HTML_BREAK_LINE },
	{ "colgroup", HTML_COLGROUP, SPECIAL | TABLE_PART, 0, HTML_BREAK_NONE },
	{ "body", HTML_BODY, SPECIAL | SCOPE, 0, HTML_BREAK_NONE },
	{ "html", HTML_HTML, SPECIAL | SCOPE, 0, HTML_BREAK_NONE },
	{ "head", HTML_HEAD, SPECIAL, 0, HTML_BREAK_NONE },
	{ "button", HTML_BUTTON, SPECIAL, 0, HTML_BREAK_NONE },
	{ "select", HTML_SELECT, SPECIAL, 0, HTML_BREAK_NONE },
	{ "textarea", HTML_TEXTAREA, SPECIAL, HTML_PRE, HTML_BREAK_NONE },
	{ "option", HTML_OPTION, 0, 0, HTML_BREAK_LINE },
	{ "optgroup", OTHER + 55, 0, 0, HTML_BREAK_LINE },
	{ "legend", OTHER + 56, 0, 0, HTML_BREAK_LINE },
	{ "object", HTML_OBJECT, SPECIAL | SCOPE, 0, HTML_BREAK_NONE },
	{ "applet", HTML_APPLET, SPECIAL | SCOPE, 0, HTML_BREAK_NONE },
	{ "marquee", OTHER + 57, SPECIAL | SCOPE, 0, HTML_BREAK_NONE },
	{ "template", OTHER + 58, SPECIAL | SCOPE, HTML_DROP, HTML_BREAK_NONE },
	{ "title", HTML_TITLE, SPECIAL, HTML_DROP, HTML_BREAK_NONE },
	{ "style", HTML_STYLE, SPECIAL, HTML_DROP, HTML_BREAK_NONE },
	{ "script", HTML_SCRIPT, SPECIAL, HTML_DROP, HTML_BREAK_NONE },
	{ "noscript", OTHER + 60, SPECIAL, HTML_DROP, HTML_BREAK_NONE },
	{ "noembed", OTHER + 61, SPECIAL, HTML_DROP, HTML_BREAK_NONE },
	{ "noframes", OTHER + 62, SPECIAL, HTML_DROP, HTML_BREAK_NONE },
	{ "iframe", HTML_IFRAME, SPECIAL, HTML_DROP, HTML_BREAK_NONE },
	{ "xml", OTHER + 63, 0, HTML_DROP, HTML_BREAK_NONE },
	{ "datalist", OTHER + 64, 0, HTML_DROP, HTML_BREAK_NONE },
	{ "rp", OTHER + 65, 0, HTML_DROP, HTML_BREAK_NONE },
	{ "svg", HTML_SVG, 0, 0, HTML_BREAK_NONE },
	{ "math", HTML_MATH, 0, 0, HTML_BREAK_NONE },
};

/* Numbers of their own are fewer than rows. */
G_STATIC_ASSERT(OTHER + G_N_ELEMENTS(rows) <= HTML_ELEMENTS_OTHER_FIRST);

static guint8
slot_of(const char *name, gsize len)
{
	return (guint8)((guchar)name[0] * 7 + (guchar)name[len - 1] * 31 +
			(guchar)name[len / 2] * 3 + len * 13);
}

void
html_elements_init(struct html_elements *e)
{
	*e = (struct html_elements){ { 0 } };
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		guint8 slot = slot_of(rows[i].name, strlen(rows[i].name));

		while (e->slots[slot])
			slot++;
		e->slots[slot] = (guint8)(i + 1);
	}
}

const struct html_element_row *
html_elements_row(const struct html_elements *e, const char *name, gsize len)
{
	if (!len)
		return NULL;
	for (guint8 slot = slot_of(name, len); e->slots[slot]; slot++) {
		const struct html_element_row *row = &rows[e->slots[slot] - 1];

		if (row->name[0] == *name && strncmp(row->name, name, len) == 0 && !row->name[len])
			return row;
	}
	return NULL;
}

bool
html_elements_plain(const char *name, gsize len)
{
	static const char *const names[] = {
		"span", "sup", "sub", "label", "abbr", "acronym", "audio", "bdi", "bdo", "blink",
		"canvas", "cite", "data", "del", "dfn", "frameset", "ins", "map", "mark", "meter",
		"multicol", "noindex", "output", "picture", "progress", "q", "rb", "rt", "rtc", "ruby",
		"slot", "spacer", "time", "var", "video",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (*names[i] == *name && strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
			return true;
	return memchr(name, ':', len) != NULL;	/* "o:p", "v:rect" */
}

guint8
html_elements_number(const char *name, gsize len)
{
	guint32 n = 0;

	for (gsize i = 0; i < MIN(len, 32); i++)
		n = n * 31 + (guchar)name[i];
	return (guint8)(HTML_ELEMENTS_OTHER_FIRST +
			n % (HTML_ELEMENTS_NUMBERS - HTML_ELEMENTS_OTHER_FIRST));
}
