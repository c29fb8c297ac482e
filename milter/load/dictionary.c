#include <errno.h>

#include "load/dictionary_read.h"
#include "load/model.h"

#ifndef DATADIR
#define DATADIR "/usr/share/sendlint"
#endif

enum { MAX_WEIGHT = 100, OWN_WEIGHT = 4 };

static void
language_free(gpointer p)
{
	struct language *l = p;

	g_free(l->tag);
	g_free(l->name);
	g_strfreev(l->hunspell);
	g_ptr_array_unref(l->words);
	g_hash_table_unref(l->messages);
	g_free(l);
}

static void
line_free(gpointer p)
{
	struct line *x = p;

	g_free(x->language);
	g_free(x->list);
	g_free(x->entry);
	g_free(x->place);
	g_free(x);
}

bool
dictionary_weight(const char *line, const char *list, bool site, int *ret_weight,
		  GError **error)
{
	const char *tab = strchr(line, '\t');
	char *end = NULL;
	gint64 weight;

	if (!tab) {
		*ret_weight = site && g_str_equal(list, "commercial") ? OWN_WEIGHT : 1;
		return true;
	}
	errno = 0;
	weight = g_ascii_strtoll(tab + 1, &end, 10);
	*ret_weight = (int)weight;
	if (end > tab + 1 && !*end && !errno && weight >= 1 && weight <= MAX_WEIGHT)
		return true;
	g_set_error(error, g_quark_from_static_string("dictionary"), 1,
		    "'%s': a weight is a number from 1 to %d", tab + 1, MAX_WEIGHT);
	return false;
}

static void
check_mistake(gpointer data, const char *place, const char *why)
{
	struct loading *l = data;

	l->file = place;
	dictionary_read_mistake(l, "%s", why);
}

static void
compile(struct loading *l)
{
	struct phrases_builder *b = phrases_builder_new();

	l->number = 0;
	for (guint i = 0; i < l->lines->len; i++) {
		const struct line *x = g_ptr_array_index(l->lines, i);
		g_autoptr(GError) error = NULL;

		l->file = x->place;
		if (!x->gone && !phrases_add(b, x->language, x->list, x->entry, x->weight,
					     x->mask, &error))
			dictionary_read_mistake(l, "%s", error->message);
	}
	l->d->phrases = phrases_build(b);
	l->d->grammar = dictionary_checks_compile(l->checks, check_mistake, l);
}

static gint
by_tag(gconstpointer a, gconstpointer b)
{
	return strcmp((*(struct language *const *)a)->tag, (*(struct language *const *)b)->tag);
}

static void
list_tags(struct dictionary *d)
{
	guint n = 0;

	g_ptr_array_sort(d->languages, by_tag);
	d->tags = g_new0(const char *, d->languages->len + 1);
	for (guint i = 0; i < d->languages->len; i++) {
		const struct language *l = g_ptr_array_index(d->languages, i);

		if (l->hunspell || l->name)
			d->tags[n++] = l->tag;
	}
}

/* A checkout carries its own beside the folder that it was built in, and an installation may
   have gone elsewhere than where it was said to go when it was built. */
static char *
find_shipped(const char *shipped)
{
	static const char *const places[] = { "../dictionaries", "../share/sendlint/dictionaries" };
	const char *env = g_getenv("SENDLINT_DATADIR");
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *bin = program ? g_path_get_dirname(program) : NULL;

	if (env && *env)
		return g_build_filename(env, "dictionaries", NULL);
	if (shipped && *shipped)
		return g_strdup(shipped);
	for (gsize i = 0; bin && i < G_N_ELEMENTS(places); i++) {
		g_autofree char *place = g_build_filename(bin, places[i], NULL);

		if (g_file_test(place, G_FILE_TEST_IS_DIR))
			return g_steal_pointer(&place);
	}
	return g_build_filename(DATADIR, "dictionaries", NULL);
}

struct dictionary *
dictionary_load(const char *shipped, const char *site, GError **error)
{
	g_autofree char *folder = find_shipped(shipped);
	struct dictionary *d = g_new0(struct dictionary, 1);
	struct loading l = {
		.d = d, .sum = g_checksum_new(G_CHECKSUM_SHA256),
		.mistakes = g_string_new(NULL),
		.lines = g_ptr_array_new_with_free_func(line_free),
		.checks = dictionary_checks_new(),
		.by_entry = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};

	d->languages = g_ptr_array_new_with_free_func(language_free);
	d->examples = g_array_new(FALSE, TRUE, sizeof(struct dictionary_example));
	d->strings = g_string_chunk_new(4096);
	dictionary_read(&l, folder);
	l.site = true;
	if (site && g_file_test(site, G_FILE_TEST_IS_DIR))
		dictionary_read(&l, site);
	compile(&l);
	list_tags(d);
	d->version = g_strndup(g_checksum_get_string(l.sum), 16);
	if (l.mistakes->len) {
		g_set_error_literal(error, g_quark_from_static_string("dictionary"), 1,
				    l.mistakes->str);
		g_clear_pointer(&d, dictionary_free);
	}
	g_checksum_free(l.sum);
	g_string_free(l.mistakes, TRUE);
	g_hash_table_unref(l.by_entry);
	g_ptr_array_unref(l.lines);
	dictionary_checks_free(l.checks);
	return d;
}

void
dictionary_free(struct dictionary *d)
{
	if (!d)
		return;
	phrases_free(d->phrases);
	grammar_free(d->grammar);
	model_free(d->model);
	g_ptr_array_unref(d->languages);
	g_free(d->tags);
	g_array_unref(d->examples);
	g_string_chunk_free(d->strings);
	g_free(d->version);
	g_free(d);
}

const struct phrases *
dictionary_phrases(const struct dictionary *d)
{
	return d->phrases;
}

const struct grammar *
dictionary_grammar(const struct dictionary *d)
{
	return d->grammar;
}

const struct language_model *
dictionary_model(const struct dictionary *d)
{
	return d->model;
}

static const char *const none[] = { NULL };

const char *const *
dictionary_words(const struct dictionary *d, const char *language)
{
	const struct language *l = dictionary_read_language(d, language);

	return l ? (const char *const *)l->words->pdata : none;
}

const char *const *
dictionary_hunspell(const struct dictionary *d, const char *language)
{
	const struct language *l = dictionary_read_language(d, language);

	return l && l->hunspell ? (const char *const *)l->hunspell : none;
}

const char *const *
dictionary_languages(const struct dictionary *d)
{
	return d->tags;
}

const char *
dictionary_name(const struct dictionary *d, const char *language)
{
	const struct language *l = dictionary_read_language(d, language);

	return l ? l->name : NULL;
}

const char *
dictionary_say(const struct dictionary *d, const char *language, const char *key)
{
	const struct language *l = dictionary_read_language(d, language);

	return l ? g_hash_table_lookup(l->messages, key) : NULL;
}

const char *
dictionary_version(const struct dictionary *d)
{
	return d->version;
}

const GArray *
dictionary_examples(const struct dictionary *d)
{
	return d->examples;
}
