#include "core/grammar_set.h"
#include "core/limits.h"

/* A word of LIMIT_WORD_POINTS is no longer than this. */
enum { FORM_BYTES = 4 * LIMIT_WORD_POINTS + 1 };

/* A word in small letters with straight apostrophes. */
struct form {
	const char *s;
	gsize len;
	char room[FORM_BYTES + 8];
};

struct match {
	struct arena *arena;
	const struct grammar *g;
	const struct words *w;
	guint first, end;	/* words that may be looked at */
	GArray *hits;
	guint n_before;		/* hits that are not ours */
};

/* What is no word of a sentence. */
enum { NEVER = WORD_OTHER | WORD_DIGITS | WORD_QUOTED | WORD_CODE | WORD_LONG };

static const struct form *
form_of(const struct words *w, const struct word *x, struct form *f)
{
	const char *s = w->text->s + x->at, *end = s + x->len;
	char *out = f->room;

	if (!(x->flags & (WORD_CAPITAL | WORD_CAPITALS | WORD_MIXED | WORD_APOSTROPHE))) {
		f->s = s;
		f->len = x->len;
		return f;
	}
	for (; s < end && out < f->room + FORM_BYTES; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		if (c == 0x2018 || c == 0x2019 || c == 0x201b || c == 0xff07)
			c = '\'';
		out += g_unichar_to_utf8(g_unichar_tolower(c), out);
	}
	f->s = f->room;
	f->len = (gsize)(out - f->room);
	return f;
}

static bool
looks_like(const struct atom *a, const struct form *f)
{
	if (a->star == STAR_ALL)
		return !a->more || g_utf8_strlen(f->s, (gssize)f->len) >= a->more;
	if (f->len < a->len || (a->star == STAR_NONE && f->len != a->len))
		return false;
	if (memcmp(a->star == STAR_BEFORE ? f->s + f->len - a->len : f->s, a->s, a->len) != 0)
		return false;
	return !a->more || g_utf8_strlen(a->star == STAR_BEFORE ? f->s : f->s + a->len,
					 (gssize)(f->len - a->len)) >= a->more;
}

/* Small letters stand for a capital where a sentence begins, a capital for itself. */
static bool
has_its_case(const struct atom *a, const struct word *x)
{
	if (x->flags & (WORD_CAPITALS | WORD_MIXED))
		return false;
	if (x->flags & WORD_CAPITAL)
		return a->capital || (x->flags & WORD_SENTENCE);
	return !a->capital;
}

static const struct atom *
find_atom(const struct match *m, guint32 first, guint n, const struct word *x,
	  const struct form *f, bool any_case)
{
	for (guint i = first; i < first + n; i++) {
		const struct atom *a = &g_array_index(m->g->atoms, struct atom, i);

		if (looks_like(a, f) && (any_case || has_its_case(a, x)))
			return a;
	}
	return NULL;
}

static bool
is_excepted(const struct match *m, const struct element *e, const struct word *x)
{
	struct form f;

	return e->n_except &&
	       find_atom(m, e->except, e->n_except, x, form_of(m->w, x, &f), true) != NULL;
}

static bool
is_number(const struct words *w, const struct word *x)
{
	const char *s = w->text->s + x->at;

	for (guint i = 0; i < x->len; i++)
		if (!g_ascii_isdigit(s[i]) && s[i] != '.' && s[i] != ',')
			return false;
	return x->len > 0 && g_ascii_isdigit(*s);
}

static bool
is_alike(const struct word *x, const struct word *y)
{
	return x->folded_len == y->folded_len &&
	       memcmp(x->folded, y->folded, x->folded_len) == 0;
}

/* Thrice is meant: "Run, run run run". */
static bool
is_again(const struct match *m, guint i)
{
	const struct word *x = &m->w->v[i];

	return x[-1].id == x->id && !(x->flags & WORD_CAPITAL) &&
	       !(i > m->first + 1 && is_alike(x - 2, x)) &&
	       !(i + 1 < m->end && is_alike(x, x + 1));
}

static bool
fits(const struct match *m, const struct element *e, guint i)
{
	const struct word *x = &m->w->v[i];
	struct form f;

	if (e->kind == ELEMENT_NUMBER)
		return (x->flags & WORD_DIGITS) && !(x->flags & (WORD_QUOTED | WORD_CODE)) && is_number(m->w, x);
	if (x->flags & NEVER)
		return false;
	if (e->kind == ELEMENT_AGAIN)
		return i > m->first && is_again(m, i);
	return find_atom(m, e->atoms, e->n_atoms, x, form_of(m->w, x, &f), false) &&
	       !is_excepted(m, e, x);
}

