/* Which language a text is in, by its length. */
#include "accuracy/accuracy.h"

enum { BUCKETS = 4 };

static const guint bucket_ends[BUCKETS] = { 40, 80, 200, G_MAXUINT };
static const char *const bucket_names[BUCKETS] = { "20-40", "41-80", "81-200", "more" };

struct identified {
	const struct tongue *tongue;
	guint n[BUCKETS], right[BUCKETS], wrong[BUCKETS];
};

static void
identify(struct identified *x, const char *text)
{
	glong points = g_utf8_strlen(text, -1);
	const char *tag;
	guint k = 0;

	if (points < 20)
		return;
	while (points > (glong)bucket_ends[k])
		k++;
	tag = language(text);
	x->n[k]++;
	x->right[k] += g_strcmp0(tag, x->tongue->tag) == 0;
	x->wrong[k] += tag && g_strcmp0(tag, x->tongue->tag) != 0;
	if (g_strcmp0(tag, x->tongue->tag) != 0)
		show("language\t%s\t%s\t%s\n", x->tongue->name, tag ? tag : "not certain", text);
}

static void
language_row(char **columns, guint n, gpointer data)
{
	struct identified *x = data;

	for (guint i = 0; n > 1 && i < TONGUES; i++)
		if (g_str_equal(tongues[i].name, columns[0]))
			identify(&x[i], columns[1]);
}

static void
own_language_row(char **columns, guint n, gpointer data)
{
	(void)n;
	identify(data, columns[0]);
}

static void
print_identified(const char *name, const struct identified *x)
{
	printf("| %s |", name);
	for (guint k = 0; k < BUCKETS; k++)
		if (x->n[k])
			printf(" %u: %.1f / %.1f / %.1f |", x->n[k], percent(x->right[k], x->n[k]),
			       percent(x->n[k] - x->right[k] - x->wrong[k], x->n[k]),
			       percent(x->wrong[k], x->n[k]));
		else
			printf(" |");
	printf("\n");
}

static void
add_identified(struct identified *sum, const struct identified *x)
{
	for (guint k = 0; k < BUCKETS; k++) {
		sum->n[k] += x->n[k];
		sum->right[k] += x->right[k];
		sum->wrong[k] += x->wrong[k];
	}
}

static void
print_languages(const struct identified *x)
{
	struct identified sum = { .tongue = NULL };

	printf("\n## Language\n\nPer language and length in characters: texts: "
	       "right / not certain / wrong, %%. Languages that are not ours (cs, nl, sk): "
	       "\"not certain\" is right.\n\n|");
	for (guint k = 0; k < BUCKETS; k++)
		printf(" | %s", bucket_names[k]);
	printf(" |\n|---|---|---|---|---|\n");
	for (guint i = 0; i < TONGUES; i++) {
		print_identified(tongues[i].name, &x[i]);
		if (i < OURS)
			add_identified(&sum, &x[i]);
	}
	print_identified("our ten", &sum);
}

void
measure_language(void)
{
	struct identified x[TONGUES] = { { .tongue = NULL } };

	for (guint i = 0; i < TONGUES; i++) {
		x[i].tongue = &tongues[i];
		if (!run.corpora && tongues[i].tag)
			each_own(&tongues[i], "clean", own_language_row, &x[i]);
	}
	if (run.corpora) {
		g_autofree char *path = corpus_file("F_langid", "langid.tsv", NULL);

		each_row(path, true, language_row, x);
	}
	print_languages(x);
}
