#include "report/report.h"

enum { WINDOW = 96 };	/* columns of the mail shown around a place */

static const char *const level_colors[] = { "", "\033[36m", "\033[33m", "\033[31m" };
static const char *const level_words[] = { "", "note", "warning", "error" };

static const char *
paint(const struct report_options *o, const char *color)
{
	return o->color ? color : "";
}

static guint
columns_of(gunichar c)
{
	return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

/* The part of the line that is shown: around the place, at most WINDOW columns. */
static struct span
window_of(const struct text *t, struct span where)
{
	const char *begin = t->s + where.at, *end = begin, *s = t->s;
	guint room = WINDOW;

	for (guint before = WINDOW / 3; begin > s && begin[-1] != '\n' && before; before--, room--)
		begin = g_utf8_prev_char(begin);
	while (end < s + t->len && *end != '\n' && room--)
		end = g_utf8_next_char(end);
	return (struct span){ (gsize)(begin - s), (gsize)(end - begin) };
}

static void
add_cut(GString *out, GString *marks, bool inside)
{
	g_string_append(out, "…");
	g_string_append_c(marks, inside ? '^' : ' ');
}

static void
add_window(GString *out, const struct text *t, struct span where, const struct report_options *o,
	   const char *color)
{
	struct span w = window_of(t, where);
	g_autoptr(GString) marks = g_string_new(NULL);
	const char *head = t->field ? t->field : "";
	gsize mark_end = where.at + MAX(where.len, 1), end = w.at + w.len;

	g_string_append_printf(out, "    |\n    | %s%s", head, *head ? ": " : "");
	for (gsize i = strlen(head) + (*head ? 2 : 0); i--;)
		g_string_append_c(marks, ' ');
	if (w.at && t->s[w.at - 1] != '\n')
		add_cut(out, marks, false);
	for (const char *p = t->s + w.at; p < t->s + end; p = g_utf8_next_char(p)) {
		gunichar c = report_printable(g_utf8_get_char(p));
		gsize at = (gsize)(p - t->s);
		bool inside = at >= where.at && at < mark_end;

		g_string_append_unichar(out, c);
		for (guint n = columns_of(c); n--;)
			g_string_append_c(marks, inside ? '^' : ' ');
	}
	if (end < t->len && t->s[end] != '\n')
		add_cut(out, marks, mark_end > end);
	if (where.at >= end)	/* at the very end */
		g_string_append_c(marks, '^');
	g_strchomp(marks->str);
	g_string_append_printf(out, "\n    | %s%s%s\n", paint(o, color), marks->str,
			       paint(o, "\033[0m"));
}

/* Lines of the place below the first, which alone is shown. */
static guint
more_lines(const struct text *t, struct span where)
{
	const char *p = t->s + where.at, *end = p + where.len;
	guint n = 0;

	while (p < end && (p = memchr(p, '\n', (gsize)(end - p))) && ++p < end)
		n++;
	return n;
}

static void
add_words(GString *out, const struct text *t, struct span where, const struct report_options *o,
	  const char *color)
{
	guint more = more_lines(t, where);

	add_window(out, t, where, o, color);
	if (more)
		g_string_append_printf(out, "    = %s: %u\n", report_say(o->words, "more lines"), more);
}

static void
add_where(GString *out, const struct verdict *v, const struct report_options *o,
	  const struct finding_place *at)
{
	const struct text *src = text_source(at->text);
	struct place p = text_place(at->text, at->where);

	g_string_append_printf(out, "   --> %s:%u", o->name,
			       message_line(v->facts->message, p.raw_offset));
	if (src->field)
		g_string_append_printf(out, ", %s, character %u", src->field, p.column);
	else if (src->len)
		g_string_append_printf(out, ", %s%s%s, line %u, column %u", src->name,
				       *src->part ? " in part " : "", src->part, p.line, p.column);
	else
		g_string_append_printf(out, ", %s", src->name);
	if (p.raw_length)
		g_string_append_printf(out, " (bytes %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT "%s)",
				       p.raw_offset, p.raw_offset + p.raw_length - 1,
				       p.exact ? "" : ", covering");
	g_string_append_c(out, '\n');
}

