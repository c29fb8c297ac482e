#include "core/limits.h"
#include "core/typography.h"

/* The bytes between a word and the next, or the end. */
struct gap {
	const char *s, *end;
	const struct word *before, *after;	/* NULL: none */
};

struct scan {
	const struct typography *t;
	const struct words *w;
	GArray *hits;
	bool french;
	bool smiling;		/* ")" alone is a smile: Russian, Ukrainian */
	const char *open;	/* the first bracket of the paragraph that is not closed yet */
	guint depth;
	const char *begin;	/* of the paragraph */
};

enum {
	NO_PROSE = WORD_OTHER | WORD_DIGITS | WORD_QUOTED | WORD_CODE | WORD_LONG,
	SENTENCE_END = 4,	/* letters of a word that may end a sentence, at least */
	COLUMNS = 160,		/* bytes beside a double blank in which another means a table */
};

static bool
is_code(const struct scan *s, gsize at)
{
	guint lo = 0, hi = s->t->code ? s->t->code->len : 0;

	while (lo < hi) {
		guint mid = lo + (hi - lo) / 2;
		const struct span *c = &g_array_index(s->t->code, struct span, mid);

		if (at < c->at)
			hi = mid;
		else if (at >= c->at + c->len)
			lo = mid + 1;
		else
			return true;
	}
	return false;
}

static void
add(struct scan *s, enum grammar_kind kind, const char *check, const char *from, const char *end,
    const char *instead)
{
	struct grammar_hit h = {
		.kind = kind, .check = check, .text = s->w->text, .instead = instead,
		.where = { (gsize)(from - s->w->text->s), (gsize)(end - from) },
	};

	if (s->hits->len < LIMIT_GRAMMAR_HITS && !is_code(s, h.where.at))
		g_array_append_val(s->hits, h);
}

static const char *
begin_of(const struct scan *s, const struct word *x)
{
	return s->w->text->s + x->at;
}

static const char *
end_of(const struct scan *s, const struct word *x)
{
	return s->w->text->s + x->at + x->len;
}

static bool
is_prose(const struct word *x)
{
	return x && !(x->flags & NO_PROSE);
}

static bool
is_small(const struct word *x)
{
	return is_prose(x) && !(x->flags & (WORD_CAPITAL | WORD_CAPITALS | WORD_MIXED));
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0';
}

/* ---- blanks and marks ---- */

/* "order ," - not in French before high marks, and nowhere before a colon: labels. */
static void
blank_before_mark(struct scan *s, const struct gap *g)
{
	const char *mark = g->s + 1;

	if (g->s[0] != ' ' || mark >= g->end || !*mark || !strchr(s->french ? ",." : ",.;!?", *mark))
		return;
	if (!is_prose(g->before) || g->before->points < 2 || !is_blank(mark[1]))
		return;
	if (mark + 2 < g->end && mark[1] == ' ' && strchr(",.;!?", mark[2]))	/* ". . ." */
		return;
	add(s, GRAMMAR_TYPING, "blank-before-mark", begin_of(s, g->before), mark + 1,
	    arena_printf(s->t->arena, "%.*s%c", (int)g->before->len, begin_of(s, g->before), *mark));
}

/* "soon,and": many in a row are a list of a program. */
static void
no_blank_behind_comma(struct scan *s, const struct gap *g)
{
	const struct word *next = g->after;

	if (g->end - g->s != 1 || *g->s != ',' || !is_small(g->before) || !is_prose(next) ||
	    next->points < 2 || g->before->points < 2 || *end_of(s, next) == ',' ||
	    (g->before->at && begin_of(s, g->before)[-1] == ','))
		return;
	add(s, GRAMMAR_TYPING, "no-blank-behind-comma", begin_of(s, g->before), end_of(s, next),
	    arena_printf(s->t->arena, "%.*s, %.*s", (int)g->before->len, begin_of(s, g->before),
			 (int)next->len, begin_of(s, next)));
}

/* "ready.Please" was cut as one thing; hosts and files end in small letters. */
static void
no_blank_behind_stop(struct scan *s, const struct word *x)
{
	const char *from = begin_of(s, x), *end = end_of(s, x), *p = from, *next;
	guint before = 0, behind = 0;

	for (; p < end && g_unichar_islower(g_utf8_get_char(p)); p = g_utf8_next_char(p))
		before++;
	if (before < SENTENCE_END || p >= end || *p != '.')
		return;
	next = p + 1;
	if (next >= end || !g_unichar_isupper(g_utf8_get_char(next)))
		return;
	for (p = g_utf8_next_char(next); p < end && g_unichar_islower(g_utf8_get_char(p));
	     p = g_utf8_next_char(p))
		behind++;
	if (p < end || behind < 1)
		return;
	add(s, GRAMMAR_TYPING, "no-blank-behind-stop", from, end,
	    arena_printf(s->t->arena, "%.*s %.*s", (int)(next - from), from, (int)(end - next), next));
}

