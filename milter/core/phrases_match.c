#include "core/limits.h"
#include "core/phrases_set.h"

enum { MAX_FIT = 24 };

struct candidate {
	guint32 first, n;
	const struct entry *entry;
};

struct match {
	const struct phrases *p;
	const guint8 *gone;	/* of its entries, or NULL */
	const struct words *w;
	GArray *found;		/* struct candidate */
	bool full;
};

/* May read WORDS_BEYOND. */
static inline bool
has_tail(const struct node *n, const char *s)
{
	guint64 v;

	memcpy(&v, s, sizeof v);
	v = GUINT64_FROM_LE(v);
	if (n->n_tail < sizeof v)
		v &= (G_GUINT64_CONSTANT(1) << 8 * n->n_tail) - 1;
	return v == n->tail;
}

/* Which patterns the folded word fits. */
static guint
walk(const struct phrases *p, const char *s, guint32 *ret_fit, guint n_fit)
{
	const struct node *nodes = (const struct node *)(void *)p->nodes->data;
	const struct edge *edges = (const struct edge *)(void *)p->edges->data;
	guint32 at = p->first[(guchar)*s];

	if (!at || !*s)
		return n_fit;
	for (s++;; s++) {
		const struct node *n = &nodes[at];
		guint i = 0;

		if (!has_tail(n, s))
			return n_fit;
		s += n->n_tail;
		if (n->prefix && n_fit < MAX_FIT)
			ret_fit[n_fit++] = n->prefix;
		if (!*s) {
			if (n->exact && n_fit < MAX_FIT)
				ret_fit[n_fit++] = n->exact;
			return n_fit;
		}
		while (i < n->n && edges[n->edge + i].by != (guchar)*s)
			i++;
		if (i == n->n)
			return n_fit;
		at = edges[n->edge + i].to;
	}
}

/* Bytes of the number that a word begins with: "20", "1.490,00", "-50". */
static gsize
number_of(const char *s)
{
	gsize n = strspn(s, "0123456789.,+-");

	return strcspn(s, "0123456789") < n ? n : 0;
}

static bool
is_number(const struct words *w, const struct word *x)
{
	const char *s = w->folded + x->folded;
	gsize n = x->flags & WORD_DIGITS ? number_of(s) : 0;

	return n && (!s[n] || s[n] == '%');
}

/* "50%", "20%-os", "50 %". */
static bool
is_percent(const struct words *w, const struct word *x)
{
	const char *s = w->folded + x->folded;
	const char *next = w->text->s + x->at + x->len, *end = w->text->s + w->text->len;

	if (s[number_of(s)] == '%')
		return true;
	while (next < end && (*next == ' ' || g_str_has_prefix(next, "\xc2\xa0")))
		next += *next == ' ' ? 1 : 2;
	return next < end && *next == '%';
}

/* "#" and "#%" */
static guint
fits_number(const struct match *m, const struct word *x, guint32 *ret_fit, guint n)
{
	if (!is_number(m->w, x))
		return n;
	if (m->p->number && n < MAX_FIT)
		ret_fit[n++] = m->p->number;
	if (m->p->percent && n < MAX_FIT && is_percent(m->w, x))
		ret_fit[n++] = m->p->percent;
	return n;
}

static guint
fits(const struct match *m, guint word, guint32 *ret_fit)
{
	const struct word *w = &m->w->v[word];
	const char *s = m->w->folded + w->folded;
	guint n = walk(m->p, s, ret_fit, 0);
	const char *apostrophe = (w->flags & WORD_APOSTROPHE) && w->folded_len > 3
			       ? memchr(s, '\'', MIN(w->folded_len - 1, 6)) : NULL;

	if (w->flags & WORD_DIGITS)
		n = fits_number(m, w, ret_fit, n);
	/* "l'offerta", "d'achat": the article is no part of the word. */
	return apostrophe ? walk(m->p, apostrophe + 1, ret_fit, n) : n;
}

/* May an entry begin with this word?  Says no to most of those that none begins with. */
static inline bool
may_begin(const struct phrases *p, const struct words *w, const struct word *x)
{
	const char *s = w->folded + x->folded;
	guint bit = phrases_set_begin(s, x->folded_len, WHOLE, BEGIN_BITS);
	guint stem = phrases_set_begin(s, x->folded_len, STEM, BEGIN_BITS);

	return p->begins[bit / 32] >> bit % 32 & 1 || p->stems[stem / 32] >> stem % 32 & 1 ||
	       p->begins_short[(guchar)*s] ||
	       (x->flags & WORD_APOSTROPHE) ||
	       (x->flags & WORD_DIGITS && (p->number || p->percent));
}