static void
add_finding(GString *out, const struct verdict *v, const struct report_options *o,
	    const struct finding *f)
{
	struct arena *a = v->facts->arena;
	const char *color = level_colors[f->level];

	g_string_append_printf(out, "%s%s[%s]%s: %s\n", paint(o, color),
			       report_say(o->words, level_words[f->level]), f->rule->id,
			       paint(o, "\033[0m"), report_message(a, f, o->words));
	add_where(out, v, o, &f->at);
	if (f->at.text->len)
		add_words(out, f->at.text, f->at.where, o, color);
	for (guint i = 0; f->also && i < f->also->len; i++)
		add_where(out, v, o, &g_array_index(f->also, struct finding_place, i));
	if (f->unshown)
		g_string_append_printf(out, "    = %s: %u\n", report_say(o->words, "more places"),
				       f->unshown);
	g_string_append_printf(out, "    = %s: %s\n", report_say(o->words, "help"),
			       report_say_rule(o->words, f->rule, "fix", f->rule->fix));
	if (f->points || f->hit)
		g_string_append_printf(out, "    = %s: %d%s, sendlint explain %s\n\n",
				       report_say(o->words, "points"), f->points,
				       f->points < f->hit ? report_say(o->words, " (capped)") : "",
				       f->rule->id);
	else
		g_string_append_printf(out, "    = sendlint explain %s\n\n", f->rule->id);
}

static struct report_counts
count(const struct verdict *v)
{
	struct report_counts c = { .files = 1 };

	for (guint i = 0; i < v->findings->len; i++)
		switch (g_array_index(v->findings, struct finding, i).level) {
		case LEVEL_ERROR: c.errors++; break;
		case LEVEL_WARN:  c.warnings++; break;
		case LEVEL_NOTE:  c.notes++; break;
		case LEVEL_OFF:   break;
		}
	return c;
}

static void
add_footer(GString *out, const struct verdict *v, const struct report_options *o,
	   const struct report_counts *c)
{
	g_autofree char *why = report_class_why(v, o->words);

	g_string_append_printf(out, "%s%s%s: ", paint(o, "\033[1m"), o->name, paint(o, "\033[0m"));
	if (c->errors + c->warnings + c->notes)
		g_string_append_printf(out, "%s %u, %s %u, %s %u; ", report_say(o->words, "errors"),
				       c->errors, report_say(o->words, "warnings"), c->warnings,
				       report_say(o->words, "notes"), c->notes);
	else
		g_string_append_printf(out, "%s; ", report_say(o->words, "nothing found"));
	g_string_append_printf(out, "%s %d %%, %s %d; %s (%s); %s %s: %s\n",
			       report_say(o->words, "quality"), v->quality,
			       report_say(o->words, "points"), v->points,
			       report_say(o->words, class_name(v->class)), why,
			       report_say(o->words, "policy"), v->policy->name,
			       report_say(o->words, action_name(v->action)));
	for (guint i = 0; i < v->not_checked->len; i++)
		g_string_append_printf(out, "    = %s: %s\n", report_say(o->words, "not checked"),
				       report_say(o->words, g_ptr_array_index(v->not_checked, i)));
}

void
report_text(GString *out, const struct verdict *v, const struct report_options *o,
	    struct report_counts *counts)
{
	struct report_counts mine = count(v);

	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		if (f->level >= o->min_level)
			add_finding(out, v, o, f);
	}
	add_footer(out, v, o, &mine);
	counts->files += mine.files;
	counts->errors += mine.errors;
	counts->warnings += mine.warnings;
	counts->notes += mine.notes;
}

void
report_text_sum(GString *out, const struct report_counts *sum, const struct report_options *o)
{
	g_string_append_printf(out, "%s%s %u%s: %s %u, %s %u, %s %u\n", paint(o, "\033[1m"),
			       report_say(o->words, "messages"), sum->files, paint(o, "\033[0m"),
			       report_say(o->words, "errors"), sum->errors,
			       report_say(o->words, "warnings"), sum->warnings,
			       report_say(o->words, "notes"), sum->notes);
}