/* ---- what stands between words ---- */

/* White space in which `commas` commas stand, in one sentence; a tab parts cells. */
static bool
is_gap(const struct words *w, guint i, guint commas)
{
	const struct word *x = &w->v[i], *y = x + 1;
	guint32 at = x->at + x->len;

	if (y->flags & (WORD_SENTENCE | WORD_PARAGRAPH))
		return false;
	if (commas && w->text->s[at] == ',') {
		commas--;
		at++;
	}
	if (commas || at == y->at)
		return false;
	while (at < y->at) {
		const char *s = w->text->s + at;

		if (*s == '\t' || (!g_ascii_isspace(*s) &&
				   !((*s & 0x80) && g_unichar_isspace(g_utf8_get_char(s)))))
			return false;
		at += (guint32)(g_utf8_next_char(s) - s);
	}
	return true;
}

/* ---- patterns ---- */

static bool
is_free(const struct match *m, const struct pattern *p, guint start)
{
	const struct element *before = p->before >= 0 ? &p->v[p->before] : NULL;
	const struct element *behind = p->behind >= 0 ? &p->v[p->behind] : NULL;
	guint last = start + p->n - 1;

	if (before && start > m->first && is_gap(m->w, start - 1, 0) &&
	    is_excepted(m, before, &m->w->v[start - 1]))
		return false;
	return !(behind && last + 1 < m->end && is_gap(m->w, last, behind->comma) &&
		 is_excepted(m, behind, &m->w->v[last + 1]));
}

static bool
is_there(const struct match *m, const struct pattern *p, guint start)
{
	for (guint i = 0; i < p->n; i++)
		if (i != p->key && !fits(m, &p->v[i], start + i))
			return false;
	for (guint i = 1; i < p->n; i++)
		if (!is_gap(m->w, start + i - 1, p->v[i].comma))
			return false;
	return is_free(m, p, start);
}

/* What the star of an element stands for in the text. */
static void
put_star(const struct match *m, const struct element *e, const struct word *x, GString *out)
{
	struct form f;
	const struct atom *a = find_atom(m, e->atoms, e->n_atoms, x, form_of(m->w, x, &f), false);

	if (a && a->star == STAR_BEHIND)
		g_string_append_len(out, f.s + a->len, (gssize)(f.len - a->len));
	else if (a && a->star == STAR_BEFORE)
		g_string_append_len(out, f.s, (gssize)(f.len - a->len));
}

/* "$2" is the second word, "$2*" what its star stands for, "*" that of the first. */
static void
put_words(const struct match *m, const struct pattern *p, guint start, GString *out)
{
	for (const char *s = p->instead; *s; s++) {
		guint number = 0;
		bool star = *s == '*';

		if (star) {
			number = 1;
		} else if (*s == '$' && g_ascii_isdigit(s[1])) {
			number = (guint)(*++s - '0');
			star = s[1] == '*';
			s += star;
		} else {
			g_string_append_c(out, *s);
			continue;
		}
		for (guint i = 0; i < p->n; i++) {
			const struct word *x = &m->w->v[start + i];

			if (p->v[i].number != number)
				continue;
			if (star)
				put_star(m, &p->v[i], x, out);
			else
				g_string_append_len(out, m->w->text->s + x->at, x->len);
		}
	}
}

/* A word that is optional and absent leaves a blank too many. */
static void
close_gaps(GString *s)
{
	for (gsize i = 0; i < s->len;)
		if (s->str[i] == ' ' && (i == 0 || s->str[i - 1] == ' ' || i + 1 == s->len ||
					 s->str[i + 1] == ','))
			g_string_erase(s, (gssize)i, 1);
		else
			i++;
}

/* Does the text write its apostrophes as typographers do? */
static bool
is_curly(const struct match *m, const struct pattern *p, guint start)
{
	for (guint i = 0; i < p->n; i++)
		if ((m->w->v[start + i].flags & WORD_APOSTROPHE) &&
		    g_strstr_len(m->w->text->s + m->w->v[start + i].at, m->w->v[start + i].len,
				 "\u2019"))
			return true;
	return false;
}