static bool
has_double_blank(const char *from, const char *end)
{
	for (; from + 1 < end && *from != '\n'; from++)
		if ((from[0] == ' ' && from[1] == ' ') || *from == '\t')
			return true;
	return false;
}

/* Where a line has another, or begins with one, it is a table. */
static bool
is_aligned(const struct scan *s, const struct gap *g)
{
	const char *begin = s->w->text->s, *end = begin + s->w->text->len, *from = g->s;

	while (from > begin && from[-1] != '\n' && g->s - from < COLUMNS)
		from--;
	return has_double_blank(from, g->s) || has_double_blank(g->end, MIN(end, g->end + COLUMNS));
}

static void
double_blank(struct scan *s, const struct gap *g)
{
	if (s->t->html || g->end - g->s != 2 || g->s[0] != ' ' || g->s[1] != ' ' ||
	    !is_small(g->before) || !is_small(g->after) || is_aligned(s, g))
		return;
	add(s, GRAMMAR_TYPING, "double-blank", begin_of(s, g->before), end_of(s, g->after),
	    arena_printf(s->t->arena, "%.*s %.*s", (int)g->before->len, begin_of(s, g->before),
			 (int)g->after->len, begin_of(s, g->after)));
}

/* ---- capitals ---- */

static bool
is_abbreviation(const struct scan *s, const struct word *x)
{
	return phrases_lookup(s->t->phrases, "abbreviation", x->folded) > 0;
}

/* "is ready. please call": marks of a brand ("Yahoo!") stand behind a capital. */
static void
small_sentence(struct scan *s, const struct gap *g)
{
	const struct word *next = g->after;
	GString *instead;
	char first[6];

	if (g->end - g->s != 2 || !strchr(".!?", g->s[0]) || g->s[1] != ' ' || !is_small(g->before) ||
	    g->before->points < SENTENCE_END || !is_small(next) || next->points < 2 ||
	    is_abbreviation(s, g->before))
		return;
	instead = g_string_new_len(begin_of(s, g->before), (gssize)(begin_of(s, next) -
								     begin_of(s, g->before)));
	g_string_append_len(instead, first, g_unichar_to_utf8(g_unichar_toupper(
			    g_utf8_get_char(begin_of(s, next))), first));
	g_string_append_len(instead, g_utf8_next_char(begin_of(s, next)),
			    (gssize)(end_of(s, next) - g_utf8_next_char(begin_of(s, next))));
	add(s, GRAMMAR_DOUBTFUL, "small-sentence", begin_of(s, g->before), end_of(s, next),
	    arena_strndup(s->t->arena, instead->str, instead->len));
	g_string_free(instead, TRUE);
}

/* ---- marks that stand more than once ---- */

static bool
is_adjacent(const struct scan *s, const struct gap *g, const char *p)
{
	return g->before && p == g->s && end_of(s, g->before) == p &&
	       !(g->before->flags & (WORD_QUOTED | WORD_OTHER));
}

/* "!!", "???", "!?!"; "?!" is a mark of its own. */
static const char *
shouts(struct scan *s, const char *p, const char *end)
{
	const char *from = p;
	bool asks = false, calls = false;

	for (; p < end && (*p == '!' || *p == '?'); p++) {
		asks |= *p == '?';
		calls |= *p == '!';
	}
	if (p - from > 2 || (p - from == 2 && !(asks && calls)))
		add(s, GRAMMAR_MARKS, "repeated-mark", from, p, asks && calls ? "?!" : asks ? "?" : "!");
	return p;
}

static void
repeated_marks(struct scan *s, const struct gap *g)
{
	if (!g->before || (g->before->flags & WORD_QUOTED))
		return;
	for (const char *p = g->s; p < g->end;) {
		if (*p == '!' || *p == '?') {
			p = shouts(s, p, g->end);
			continue;
		}
		if ((*p == ',' || *p == '.') && is_adjacent(s, g, p) && p + 1 < g->end &&
		    p[1] == *p && is_blank(p[2]))
			add(s, GRAMMAR_MARKS, "repeated-mark", p, p + 2, *p == ',' ? "," : ".");
		p++;
	}
}

