#include "core/phrases_set.h"

static void
build_slots(struct phrases *p)
{
	const struct pattern *v = (const struct pattern *)(void *)p->patterns->data;

	for (p->size = 8; p->size < 2 * p->patterns->len;)
		p->size *= 2;
	p->slots = g_new0(guint32, p->size);
	p->bits = g_new0(guint32, p->size * BITS / 32);
	for (guint32 k = 1; k < p->patterns->len; k++) {
		guint64 hash = 0;
		guint at, i;

		for (guint c = 0; c < v[k].len; c++)
			hash = phrases_set_mix(hash, v[k].s[c]);
		at = phrases_set_place(p, hash, v[k].prefix);
		p->bits[at / 32] |= 1u << at % 32;
		for (i = at / BITS; p->slots[i];)
			i = (i + 1) % p->size;
		p->slots[i] = k;
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

/* The step of forms[from, to), which agree in their first `depth` patterns. */
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
	s.way = p->ways->len;
	for (guint i = from; i < to; i++)
		s.n += i == from || f[i].pattern[depth] != f[i - 1].pattern[depth];
	g_array_set_size(p->ways, p->ways->len + s.n);
	while (from < to) {
		guint until = from + 1;
		struct way e = { .by = f[from].pattern[depth] };

		s.next |= phrases_set_bit(e.by);
		while (until < to && f[until].pattern[depth] == e.by)
			until++;
		e.to = build_step(b, from, until, depth + 1);
		g_array_index(p->ways, struct way, s.way + k++) = e;
		from = until;
	}
	g_array_index(p->steps, struct step, self) = s;
	return self;
}

struct phrases *
phrases_build(struct phrases_builder *b)
{
	struct phrases *p = b->p;
	const struct step *root;

	build_slots(p);
	g_array_sort(b->forms, by_patterns);
	build_step(b, 0, b->forms->len, 0);
	g_array_set_size(p->start, p->patterns->len);
	root = &g_array_index(p->steps, struct step, 0);
	for (guint i = 0; i < root->n; i++) {
		const struct way *e = &g_array_index(p->ways, struct way, root->way + i);

		g_array_index(p->start, guint32, e->by) = e->to;
	}
	p->groups = g_hash_table_size(b->group_ids);
	g_array_unref(b->forms);
	g_hash_table_unref(b->pattern_ids);
	g_hash_table_unref(b->entry_ids);
	g_hash_table_unref(b->group_ids);
	g_free(b);
	return p;
}
