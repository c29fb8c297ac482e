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

static guint
columns_at(const char *p)
{
	return columns_of(report_printable(g_utf8_get_char(p)));
}

/* The part of the line that is shown: around the place, at most WINDOW columns, and no
   combining character without what it stands on. */
static struct span
window_of(const struct text *t, struct span where)
{
	const char *s = t->s, *begin = s + MIN(where.at, t->len), *end = begin;
	guint room = WINDOW, before = WINDOW / 3;

	while (begin > s && begin[-1] != '\n') {
		const char *p = g_utf8_prev_char(begin);

		if (columns_at(p) > before && columns_at(begin))
			break;
		before -= MIN(columns_at(p), before);
		begin = p;
	}
	room -= WINDOW / 3 - before;
	while (end < s + t->len && *end != '\n' && columns_at(end) <= room) {
		room -= columns_at(end);
		end = g_utf8_next_char(end);
	}
	return (struct span){ (gsize)(begin - s), (gsize)(end - begin) };
}

static bool
is_in(struct span where, gsize at)
{
	return at >= where.at && at < where.at + MAX(where.len, 1);
}

/* What stands under a character: its own place, another of the same finding, or nothing. */
static char
mark_at(const struct finding *f, gsize at)
{
	if (is_in(f->at.where, at))
		return '^';
	for (guint i = 0; f->also && i < f->also->len; i++) {
		const struct finding_place *p = &g_array_index(f->also, struct finding_place, i);

		if (p->text == f->at.text && is_in(p->where, at))
			return '-';
	}
	return ' ';
}

static void
add_mark(GString *marks, char mark, guint columns)
{
	/* A combining character is marked where it is seen. */
	if (!columns && mark == '^' && marks->len && marks->str[marks->len - 1] != '^')
		marks->str[marks->len - 1] = '^';
	while (columns--)
		g_string_append_c(marks, mark);
}

static void
add_cut(GString *out, GString *marks, char mark)
{
	g_string_append(out, "…");
	g_string_append_c(marks, mark);
}

static void
add_window(GString *out, const struct finding *f, const struct report_options *o, const char *color)
{
	const struct text *t = f->at.text;
	struct span where = f->at.where, w = window_of(t, where);
	g_autoptr(GString) marks = g_string_new(NULL);
	const char *head = t->field ? t->field : "";
	gsize end = w.at + w.len;

	g_string_append_printf(out, "    |\n    | %s%s", head, *head ? ": " : "");
	for (gsize i = strlen(head) + (*head ? 2 : 0); i--;)
		g_string_append_c(marks, ' ');
	if (w.at && t->s[w.at - 1] != '\n')
		add_cut(out, marks, ' ');
	for (const char *p = t->s + w.at; p < t->s + end; p = g_utf8_next_char(p)) {
		g_string_append_unichar(out, report_printable(g_utf8_get_char(p)));
		add_mark(marks, mark_at(f, (gsize)(p - t->s)), columns_at(p));
	}
	if (end < t->len && t->s[end] != '\n')
		add_cut(out, marks, is_in(where, end) ? '^' : ' ');
	if (where.at >= end)	/* at the very end */
		g_string_append_c(marks, '^');
	g_strchomp(marks->str);
	g_string_append_printf(out, "\n    | %s%s%s\n", paint(o, color), marks->str,
			       paint(o, "\033[0m"));
}

/* Does the line that is shown have the mark of this other place too? */
static bool
is_shown(const struct finding *f, const struct finding_place *p)
{
	struct span w = window_of(f->at.text, f->at.where);

	return p->text == f->at.text && p->where.at >= w.at &&
	       p->where.at + p->where.len <= w.at + w.len;
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
add_words(GString *out, const struct finding *f, const struct report_options *o, const char *color)
{
	guint more = more_lines(f->at.text, f->at.where);

	add_window(out, f, o, color);
	if (more)
		g_string_append_printf(out, "    = %s: %u\n", report_say(o->words, "more lines"), more);
}

static void
add_where(GString *out, const struct verdict *v, const struct report_options *o,
	  const struct finding_place *at)
{
	struct place p = text_place(at->text, at->where);

	g_string_append_printf(out, "   --> %s:%u, %s", o->name,
			       message_line(v->facts->message, p.raw_offset),
			       report_where(v->facts->arena, at->text, at->where, o->words));
	if (p.raw_length)
		g_string_append_printf(out, " (%s %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT "%s)",
				       report_say(o->words, "bytes"), p.raw_offset,
				       p.raw_offset + p.raw_length - 1,
				       p.exact ? "" : report_say(o->words, ", covering"));
	g_string_append_c(out, '\n');
}

