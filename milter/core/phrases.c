#include <stdlib.h>

#include "core/limits.h"
#include "core/phrases.h"

/*
 * Two machines, one over the bytes of a folded word, one over words:
 *
 *   "rabat*" and "special" are patterns; a byte trie tells which of them a word
 *   fits.  An entry is a row of patterns; a trie of patterns tells which entries
 *   begin at a word.  Nodes and edges stand in arrays, no pointers.
 */

enum { MAX_WORDS = 10, MAX_BYTES = 100, MAX_FORMS = 100, MAX_FIT = 24 };

/* Of strings at a time: there may be thousands of small sets. */
enum { CHUNK = 1024 };

/* Few words begin an entry, or go on with one; their first bytes say so of most. */
enum { WHOLE = 8, STEM = 4, BEGIN_BITS = 14 };

struct pattern {
	char *s;		/* folded */
	bool prefix;		/* "word*" */
};

/* In the byte trie: first come the bytes of the tail, then edges [edge, edge + n) lead on. */
struct node {
	guint64 tail;		/* little-endian; the rest is 0 */
	guint32 edge;
	guint32 exact, prefix;	/* patterns that end here; 0 is none */
	guint16 n;
	guint8 n_tail;
};

struct edge {
	guint32 to;
	guint32 by;		/* a byte, or a pattern */
};

/* In the trie of patterns. */
struct step {
	guint32 edge, n;
	guint32 entry, n_entries;	/* in phrases.ends */
	guint64 next;			/* bits, by next_of() of what leads on */
};

struct entry {
	const char *list, *language, *entry;
	int weight;
	bool mask;
	guint group;		/* list and language */
};

/* One form of an entry, braces resolved. */
struct form {
	guint32 entry;
	guint32 n;
	guint32 pattern[MAX_WORDS];
};

struct phrases {
	GStringChunk *strings;
	GArray *entries;	/* struct entry */
	GArray *nodes;		/* struct node; 0 is the root */
	GArray *edges;		/* struct edge, by byte */
	GArray *steps;		/* struct step; 0 is the root */
	GArray *ways;		/* struct edge, by pattern */
	GArray *ends;		/* guint32: entries */
	guint32 first[256];	/* nodes under the root, 0: none */
	GArray *start;		/* guint32 by pattern: step under the root, 0: none */
	/* Bits, by begin_of() of what begins an entry: of words, and of "word*" that are shorter
	   than WHOLE; and the first bytes of those that are shorter than STEM. */
	guint32 begins[(1 << BEGIN_BITS) / 32], stems[(1 << BEGIN_BITS) / 32];
	bool begins_short[256];
	guint32 number, percent;	/* the patterns "#" and "#%"; 0: in no entry */
	guint groups;
	GHashTable *lookup;	/* list -> (folded word -> weight; 0 if it was taken out) */
	const struct phrases *base;	/* the lists that these stand on, or NULL */
	guint8 *gone;		/* bits, by entry of the base: taken out */
};

struct phrases_builder {
	struct phrases *p;
	GArray *patterns;	/* struct pattern; 0 is none */
	GHashTable *pattern_ids;	/* "*word" or "=word" -> id */
	GHashTable *entry_ids;	/* "language\nlist\nmask\nentry" -> index + 1 */
	GHashTable *group_ids;	/* "language\nlist" -> index + 1 */
	GArray *forms;		/* struct form */
};

static void
bad(GError **error, const char *entry, const char *why)
{
	g_set_error(error, g_quark_from_static_string("phrases"), 1, "'%s' %s", entry, why);
}

/* ---- building ---- */

struct phrases_builder *
phrases_builder_new(void)
{
	struct phrases_builder *b = g_new0(struct phrases_builder, 1);
	struct phrases *p = b->p = g_new0(struct phrases, 1);

	p->strings = g_string_chunk_new(CHUNK);
	p->entries = g_array_new(FALSE, TRUE, sizeof(struct entry));
	p->nodes = g_array_new(FALSE, TRUE, sizeof(struct node));
	p->edges = g_array_new(FALSE, TRUE, sizeof(struct edge));
	p->steps = g_array_new(FALSE, TRUE, sizeof(struct step));
	p->ways = g_array_new(FALSE, TRUE, sizeof(struct edge));
	p->ends = g_array_new(FALSE, TRUE, sizeof(guint32));
	p->start = g_array_new(FALSE, TRUE, sizeof(guint32));
	p->lookup = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
					  (GDestroyNotify)g_hash_table_unref);
	b->patterns = g_array_new(FALSE, TRUE, sizeof(struct pattern));
	g_array_set_size(b->patterns, 1);
	b->pattern_ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	b->entry_ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	b->group_ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	b->forms = g_array_new(FALSE, TRUE, sizeof(struct form));
	return b;
}

