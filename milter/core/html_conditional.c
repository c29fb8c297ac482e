#include "core/html_conditional.h"

struct span
html_conditional_content(const char *source, struct span comment)
{
	static const char end_if[] = "<![endif]";
	const char *s = source + comment.at, *end = s + comment.len, *from, *to;

	if (comment.len < 7 + 4 || memcmp(s, "<!--[if", 7) != 0)
		return (struct span){ 0, 0 };
	from = memchr(s, ']', comment.len);
	if (!from || from + 1 >= end || from[1] != '>')
		return (struct span){ 0, 0 };
	from += 2;
	/* At the very end, before "-->" or what is left of it. */
	for (to = end - (sizeof end_if - 1); to >= from && end - to < 32; to--)
		if (g_ascii_strncasecmp(to, end_if, sizeof end_if - 1) == 0)
			return (struct span){ (gsize)(from - source), (gsize)(to - from) };
	return (struct span){ 0, 0 };
}

bool
html_conditional_shows(const char *s, gsize len)
{
	static const char *const beginnings[] = { "[if mso", "[if !mso", "[if gte mso", "[if ie",
		"[if !ie", "[if gt mso", "[if lt mso", "[if lte mso", "[if (", "[endif]" };
	const char *end = s + len;

	while (s < end && (s = memchr(s, '[', (gsize)(end - s)))) {
		for (guint i = 0; i < G_N_ELEMENTS(beginnings); i++)
			if ((gsize)(end - s) >= strlen(beginnings[i]) &&
			    g_ascii_strncasecmp(s, beginnings[i], strlen(beginnings[i])) == 0)
				return true;
		s++;
	}
	return false;
}