/* ---- brackets ---- */

/* ":-)", "=(", ")))"; what closes a bracket is none. */
static bool
is_smiley(const struct scan *s, const char *p)
{
	const char *begin = s->w->text->s, *eyes = p;

	if (*p == ')' ? s->depth > 0 : !is_blank(p[1]) && p[1] != *p)
		return false;
	if (p[1] == *p || (p > begin && p[-1] == *p))
		return true;
	if (eyes > begin && (eyes[-1] == '-' || eyes[-1] == '\''))
		eyes--;
	return eyes > begin && strchr(":;=", eyes[-1]) != NULL;
}

/* "(the beginning of a quotation ..." was cut, brackets and all. */
static bool
is_cut_short(const struct scan *s, const char *end)
{
	const char *begin = s->w->text->s;

	while (end > begin && (is_blank(end[-1]) || end[-1] == '"'))
		end--;
	return (end - begin >= 3 && memcmp(end - 3, "...", 3) == 0) ||
	       (end - begin >= 3 && memcmp(end - 3, "…", 3) == 0);
}

static void
end_paragraph(struct scan *s, const char *end)
{
	if (s->open && s->depth && !is_cut_short(s, end))
		add(s, GRAMMAR_DOUBTFUL, "open-bracket", s->open, s->open + 1, NULL);
	s->open = NULL;
	s->depth = 0;
	s->begin = end;
}

static bool
begins_cut_short(const struct scan *s)
{
	const char *p = s->begin;

	for (int i = 0; i < 4 && *p && strchr("\r\n \"", *p); i++)
		p++;
	return g_str_has_prefix(p, "…") || g_str_has_prefix(p, "...");
}

/* `short_before`: "a)", "2)" number a point. */
static void
bracket(struct scan *s, const char *p, bool short_before)
{
	if (is_smiley(s, p))
		return;
	if (*p == '(') {
		if (!s->depth++)
			s->open = p;
	} else if (s->depth) {
		s->depth--;
	} else if (!short_before && !s->smiling && !begins_cut_short(s)) {
		add(s, GRAMMAR_DOUBTFUL, "closed-bracket", p, p + 1, NULL);
	}
}

/* "2)", "a)", "iii)" */
static bool
is_number_of_point(const struct word *x)
{
	if (!x)
		return false;
	if (x->points > 2 && x->points <= 5)
		return strspn(x->folded, "ivx") == x->folded_len;
	return x->points <= 2;
}

static void
brackets(struct scan *s, const struct gap *g)
{
	bool new = g->after && (g->after->flags & WORD_PARAGRAPH);

	for (const char *p = g->s; p < g->end; p++) {
		if (*p == '\n' && new) {
			end_paragraph(s, p);
			new = false;
		} else if (*p == '(' || *p == ')') {
			bracket(s, p, p == g->s && is_number_of_point(g->before));
		}
	}
}

static void
brackets_inside(struct scan *s, const struct word *x)
{
	for (const char *p = begin_of(s, x); p < end_of(s, x); p++)
		if (*p == '(' || *p == ')')
			bracket(s, p, true);
}

/* ---- letters of two alphabets ---- */

enum alphabet { LATIN = 1, CYRILLIC = 2, GREEK = 4, OTHER = 8 };

static unsigned
alphabet_of(gunichar c)
{
	switch (g_unichar_get_script(c)) {
	case G_UNICODE_SCRIPT_LATIN:
		return LATIN;
	case G_UNICODE_SCRIPT_CYRILLIC:
		return CYRILLIC;
	case G_UNICODE_SCRIPT_GREEK:
		return GREEK;
	default:
		return OTHER;
	}
}

/* Letters that look like one of another alphabet. */
static bool
is_double(gunichar c)
{
	static const char doubles[] = "aceijopsxyABCEHIJKMOPSTXY" "асеіјорѕхуАВСЕНІЈКМОРЅТХУ"
				      "ονρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";

	return g_utf8_strchr(doubles, -1, c) != NULL;
}

/* One part of a word, as "e-почта" has two.  A foreign name with an ending of ours
   ("Googleа") or a plain mixture ("ГОГОЛЬfest") is meant. */
