/* How many of well-known mistakes are found. */
#include "accuracy/accuracy.h"

struct kind {
	char *name;
	guint n, found;
};

struct misspelt {
	const struct tongue *tongue;
	GArray *kinds;
};

static void
tell(struct misspelt *m, const char *kind, bool found)
{
	guint i = 0;

	while (i < m->kinds->len && !g_str_equal(g_array_index(m->kinds, struct kind, i).name, kind))
		i++;
	if (i == m->kinds->len)
		g_array_append_val(m->kinds, ((struct kind){ .name = g_strdup(kind) }));
	g_array_index(m->kinds, struct kind, i).n++;
	g_array_index(m->kinds, struct kind, i).found += found;
}

static void
misspelt_row(char **columns, guint n, gpointer data)
{
	struct misspelt *m = data;
	bool found;

	if (n <= 2 || strchr(columns[0], ' ') || !m->tongue->tag)
		return;
	found = is_found(m->tongue->tag, columns[0]);
	tell(m, columns[2], found);
	if (!found)
		show("missed\t%s\t%s\t%s\t%s\n", m->tongue->name, columns[2], columns[0],
		     columns[1]);
}

static void
context_row(char **columns, guint n, gpointer data)
{
	struct arena *a = arena_new();

	if (n > 1)
		tell(data, "in its sentence", is_flagged(judge_text(a, columns[0])->facts,
							 columns[1]));
	arena_free(a);
}

static void
own_typo_row(char **columns, guint n, gpointer data)
{
	struct misspelt *m = data;
	bool found = is_found(m->tongue->tag, columns[0]);

	(void)n;
	tell(m, "our own", found);
	if (!found)
		show("missed\t%s\t%s\n", m->tongue->name, columns[0]);
}

static void
print_misspelt(const struct tongue *t)
{
	struct misspelt m = { t, g_array_new(FALSE, FALSE, sizeof(struct kind)) };

	if (run.corpora) {
		g_autofree char *words = corpus_file("D_spelling", "misspell", t->name);
		g_autofree char *sentences = corpus_file("D_spelling", "typo_context", t->name);

		each_row(words, true, misspelt_row, &m);
		each_row(sentences, true, context_row, &m);
	} else {
		each_own(t, "typo", own_typo_row, &m);
	}
	for (guint i = 0; i < m.kinds->len; i++) {
		struct kind *k = &g_array_index(m.kinds, struct kind, i);

		printf("| %s | %s | %u | %.1f |\n", t->name, k->name, k->n,
		       percent(k->found, k->n));
		g_free(k->name);
	}
	g_array_free(m.kinds, TRUE);
}

void
measure_misspelt(void)
{
	printf("\n## Spelling of what is wrong\n\nWords of the lists are asked about alone, those "
	       "\"in its sentence\" as a mail. Not all kinds are mistakes to a dictionary "
	       "(old orthography, forms of another country).\n\n"
	       "| | kind | words | found %% |\n|---|---|---|---|\n");
	for (guint i = 0; i < OURS; i++)
		print_misspelt(&tongues[i]);
}
