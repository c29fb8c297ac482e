#include "load/config_lists.h"
#include "load/config_policy.h"
#include "load/dictionary.h"

/* One layer's `lists = { }` and, by `above`, those it adds to. */
struct policy_lists {
	const struct policy_lists *above;
	const struct node *group;
};

/* A list of the configuration is one of the dictionaries; "-mask" is its mask. */
struct list_name {
	char name[64];
	bool mask;
};

static bool
name_of(const char *s, struct list_name *ret_name)
{
	gsize len = strlen(s);

	*ret_name = (struct list_name){ .mask = g_str_has_suffix(s, "-mask") };
	len -= ret_name->mask ? strlen("-mask") : 0;
	if (len >= sizeof ret_name->name)
		return false;
	memcpy(ret_name->name, s, len);
	return true;
}

/* ---- reading ---- */

struct checking {
	struct mistakes *mistakes;
	const struct node *list;
	guint n;
};

static void
check_entry(gpointer data, const struct node *one)
{
	struct checking *c = data;
	const char *s = one->text + (*one->text == '!');

	if (++c->n == CONFIG_LISTS_MOST + 1)
		mistakes_add(c->mistakes, c->list, "%s has more than %d entries; a folder of "
			     "word lists holds more: see site-dictionaries", c->list->name,
			     CONFIG_LISTS_MOST);
	else if (!*s)
		mistakes_add(c->mistakes, one, "an entry of %s is empty", c->list->name);
	else if (g_str_equal(c->list->name, "words") && strpbrk(s, " \t*{}"))
		mistakes_add(c->mistakes, one, "'%.60s' is more than one word", s);
}

void
config_lists_read(struct config_layer *l, const struct node *lists, struct arena *a,
		  struct mistakes *m)
{
	const struct node *locked = config_layer_lock(l, "lists");
	struct policy_lists *own = arena_new0(a, struct policy_lists);

	if (locked) {
		config_layer_refuse(l, m, lists, "lists", locked);
		return;
	}
	for (guint i = 0; i < lists->children->len; i++) {
		const struct node *n = g_ptr_array_index(lists->children, i);
		struct checking c = { m, n, 0 };

		config_policy_strings(n, m, &c, check_entry);
		config_layer_set(l, arena_printf(a, "lists.%s", n->name), n);
	}
	*own = (struct policy_lists){ l->policy->lists, lists };
	l->policy->lists = own;
}

/* ---- from the layers to one set ---- */

/* What is wanted of one entry; a later layer has the last word. */
struct wish {
	const struct node *node;	/* where it is written */
	const char *list;		/* as it is written */
	const char *entry;		/* without "!" */
	bool out, undoes;		/* undoes: takes out what a layer above added */
};

struct wishes {
	GArray *all;		/* struct wish, in the order they were first written */
	GHashTable *index;	/* "list\nentry" -> its place in `all`, from 1 */
	const char *list;
};

static void
wish(gpointer data, const struct node *one)
{
	struct wishes *w = data;
	bool out = *one->text == '!';
	struct wish new = { one, w->list, one->text + out, out, false };
	g_autofree char *key = g_strdup_printf("%s\n%.*s", w->list,
					       (int)strcspn(new.entry, "\t"), new.entry);
	guint at = GPOINTER_TO_UINT(g_hash_table_lookup(w->index, key));

	if (at) {
		struct wish *old = &g_array_index(w->all, struct wish, at - 1);

		new.undoes = out && (!old->out || old->undoes);
		*old = new;
		return;
	}
	g_array_append_val(w->all, new);
	g_hash_table_insert(w->index, g_steal_pointer(&key), GUINT_TO_POINTER(w->all->len));
}

static void
collect(struct wishes *w, const struct policy_lists *lists, struct mistakes *m)
{
	if (!lists)
		return;
	collect(w, lists->above, m);
	for (guint i = 0; i < lists->group->children->len; i++) {
		const struct node *n = g_ptr_array_index(lists->group->children, i);

		w->list = n->name;
		config_policy_strings(n, m, w, wish);
	}
}

static void
wishes_init(struct wishes *w, const struct policy *p)
{
	struct mistakes *m = mistakes_new();	/* they were told when the file was read */

	w->all = g_array_new(FALSE, FALSE, sizeof(struct wish));
	w->index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	collect(w, p->lists, m);
	mistakes_free(m);
}

static void
wishes_clear(struct wishes *w)
{
	g_array_unref(w->all);
	g_hash_table_unref(w->index);
}

/* ---- compiling ---- */

struct compiling {
	const struct phrases *base;
	struct mistakes *mistakes;
	GHashTable *told;	/* struct node: mistakes that several policies share */
	const char **names;	/* of the lists there are */
};

static bool
is_list(struct compiling *c, const struct wish *w, const struct list_name *name)
{
	const char *meant;

	if (g_str_equal(name->name, "words") || phrases_has(c->base, name->name))
		return true;
	meant = mistakes_meant(w->list, c->names);
	if (g_hash_table_add(c->told, (gpointer)w->node))
		mistakes_add(c->mistakes, w->node, meant ? "no list '%.60s'; did you mean '%s'?"
			     : "no list '%.60s'; the folders of dictionaries show them",
			     w->list, meant);
	return false;
}