static const char *
instead_of(const struct match *m, const struct pattern *p, guint start)
{
	g_autoptr(GString) s = g_string_new(NULL);

	put_words(m, p, start, s);
	close_gaps(s);
	if (is_curly(m, p, start))
		g_string_replace(s, "'", "\u2019", 0);
	if (m->w->v[start].flags & WORD_CAPITAL) {
		gunichar c = g_utf8_get_char(s->str);
		char first[6];
		gint n = g_unichar_to_utf8(g_unichar_toupper(c), first);

		g_string_erase(s, 0, g_utf8_next_char(s->str) - s->str);
		g_string_insert_len(s, 0, first, n);
	}
	return arena_strndup(m->arena, s->str, s->len);
}

/* Keys lie inside their patterns, so hits come nearly in order: an overlap is with one
   of the last. */
static bool
overlaps(const struct match *m, enum grammar_kind kind, struct span where)
{
	for (guint i = m->hits->len; i-- > m->n_before && i + ELEMENTS > m->hits->len;) {
		const struct grammar_hit *h = &g_array_index(m->hits, struct grammar_hit, i);

		if (h->kind == kind && h->where.at < where.at + where.len &&
		    where.at < h->where.at + h->where.len)
			return true;
	}
	return false;
}

static void
try(struct match *m, guint32 pattern, guint i)
{
	const struct pattern *p = &g_array_index(m->g->patterns, struct pattern, pattern);
	const struct word *first, *last;
	struct grammar_hit h;

	if (i < m->first + p->key || i - p->key + p->n > m->end)
		return;
	i -= p->key;
	if (!fits(m, &p->v[p->key], i + p->key) || !is_there(m, p, i))
		return;
	first = &m->w->v[i];
	last = first + p->n - 1;
	h = (struct grammar_hit){
		.kind = p->kind, .check = p->check, .text = m->w->text, .word = i,
		.where = { first->at, last->at + last->len - first->at }, .plain = p->plain,
	};
	if (overlaps(m, p->kind, h.where))
		return;
	h.instead = instead_of(m, p, i);
	/* "I am" at the beginning of a sentence is "i am" put right. */
	if (strlen(h.instead) != h.where.len ||
	    memcmp(h.instead, m->w->text->s + h.where.at, h.where.len) != 0)
		g_array_append_val(m->hits, h);
}

static void
try_slot(struct match *m, const struct set *set, guint slot, guint i, bool begins)
{
	const struct word *x = &m->w->v[i];
	const char *folded = x->folded;

	for (guint32 k = set->slots[slot]; k;) {
		const struct key *key = &g_array_index(m->g->keys, struct key, k);

		if (key->begins == begins &&
		    (begins ? key->len <= x->folded_len : key->len == x->folded_len) &&
		    memcmp(key->s, folded, key->len) == 0)
			try(m, key->pattern, i);
		k = key->next;
	}
}

static const struct set *
find_set(const struct grammar *g, const char *language)
{
	for (guint i = 0; i < g->sets->len; i++) {
		const struct set *s = g_ptr_array_index(g->sets, i);

		if (g_str_equal(s->language, language))
			return s;
	}
	return NULL;
}

static void
match_set(struct match *m, const struct set *set)
{
	for (guint i = m->first; i < m->end && m->hits->len < LIMIT_GRAMMAR_HITS; i++) {
		const struct word *x = &m->w->v[i];
		guint32 begin = grammar_set_begin(x->folded, x->folded_len);
		guint slot;

		if (x->flags & NEVER)
			continue;
		slot = grammar_set_slot(begin, x->folded_len);
		if (set->slots[slot])
			try_slot(m, set, slot, i, false);
		slot = grammar_set_slot(begin, 0);
		if (set->slots[slot] && x->folded_len >= SLOT_BYTES)
			try_slot(m, set, slot, i, true);
		if (i > m->first && x->id == x[-1].id)
			for (guint k = 0; k < set->again->len; k++)
				try(m, g_array_index(set->again, guint32, k), i);
	}
}

void
grammar_match(struct arena *a, const struct grammar *g, const char *language,
	      const struct words *w, guint first, guint n, GArray *hits)
{
	struct match m = {
		.arena = a, .g = g, .w = w, .first = first, .end = first + n, .hits = hits,
		.n_before = hits->len,
	};
	const struct set *set = g ? find_set(g, language) : NULL;

	if (set)
		match_set(&m, set);
}
