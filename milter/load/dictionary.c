#include <errno.h>

#include "load/dictionary.h"
#include "load/dictionary_checks.h"
#include "load/model.h"

#ifndef DATADIR
#define DATADIR "/usr/share/sendlint"
#endif

struct language {
	char *tag;
	char *name;
	char **hunspell;
	GPtrArray *words;	/* char * */
	GHashTable *messages;	/* char * -> char * */
};

/* A line of a list, before the site has taken lines out. */
struct line {
	char *language, *list, *entry, *place;
	int weight;
	bool mask, gone;
};

struct dictionary {
	struct phrases *phrases;
	struct grammar *grammar;
	struct language_model *model;
	GPtrArray *languages;	/* struct language, sorted by tag; "any" is one */
	const char **tags;
	GArray *examples;	/* struct dictionary_example */
	GStringChunk *strings;
	char *version;
};

struct loading {
	struct dictionary *d;
	GChecksum *sum;
	GString *mistakes;
	GPtrArray *lines;	/* struct line */
	struct dictionary_checks *checks;
	GHashTable *by_entry;	/* "language\nlist\nmask\nentry" -> struct line */
	bool site;
	const char *file;	/* being read */
	guint number;
	struct language *language;
};

enum { MOST_MISTAKES = 100, MAX_WEIGHT = 100, OWN_WEIGHT = 4 };

static void G_GNUC_PRINTF(2, 3)
mistake(struct loading *l, const char *fmt, ...)
{
	va_list ap;

	if (l->mistakes->len > MOST_MISTAKES * 200)
		return;
	if (l->mistakes->len)
		g_string_append_c(l->mistakes, '\n');
	g_string_append(l->mistakes, l->file);
	if (l->number)
		g_string_append_printf(l->mistakes, ":%u", l->number);
	g_string_append(l->mistakes, ": ");
	va_start(ap, fmt);
	g_string_append_vprintf(l->mistakes, fmt, ap);
	va_end(ap);
}

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

static struct language *
find_language(const struct dictionary *d, const char *tag)
{
	for (guint i = 0; i < d->languages->len; i++) {
		struct language *l = g_ptr_array_index(d->languages, i);

		if (g_str_equal(l->tag, tag))
			return l;
	}
	return NULL;
}

static struct language *
need_language(struct dictionary *d, const char *tag)
{
	struct language *l = find_language(d, tag);

	if (l)
		return l;
	l = g_new0(struct language, 1);
	l->tag = g_strdup(tag);
	l->words = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(l->words, NULL);
	l->messages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_ptr_array_add(d->languages, l);
	return l;
}

/* ---- lists ---- */

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

static char *
line_key(const char *language, const char *list, bool mask, const char *entry)
{
	return g_strdup_printf("%s\n%s\n%d\n%s", language, list, mask, entry);
}