static void
wrong(struct compiling *c, const struct wish *w, const char *why)
{
	if (g_hash_table_add(c->told, (gpointer)w->node))
		mistakes_add(c->mistakes, w->node, "%s: %s", w->list, why);
}

static void
add_entry(struct compiling *c, struct phrases_builder *b, const struct wish *w,
	  const struct list_name *name)
{
	g_autofree char *entry = g_strndup(w->entry, strcspn(w->entry, "\t"));
	g_autoptr(GError) error = NULL;
	int weight;

	if (!dictionary_weight(w->entry, name->name, true, &weight, &error) ||
	    !phrases_add(b, "any", name->name, entry, weight, name->mask, &error))
		wrong(c, w, error->message);
}

static void
take_out(struct compiling *c, struct phrases_builder *b, const struct wish *w,
	 const struct list_name *name)
{
	g_autofree char *why = NULL;
	g_autoptr(GError) error = NULL;

	if (g_str_equal(name->name, "words")) {
		if (!phrases_add(b, "any", "words-out", w->entry, 1, false, &error))
			wrong(c, w, error->message);
		return;
	}
	if (phrases_take_out(b, name->name, w->entry, name->mask) || w->undoes)
		return;
	why = g_strdup_printf("there is no '%.60s' to take out", w->entry);
	wrong(c, w, why);
}

static struct phrases *
compile(struct compiling *c, const struct wishes *w)
{
	struct phrases_builder *b = phrases_builder_new_on(c->base);

	for (guint i = 0; i < w->all->len; i++) {
		const struct wish *one = &g_array_index(w->all, struct wish, i);
		struct list_name name;

		if (!name_of(one->list, &name))
			wrong(c, one, "the name is too long");
		else if (!is_list(c, one, &name))
			continue;
		else if (one->out)
			take_out(c, b, one, &name);
		else
			add_entry(c, b, one, &name);
	}
	return phrases_build(b);
}

/* The same text, the same set. */
static char *
text_of(const struct wishes *w)
{
	GString *s = g_string_new(NULL);

	for (guint i = 0; i < w->all->len; i++) {
		const struct wish *one = &g_array_index(w->all, struct wish, i);

		g_string_append_printf(s, "%s\n%s%s\n", one->list, one->out ? "!" : "", one->entry);
	}
	return g_string_free(s, FALSE);
}

bool
config_lists_compile(struct config *c, const struct phrases *base, GError **error)
{
	struct compiling k = { base, mistakes_new(), g_hash_table_new(NULL, NULL),
			       phrases_lists(base) };
	g_autofree char *text = NULL;

	g_clear_pointer(&c->lists, g_hash_table_unref);
	c->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					 (GDestroyNotify)phrases_free);
	for (guint i = 0; i < c->policies.all->len; i++) {
		struct policy *p = g_ptr_array_index(c->policies.all, i);
		struct wishes w = { .list = NULL };
		char *key;

		if (!p->lists)
			continue;
		wishes_init(&w, p);
		key = text_of(&w);
		if (!g_hash_table_contains(c->lists, key))
			g_hash_table_insert(c->lists, g_strdup(key), compile(&k, &w));
		p->phrases = g_hash_table_lookup(c->lists, key);
		g_free(key);
		wishes_clear(&w);
	}
	text = mistakes_text(k.mistakes);
	if (text)
		g_set_error_literal(error, CONFIG_ERROR, CONFIG_ERROR_MISTAKES, text);
	mistakes_free(k.mistakes);
	g_hash_table_unref(k.told);
	g_free(k.names);
	return !text;
}

/* ---- showing ---- */

/* The list of that name, as far as it is written. */
static GString *
list_of(GPtrArray *names, GPtrArray *lists, const char *name)
{
	guint i = 0;

	while (i < names->len && !g_str_equal(g_ptr_array_index(names, i), name))
		i++;
	if (i == names->len) {
		g_ptr_array_add(names, (gpointer)name);
		g_ptr_array_add(lists, g_string_new("["));
	}
	return g_ptr_array_index(lists, i);
}

char **
config_lists_text(const struct policy *p)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new(), lists = g_ptr_array_new();
	struct wishes w = { .list = NULL };
	char **pairs;

	wishes_init(&w, p);
	for (guint i = 0; i < w.all->len; i++) {
		const struct wish *one = &g_array_index(w.all, struct wish, i);
		GString *s = list_of(names, lists, one->list);

		g_string_append_printf(s, "%s\"%s%s\"", s->len > 1 ? ", " : " ",
				       one->out ? "!" : "", one->entry);
	}
	pairs = g_new0(char *, 2 * names->len + 1);
	for (guint i = 0; i < names->len; i++) {
		GString *s = g_ptr_array_index(lists, i);

		g_string_append(s, " ]");
		pairs[2 * i] = g_strdup(g_ptr_array_index(names, i));
		pairs[2 * i + 1] = g_string_free(s, FALSE);
	}
	wishes_clear(&w);
	return pairs;
}
