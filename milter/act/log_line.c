#include "act/log_line.h"

enum {
	VALUE = 256,		/* bytes of a value that are logged */
	RULES = 20,		/* ids of one line */
};

static const char *const levels[] = {
	[LOG_LEVEL_ERROR] = "error", [LOG_LEVEL_WARNING] = "warning", [LOG_LEVEL_INFO] = "info",
};

static bool
is_plain(guchar c)
{
	return c > ' ' && c < 0x7f && c != '\\' && c != '"';
}

static void
add_plain(GString *out, const char *value)
{
	const guchar *p = (const guchar *)value;
	gsize left = VALUE, n;

	while (*p && left) {
		for (n = 0; n < left && is_plain(p[n]); n++)
			;
		g_string_append_len(out, (const char *)p, (gssize)n);
		p += n;
		left -= n;
		if (*p && left) {
			g_string_append_printf(out, "\\x%02x", *p++);
			left--;
		}
	}
	if (*p)
		g_string_append(out, "...");
}

/* What would end a line, or make a terminal show another line than there is. */
static bool
is_hidden(gunichar c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

static void
add_quoted(GString *out, const char *value, gsize most)
{
	gsize left = strlen(value), kept = 0;

	g_string_append_c(out, '"');
	while (left) {
		gunichar c = g_utf8_get_char_validated(value, (gssize)left);
		bool is_bad = c == (gunichar)-1 || c == (gunichar)-2;
		gsize n = is_bad ? 1 : (gsize)(g_utf8_next_char(value) - value);

		if (kept + n > most)
			break;
		if (is_bad || is_hidden(c))
			g_string_append_printf(out, "\\u%04x", is_bad ? 0xfffd : c);
		else if (c == '"' || c == '\\')
			g_string_append_printf(out, "\\%c", (char)c);
		else
			g_string_append_len(out, value, (gssize)n);
		value += n;
		left -= n;
		kept += n;
	}
	g_string_append(out, left ? "...\"" : "\"");
}

static void
add_key(struct log_line *l, const char *key)
{
	if (l->format == LOG_JSON)
		g_string_append_printf(l->s, "%s\"%s\":", l->s->len ? "," : "", key);
	else
		g_string_append_printf(l->s, "%s%s=", l->s->len &&
				       l->s->str[l->s->len - 1] != ' ' ? " " : "", key);
}

void
log_line_begin(struct log_line *l, enum log_format format, enum log_level level,
	       const char *event, const char *before)
{
	*l = (struct log_line){ format, level, g_string_sized_new(512) };
	if (format == LOG_TEXT) {
		g_string_append(l->s, before);
		return;
	}
	log_line_string(l, "level", levels[level]);
	log_line_string(l, "event", event);
}

void
log_line_string(struct log_line *l, const char *key, const char *value)
{
	add_key(l, key);
	if (l->format == LOG_TEXT)
		add_plain(l->s, value && *value ? value : "-");
	else if (value)
		add_quoted(l->s, value, VALUE);
	else
		g_string_append(l->s, "null");
}

void
log_line_number(struct log_line *l, const char *key, gint64 value)
{
	add_key(l, key);
	g_string_append_printf(l->s, "%" G_GINT64_FORMAT, value);
}

void
log_line_rules(struct log_line *l, const char *key, const GArray *findings)
{
	const char *quote = l->format == LOG_JSON ? "\"" : "";
	const struct rule *named[RULES];
	guint n = 0;

	add_key(l, key);
	g_string_append(l->s, l->format == LOG_JSON ? "[" : "");
	for (guint i = 0; i < findings->len; i++) {
		const struct rule *r = g_array_index(findings, struct finding, i).rule;
		guint k = 0;

		while (k < n && named[k] != r)
			k++;
		if (k < n)
			continue;
		g_string_append_printf(l->s, "%s%s%s%s", n ? "," : "", quote,
				       n < RULES ? r->id : "...", quote);
		if (n == RULES)
			break;
		named[n++] = r;
	}
	if (l->format == LOG_JSON)
		g_string_append_c(l->s, ']');
	else if (!n)
		g_string_append_c(l->s, '-');
}

void
log_line_words(struct log_line *l, const char *words)
{
	gsize from = l->s->len;

	if (l->format == LOG_JSON) {
		add_key(l, "text");
		add_quoted(l->s, words, G_MAXSIZE);
		return;
	}
	g_string_append_printf(l->s, "%s%s", from && l->s->str[from - 1] != ' ' ? " " : "", words);
	for (char *p = l->s->str + from; *p; p++)
		if ((guchar)*p < ' ' || *p == 0x7f)
			*p = ' ';
}