struct phrases_builder *
phrases_builder_new_on(const struct phrases *base)
{
	struct phrases_builder *b = phrases_builder_new();

	b->p->base = base;
	b->p->gone = g_malloc0(base->entries->len / 8 + 1);
	return b;
}

/* The n-th id of a table of names; `*ret_new` says that it was not there. */
static guint
id_of(GHashTable *ids, char *name, bool *ret_new)
{
	guint id = GPOINTER_TO_UINT(g_hash_table_lookup(ids, name));

	*ret_new = id == 0;
	if (id) {
		g_free(name);
		return id;
	}
	id = g_hash_table_size(ids) + 1;
	g_hash_table_insert(ids, name, GUINT_TO_POINTER(id));
	return id;
}

static guint32
pattern_id(struct phrases_builder *b, const char *folded, bool prefix)
{
	bool new;
	guint id = id_of(b->pattern_ids, g_strconcat(prefix ? "*" : "=", folded, NULL), &new);

	if (new) {
		struct pattern p = { g_string_chunk_insert(b->p->strings, folded), prefix };

		g_array_append_val(b->patterns, p);
	}
	return id;
}

/* One blank-free piece of a form becomes a pattern; 0 if it is not one word. */
static guint32
read_piece(struct phrases_builder *b, struct arena *a, const char *s, gsize len)
{
	bool prefix = len > 1 && s[len - 1] == '*';
	struct text t = { .name = "entry", .part = "", .s = arena_strndup(a, s, len - prefix),
			  .len = len - prefix };
	struct words w = words_of(a, &t);

	if (g_str_equal(t.s, "#") && !prefix)
		return b->p->number = pattern_id(b, t.s, false);
	if (g_str_equal(t.s, "#%") && !prefix)
		return b->p->percent = pattern_id(b, t.s, false);
	if (w.n != 1 || memchr(t.s, '*', t.len) || w.v[0].len != t.len)
		return 0;
	return pattern_id(b, w.folded + w.v[0].folded, prefix);
}

static bool
read_form(struct phrases_builder *b, struct arena *a, const char *entry, const char *s,
	  guint32 index, GError **error)
{
	struct form form = { .entry = index };

	while (*s) {
		gsize len = strcspn(s, " ");

		if (len && form.n == MAX_WORDS)
			return bad(error, entry, "has too many words"), false;
		if (len && !(form.pattern[form.n++] = read_piece(b, a, s, len)))
			return bad(error, entry, "is not made of words: '*' may only end a word, "
				   "and a mark may only stand inside"), false;
		s += len;
		while (*s == ' ')
			s++;
	}
	if (!form.n)
		return bad(error, entry, "can be empty"), false;
	g_array_append_val(b->forms, form);
	return true;
}

/* "a{b,c}d" -> "abd", "acd"; what stands before the brace is resolved already. */
static bool
resolve(GPtrArray *forms, const char *entry, GError **error)
{
	g_ptr_array_add(forms, g_strdup(entry));
	for (guint i = 0; i < forms->len;) {
		char *s = g_ptr_array_index(forms, i), *open = strchr(s, '{'), *close;
		g_auto(GStrv) choices = NULL;

		if (!open) {
			if (strchr(s, '}'))
				return bad(error, entry, "closes a brace that is not open"), false;
			i++;
			continue;
		}
		close = strchr(open, '}');
		if (!close || memchr(open + 1, '{', (gsize)(close - open - 1)))
			return bad(error, entry, "has a brace that is not closed"), false;
		*open = *close = '\0';
		choices = g_strsplit(open + 1, ",", -1);
		if (!choices[0])	/* "{}" */
			return bad(error, entry, "has nothing in its braces"), false;
		for (guint k = 0; choices[k]; k++)
			g_ptr_array_add(forms, g_strconcat(s, choices[k], close + 1, NULL));
		g_ptr_array_remove_index(forms, i);
		if (forms->len > MAX_FORMS)
			return bad(error, entry, "has too many choices"), false;
	}
	return true;
}

