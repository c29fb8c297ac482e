/* How often what is right is called wrong, and a typo in it found. */
#include "accuracy/accuracy.h"

enum {
	TYPO_LETTERS = 4,	/* of a word that gets a typo, at least */
	TYPO_SEED = 1,
};

struct clean {
	const struct tongue *tongue;
	guint sentences, words, judged, alarms;
	guint right, flagged;		/* words that must not be flagged */
	GRand *random;
	guint typos, found;
};

static guint
visible(const struct facts *f)
{
	return f->n_bodies ? f->bodies[0].words.visible : 0;
}

static void
show_alarms(const struct clean *c, const struct facts *f, const char *text)
{
	for (guint i = 0; i < f->unknown_words->len; i++) {
		const struct unknown_word *u =
			&g_array_index(f->unknown_words, struct unknown_word, i);

		if (u->near)
			show("alarm\t%s\tas %s\t%.*s\t%s\t%s\n", c->tongue->name, u->language,
			     (int)u->where.len, u->body->text->s + u->where.at, u->near, text);
	}
}

/* One random edit of a word: two letters change places, one is left out, doubled, or
   another of the sentence takes its place. */
static char *
mistyped(GRand *r, const char *word, const char *sentence)
{
	glong points = 0, others = 0, at;
	g_autofree gunichar *w = g_utf8_to_ucs4_fast(word, -1, &points);
	g_autofree gunichar *s = g_utf8_to_ucs4_fast(sentence, -1, &others);
	GString *out = g_string_new(NULL);
	int edit = g_rand_int_range(r, 0, 4);

	at = g_rand_int_range(r, 0, (gint32)points - 1);
	for (glong i = 0; i < points; i++) {
		gunichar other = s[g_rand_int_range(r, 0, (gint32)others)];

		if (i == at && edit == 0) {
			g_string_append_unichar(out, w[++i]);
			g_string_append_unichar(out, w[i - 1]);
			continue;
		}
		if (i == at && edit == 1)
			continue;
		if (i == at && edit == 2)
			g_string_append_unichar(out, w[i]);
		g_string_append_unichar(out, i == at && edit == 3 && g_unichar_isalpha(other) ?
					g_unichar_tolower(other) : w[i]);
	}
	return g_string_free(out, FALSE);
}

/* The same sentence with one typo in one of its words. */
static void
mistype(struct clean *c, const struct facts *f, const char *text)
{
	const struct words *w = &f->bodies[0].words;
	const struct word *x = &w->v[g_rand_int_range(c->random, 0, (gint32)MAX(w->n, 1))];
	g_autofree char *word = NULL, *wrong = NULL;
	GString *sentence;
	struct arena *a;
	bool found;

	if (!w->n || x->points < TYPO_LETTERS || (x->flags & ~(WORD_LATIN | WORD_CYRILLIC)))
		return;
	word = g_strndup(w->text->s + x->at, x->len);
	wrong = mistyped(c->random, word, text);
	if (g_str_equal(wrong, word))
		return;
	a = arena_new();
	sentence = g_string_new_len(w->text->s, x->at);
	g_string_append(sentence, wrong);
	g_string_append(sentence, w->text->s + x->at + x->len);
	c->typos++;
	found = is_flagged(judge_text(a, sentence->str)->facts, wrong);
	c->found += found;
	if (!found)
		show("missed\t%s\t%s\t%s\t%s\t%s\n", c->tongue->name,
		     judge_text(a, sentence->str)->facts->languages->len ? "judged" : "unjudged", word, wrong, sentence->str);
	g_string_free(sentence, TRUE);
	arena_free(a);
}

static void
clean_row(char **columns, guint n, gpointer data)
{
	struct clean *c = data;
	struct arena *a = arena_new();
	const struct facts *f = judge_text(a, columns[0])->facts;

	(void)n;
	c->sentences++;
	c->words += visible(f);
	c->judged += f->languages->len > 0;
	for (guint i = 0; i < f->unknown_words->len; i++)
		c->alarms += g_array_index(f->unknown_words, struct unknown_word, i).near != NULL;
	show_alarms(c, f, columns[0]);
	if (f->n_bodies)
		mistype(c, f, columns[0]);
	arena_free(a);
}

static void
right_row(char **columns, guint n, gpointer data)
{
	struct clean *c = data;
	struct arena *a = arena_new();
	bool flagged = n > 2 && is_flagged(judge_text(a, columns[2])->facts, columns[0]);

	c->right += n > 2;
	c->flagged += flagged;
	if (flagged)
		show("right\t%s\t%s\t%s\t%s\n", c->tongue->name, columns[1], columns[0],
		     columns[2]);
	arena_free(a);
}

/* Brands come without a sentence. */
static void
brand_row(char **columns, guint n, gpointer data)
{
	g_autofree char *s = g_strdup_printf("We would like to know what you think of %s before "
					     "the end of the week.", columns[0]);
	char *row[] = { columns[0], n > 1 ? columns[1] : columns[0], s, NULL };

	right_row(row, 3, data);
}

static void
measure_tongue(struct clean *c)
{
	g_autofree char *clean = NULL, *right = NULL;

	if (!run.corpora) {
		each_own(c->tongue, "clean", clean_row, c);
		return;
	}
	clean = corpus_file("D_spelling", "clean", c->tongue->name);
	right = corpus_file("D_spelling", "noflag", c->tongue->name);
	each_row(clean, true, clean_row, c);
	each_row(right, true, right_row, c);
}

static void
print_clean(const char *name, const struct clean *c)
{
	printf("| %s | %u | %u | %.1f | %u | %.2f | %u | %.1f | %u | %.1f |\n", name, c->sentences,
	       c->words, percent(c->judged, c->sentences), c->alarms,
	       percent(c->alarms, c->words) * 10, c->right, percent(c->flagged, c->right),
	       c->typos, percent(c->found, c->typos));
}

void
measure_clean(void)
{
	static const struct tongue brands = { "brands", "en" };

	printf("\n## Spelling of what is right\n\nEach sentence is a mail of its own. Language "
	       "judged: sentences whose language was certain; the others have no alarms. Typos: "
	       "one random edit (swap, drop, double, another letter of the sentence; seed %d) in "
	       "a random word of %d letters or more, in its sentence.\n\n| | sentences | words | "
	       "language judged %% | false alarms | per 1,000 words | must not flag | flagged %% | "
	       "typos | found %% |\n|---|---|---|---|---|---|---|---|---|---|\n",
	       TYPO_SEED, TYPO_LETTERS);
	for (guint i = 0; i < TONGUES; i++) {
		struct clean c = { .tongue = &tongues[i] };

		if (!run.corpora && !tongues[i].tag)
			continue;
		c.random = g_rand_new_with_seed(TYPO_SEED);
		measure_tongue(&c);
		print_clean(tongues[i].name, &c);
		g_rand_free(c.random);
	}
	if (run.corpora) {
		struct clean c = { .tongue = &brands };
		g_autofree char *path = corpus_file("D_spelling", "noflag_brands.tsv", NULL);

		each_row(path, true, brand_row, &c);
		print_clean("brands", &c);
	}
}
