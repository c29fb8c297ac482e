#include "load/dictionary_checks.h"

struct line {
	char *language, *check, *pattern, *instead, *place;
	enum grammar_kind kind;
	bool gone;
};

struct dictionary_checks {
	GPtrArray *lines;	/* struct line */
	GHashTable *by_key;	/* "language\nkind\ncheck\npattern" -> struct line */
	const char *last;
};

static const struct {
	const char *file;
	enum grammar_kind kind;
} files[] = {
	{ "replace.txt", GRAMMAR_MISSPELLING },
	{ "grammar.txt", GRAMMAR_SLIP },
	{ "typography.txt", GRAMMAR_TYPING },
};

static void
line_free(gpointer p)
{
	struct line *x = p;

	g_free(x->language);
	g_free(x->check);
	g_free(x->pattern);
	g_free(x->instead);
	g_free(x->place);
	g_free(x);
}

struct dictionary_checks *
dictionary_checks_new(void)
{
	struct dictionary_checks *c = g_new0(struct dictionary_checks, 1);

	c->lines = g_ptr_array_new_with_free_func(line_free);
	c->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	c->last = "";
	return c;
}

void
dictionary_checks_free(struct dictionary_checks *c)
{
	g_hash_table_unref(c->by_key);
	g_ptr_array_unref(c->lines);
	g_free(c);
}

bool
dictionary_checks_kind(const char *file, enum grammar_kind *ret_kind)
{
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
		if (g_str_equal(file, files[i].file)) {
			*ret_kind = files[i].kind;
			return true;
		}
	return false;
}

static char *
key_of(const struct line *x)
{
	return g_strdup_printf("%s\n%d\n%s\n%s", x->language, x->kind, x->check, x->pattern);
}

/* "!check", "!check TAB pattern"; of misspellings "!pattern". */
static char *
take_out(struct dictionary_checks *c, const char *language, enum grammar_kind kind, const char *s)
{
	bool word = kind == GRAMMAR_MISSPELLING;
	g_auto(GStrv) parts = g_strsplit(s, "\t", -1);
	const char *pattern = word ? parts[0] : parts[0] ? parts[1] : NULL;
	bool found = false;

	for (guint i = 0; i < c->lines->len; i++) {
		struct line *x = g_ptr_array_index(c->lines, i);

		if (x->gone || x->kind != kind || !g_str_equal(x->language, language) ||
		    (!word && g_strcmp0(x->check, parts[0]) != 0) ||
		    (pattern && !g_str_equal(x->pattern, pattern)))
			continue;
		x->gone = found = true;
	}
	return found ? NULL : g_strdup_printf("there is no '%s' to take out", s);
}

static char *
put_in(struct dictionary_checks *c, struct line *x, bool site)
{
	char *key = key_of(x);
	struct line *old = g_hash_table_lookup(c->by_key, key);

	if (old && !site) {
		char *why = g_strdup_printf("'%s' stands here twice", x->pattern);

		g_free(key);
		line_free(x);
		return why;
	}
	if (old)
		old->gone = true;
	g_ptr_array_add(c->lines, x);
	g_hash_table_replace(c->by_key, key, x);
	c->last = x->check;
	return NULL;
}

char *
dictionary_checks_read(struct dictionary_checks *c, const char *language,
		       enum grammar_kind kind, const char *line, const char *place, bool site)
{
	guint at = kind == GRAMMAR_MISSPELLING ? 0 : 1;
	g_auto(GStrv) parts = NULL;
	struct line *x;

	if (*line == '!')
		return site ? take_out(c, language, kind, line + 1)
			    : g_strdup("'!' is for a site's own lists: delete the line instead");
	parts = g_strsplit(line, "\t", -1);
	if (g_strv_length(parts) != at + 2 || !*parts[0] || !*parts[1] || !*parts[at + 1])
		return g_strdup(at ? "expected an id, a tab, a pattern, a tab, what to write instead"
				   : "expected the wrong word, a tab, the right word");
	x = g_new0(struct line, 1);
	*x = (struct line){
		.language = g_strdup(language), .check = g_strdup(at ? parts[0] : ""),
		.pattern = g_strdup(parts[at]), .instead = g_strdup(parts[at + 1]),
		.place = g_strdup(place), .kind = kind,
	};
	return put_in(c, x, site);
}

const char *
dictionary_checks_last(const struct dictionary_checks *c)
{
	return c->last;
}

struct grammar *
dictionary_checks_compile(const struct dictionary_checks *c,
	void (*mistake)(gpointer data, const char *place, const char *why), gpointer data)
{
	struct grammar_builder *b = grammar_builder_new();

	for (guint i = 0; i < c->lines->len; i++) {
		const struct line *x = g_ptr_array_index(c->lines, i);
		g_autoptr(GError) error = NULL;

		if (!x->gone && !grammar_add(b, x->language, x->kind, x->check, x->pattern,
					     x->instead, &error))
			mistake(data, x->place, error->message);
	}
	return grammar_build(b);
}
