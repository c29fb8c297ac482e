/* The lines of a refusal.  An MTA logs them and a mail program shows them, whatever its
   charset: plain ASCII, short, and the remedy in them. */
#include "report/report.h"

enum {
	REASONS = 3,		/* findings named at most; the rest is counted */
	ONE_LINE_BYTES = 400,	/* where all must stand in one line */
	COLUMNS = LIMIT_REPLY_COLUMNS - (int)sizeof "550-5.7.1",
};

static const struct {
	gunichar c;
	const char *ascii;
} letters[] = {
	{ 0x142, "l" }, { 0x141, "L" }, { 0xdf, "ss" }, { 0xe6, "ae" }, { 0xf8, "o" },
	{ 0xa0, " " }, { 0x2009, " " }, { 0x202f, " " }, { 0xad, "" }, { 0x200b, "" },
	{ 0x2018, "'" }, { 0x2019, "'" }, { 0x201a, "'" }, { 0x201c, "\"" }, { 0x201d, "\"" },
	{ 0x201e, "\"" }, { 0xab, "\"" }, { 0xbb, "\"" }, { 0x2013, "-" }, { 0x2014, "-" },
	{ 0x2011, "-" }, { 0x2026, "..." }, { 0x20ac, "EUR" }, { 0xd7, "x" },
	{ 0x451, "e" }, { 0x401, "E" },
};

/* U+0430 to U+044F. */
static const char *const russian[] = {
	"a", "b", "v", "g", "d", "e", "zh", "z", "i", "j", "k", "l", "m", "n", "o", "p",
	"r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
};

static void
append_letter(GString *out, gunichar c)
{
	gunichar base[4];

	for (gsize i = 0; i < G_N_ELEMENTS(letters); i++)
		if (letters[i].c == c) {
			g_string_append(out, letters[i].ascii);
			return;
		}
	if (c >= 0x410 && c <= 0x44f) {
		const char *s = russian[(c - 0x410) % 32];

		if (*s)
			g_string_append_c(out, c < 0x430 ? g_ascii_toupper(*s) : *s);
		g_string_append(out, *s ? s + 1 : "");
	} else if (g_unichar_fully_decompose(c, FALSE, base, G_N_ELEMENTS(base)) && base[0] < 0x7f) {
		g_string_append_c(out, (char)base[0]);
	} else {
		g_string_append_c(out, '?');
	}
}

