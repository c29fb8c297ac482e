/* Makes dictionaries/any/language-model.

   make_model DICTIONARIES FOLDER...

   DICTIONARIES/LANG/sentences are our own texts, the FOLDERs hold Hunspell's dictionaries.
   The model goes to standard output; the same files give the same bytes.

   A word of a text counts for itself. A word of a dictionary counts for little, since nobody
   knows how common it is, and less if it is long or a name; its forms share what it has. Both
   say how often each gram is met in a language, and the row of a gram, how much oftener that
   is than in all languages. */
#include <math.h>
#include <stdio.h>

#include "core/language_model.h"
#include "core/words.h"
#include "model/affixes.h"

enum { BITS = 14, ROWS = 1 << BITS, LEAST = -120, MOST = 120 };

#define TEXT_SHARE	0.7	/* of a language's grams; the dictionary has the others */
#define EVEN_SHARE	0.02	/* of all grams alike: nothing is impossible */
#define PLAIN_SHARE	0.1	/* of each word without its diacritics, as people type it */
#define LENGTH_DECAY	0.2	/* a word of a dictionary is rarer by this for each letter */
#define NAME_SHARE	0.2	/* of a word with a capital; German nouns have one */

static const struct source {
	const char *tag;
	const char *hunspell[3];
	bool decoy, nouns;
} sources[] = {
	{ "en",    .hunspell = { "en_US", "en_GB" } },
	{ "pl",    .hunspell = { "pl_PL" } },
	{ "ru",    .hunspell = { "ru_RU" } },
	{ "pt-BR", .hunspell = { "pt_BR" } },
	{ "de",    .hunspell = { "de_DE" }, .nouns = true },
	{ "es",    .hunspell = { "es_ES" } },
	{ "fr",    .hunspell = { "fr" } },
	{ "it",    .hunspell = { "it_IT" } },
	{ "hu",    .hunspell = { "hu_HU" } },
	{ "uk",    .hunspell = { "uk_UA" } },
	{ "cs",    .hunspell = { "cs_CZ" }, .decoy = true },
	{ "sk",    .hunspell = { "sk_SK" }, .decoy = true },
	{ "nl",    .hunspell = { "nl" }, .decoy = true },
};

enum { SOURCES = G_N_ELEMENTS(sources) };

struct counts {
	double v[ROWS], sum;
	bool nouns;
};

static struct counts texts[SOURCES], words[SOURCES];

static void
count_grams(struct counts *c, const char *s, double weight)
{
	guint32 rows[MODEL_GRAMS];
	guint n = language_model_grams(BITS, s, strlen(s), rows);

	for (guint i = 0; i < n; i++)
		c->v[rows[i]] += weight;
	c->sum += n * weight;
}

static void
count_word(struct counts *c, const char *s, double weight)
{
	g_autofree char *plain = g_malloc(strlen(s) + 1);

	plain[words_fold_to(s, strlen(s), plain)] = '\0';
	count_grams(c, s, weight * (1 - PLAIN_SHARE));
	count_grams(c, plain, weight * PLAIN_SHARE);
}

static void
count_form(const char *form, double share, gpointer data)
{
	struct counts *c = data;
	bool name = !c->nouns && g_unichar_isupper(g_utf8_get_char(form));

	if (!strpbrk(form, " .0123456789"))
		count_word(c, form, share * (name ? NAME_SHARE : 1) *
				    exp(-LENGTH_DECAY * (double)g_utf8_strlen(form, -1)));
}

static void
count_text(struct counts *c, const char *s)
{
	struct arena *a = arena_new();
	struct text t = { .name = "", .part = "", .s = s, .len = strlen(s) };
	struct words w = words_of(a, &t, NULL);

	for (guint i = 0; i < w.n; i++) {
		g_autofree char *word = g_strndup(s + w.v[i].at, w.v[i].len);

		if (!(w.v[i].flags & (WORD_OTHER | WORD_DIGITS)))
			count_word(c, word, 1);
	}
	arena_free(a);
}

static bool
read_sentences(struct counts *c, const char *folder, const char *tag, GError **error)
{
	g_autofree char *path = g_build_filename(folder, tag, "sentences", NULL), *all = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &all, NULL, error))
		return false;
	lines = g_strsplit(all, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		if (lines[i][0] != '#')
			count_text(c, lines[i]);
	return true;
}

static bool
read_dictionary(struct counts *c, char **folders, const char *name, GError **error)
{
	for (; *folders; folders++) {
		g_autofree char *file = g_strconcat(*folders, "/", name, ".dic", NULL);

		if (g_file_test(file, G_FILE_TEST_EXISTS))
			return affixes_each(*folders, name, count_form, c, error);
	}
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s.dic: in none of the folders", name);
	return false;
}

/* What a gram says for each language, in units of the model. */
static void
make_row(guint row, gint8 *ret_row)
{
	double often[SOURCES], all = 0;

	for (guint i = 0; i < SOURCES; i++) {
		often[i] = EVEN_SHARE / ROWS + (1 - EVEN_SHARE) *
			(TEXT_SHARE * texts[i].v[row] / texts[i].sum +
			 (1 - TEXT_SHARE) * words[i].v[row] / words[i].sum);
		all += often[i] / SOURCES;
	}
	for (guint i = 0; i < SOURCES; i++)
		ret_row[i] = (gint8)CLAMP(round(MODEL_UNIT * log(often[i] / all)), LEAST, MOST);
}

static void
write_model(const gint8 *rows)
{
	g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)rows,
							   (gsize)ROWS * MODEL_LANGUAGES);

	printf("sendlint language model 1\nbits %d\nlanguages", BITS);
	for (guint i = 0; i < SOURCES; i++)
		printf("%s %s", sources[i].decoy && !sources[i - 1].decoy ? "\ndecoys" : "",
		       sources[i].tag);
	printf("\nsum %s\n# Made by tests/model from our sentences and these dictionaries:\n", sum);
	for (guint i = 0; i < SOURCES; i++)
		for (guint k = 0; sources[i].hunspell[k]; k++)
			printf("# %s\n", sources[i].hunspell[k]);
	putchar('\n');
	fwrite(rows, MODEL_LANGUAGES, ROWS, stdout);
}

int
main(int argc, char **argv)
{
	g_autofree gint8 *rows = g_new0(gint8, (gsize)ROWS * MODEL_LANGUAGES);
	GError *error = NULL;

	if (argc < 3) {
		fprintf(stderr, "usage: %s DICTIONARIES FOLDER...\n", argv[0]);
		return 2;
	}
	for (guint i = 0; i < SOURCES; i++) {
		bool good = read_sentences(&texts[i], argv[1], sources[i].tag, &error);

		words[i].nouns = sources[i].nouns;
		for (guint k = 0; good && sources[i].hunspell[k]; k++)
			good = read_dictionary(&words[i], argv + 2, sources[i].hunspell[k], &error);
		if (!good) {
			fprintf(stderr, "%s\n", error->message);
			return 1;
		}
	}
	for (guint i = 0; i < ROWS; i++)
		make_row(i, rows + (gsize)i * MODEL_LANGUAGES);
	write_model(rows);
	return fflush(stdout) ? 1 : 0;
}
