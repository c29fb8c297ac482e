#include "core/phrases_set.h"

enum { MAX_BYTES = 100, MAX_FORMS = 100 };

/* Of strings at a time: there may be thousands of small sets. */
enum { CHUNK = 1024 };

static void
bad(GError **error, const char *entry, const char *why)
{
	g_set_error(error, g_quark_from_static_string("phrases"), 1, "'%s' %s", entry, why);
}

struct phrases_builder *
phrases_builder_new(void)
{
	struct phrases_builder *b = g_new0(struct phrases_builder, 1);
	struct phrases *p = b->p = g_new0(struct phrases, 1);

	p->strings = g_string_chunk_new(CHUNK);
	p->entries = g_array_new(FALSE, TRUE, sizeof(struct entry));
	p->patterns = g_array_new(FALSE, TRUE, sizeof(struct pattern));
	g_array_set_size(p->patterns, 1);
	p->steps = g_array_new(FALSE, TRUE, sizeof(struct step));
	p->ways = g_array_new(FALSE, TRUE, sizeof(struct way));
	p->ends = g_array_new(FALSE, TRUE, sizeof(guint32));
	p->start = g_array_new(FALSE, TRUE, sizeof(guint32));
	p->lookup = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
					  (GDestroyNotify)g_hash_table_unref);
	b->pattern_ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	b->entry_ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	b->group_ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	b->forms = g_array_new(FALSE, TRUE, sizeof(struct form));
	return b;
}

struct phrases_builder *
phrases_builder_new_on(const struct phrases *base)
{
	struct phrases_builder *b = phrases_builder_new();

	b->p->base = base;
	b->p->gone = g_malloc0(base->entries->len / 8 + 1);
	return b;
}

/* The n-th id of a table of names; `*ret_new` says that it was not there. */
static guint
id_of(GHashTable *ids, char *name, bool *ret_new)
{
	guint id = GPOINTER_TO_UINT(g_hash_table_lookup(ids, name));

	*ret_new = id == 0;
	if (id) {
		g_free(name);
		return id;
	}
	id = g_hash_table_size(ids) + 1;
	g_hash_table_insert(ids, name, GUINT_TO_POINTER(id));
	return id;
}

static guint32
pattern_id(struct phrases_builder *b, const char *folded, bool prefix)
{
	bool new;
	guint id = id_of(b->pattern_ids, g_strconcat(prefix ? "*" : "=", folded, NULL), &new);

	if (new) {
		struct pattern x = { g_string_chunk_insert(b->p->strings, folded),
				     (guint32)strlen(folded), prefix };

		g_array_append_val(b->p->patterns, x);
	}
	return id;
}

/* One blank-free piece of a form becomes a pattern; 0 if it is not one word. */
static guint32
read_piece(struct phrases_builder *b, struct arena *a, const char *s, gsize len)
{
	bool prefix = len > 1 && s[len - 1] == '*';
	struct text t = { .name = "entry", .part = "", .s = arena_strndup(a, s, len - prefix),
			  .len = len - prefix };
	struct words w = words_of(a, &t, NULL);

	if (g_str_equal(t.s, "#") && !prefix)
		return b->p->number = pattern_id(b, t.s, false);
	if (g_str_equal(t.s, "#%") && !prefix)
		return b->p->percent = pattern_id(b, t.s, false);
	if (w.n != 1 || memchr(t.s, '*', t.len) || w.v[0].len != t.len)
		return 0;
	return pattern_id(b, w.v[0].folded, prefix);
}

static bool
read_form(struct phrases_builder *b, struct arena *a, const char *entry, const char *s,
	  guint32 index, GError **error)
{
	struct form form = { .entry = index };

	while (*s) {
		gsize len = strcspn(s, " ");

		if (len && form.n == MAX_WORDS)
			return bad(error, entry, "has too many words"), false;
		if (len && !(form.pattern[form.n++] = read_piece(b, a, s, len)))
			return bad(error, entry, "is not made of words: '*' may only end a word, "
				   "and a mark may only stand inside"), false;
		s += len;
		while (*s == ' ')
			s++;
	}
	if (!form.n)
		return bad(error, entry, "can be empty"), false;
	g_array_append_val(b->forms, form);
	return true;
}

/* "a{b,c}d" -> "abd", "acd"; what stands before the brace is resolved already. */
static bool
resolve(GPtrArray *forms, const char *entry, GError **error)
{
	g_ptr_array_add(forms, g_strdup(entry));
	for (guint i = 0; i < forms->len;) {
		char *s = g_ptr_array_index(forms, i), *open = strchr(s, '{'), *close;
		g_auto(GStrv) choices = NULL;

		if (!open) {
			if (strchr(s, '}'))
				return bad(error, entry, "closes a brace that is not open"), false;
			i++;
			continue;
		}
		close = strchr(open, '}');
		if (!close || memchr(open + 1, '{', (gsize)(close - open - 1)))
			return bad(error, entry, "has a brace that is not closed"), false;
		*open = *close = '\0';
		choices = g_strsplit(open + 1, ",", -1);
		if (!choices[0])	/* "{}" */
			return bad(error, entry, "has nothing in its braces"), false;
		for (guint k = 0; choices[k]; k++)
			g_ptr_array_add(forms, g_strconcat(s, choices[k], close + 1, NULL));
		g_ptr_array_remove_index(forms, i);
		if (forms->len > MAX_FORMS)
			return bad(error, entry, "has too many choices"), false;
	}
	return true;
}

