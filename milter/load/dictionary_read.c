#include "load/dictionary_read.h"
#include "load/model.h"

enum { MOST_MISTAKES = 100 };

void
dictionary_read_mistake(struct loading *l, const char *fmt, ...)
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

struct language *
dictionary_read_language(const struct dictionary *d, const char *tag)
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
	struct language *l = dictionary_read_language(d, tag);

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
		dictionary_read_mistake(l, "'!' is for a site's own lists: delete the line instead");
	else if (!x || x->gone)
		dictionary_read_mistake(l, "there is no '%s' to take out", entry);
	else
		x->gone = true;
}

static void
put_in(struct loading *l, const char *list, bool mask, char *s)
{
	g_autoptr(GError) error = NULL;
	char *tab = strchr(s, '\t'), *key;
	int weight = 1;
	struct line *x;

	if (!dictionary_weight(s, list, l->site, &weight, &error))
		dictionary_read_mistake(l, "%s", error->message);
	if (tab && mask)
		dictionary_read_mistake(l, "an entry of a mask has no weight");
	if (tab)
		*tab = '\0';
	key = line_key(l->language->tag, list, mask, s);
	x = g_hash_table_lookup(l->by_entry, key);
	if (x && !l->site)
		dictionary_read_mistake(l, "'%s' stands here twice", s);
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
		dictionary_read_mistake(l, "expected 'key = value'");
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
		dictionary_read_mistake(l, "no key '%s'; there are 'name' and 'hunspell'", key);
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
		dictionary_read_mistake(l, "'%s' is more than one word", s);
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
		dictionary_read_mistake(l, "%s", why);
}

static void
read_message_line(struct loading *l, const char *list, char *s)
{
	char *tab = strchr(s, '\t');

	(void)list;
	if (s[0] == '#')
		return;
	if (!tab || tab == s || !tab[1])
		dictionary_read_mistake(l, "expected a phrase of the program, a tab, its translation");
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
			dictionary_read_mistake(l, "not UTF-8");
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
		dictionary_read_mistake(l, "%s", error->message);
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
		dictionary_read_mistake(l, "%s", error->message);
		return;
	}
	g_checksum_update(l->sum, (const guchar *)name, -1);
	g_checksum_update(l->sum, (const guchar *)text, (gssize)len);
	if (g_str_equal(name, "language-model")) {
		read_model(l, text, len);
		return;
	}
	if (strlen(text) != len) {
		dictionary_read_mistake(l, "a NUL byte stands in it");
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
		dictionary_read_mistake(l, "not a name of a dictionary's file: see dictionaries/README.md");
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

void
dictionary_read(struct loading *l, const char *root)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) tags = names_in(root, &error);

	l->file = root;
	if (error)
		dictionary_read_mistake(l, "%s", error->message);
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
