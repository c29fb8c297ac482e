#include "core/html_quote.h"

enum { NAME_LEAST = 9, NAME_MOST = 39 };

static const struct {
	const char *name;
	enum html_quote quote;
} names[] = {
	{ "gmail_quote", HTML_QUOTE_ELEMENT },
	{ "gmail_quote_container", HTML_QUOTE_ELEMENT },
	{ "gmail_signature", HTML_QUOTE_ELEMENT },
	{ "yahoo_quoted", HTML_QUOTE_ELEMENT },
	{ "moz-cite-prefix", HTML_QUOTE_ELEMENT },
	{ "moz-forward-container", HTML_QUOTE_ELEMENT },
	{ "moz-signature", HTML_QUOTE_ELEMENT },
	{ "protonmail_quote", HTML_QUOTE_ELEMENT },
	{ "protonmail_signature_block", HTML_QUOTE_ELEMENT },
	{ "tutanota_quote", HTML_QUOTE_ELEMENT },
	{ "zmail_extra", HTML_QUOTE_ELEMENT },
	{ "ms-outlook-mobile-signature", HTML_QUOTE_ELEMENT },
	{ "mail-editor-reference-message-container", HTML_QUOTE_ELEMENT },
	{ "OLK_SRC_BODY_SECTION", HTML_QUOTE_ELEMENT },
	{ "OutlookMessageHeader", HTML_QUOTE_REST },
	{ "appendonsend", HTML_QUOTE_REST },
	{ "divRplyFwdMsg", HTML_QUOTE_REST },
};

static enum html_quote
name_of(const char *s, gsize len)
{
	if (len > 2 && memcmp(s, "x_", 2) == 0) {
		s += 2;
		len -= 2;
	}
	if (len < NAME_LEAST || len > NAME_MOST)
		return HTML_QUOTE_NONE;
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (*names[i].name == *s && strlen(names[i].name) == len &&
		    memcmp(names[i].name, s, len) == 0)
			return names[i].quote;
	return HTML_QUOTE_NONE;
}

static enum html_quote
any_name_of(const struct html_string *value)
{
	const char *end = value->s + value->len;
	enum html_quote quote = HTML_QUOTE_NONE;

	for (const char *p = value->s, *q; p < end && !quote; p = q + 1) {
		for (q = p; q < end && !g_ascii_isspace(*q); q++)
			;
		quote = name_of(p, (gsize)(q - p));
	}
	return quote;
}

/* Outlook for Windows has no name for it. */
static bool
is_outlook_line(const struct html_string *style)
{
	static const char line[] = "border:none;border-top:solid #", room[] = "pt;padding:3.0pt 0";

	return style->len > sizeof line + sizeof room &&
	       memcmp(style->s, line, sizeof line - 1) == 0 &&
	       g_strstr_len(style->s, (gssize)style->len, room) != NULL;
}

enum html_quote
html_quote_of(const struct html_attribute *a)
{
	if (a->value.len < NAME_LEAST)
		return HTML_QUOTE_NONE;
	if (a->name.len == 5 && memcmp(a->name.s, "style", 5) == 0)
		return is_outlook_line(&a->value) ? HTML_QUOTE_REST : HTML_QUOTE_NONE;
	if ((a->name.len == 5 && memcmp(a->name.s, "class", 5) == 0) ||
	    (a->name.len == 2 && memcmp(a->name.s, "id", 2) == 0))
		return any_name_of(&a->value);
	return HTML_QUOTE_NONE;
}
