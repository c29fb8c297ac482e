#include "core/facts.h"

/* Words that must come together before a stretch of text is judged: headings, buttons
   and cells of a table are too short alone. */
enum { PARAGRAPH_WORDS = 8, INHERIT_WORDS = 5 };

static guint
counting(const struct words *w, guint first, guint n)
{
	guint words = 0;

	for (guint i = first; i < first + n; i++)
		words += language_counts(&w->v[i]);
	return words;
}

static bool
is_boundary(const struct words *w, guint i)
{
	return i >= w->n || (w->v[i].flags & WORD_PARAGRAPH);
}

/* Paragraphs as they stand; short ones join the next. */
static void
cut_paragraphs(struct facts *f, struct body *b)
{
	const struct words *w = &b->words;
	guint first = 0, words = 0;

	b->paragraphs = arena_array(f->arena, sizeof(struct paragraph));
	for (guint i = 0; i < w->n; i++) {
		words += language_counts(&w->v[i]);
		if (i + 1 < w->n && !(is_boundary(w, i + 1) && words >= PARAGRAPH_WORDS))
			continue;
		g_array_append_val(b->paragraphs,
				   ((struct paragraph){ .first = first, .n = i + 1 - first }));
		first = i + 1;
		words = 0;
	}
}

static guint
index_of(const GPtrArray *tags, const char *tag)
{
	guint i = 0;

	while (i < tags->len && !g_str_equal(g_ptr_array_index(tags, i), tag))
		i++;
	return i;
}

/* Languages with the words that are in them, in the order they were met. */
struct tally {
	GPtrArray *tags;
	GArray *words;		/* guint */
	guint all;		/* words that count, in whatever language */
};

static void
count(struct tally *t, const char *tag, guint words)
{
	guint i = index_of(t->tags, tag), none = 0;

	if (i == t->tags->len) {
		g_ptr_array_add(t->tags, (gpointer)tag);
		g_array_append_val(t->words, none);
	}
	g_array_index(t->words, guint, i) += words;
}

static const char *
leader(const struct tally *t)
{
	const char *best = NULL;
	guint most = 0;

	for (guint i = 0; i < t->tags->len; i++)
		if (g_array_index(t->words, guint, i) > most) {
			most = g_array_index(t->words, guint, i);
			best = g_ptr_array_index(t->tags, i);
		}
	return best;
}

/* The language of more than half of it. */
static const char *
majority(const struct tally *t)
{
	const char *tag = leader(t);

	return tag && g_array_index(t->words, guint, index_of(t->tags, tag)) * 2 > t->all ? tag : NULL;
}

/* What a part says of its own language: a hint, since templates are copied. */
static const char *
declared(const struct facts *f, const struct body *b)
{
	const struct field *x = message_field(f->message, "Content-Language", 0);

	if (b->html && b->html->lang)
		return language_declared(f->language_model, b->html->lang->s);
	for (guint i = 0; b->part && b->part->fields && i < b->part->fields->len; i++) {
		const struct field *y = &g_array_index(b->part->fields, struct field, i);

		if (g_ascii_strcasecmp(y->name, "Content-Language") == 0)
			x = y;
	}
	return x ? language_declared(f->language_model, x->value->s) : NULL;
}

static bool
has_dictionary(const struct facts *f, const char *tag)
{
	return f->speller && g_strv_contains(f->speller->languages, tag);
}

static void
judge(struct facts *f, const struct language *l, struct body *b, struct tally *t)
{
	struct language_hints hints = { .declared = declared(f, b) };

	for (guint i = 0; i < b->paragraphs->len && !facts_cancelled(f); i++) {
		struct paragraph *p = &g_array_index(b->paragraphs, struct paragraph, i);
		guint words = counting(&b->words, p->first, p->n);

		hints.near = leader(t);
		t->all += words;
		p->language = language_of(l, &b->words, p->first, p->n, hints);
		if (p->language) {
			count(t, p->language, words);
			f->language_unspelled |= !b->alternative && !has_dictionary(f, p->language);
		}
		if (!p->language && words >= INHERIT_WORDS && !b->alternative)
			f->language_uncertain = true;
	}
}

/* A short quotation in another language is no list of misspelt words: half of what
   says something must be known. */
static bool
fits(const struct facts *f, const struct body *b, const struct paragraph *p, const char *tag)
{
	struct spell_word v[INHERIT_WORDS];
	guint n = 0, known = 0;

	for (guint i = p->first; i < p->first + p->n && n < INHERIT_WORDS; i++) {
		const struct word *w = &b->words.v[i];

		if (language_counts(w))
			v[n++] = (struct spell_word){
				.s = b->text->s + w->at, .len = w->len, .id = w->id,
			};
	}
	if (n < 2 || !f->speller || !f->speller->check(f->speller, tag, v, n))
		return true;
	for (guint i = 0; i < n; i++)
		known += v[i].known;
	return known * 2 > n;
}

/* A line too short to tell is in the language of the rest. */
static void
inherit(const struct facts *f, struct body *b, const char *tag)
{
	for (guint i = 0; tag && i < b->paragraphs->len; i++) {
		struct paragraph *p = &g_array_index(b->paragraphs, struct paragraph, i);

		if (!p->language && counting(&b->words, p->first, p->n) < INHERIT_WORDS &&
		    fits(f, b, p, tag))
			p->language = tag;
	}
}

static void
list_languages(struct facts *f, struct tally *t)
{
	while (t->tags->len) {
		const char *tag = leader(t);
		guint i = tag ? index_of(t->tags, tag) : 0;

		g_ptr_array_add(f->languages, g_ptr_array_index(t->tags, i));
		g_ptr_array_remove_index(t->tags, i);
		g_array_remove_index(t->words, i);
	}
}

void
facts_language(struct facts *f)
{
	struct tally t = { .words = arena_array(f->arena, sizeof(guint)) };
	const struct language *l;
	const char *main;

	t.tags = g_ptr_array_new();
	f->languages = g_ptr_array_new();
	arena_defer(f->arena, (GDestroyNotify)g_ptr_array_unref, t.tags);
	arena_defer(f->arena, (GDestroyNotify)g_ptr_array_unref, f->languages);
	cut_paragraphs(f, &f->subject);
	for (guint i = 0; i < f->n_bodies; i++)
		cut_paragraphs(f, &f->bodies[i]);
	l = language_for(f->arena, f->speller, f->language_model);
	for (guint i = 0; i < f->n_bodies; i++)
		judge(f, l, &f->bodies[i], &t);
	judge(f, l, &f->subject, &t);
	main = majority(&t);
	inherit(f, &f->subject, main);
	for (guint i = 0; i < f->n_bodies; i++)
		inherit(f, &f->bodies[i], main);
	list_languages(f, &t);
}
