#include "core/limits.h"
#include "core/phrases_set.h"

enum { MAX_FIT = 24 };

struct candidate {
	guint32 first, n;
	const struct entry *entry;
};

/* The patterns that a word fits. */
struct fit {
	const guint32 *v;
	guint n;
	bool known;		/* they were looked for */
};

struct phrases_matcher {
	struct arena *arena;
	const struct phrases *p;
	const guint8 *gone;	/* of its entries, or NULL */
	const struct lexicon *lexicon;
	struct fit *fits;	/* of the distinct words */
	struct phrases_matcher *base;	/* for the lists that these stand on, or NULL */
};

/* One text. */
struct match {
	struct phrases_matcher *with;
	const struct phrases *p;
	const struct words *w;
	GArray *found;		/* struct candidate */
	bool full;
};

/* The pattern of these bytes, 0 if there is none. */
static inline guint32
find(const struct phrases *p, guint64 hash, const char *s, gsize len, bool prefix)
{
	guint at = phrases_set_place(p, hash, prefix);

	if (!(p->bits[at / 32] >> at % 32 & 1))
		return 0;
	for (guint i = at / BITS; p->slots[i]; i = (i + 1) % p->size) {
		const struct pattern *x = &g_array_index(p->patterns, struct pattern, p->slots[i]);

		if (x->prefix == prefix && x->len == len && memcmp(x->s, s, len) == 0)
			return p->slots[i];
	}
	return 0;
}

/* Which patterns the folded word fits: the shorter first. */
static guint
find_words(const struct phrases *p, const char *s, guint32 *ret_fit, guint n_fit)
{
	guint64 hash = 0;
	guint32 found;

	for (gsize len = 1; s[len - 1] && n_fit < MAX_FIT; len++) {
		hash = phrases_set_mix(hash, s[len - 1]);
		if ((found = find(p, hash, s, len, true)))
			ret_fit[n_fit++] = found;
		if (!s[len] && n_fit < MAX_FIT && (found = find(p, hash, s, len, false)))
			ret_fit[n_fit++] = found;
	}
	return n_fit;
}

/* Bytes of the number that a word begins with: "20", "1.490,00", "-50". */
static gsize
number_of(const char *s)
{
	gsize n = strspn(s, "0123456789.,+-");

	return strcspn(s, "0123456789") < n ? n : 0;
}

static bool
is_number(const struct word *x)
{
	const char *s = x->folded;
	gsize n = x->flags & WORD_DIGITS ? number_of(s) : 0;

	return n && (!s[n] || s[n] == '%');
}

/* "50%", "20%-os", "50 %". */
static bool
is_percent(const struct words *w, const struct word *x)
{
	const char *s = x->folded;
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
	if (!is_number(x))
		return n;
	if (m->p->number && n < MAX_FIT)
		ret_fit[n++] = m->p->number;
	if (m->p->percent && n < MAX_FIT && is_percent(m->w, x))
		ret_fit[n++] = m->p->percent;
	return n;
}

static guint
find_fits(const struct match *m, const struct word *x, guint32 *ret_fit)
{
	guint n = find_words(m->p, x->folded, ret_fit, 0);
	const char *apostrophe = (x->flags & WORD_APOSTROPHE) && x->folded_len > 3
			       ? memchr(x->folded, '\'', MIN(x->folded_len - 1, 6)) : NULL;

	if (x->flags & WORD_DIGITS)
		n = fits_number(m, x, ret_fit, n);
	/* "l'offerta", "d'achat": the article is no part of the word. */
	return apostrophe ? find_words(m->p, apostrophe + 1, ret_fit, n) : n;
}

/* Of a number it hangs on what stands behind it; of all else they are found once. */
static struct fit
fits(const struct match *m, const struct word *x)
{
	struct fit *f = &m->with->fits[x->id];
	guint32 v[MAX_FIT], *kept;
	guint n;

	if (f->known)
		return *f;
	n = find_fits(m, x, v);
	kept = n ? arena_bytes(m->with->arena, n * sizeof *v) : NULL;
	if (n)
		memcpy(kept, v, n * sizeof *v);
	*f = (struct fit){ kept, n, !(x->flags & WORD_DIGITS) };
	return *f;
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
			numbers = is_number(a) || is_number(b);
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

		if (m->with->gone && m->with->gone[e / 8] >> e % 8 & 1)
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
	const struct way *ways = (const struct way *)(void *)p->ways->data + s->way;
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

/* All entries that go on from `step`, reached with the word before `word`. */
static void
follow(struct match *m, guint32 step, guint first, guint word)
{
	guint64 next = g_array_index(m->p->steps, struct step, step).next;
	struct fit f;

	take(m, step, first, word - first);
	if (!next || word == m->w->n)
		return;
	f = fits(m, &m->w->v[word]);
	for (guint i = 0; i < f.n; i++) {
		guint32 to = next & phrases_set_bit(f.v[i]) ? way(m->p, step, f.v[i]) : 0;

		if (to && is_joined(m->w, word - 1))
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
	const guint32 *start = (const guint32 *)(void *)m->p->start->data;

	for (guint i = 0; i < m->w->n && !m->full; i++) {
		struct fit f = fits(m, &m->w->v[i]);

		for (guint k = 0; k < f.n; k++)
			if (start[f.v[k]])
				follow(m, start[f.v[k]], i, i + 1);
	}
}

/* False if there were too many. */
static bool
match(struct phrases_matcher *with, const struct words *w, GArray *hits)
{
	struct match m = { .with = with, .p = with->p, .w = w,
			   .found = arena_array(with->arena, sizeof(struct candidate)) };
	struct candidate *v;

	gather(&m);
	v = sort_by_group(with->arena, &m);
	for (guint from = 0, to; from < m.found->len; from = to) {
		for (to = from; to < m.found->len && v[to].entry->group == v[from].entry->group;)
			to++;
		settle(&m, v + from, to - from, hits);
	}
	g_array_sort(hits, by_place);
	return !m.full;
}

static struct phrases_matcher *
matcher(struct arena *a, const struct phrases *p, const guint8 *gone, const struct lexicon *x)
{
	struct phrases_matcher *m = arena_new0(a, struct phrases_matcher);

	*m = (struct phrases_matcher){
		.arena = a, .p = p, .gone = gone, .lexicon = x,
		.fits = p ? arena_alloc(a, words_lexicon_size(x) * sizeof *m->fits) : NULL,
		.base = p && p->base ? matcher(a, p->base, p->gone, x) : NULL,
	};
	return m;
}

struct phrases_matcher *
phrases_match_begin(struct arena *a, const struct phrases *p, const struct lexicon *x)
{
	return matcher(a, p, NULL, x);
}

GArray *
phrases_match(struct phrases_matcher *m, const struct words *w, bool *ret_cut)
{
	GArray *hits = arena_array(m->arena, sizeof(struct phrase_hit));

	g_assert(w->lexicon == m->lexicon);
	*ret_cut = false;
	if (m->base)
		*ret_cut = !match(m->base, w, hits);
	if (m->p)
		*ret_cut |= !match(m, w, hits);
	return hits;
}
