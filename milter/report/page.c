#include "report/page.h"

static void
append_escaped(GString *out, gunichar c)
{
	switch (c) {
	case '&':  g_string_append(out, "&amp;"); break;
	case '<':  g_string_append(out, "&lt;"); break;
	case '>':  g_string_append(out, "&gt;"); break;
	case '"':  g_string_append(out, "&quot;"); break;
	case '\'': g_string_append(out, "&#39;"); break;
	case '\n': case '\t':
		g_string_append_c(out, (char)c);
		break;
	default:
		g_string_append_unichar(out, report_printable(c));
	}
}

void
page_text(GString *out, const char *s, gsize len)
{
	for (const char *end = s + len; s < end; s = g_utf8_next_char(s))
		append_escaped(out, g_utf8_get_char(s));
}

void
page_line(GString *out, const char *s, gsize len, guint points)
{
	const char *end = s + len;

	for (; s < end && points; s = g_utf8_next_char(s), points--)
		append_escaped(out, *s == '\n' || *s == '\t' ? ' ' : g_utf8_get_char(s));
	if (s < end)
		g_string_append(out, "…");
}

void
page_add(GString *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	for (; *fmt; fmt++) {
		const char *s;

		if (*fmt != '%') {
			g_string_append_c(out, *fmt);
			continue;
		}
		switch (*++fmt) {
		case 's':
			s = va_arg(ap, const char *);
			page_text(out, s, strlen(s));
			break;
		case 'u': g_string_append_printf(out, "%u", va_arg(ap, guint)); break;
		case 'd': g_string_append_printf(out, "%d", va_arg(ap, int)); break;
		case 'c': append_escaped(out, (gunichar)va_arg(ap, int)); break;
		case '%': g_string_append_c(out, '%'); break;
		default:  g_assert_not_reached();
		}
	}
	va_end(ap);
}

static bool
is_file(const char *url)
{
	return (g_ascii_isalnum(*url) || *url == '_') && !url[strspn(url, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
							 "0123456789._-")];
}

void
page_link(GString *out, const char *url, const char *words)
{
	bool link = is_file(url) || g_str_has_prefix(url, "https://") ||
		    g_str_has_prefix(url, "http://");

	if (link)
		page_add(out, "<a href=\"%s\">%s</a>", url, words);
	else
		page_add(out, "%s", words);
}

void
page_join(GString *out, const GString *html)
{
	g_string_append_len(out, html->str, (gssize)html->len);
}

void
page_style(GString *out, const char *style)
{
	g_string_append(out, style);
}

char *
page_anchor(const struct page *p, const struct page_place *place, char view)
{
	return g_strdup_printf("m%uf%u%c%u", p->number, place->finding, view, place->nth);
}

char *
page_size(gsize bytes)
{
	/* GLib has the unit of small numbers in English words. */
	return bytes < 1000 ? g_strdup_printf("%u B", (guint)bytes) : g_format_size(bytes);
}