/* `s` is valid UTF-8; what comes out is printable ASCII, runs of white space as one space. */
static void
append_ascii(GString *out, const char *s)
{
	for (; *s; s = g_utf8_next_char(s)) {
		guchar c = (guchar)*s;

		if (c >= 0x80)
			append_letter(out, g_utf8_get_char(s));
		else if (c > ' ' && c < 0x7f)
			g_string_append_c(out, (char)c);
		else if (out->len && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
}

static const char *
say(const struct report_words *words, const char *key, const char *english)
{
	const char *s = words && words->say ? words->say(words, key) : NULL;

	return s ? s : english;
}

static const char *
say_of_rule(struct arena *a, const struct report_words *words, const struct rule *r,
	    const char *member, const char *english)
{
	return say(words, arena_printf(a, "%s.%s", r->id, member), english);
}

/* "Subject, character 20"; "line 12"; NULL where there is nothing to point to. */
static char *
where(struct arena *a, const struct verdict *v, const struct finding *f,
      const struct report_words *words)
{
	const struct text *t = f->at.text, *source = text_source(t);

	if (!source->len)
		return t->raw.len ? arena_printf(a, "%s %u", say(words, "line", "line"),
						 message_line(v->facts->message, t->raw.at)) : NULL;
	if (source->field)
		return arena_printf(a, "%s, %s %u", source->field, say(words, "character", "character"),
				    text_place(t, f->at.where).column);
	return arena_printf(a, "%s %u", say(words, "line", "line"), text_place(t, f->at.where).line);
}

/* Words of the mail among ours are an excerpt, and treated as one. */
static char *
masked(struct arena *a, const char *arg)
{
	GString *out = g_string_new(NULL);
	const char *p = arg;

	for (guint n = 0; *p && n < LIMIT_REPLY_EXCERPT; n++, p = g_utf8_next_char(p))
		if (g_unichar_isdigit(g_utf8_get_char(p)))
			g_string_append_c(out, '#');
		else
			g_string_append_unichar(out, g_utf8_get_char(p));
	if (*p)
		g_string_append(out, "...");
	arg = arena_strndup(a, out->str, out->len);
	g_string_free(out, TRUE);
	return (char *)arg;
}

/* What tells this case from others, or "" where it would quote and may not. */
static const char *
detail(struct arena *a, const struct verdict *v, const struct finding *f,
       const struct report_words *words)
{
	const char *translated = words ? say(words, f->say, NULL) : NULL;
	struct finding copy = *f;
	guint n = 0;

	if (!f->say || !*f->say)
		return "";
	if (g_str_equal(f->say, "%s"))		/* words of the rule itself */
		return finding_say(a, f, translated);
	for (const char *p = f->say; *p && n < FINDING_ARGS; p++) {
		if (*p != '%')
			continue;
		if (p[1] == 's' && !v->policy->reply_excerpt)
			return "";
		if (p[1] == 's' && f->args[n])
			copy.args[n] = masked(a, f->args[n]);
		n += p[1] != '%';
		p += p[1] != '\0';
	}
	return finding_say(a, &copy, translated);
}

/* One finding as a paragraph of its own: what, where, "excerpt": remedy, and the id of the rule
   for who asks the help desk. */
static char *
reason(struct arena *a, const struct verdict *v, const struct finding *f,
       const struct report_words *words)
{
	g_autoptr(GString) s = g_string_new(NULL);
	const char *place = where(a, v, f, words), *more = detail(a, v, f, words);

	append_ascii(s, say_of_rule(a, words, f->rule, "title", f->rule->title));
	if (s->len)
		s->str[0] = g_ascii_toupper(s->str[0]);
	if (*more) {
		g_string_append(s, ": ");
		append_ascii(s, more);
	}
	if (place) {
		g_string_append(s, " (");
		append_ascii(s, place);
		g_string_append_c(s, ')');
	}
	if (v->policy->reply_excerpt && f->at.where.len && f->at.text->len) {
		g_string_append(s, " \"");
		append_ascii(s, text_excerpt(a, f->at.text, f->at.where, LIMIT_REPLY_EXCERPT, true));
		g_string_append_c(s, '"');
	}
	g_string_append(s, ". ");
	append_ascii(s, say_of_rule(a, words, f->rule, "fix", f->rule->fix));
	g_string_append_printf(s, " [%s]", f->rule->id);
	return arena_strndup(a, s->str, s->len);
}

/* Cuts `s` into lines at spaces; FALSE when there was no room for all of it. */
static bool
wrap(struct arena *a, GPtrArray *lines, const char *s, guint most)
{
	while (*s) {
		gsize len = strlen(s), cut = len;

		if (len > COLUMNS) {
			for (cut = COLUMNS; cut && s[cut] != ' '; cut--)
				;
			cut = cut ? cut : COLUMNS;
		}
		if (lines->len >= most)
			return false;
		g_ptr_array_add(lines, arena_strndup(a, s, cut));
		for (s += cut; *s == ' '; s++)
			;
	}
	return true;
}

GPtrArray *
report_smtp(struct arena *a, const struct verdict *v, const char *id,
	    const struct report_words *words, bool one_line)
{
	GPtrArray *lines = g_ptr_array_new();
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_autoptr(GString) all = g_string_new(NULL);
	const char *more = "";
	guint named = 0, unnamed = 0;

	arena_defer(a, (GDestroyNotify)g_ptr_array_unref, lines);
	append_ascii(all, say(words, "Message refused for its content.", "Message refused for its content."));
	wrap(a, lines, all->str, 2);
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		if ((named && f->level < LEVEL_WARN) || !g_hash_table_add(seen, (gpointer)f->rule))
			continue;
		if (named < (one_line ? 1 : REASONS) && !unnamed) {
			const char *s = reason(a, v, f, words);
			guint before = lines->len;

			g_string_append_printf(all, " %s", s);
			if (wrap(a, lines, s, LIMIT_REPLY_LINES - 1) || !named) {
				named++;
				continue;
			}
			g_ptr_array_set_size(lines, (int)before);	/* half a reason is none */
		}
		unnamed++;
	}
	if (unnamed)
		more = arena_printf(a, "%u %s, ", unnamed, say(words, "more", "more"));
	if (one_line) {
		g_string_truncate(all, MIN(all->len, ONE_LINE_BYTES));
		g_ptr_array_set_size(lines, 0);
		g_ptr_array_add(lines, arena_printf(a, "%s [%sid %s]", all->str, more, id));
	} else {
		g_ptr_array_add(lines, arena_printf(a, "[%sid %s]", more, id));
	}
	return lines;
}