static void
add_lookup(struct phrases *p, const char *list, const char *form, int weight)
{
	GHashTable *words = g_hash_table_lookup(p->lookup, list);
	char folded[MAX_BYTES + 1];

	if (!words) {
		words = g_hash_table_new(g_str_hash, g_str_equal);
		g_hash_table_insert(p->lookup, (gpointer)list, words);
	}
	if (strchr(form, '*'))
		return;
	words_fold_to(form, strlen(form), folded);
	g_hash_table_replace(words, g_string_chunk_insert(p->strings, folded),
			     GINT_TO_POINTER(weight));
}

static bool
is_for_lookup(const char *language, const char *form)
{
	return g_str_equal(language, "any") && *form && !strpbrk(form, "* ");
}

bool
phrases_add(struct phrases_builder *b, const char *language, const char *list,
	    const char *entry, int weight, bool mask, GError **error)
{
	g_autoptr(GPtrArray) forms = g_ptr_array_new_with_free_func(g_free);
	struct phrases *p = b->p;
	struct arena *a;
	struct entry e;
	bool new, good = true;
	guint id;

	if (strlen(entry) > MAX_BYTES)
		return bad(error, entry, "is too long"), false;
	if (!g_utf8_validate(entry, -1, NULL))
		return bad(error, "entry", "is not UTF-8"), false;
	if (!resolve(forms, entry, error))
		return false;
	id = id_of(b->entry_ids, g_strdup_printf("%s\n%s\n%d\n%s", language, list, mask, entry),
		   &new);
	e = (struct entry){
		.list = g_string_chunk_insert_const(p->strings, list),
		.language = g_string_chunk_insert_const(p->strings, language),
		.entry = g_string_chunk_insert_const(p->strings, entry),
		.weight = weight, .mask = mask,
	};
	if (new)
		g_array_append_val(p->entries, e);
	else
		g_array_index(p->entries, struct entry, id - 1).weight = weight;
	for (guint i = 0; i < forms->len && !mask; i++)
		add_lookup(p, e.list, g_ptr_array_index(forms, i), weight);
	if (!new)
		return true;
	g_array_index(p->entries, struct entry, id - 1).group =
		id_of(b->group_ids, g_strdup_printf("%s\n%s", language, list), &new) - 1;
	a = arena_new();
	for (guint i = 0; i < forms->len && good; i++) {
		const char *form = g_ptr_array_index(forms, i);

		/* A suffix such as "ex_" is never a word, only looked up. */
		good = read_form(b, a, entry, form, id - 1,
				 is_for_lookup(language, form) ? NULL : error) ||
		       is_for_lookup(language, form);
	}
	arena_free(a);
	return good;
}

guint
phrases_take_out(struct phrases_builder *b, const char *list, const char *entry, bool mask)
{
	const GArray *entries = b->p->base->entries;
	struct arena *a = arena_new();
	const char *wanted = words_fold(a, entry, strlen(entry));
	guint n = 0;

	for (guint i = 0; i < entries->len; i++) {
		const struct entry *e = &g_array_index(entries, struct entry, i);
		g_autoptr(GPtrArray) forms = NULL;

		if (e->mask != mask || !g_str_equal(e->list, list) ||
		    !g_str_equal(words_fold(a, e->entry, strlen(e->entry)), wanted))
			continue;
		b->p->gone[i / 8] |= (guint8)(1 << i % 8);
		n++;
		forms = g_ptr_array_new_with_free_func(g_free);
		resolve(forms, e->entry, NULL);
		for (guint k = 0; k < forms->len && !mask; k++)
			add_lookup(b->p, g_string_chunk_insert_const(b->p->strings, list),
				   g_ptr_array_index(forms, k), 0);
	}
	arena_free(a);
	return n;
}

void
phrases_free(struct phrases *p)
{
	GArray *arrays[6];

	if (!p)
		return;
	memcpy(arrays, (GArray *[]){ p->entries, p->patterns, p->steps, p->ways, p->ends, p->start },
	       sizeof arrays);
	for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_array_unref(arrays[i]);
	g_hash_table_unref(p->lookup);
	g_free(p->slots);
	g_free(p->bits);
	g_free(p->gone);
	g_string_chunk_free(p->strings);
	g_free(p);
}

static bool
look_up(const struct phrases *p, const char *list, const char *folded, int *ret_weight)
{
	GHashTable *words = g_hash_table_lookup(p->lookup, list);
	gpointer weight;

	if (!words || !g_hash_table_lookup_extended(words, folded, NULL, &weight))
		return false;
	*ret_weight = GPOINTER_TO_INT(weight);
	return true;
}

int
phrases_lookup(const struct phrases *p, const char *list, const char *word)
{
	char folded[MAX_BYTES + 1];
	gsize len = strlen(word);
	int weight = 0;

	if (!p || len > MAX_BYTES)
		return 0;
	words_fold_to(word, len, folded);
	if (!look_up(p, list, folded, &weight) && p->base)
		look_up(p->base, list, folded, &weight);
	return weight;
}

bool
phrases_has(const struct phrases *p, const char *list)
{
	return p && (g_hash_table_contains(p->lookup, list) || phrases_has(p->base, list));
}

const char **
phrases_lists(const struct phrases *p)
{
	GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
	const char **all;

	for (; p; p = p->base)
		for (guint i = 0; i < p->entries->len; i++)
			g_hash_table_add(names, (gpointer)g_array_index(p->entries, struct entry, i).list);
	all = (const char **)g_hash_table_get_keys_as_array(names, NULL);
	g_hash_table_unref(names);
	return all;
}