/* Does it belong to a number beside it?  "€ 20", "20 %", "-20". */
static bool
is_sign(gunichar c)
{
	return c == '%' || c == '-' || c == '+' || c == 0x2212 || c == 0x2013 ||
	       g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL;
}

/* Does only white space stand between a word and the next one, or a sign of a number? */
static bool
is_joined(const struct words *w, guint i)
{
	const struct word *a = &w->v[i], *b = &w->v[i + 1];
	bool numbers = false, asked = false;

	if (i + 1 >= w->n || (b->flags & WORD_PARAGRAPH))
		return false;
	for (guint32 at = a->at + a->len; at < b->at;) {
		const char *s = w->text->s + at;
		bool space = g_ascii_isspace(*s) ||
			     (*s & 0x80 && g_unichar_isspace(g_utf8_get_char(s)));

		if (!space && !asked) {
			numbers = is_number(w, a) || is_number(w, b);
			asked = true;
		}
		if (!space && !(numbers && is_sign(g_utf8_get_char(s))))
			return false;
		at += (guint32)(g_utf8_next_char(s) - s);
	}
	return true;
}

static void
take(struct match *m, guint32 step, guint first, guint n)
{
	const struct step *s = &g_array_index(m->p->steps, struct step, step);

	for (guint i = 0; i < s->n_entries; i++) {
		guint32 e = g_array_index(m->p->ends, guint32, s->entry + i);
		struct candidate c = { first, n, &g_array_index(m->p->entries, struct entry, e) };

		if (m->gone && m->gone[e / 8] >> e % 8 & 1)
			continue;
		if (m->found->len >= LIMIT_PHRASE_HITS)
			m->full = true;
		else
			g_array_append_val(m->found, c);
	}
}

