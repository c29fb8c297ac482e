#include "core/phrases_set.h"

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

static guint64
next_bits(const struct pattern *x)
{
	gsize len = strlen(x->s);
	char s[WHOLE] = { 0 };

	memcpy(s, x->s, MIN(len, WHOLE));
	return x->prefix && len < STEM ? ~G_GUINT64_CONSTANT(0)
				       : G_GUINT64_CONSTANT(1) << phrases_set_next(s, len);
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
	bit = phrases_set_begin(s, len, stem ? STEM : WHOLE, BEGIN_BITS);
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