/* Other places: those that have no mark above. */
static void
add_others(GString *out, const struct verdict *v, const struct report_options *o,
	   const struct finding *f)
{
	for (guint i = 0; f->also && i < f->also->len; i++) {
		const struct finding_place *p = &g_array_index(f->also, struct finding_place, i);

		if (!is_shown(f, p))
			add_where(out, v, o, p);
	}
	if (f->unshown)
		g_string_append_printf(out, "    = %s: %u\n", report_say(o->words, "more places"),
				       f->unshown);
}

static void
add_finding(GString *out, const struct verdict *v, const struct report_options *o,
	    const struct finding *f)
{
	struct arena *a = v->facts->arena;
	const char *color = level_colors[f->level], *url = report_rule_url(a, f->rule, o);

	g_string_append_printf(out, "%s%s[%s]%s: %s\n", paint(o, color),
			       report_say(o->words, level_words[f->level]), f->rule->id,
			       paint(o, "\033[0m"), report_message(a, f, o->words));
	add_where(out, v, o, &f->at);
	if (f->at.text->len)
		add_words(out, f, o, color);
	add_others(out, v, o, f);
	g_string_append_printf(out, "    = %s: %s\n", report_say(o->words, "help"),
			       report_say_rule(o->words, f->rule, "fix", f->rule->fix));
	if (url)
		g_string_append_printf(out, "    = %s\n", url);
	if (f->points || f->hit)
		g_string_append_printf(out, "    = %s: %d%s, sendlint explain %s\n\n",
				       report_say(o->words, "points"), f->points,
				       f->points < f->hit ? report_say(o->words, " (capped)") : "",
				       f->rule->id);
	else
		g_string_append_printf(out, "    = sendlint explain %s\n\n", f->rule->id);
}

static void
add_allowed(GString *out, const struct verdict *v, const struct report_options *o)
{
	for (guint i = 0; i < v->allowed->len && o->verbose; i++) {
		const struct finding *f = &g_array_index(v->allowed, struct finding, i);

		g_string_append_printf(out, "%s[%s]: %s\n", report_say(o->words, "allowed"), f->rule->id,
				       report_message(v->facts->arena, f, o->words));
		add_where(out, v, o, &f->at);
		g_string_append_printf(out, "    = %s: %s\n\n", report_say(o->words, "reason"),
				       f->allowance->reason);
	}
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
		g_string_append_printf(out, "%s; ", report_say(o->words, c->known ? "nothing new found"
							      : "nothing found"));
	g_string_append_printf(out, "%s %d %%, %s %d; %s (%s); %s %s: %s\n",
			       report_say(o->words, "quality"), v->quality,
			       report_say(o->words, "points"), v->points,
			       report_say(o->words, class_name(v->class)), why,
			       report_say(o->words, "policy"), v->policy->name,
			       report_say(o->words, action_name(v->action)));
	if (c->known)
		g_string_append_printf(out, "    = %s: %u\n", report_say(o->words, "known from the baseline"),
				       c->known);
	if (v->allowed->len)
		g_string_append_printf(out, "    = %s: %u\n", report_say(o->words, "allowed by the author"),
				       v->allowed->len);
	report_suggestions(out, v, o->words, "    = ");
	for (guint i = 0; i < v->not_checked->len; i++)
		g_string_append_printf(out, "    = %s: %s\n", report_say(o->words, "not checked"),
				       report_not_checked(v, i, o->words));
}

void
report_text(GString *out, const struct verdict *v, const struct report_options *o,
	    struct report_counts *counts)
{
	struct report_counts mine = report_count(v);

	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		if (f->level >= o->min_level && (f->baseline != FINDING_KNOWN || o->verbose))
			add_finding(out, v, o, f);
	}
	add_allowed(out, v, o);
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