static void
add_lookup(struct phrases *p, const char *list, const char *form, int weight)
{
	GHashTable *words = g_hash_table_lookup(p->lookup, list);
	char folded[MAX_BYTES + 1];

	if (!words) {
		words = g_hash_table_new(g_str_hash, g_str_equal);
		g_hash_table_insert(p->lookup, (gpointer)list, words);
	}
	if (strchr(form, '*'))
		return;
	words_fold_to(form, strlen(form), folded);
	g_hash_table_replace(words, g_string_chunk_insert(p->strings, folded),
			     GINT_TO_POINTER(weight));
}

static bool
is_for_lookup(const char *language, const char *form)
{
	return g_str_equal(language, "any") && *form && !strpbrk(form, "* ");
}

bool
phrases_add(struct phrases_builder *b, const char *language, const char *list,
	    const char *entry, int weight, bool mask, GError **error)
{
	g_autoptr(GPtrArray) forms = g_ptr_array_new_with_free_func(g_free);
	struct phrases *p = b->p;
	struct arena *a;
	struct entry e;
	bool new, good = true;
	guint id;

	if (strlen(entry) > MAX_BYTES)
		return bad(error, entry, "is too long"), false;
	if (!g_utf8_validate(entry, -1, NULL))
		return bad(error, "entry", "is not UTF-8"), false;
	if (!resolve(forms, entry, error))
		return false;
	id = id_of(b->entry_ids, g_strdup_printf("%s\n%s\n%d\n%s", language, list, mask, entry),
		   &new);
	e = (struct entry){
		.list = g_string_chunk_insert_const(p->strings, list),
		.language = g_string_chunk_insert_const(p->strings, language),
		.entry = g_string_chunk_insert_const(p->strings, entry),
		.weight = weight, .mask = mask,
	};
	if (new)
		g_array_append_val(p->entries, e);
	else
		g_array_index(p->entries, struct entry, id - 1).weight = weight;
	for (guint i = 0; i < forms->len && !mask; i++)
		add_lookup(p, e.list, g_ptr_array_index(forms, i), weight);
	if (!new)
		return true;
	g_array_index(p->entries, struct entry, id - 1).group =
		id_of(b->group_ids, g_strdup_printf("%s\n%s", language, list), &new) - 1;
	a = arena_new();
	for (guint i = 0; i < forms->len && good; i++) {
		const char *form = g_ptr_array_index(forms, i);

		/* A suffix such as "ex_" is never a word, only looked up. */
		good = read_form(b, a, entry, form, id - 1,
				 is_for_lookup(language, form) ? NULL : error) ||
		       is_for_lookup(language, form);
	}
	arena_free(a);
	return good;
}

guint
phrases_take_out(struct phrases_builder *b, const char *list, const char *entry, bool mask)
{
	const GArray *entries = b->p->base->entries;
	struct arena *a = arena_new();
	const char *wanted = words_fold(a, entry, strlen(entry));
	guint n = 0;

	for (guint i = 0; i < entries->len; i++) {
		const struct entry *e = &g_array_index(entries, struct entry, i);
		g_autoptr(GPtrArray) forms = NULL;

		if (e->mask != mask || !g_str_equal(e->list, list) ||
		    !g_str_equal(words_fold(a, e->entry, strlen(e->entry)), wanted))
			continue;
		b->p->gone[i / 8] |= (guint8)(1 << i % 8);
		n++;
		forms = g_ptr_array_new_with_free_func(g_free);
		resolve(forms, e->entry, NULL);
		for (guint k = 0; k < forms->len && !mask; k++)
			add_lookup(b->p, g_string_chunk_insert_const(b->p->strings, list),
				   g_ptr_array_index(forms, k), 0);
	}
	arena_free(a);
	return n;
}

static gint
by_string(gconstpointer x, gconstpointer y, gpointer patterns)
{
	const guint32 *a = x, *b = y;

	return strcmp(g_array_index((GArray *)patterns, struct pattern, *a).s,
		      g_array_index((GArray *)patterns, struct pattern, *b).s);
}

/* What both go on with; they are the first and the last of some that are sorted. */
static void
take_tail(struct node *n, const char *first, const char *last)
{
	while (n->n_tail < sizeof n->tail && *first && *first == *last++)
		n->tail |= (guint64)(guchar)*first++ << 8 * n->n_tail++;
}