static void
take_out(struct loading *l, const char *list, bool mask, const char *entry)
{
	g_autofree char *key = line_key(l->language->tag, list, mask, entry);
	struct line *x = g_hash_table_lookup(l->by_entry, key);

	if (!l->site)
		mistake(l, "'!' is for a site's own lists: delete the line instead");
	else if (!x || x->gone)
		mistake(l, "there is no '%s' to take out", entry);
	else
		x->gone = true;
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
put_in(struct loading *l, const char *list, bool mask, char *s)
{
	g_autoptr(GError) error = NULL;
	char *tab = strchr(s, '\t'), *key;
	int weight = 1;
	struct line *x;

	if (!dictionary_weight(s, list, l->site, &weight, &error))
		mistake(l, "%s", error->message);
	if (tab && mask)
		mistake(l, "an entry of a mask has no weight");
	if (tab)
		*tab = '\0';
	key = line_key(l->language->tag, list, mask, s);
	x = g_hash_table_lookup(l->by_entry, key);
	if (x && !l->site)
		mistake(l, "'%s' stands here twice", s);
	if (x) {
		x->gone = false;
		x->weight = weight;
		g_free(key);
		return;
	}
	x = g_new(struct line, 1);
	*x = (struct line){
		.language = g_strdup(l->language->tag), .list = g_strdup(list),
		.entry = g_strdup(s), .place = g_strdup_printf("%s:%u", l->file, l->number),
		.weight = weight, .mask = mask,
	};
	g_ptr_array_add(l->lines, x);
	g_hash_table_insert(l->by_entry, key, x);
}

static void
add_example(struct loading *l, const char *list, const char *check, const char *s)
{
	struct dictionary_example e = {
		.place = g_string_chunk_insert(l->d->strings, l->file),
		.language = g_string_chunk_insert_const(l->d->strings, l->language->tag),
		.list = g_string_chunk_insert_const(l->d->strings, list),
		.text = g_string_chunk_insert(l->d->strings, s + 2 + strspn(s + 2, " ")),
		.check = check ? g_string_chunk_insert_const(l->d->strings, check) : NULL,
		.hit = s[1] == '+',
	};
	g_autofree char *place = g_strdup_printf("%s:%u", l->file, l->number);

	e.place = g_string_chunk_insert(l->d->strings, place);
	g_array_append_val(l->d->examples, e);
}

static void
read_list_line(struct loading *l, const char *list, char *s)
{
	bool mask = g_str_has_suffix(list, ".mask");
	g_autofree char *name = g_strndup(list, strlen(list) - (mask ? strlen(".mask") : 0));

	if (s[0] == '#' && (s[1] == '+' || s[1] == '-'))
		add_example(l, name, NULL, s);
	else if (s[0] == '!')
		take_out(l, name, mask, s + 1);
	else if (s[0] != '#')
		put_in(l, name, mask, s);
}

/* ---- the other files of a language ---- */

static void
read_language_line(struct loading *l, const char *list, char *s)
{
	char *equals = strchr(s, '=');
	g_autofree char *key = NULL;

	(void)list;
	if (s[0] == '#')
		return;
	if (!equals) {
		mistake(l, "expected 'key = value'");
		return;
	}
	*equals = '\0';
	key = g_strstrip(g_strdup(s));
	g_strstrip(equals + 1);
	if (g_str_equal(key, "name")) {
		g_free(l->language->name);
		l->language->name = g_strdup(equals + 1);
	} else if (g_str_equal(key, "hunspell")) {
		g_strfreev(l->language->hunspell);
		l->language->hunspell = g_strsplit(equals + 1, " ", -1);
	} else {
		mistake(l, "no key '%s'; there are 'name' and 'hunspell'", key);
	}
}

static void
read_word_line(struct loading *l, const char *list, char *s)
{
	GPtrArray *words = l->language->words;

	(void)list;
	if (s[0] == '#')
		return;
	if (strchr(s, ' ') || strchr(s, '\t'))
		mistake(l, "'%s' is more than one word", s);
	else if (s[0] != '!')
		g_ptr_array_insert(words, (gint)words->len - 1, g_strdup(s));
	else
		for (guint i = words->len - 1; i-- > 0;)
			if (g_str_equal(g_ptr_array_index(words, i), s + 1))
				g_ptr_array_remove_index(words, i);
}

/* Of grammar.txt and the like; examples go with the check above them. */
static void
read_check_line(struct loading *l, const char *file, char *s)
{
	g_autofree char *place = NULL, *why = NULL;
	enum grammar_kind kind;

	if (s[0] == '#' && (s[1] == '+' || s[1] == '-'))
		add_example(l, file, dictionary_checks_last(l->checks), s);
	if (s[0] == '#' || !dictionary_checks_kind(file, &kind))
		return;
	place = g_strdup_printf("%s:%u", l->file, l->number);
	why = dictionary_checks_read(l->checks, l->language->tag, kind, s, place, l->site);
	if (why)
		mistake(l, "%s", why);
}

static void
read_message_line(struct loading *l, const char *list, char *s)
{
	char *tab = strchr(s, '\t');

	(void)list;
	if (s[0] == '#')
		return;
	if (!tab || tab == s || !tab[1])
		mistake(l, "expected a phrase of the program, a tab, its translation");
	else
		g_hash_table_replace(l->language->messages, g_strndup(s, (gsize)(tab - s)),
				     g_strdup(tab + 1));
}

static const struct {
	const char *name;
	void (*read)(struct loading *l, const char *list, char *line);
} files[] = {
	{ "language", read_language_line },
	{ "words.txt", read_word_line },
	{ "grammar.txt", read_check_line },
	{ "replace.txt", read_check_line },
	{ "typography.txt", read_check_line },
	{ "messages", read_message_line },
};

/* ---- reading ---- */

static void
read_lines(struct loading *l, const char *list, char *text,
	   void (*read)(struct loading *l, const char *list, char *line))
{
	for (char *s = text, *next; s; s = next) {
		next = strchr(s, '\n');
		if (next)
			*next++ = '\0';
		l->number++;
		if (!g_utf8_validate(s, -1, NULL)) {
			mistake(l, "not UTF-8");
			continue;
		}
		g_strchomp(s);
		if (*s)
			read(l, list, s);
	}
	l->number = 0;
}

static void
read_model(struct loading *l, const char *data, gsize len)
{
	g_autoptr(GError) error = NULL;
	struct language_model *m = model_read(data, len, &error);

	if (!m) {
		mistake(l, "%s", error->message);
		return;
	}
	model_free(l->d->model);
	l->d->model = m;
}

static void
read_file(struct loading *l, const char *path, const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	gsize len;

	/* The model was made from sentences; nobody needs them any more. */
	if (g_str_equal(name, "sentences") || g_file_test(path, G_FILE_TEST_IS_DIR))
		return;
	l->file = path;
	l->number = 0;
	if (!g_file_get_contents(path, &text, &len, &error)) {
		mistake(l, "%s", error->message);
		return;
	}
	g_checksum_update(l->sum, (const guchar *)name, -1);
	g_checksum_update(l->sum, (const guchar *)text, (gssize)len);
	if (g_str_equal(name, "language-model")) {
		read_model(l, text, len);
		return;
	}
	if (strlen(text) != len) {
		mistake(l, "a NUL byte stands in it");
		return;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
		if (g_str_equal(name, files[i].name)) {
			read_lines(l, name, text, files[i].read);
			return;
		}
	if (g_str_has_suffix(name, ".txt")) {
		g_autofree char *list = g_strndup(name, strlen(name) - strlen(".txt"));

		read_lines(l, list, text, read_list_line);
	} else {
		mistake(l, "not a name of a dictionary's file: see dictionaries/README.md");
	}
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What stands in a folder, sorted; hidden files and editors' copies left out. */
static GPtrArray *
names_in(const char *folder, GError **error)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		if (name[0] != '.' && !g_str_has_suffix(name, "~"))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	return names;
}

static void
read_folder(struct loading *l, const char *root)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) tags = names_in(root, &error);

	l->file = root;
	if (error)
		mistake(l, "%s", error->message);
	for (guint i = 0; i < tags->len; i++) {
		const char *tag = g_ptr_array_index(tags, i);
		g_autofree char *folder = g_build_filename(root, tag, NULL);
		g_autoptr(GPtrArray) names = NULL;

		if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
			continue;
		l->language = need_language(l->d, tag);
		g_checksum_update(l->sum, (const guchar *)tag, -1);
		names = names_in(folder, NULL);
		for (guint k = 0; k < names->len; k++) {
			const char *name = g_ptr_array_index(names, k);
			g_autofree char *path = g_build_filename(folder, name, NULL);

			read_file(l, path, name);
		}
	}
}

static void
check_mistake(gpointer data, const char *place, const char *why)
{
	struct loading *l = data;

	l->file = place;
	mistake(l, "%s", why);
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
			mistake(l, "%s", error->message);
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
	read_folder(&l, folder);
	l.site = true;
	if (site && g_file_test(site, G_FILE_TEST_IS_DIR))
		read_folder(&l, site);
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
	const struct language *l = find_language(d, language);

	return l ? (const char *const *)l->words->pdata : none;
}

const char *const *
dictionary_hunspell(const struct dictionary *d, const char *language)
{
	const struct language *l = find_language(d, language);

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
	const struct language *l = find_language(d, language);

	return l ? l->name : NULL;
}

const char *
dictionary_say(const struct dictionary *d, const char *language, const char *key)
{
	const struct language *l = find_language(d, language);

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