static guint32
way(const struct phrases *p, guint32 step, guint32 pattern)
{
	const struct step *s = &g_array_index(p->steps, struct step, step);
	const struct edge *ways = (const struct edge *)(void *)p->ways->data + s->edge;
	guint low = 0, high = s->n;

	while (low < high) {
		guint mid = (low + high) / 2;

		if (ways[mid].by == pattern)
			return ways[mid].to;
		if (ways[mid].by < pattern)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

/* May the word lead on from there?  As may_begin(). */
static inline bool
may_follow(const struct step *s, const struct words *w, guint word)
{
	const struct word *x = &w->v[word];

	return s->next && word < w->n &&
	       (s->next >> phrases_set_next(w->folded + x->folded, x->folded_len) & 1 ||
		(x->flags & (WORD_APOSTROPHE | WORD_DIGITS)));
}

/* All entries that go on from `step`, reached with the word before `word`. */
static void
follow(struct match *m, guint32 step, guint first, guint word)
{
	guint32 fit[MAX_FIT];
	guint n;

	take(m, step, first, word - first);
	if (!may_follow(&g_array_index(m->p->steps, struct step, step), m->w, word) ||
	    !is_joined(m->w, word - 1))
		return;
	n = fits(m, word, fit);
	for (guint i = 0; i < n; i++) {
		guint32 to = way(m->p, step, fit[i]);

		if (to)
			follow(m, to, first, word + 1);
	}
}

/* By list and language; then by place; of one place the longest, masks first. */
static gint
by_group(gconstpointer x, gconstpointer y)
{
	const struct candidate *a = x, *b = y;

	if (a->entry->group != b->entry->group)
		return a->entry->group < b->entry->group ? -1 : 1;
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	if (a->entry->mask != b->entry->mask)
		return a->entry->mask ? -1 : 1;
	if (a->entry->weight != b->entry->weight)
		return a->entry->weight > b->entry->weight ? -1 : 1;
	return a->entry < b->entry ? -1 : a->entry > b->entry;
}

/* They come in the order of the text; those of one place are few. */
static struct candidate *
sort_by_group(struct arena *a, const struct match *m)
{
	const struct candidate *from = (const struct candidate *)(void *)m->found->data;
	struct candidate *to = arena_bytes(a, m->found->len * sizeof *to);
	guint *at = arena_alloc(a, (m->p->groups + 1) * sizeof *at);

	for (guint i = 0; i < m->found->len; i++)
		at[from[i].entry->group + 1]++;
	for (guint g = 1; g <= m->p->groups; g++)
		at[g] += at[g - 1];
	for (guint i = 0; i < m->found->len; i++)
		to[at[from[i].entry->group]++] = from[i];
	for (guint i = 1; i < m->found->len; i++)
		for (guint k = i; k > 0 && by_group(&to[k - 1], &to[k]) > 0; k--) {
			struct candidate swap = to[k];

			to[k] = to[k - 1];
			to[k - 1] = swap;
		}
	return to;
}

static gint
by_place(gconstpointer x, gconstpointer y)
{
	const struct phrase_hit *a = x, *b = y;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return strcmp(a->language, b->language);
}

static bool
is_masked(const struct candidate *c, const struct candidate *masks, guint *from, guint n)
{
	/* No mask is longer than MAX_WORDS: those behind are never needed again. */
	while (*from < n && masks[*from].first + MAX_WORDS < c->first)
		++*from;
	for (guint i = *from; i < n && masks[i].first < c->first + c->n; i++)
		if (masks[i].n >= c->n && masks[i].first + masks[i].n > c->first)
			return true;
	return false;
}

/* Masks of lists that stand on others hide what the others hit, in every language. */
static void
hide(GArray *hits, const char *list, const struct candidate *masks, guint n)
{
	guint from = 0, kept = 0;

	for (guint i = 0; i < hits->len; i++) {
		struct phrase_hit h = g_array_index(hits, struct phrase_hit, i);
		struct candidate c = { .first = h.first, .n = h.n };

		if (!g_str_equal(h.list, list) || !is_masked(&c, masks, &from, n))
			g_array_index(hits, struct phrase_hit, kept++) = h;
	}
	g_array_set_size(hits, kept);
}

/* One list of one language: v[0, n), sorted. */
static void
settle(const struct match *m, struct candidate *v, guint n, GArray *hits)
{
	g_autofree struct candidate *masks = g_new(struct candidate, n);
	guint n_masks = 0, from = 0, end = 0;

	for (guint i = 0; i < n; i++)
		if (v[i].entry->mask && (!n_masks || masks[n_masks - 1].first != v[i].first))
			masks[n_masks++] = v[i];
	if (m->p->base && n_masks)
		hide(hits, v[0].entry->list, masks, n_masks);
	for (guint i = 0; i < n; i++) {
		const struct word *first = &m->w->v[v[i].first], *last = first + v[i].n - 1;
		struct phrase_hit h = {
			.list = v[i].entry->list, .language = v[i].entry->language,
			.entry = v[i].entry->entry, .weight = v[i].entry->weight,
			.first = v[i].first, .n = v[i].n,
			.where = { first->at, last->at + last->len - first->at },
		};

		if (v[i].entry->mask || v[i].first < end || is_masked(&v[i], masks, &from, n_masks))
			continue;
		end = v[i].first + v[i].n;
		g_array_append_val(hits, h);
	}
}

static void
gather(struct match *m)
{
	const struct phrases *p = m->p;

	for (guint i = 0; i < m->w->n && !m->full; i++) {
		guint32 fit[MAX_FIT];
		guint n = may_begin(p, m->w, &m->w->v[i]) ? fits(m, i, fit) : 0;

		for (guint k = 0; k < n; k++) {
			guint32 step = g_array_index(p->start, guint32, fit[k]);

			if (step)
				follow(m, step, i, i + 1);
		}
	}
}

/* False if there were too many. */
static bool
match(struct arena *a, const struct phrases *p, const guint8 *gone, const struct words *w,
      GArray *hits)
{
	struct match m = { .p = p, .gone = gone, .w = w,
			   .found = arena_array(a, sizeof(struct candidate)) };
	struct candidate *v;

	gather(&m);
	v = sort_by_group(a, &m);
	for (guint from = 0, to; from < m.found->len; from = to) {
		for (to = from; to < m.found->len && v[to].entry->group == v[from].entry->group;)
			to++;
		settle(&m, v + from, to - from, hits);
	}
	g_array_sort(hits, by_place);
	return !m.full;
}

GArray *
phrases_match(struct arena *a, const struct phrases *p, const struct words *w, bool *ret_cut)
{
	GArray *hits = arena_array(a, sizeof(struct phrase_hit));

	*ret_cut = false;
	if (p && p->base)
		*ret_cut = !match(a, p->base, p->gone, w, hits);
	if (p)
		*ret_cut |= !match(a, p, NULL, w, hits);
	return hits;
}