/* The node of the patterns sorted[from, to), which agree in their first `depth` bytes. */
static guint32
build_node(struct phrases_builder *b, const guint32 *sorted, guint from, guint to, guint depth)
{
	struct phrases *p = b->p;
	struct node n = { 0 };
	guint32 self = p->nodes->len;
	guint k = 0;

	g_array_append_val(p->nodes, n);
	if (depth)
		take_tail(&n, g_array_index(b->patterns, struct pattern, sorted[from]).s + depth,
			  g_array_index(b->patterns, struct pattern, sorted[to - 1]).s + depth);
	depth += n.n_tail;
	for (; from < to; from++) {
		const struct pattern *x = &g_array_index(b->patterns, struct pattern, sorted[from]);

		if (x->s[depth])
			break;
		*(x->prefix ? &n.prefix : &n.exact) = sorted[from];
	}
	n.edge = p->edges->len;
	for (guint i = from; i < to; i++)
		n.n += i == from ||
		       g_array_index(b->patterns, struct pattern, sorted[i]).s[depth] !=
		       g_array_index(b->patterns, struct pattern, sorted[i - 1]).s[depth];
	g_array_set_size(p->edges, p->edges->len + n.n);
	while (from < to) {
		guint until = from + 1;
		char c = g_array_index(b->patterns, struct pattern, sorted[from]).s[depth];
		struct edge e = { .by = (guchar)c };

		while (until < to &&
		       g_array_index(b->patterns, struct pattern, sorted[until]).s[depth] == c)
			until++;
		e.to = build_node(b, sorted, from, until, depth + 1);
		g_array_index(p->edges, struct edge, n.edge + k++) = e;
		from = until;
	}
	g_array_index(p->nodes, struct node, self) = n;
	return self;
}

static void
build_words(struct phrases_builder *b)
{
	guint n = b->patterns->len - 1;
	g_autofree guint32 *sorted = g_new(guint32, n + 1);
	const struct node *root;

	for (guint i = 0; i < n; i++)
		sorted[i] = i + 1;
	g_qsort_with_data(sorted, (gint)n, sizeof *sorted, by_string, b->patterns);
	build_node(b, sorted, 0, n, 0);
	root = &g_array_index(b->p->nodes, struct node, 0);
	for (guint i = 0; i < root->n; i++) {
		const struct edge *e = &g_array_index(b->p->edges, struct edge, root->edge + i);

		b->p->first[e->by] = e->to;
	}
}

static gint
by_patterns(gconstpointer x, gconstpointer y)
{
	const struct form *a = x, *b = y;

	for (guint i = 0; i < MIN(a->n, b->n); i++)
		if (a->pattern[i] != b->pattern[i])
			return a->pattern[i] < b->pattern[i] ? -1 : 1;
	return a->n != b->n ? (a->n < b->n ? -1 : 1) : a->entry < b->entry ? -1 : a->entry > b->entry;
}

/* A number of so many bits for the first bytes, `most` of them, of a folded word; may read
   WORDS_BEYOND. */
static inline guint
begin_of(const char *s, gsize len, gsize most, guint bits)
{
	guint64 v;

	len = MIN(len, most);
	memcpy(&v, s, sizeof v);
	v = GUINT64_FROM_LE(v);
	if (len < sizeof v)
		v &= (G_GUINT64_CONSTANT(1) << 8 * len) - 1;
	return (guint)(v * 0x9e3779b97f4a7c15u >> (64 - bits));
}

static inline guint
next_of(const char *s, gsize len)
{
	return begin_of(s, len, STEM, 6);
}

static guint64
next_bits(const struct pattern *x)
{
	gsize len = strlen(x->s);
	char s[WHOLE] = { 0 };

	memcpy(s, x->s, MIN(len, WHOLE));
	return x->prefix && len < STEM ? ~G_GUINT64_CONSTANT(0)
				       : G_GUINT64_CONSTANT(1) << next_of(s, len);
}