static bool
is_disguised(const char *s, const char *end)
{
	unsigned all = 0, honest = 0, first = alphabet_of(g_utf8_get_char(s));
	guint changes = 0, head = 0;

	for (unsigned last = first; s < end; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		unsigned of = alphabet_of(c);

		if (!g_unichar_isalpha(c))
			continue;
		all |= of;
		if (!is_double(c))
			honest |= of;
		changes += of != last;
		head += changes == 0;
		last = of;
	}
	if (!(all & LATIN) || !(all & (CYRILLIC | GREEK)) || (all & OTHER))
		return false;
	/* Letters of the one alphabet must all be in disguise. */
	if ((honest & LATIN) && (honest & (CYRILLIC | GREEK)))
		return false;
	return !(first == LATIN && changes == 1 && head > 1);
}

static void
mixed_alphabets(struct scan *s, const struct word *x)
{
	const char *from = begin_of(s, x), *end = end_of(s, x);

	if (x->flags & (WORD_OTHER | WORD_DIGITS | WORD_QUOTED | WORD_LONG))
		return;
	for (const char *p = from, *part = from; p <= end; p = g_utf8_next_char(p)) {
		if (p < end && (*p != '-' && *p != '\''))
			continue;
		if (p > part && is_disguised(part, p)) {
			add(s, GRAMMAR_MIXED, "mixed-alphabets", from, end, NULL);
			return;
		}
		part = p + 1;
	}
}

/* ---- the text ---- */

static struct gap
gap_behind(const struct scan *s, guint i)
{
	const char *text = s->w->text->s;
	struct gap g = { .before = &s->w->v[i] };

	g.s = text + g.before->at + g.before->len;
	g.end = text + s->w->text->len;
	if (i + 1 < s->w->n) {
		g.after = g.before + 1;
		g.end = text + g.after->at;
	} else if (s->w->cut) {
		g.end = g.s;
	}
	return g;
}

static void
look_between(struct scan *s, const struct gap *g)
{
	repeated_marks(s, g);
	if (!s->t->language)
		return;
	if (g->before->flags & WORD_QUOTED)
		return;
	blank_before_mark(s, g);
	no_blank_behind_comma(s, g);
	double_blank(s, g);
	small_sentence(s, g);
	brackets(s, g);
}

static void
look_at(struct scan *s, const struct word *x)
{
	enum { BOTH = WORD_LATIN | WORD_CYRILLIC };

	if ((x->flags & BOTH) == BOTH || (x->flags & (WORD_LATIN | WORD_FOREIGN)) ==
	    (WORD_LATIN | WORD_FOREIGN))
		mixed_alphabets(s, x);
	if ((x->flags & (WORD_OTHER | WORD_QUOTED)) == WORD_OTHER && s->t->language) {
		no_blank_behind_stop(s, x);
		brackets_inside(s, x);
	}
}

/* What stands before the first word belongs to its paragraph, from its line on. */
static void
look_before(struct scan *s, guint first)
{
	struct gap lead = { .s = s->w->text->s, .end = begin_of(s, &s->w->v[first]) };

	if (first) {
		const char *end = end_of(s, &s->w->v[first - 1]);
		const char *line = memchr(end, '\n', (gsize)(lead.end - end));

		lead.s = line ? line : end;
	}
	s->begin = lead.s;
	if (s->t->language && !(s->w->v[first].flags & WORD_QUOTED))
		brackets(s, &lead);
}

/* Behind the last word: the rest is the next paragraph's. */
static void
look_behind(struct scan *s, guint last)
{
	struct gap g = gap_behind(s, last);
	const char *line = g.after ? memchr(g.s, '\n', (gsize)(g.end - g.s)) : NULL;

	g.end = line ? line : g.end;
	g.after = NULL;
	look_between(s, &g);
	end_paragraph(s, g.end);
}

/* Nearly always it is. */
static bool
is_one_blank(const struct scan *s, guint i)
{
	const struct word *x = &s->w->v[i];

	return x[1].at == x->at + x->len + 1 && *end_of(s, x) == ' ';
}

void
typography_match(const struct typography *t, guint first, guint n, GArray *hits)
{
	const char *language = t->language ? t->language : "";
	struct scan s = {
		.t = t, .w = t->words, .hits = hits, .french = g_str_equal(language, "fr"),
		.smiling = g_str_equal(language, "ru") || g_str_equal(language, "uk"),
	};

	if (!n)
		return;
	look_before(&s, first);
	for (guint i = first; i < first + n; i++) {
		look_at(&s, &s.w->v[i]);
		if (i + 1 < first + n && !is_one_blank(&s, i)) {
			struct gap g = gap_behind(&s, i);

			look_between(&s, &g);
		}
	}
	look_behind(&s, first + n - 1);
}