/* As build_node(), over the patterns of the forms. */
static guint32
build_step(struct phrases_builder *b, guint from, guint to, guint depth)
{
	struct phrases *p = b->p;
	const struct form *f = (const struct form *)b->forms->data;
	struct step s = { .entry = p->ends->len };
	guint32 self = p->steps->len;
	guint k = 0;

	g_array_append_val(p->steps, s);
	for (; from < to && f[from].n == depth; from++) {
		g_array_append_val(p->ends, f[from].entry);
		s.n_entries++;
	}
	s.edge = p->ways->len;
	for (guint i = from; i < to; i++)
		s.n += i == from || f[i].pattern[depth] != f[i - 1].pattern[depth];
	g_array_set_size(p->ways, p->ways->len + s.n);
	while (from < to) {
		guint until = from + 1;
		struct edge e = { .by = f[from].pattern[depth] };

		s.next |= next_bits(&g_array_index(b->patterns, struct pattern, e.by));
		while (until < to && f[until].pattern[depth] == e.by)
			until++;
		e.to = build_step(b, from, until, depth + 1);
		g_array_index(p->ways, struct edge, s.edge + k++) = e;
		from = until;
	}
	g_array_index(p->steps, struct step, self) = s;
	return self;
}

static void
note_begin(struct phrases *p, const struct pattern *x)
{
	gsize len = strlen(x->s);
	bool stem = x->prefix && len < WHOLE;
	char s[WHOLE] = { 0 };
	guint bit;

	memcpy(s, x->s, MIN(len, WHOLE));
	bit = begin_of(s, len, stem ? STEM : WHOLE, BEGIN_BITS);
	if (stem && len < STEM)
		p->begins_short[(guchar)s[0]] = true;
	else
		(stem ? p->stems : p->begins)[bit / 32] |= 1u << bit % 32;
}

struct phrases *
phrases_build(struct phrases_builder *b)
{
	struct phrases *p = b->p;
	const struct step *root;

	build_words(b);
	g_array_sort(b->forms, by_patterns);
	build_step(b, 0, b->forms->len, 0);
	g_array_set_size(p->start, b->patterns->len);
	root = &g_array_index(p->steps, struct step, 0);
	for (guint i = 0; i < root->n; i++) {
		const struct edge *e = &g_array_index(p->ways, struct edge, root->edge + i);

		g_array_index(p->start, guint32, e->by) = e->to;
		note_begin(p, &g_array_index(b->patterns, struct pattern, e->by));
	}
	p->groups = g_hash_table_size(b->group_ids);
	g_array_unref(b->patterns);
	g_array_unref(b->forms);
	g_hash_table_unref(b->pattern_ids);
	g_hash_table_unref(b->entry_ids);
	g_hash_table_unref(b->group_ids);
	g_free(b);
	return p;
}

void
phrases_free(struct phrases *p)
{
	GArray *arrays[7];

	if (!p)
		return;
	memcpy(arrays, (GArray *[]){ p->entries, p->nodes, p->edges, p->steps, p->ways, p->ends,
				     p->start }, sizeof arrays);
	for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_array_unref(arrays[i]);
	g_hash_table_unref(p->lookup);
	g_free(p->gone);
	g_string_chunk_free(p->strings);
	g_free(p);
}

/* ---- matching ---- */

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
	guint bit = begin_of(s, x->folded_len, WHOLE, BEGIN_BITS);
	guint stem = begin_of(s, x->folded_len, STEM, BEGIN_BITS);

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
	       (s->next >> next_of(w->folded + x->folded, x->folded_len) & 1 ||
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

static bool
look_up(const struct phrases *p, const char *list, const char *folded, int *ret_weight)
{
	GHashTable *words = g_hash_table_lookup(p->lookup, list);
	gpointer weight;

	if (!words || !g_hash_table_lookup_extended(words, folded, NULL, &weight))
		return false;
	*ret_weight = GPOINTER_TO_INT(weight);
	return true;
}

int
phrases_lookup(const struct phrases *p, const char *list, const char *word)
{
	char folded[MAX_BYTES + 1];
	gsize len = strlen(word);
	int weight = 0;

	if (!p || len > MAX_BYTES)
		return 0;
	words_fold_to(word, len, folded);
	if (!look_up(p, list, folded, &weight) && p->base)
		look_up(p->base, list, folded, &weight);
	return weight;
}

bool
phrases_has(const struct phrases *p, const char *list)
{
	return p && (g_hash_table_contains(p->lookup, list) || phrases_has(p->base, list));
}

const char **
phrases_lists(const struct phrases *p)
{
	GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
	const char **all;

	for (; p; p = p->base)
		for (guint i = 0; i < p->entries->len; i++)
			g_hash_table_add(names, (gpointer)g_array_index(p->entries, struct entry, i).list);
	all = (const char **)g_hash_table_get_keys_as_array(names, NULL);
	g_hash_table_unref(names);
	return all;
}
