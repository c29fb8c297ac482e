#include "core/grammar_set.h"

enum { MAX_BYTES = 4000, MAX_ATOMS = 400, MAX_FORMS = 8 };

struct grammar_builder {
	struct grammar *g;
};

static bool
bad(GError **error, const char *pattern, const char *why)
{
	g_set_error(error, g_quark_from_static_string("grammar"), 1, "'%.80s' %s", pattern, why);
	return false;
}

static void
set_free(gpointer p)
{
	struct set *s = p;

	g_array_unref(s->again);
	g_free(s);
}

struct grammar_builder *
grammar_builder_new(void)
{
	struct grammar_builder *b = g_new0(struct grammar_builder, 1);
	struct grammar *g = b->g = g_new0(struct grammar, 1);

	g->strings = g_string_chunk_new(4096);
	g->atoms = g_array_new(FALSE, TRUE, sizeof(struct atom));
	g->patterns = g_array_new(FALSE, TRUE, sizeof(struct pattern));
	g->keys = g_array_new(FALSE, TRUE, sizeof(struct key));
	g_array_set_size(g->keys, 1);
	g->sets = g_ptr_array_new_with_free_func(set_free);
	return b;
}

static struct set *
need_set(struct grammar *g, const char *language)
{
	struct set *s;

	for (guint i = 0; i < g->sets->len; i++) {
		s = g_ptr_array_index(g->sets, i);
		if (g_str_equal(s->language, language))
			return s;
	}
	s = g_new0(struct set, 1);
	s->language = g_string_chunk_insert_const(g->strings, language);
	s->again = g_array_new(FALSE, TRUE, sizeof(guint32));
	g_ptr_array_add(g->sets, s);
	return s;
}

/* ---- reading one element ---- */

/* All forms of a word with braces: "сем{ь,ей}" is "семь", "семей". */
static bool
expand(GPtrArray *forms, const char *s)
{
	const char *open = strchr(s, '{'), *close = open ? strchr(open, '}') : NULL;

	if (forms->len >= MAX_ATOMS)
		return false;
	if (!open) {
		if (strpbrk(s, ",}"))
			return false;
		g_ptr_array_add(forms, g_strdup(s));
		return true;
	}
	if (!close)
		return false;
	for (const char *from = open + 1, *to; from <= close; from = to + 1) {
		g_autofree char *form = NULL;

		to = from + strcspn(from, ",}");
		form = g_strdup_printf("%.*s%.*s%s", (int)(open - s), s, (int)(to - from), from,
				       close + 1);
		if (!expand(forms, form))
			return false;
	}
	return true;
}

static bool
is_word(const char *s)
{
	for (; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		if (!g_unichar_isalpha(c) && c != '\'' && c != '-')
			return false;
	}
	return true;
}

/* "word", "word*", "word??*" (two letters or more), "??*word", "*", "??*". */
static bool
read_atom(struct grammar_builder *b, const char *s)
{
	gsize len = strlen(s), any = strspn(s, "?");
	struct atom a = { .star = STAR_NONE };
	g_autofree char *word = NULL, *lower = NULL;

	if (s[any] == '*' && s[any + 1]) {
		a.star = STAR_BEFORE;
		a.more = (guint8)any;
		word = g_strdup(s + any + 1);
	} else if (len && s[len - 1] == '*') {
		a.star = STAR_BEHIND;
		for (len--; len && s[len - 1] == '?'; len--)
			a.more++;
		word = g_strndup(s, len);
		if (!len)
			a.star = STAR_ALL;
	} else {
		word = g_strdup(s);
	}
	lower = g_utf8_strdown(word, -1);
	if (!is_word(lower) || (!*lower && a.star != STAR_ALL) || strlen(lower) > 100)
		return false;
	a.capital = g_unichar_isupper(g_utf8_get_char(word));
	a.s = g_string_chunk_insert_const(b->g->strings, lower);
	a.len = (guint16)strlen(lower);
	g_array_append_val(b->g->atoms, a);
	return true;
}

/* Atoms of `s`; an empty one makes the element optional. */
static bool
read_atoms(struct grammar_builder *b, const char *s, guint32 *ret_first, guint16 *ret_n,
	   bool *ret_optional)
{
	g_autoptr(GPtrArray) forms = g_ptr_array_new_with_free_func(g_free);

	*ret_first = b->g->atoms->len;
	*ret_optional = false;
	if (!expand(forms, s))
		return false;
	for (guint i = 0; i < forms->len; i++) {
		const char *form = g_ptr_array_index(forms, i);

		if (!*form)
			*ret_optional = true;
		else if (!read_atom(b, form))
			return false;
	}
	*ret_n = (guint16)(b->g->atoms->len - *ret_first);
	return *ret_n > 0;
}

static bool
read_element(struct grammar_builder *b, const char *s, struct element *e, bool *ret_optional)
{
	const char *but = strchr(s, '!');
	g_autofree char *word = but ? g_strndup(s, (gsize)(but - s)) : g_strdup(s);
	bool none;

	*ret_optional = false;
	e->kind = g_str_equal(s, "#") ? ELEMENT_NUMBER : g_str_equal(s, "=") ? ELEMENT_AGAIN
		: but == s ? ELEMENT_NOT : ELEMENT_WORD;
	if (e->kind == ELEMENT_NUMBER || e->kind == ELEMENT_AGAIN)
		return true;
	if (but != s && !read_atoms(b, word, &e->atoms, &e->n_atoms, ret_optional))
		return false;
	return !but || (read_atoms(b, but + 1, &e->except, &e->n_except, &none) && !none);
}

/* ---- reading a pattern ---- */

struct reading {
	struct pattern p;
	unsigned optional;	/* bits, by index in p.v */
};

/* What a pattern is found by: of the words that can be looked up, that whose shortest form
   is longest, for long words are rare.  -1: none. */
static int
worth(const struct grammar *g, const struct element *e)
{
	int least = G_MAXINT;

	if (e->kind == ELEMENT_AGAIN)
		return 1;
	if (e->kind != ELEMENT_WORD)
		return -1;
	for (guint i = 0; i < e->n_atoms; i++) {
		const struct atom *a = &g_array_index(g->atoms, struct atom, e->atoms + i);

		if (a->star > STAR_BEHIND || (a->star == STAR_BEHIND && a->len < SLOT_BYTES))
			return -1;
		least = MIN(least, a->len);
	}
	return least;
}

static bool
choose_key(const struct grammar *g, struct pattern *p)
{
	int best = 0;

	for (guint i = 0; i < p->n; i++) {
		int n = worth(g, &p->v[i]);

		if (n > best) {
			best = n;
			p->key = (guint8)i;
		}
	}
	return best > 0;
}

static void
add_key(struct grammar *g, struct set *s, const struct atom *a)
{
	g_autofree char *folded = g_malloc0(a->len + 1 + WORDS_BEYOND);
	struct key k = { .begins = a->star == STAR_BEHIND, .pattern = g->patterns->len - 1 };
	guint slot;

	k.len = (guint16)words_fold_to(a->s, a->len, folded);
	k.s = g_string_chunk_insert_const(g->strings, folded);
	slot = grammar_set_slot(grammar_set_begin(folded, k.len), k.begins ? 0 : k.len);
	k.next = s->slots[slot];
	s->slots[slot] = g->keys->len;
	g_array_append_val(g->keys, k);
}

static bool
add_form(struct grammar *g, struct set *s, const struct pattern *p)
{
	struct pattern form = *p;
	const struct element *key;

	if (!choose_key(g, &form))
		return false;
	g_array_append_val(g->patterns, form);
	key = &form.v[form.key];
	if (key->kind == ELEMENT_AGAIN) {
		guint32 self = g->patterns->len - 1;

		g_array_append_val(s->again, self);
	}
	for (guint i = 0; i < key->n_atoms; i++)
		add_key(g, s, &g_array_index(g->atoms, struct atom, key->atoms + i));
	return true;
}

/* Every form: with the optional elements and without. */
static bool
add_forms(struct grammar *g, struct set *s, const struct reading *r)
{
	guint n = 0;

	for (unsigned gone = 0; gone < 1u << r->p.n; gone++) {
		struct pattern form = r->p;

		if (gone & ~r->optional)
			continue;
		form.n = 0;
		for (guint i = 0; i < r->p.n; i++)
			if (!(gone >> i & 1))
				form.v[form.n++] = r->p.v[i];
		if (++n > MAX_FORMS || !form.n || !add_form(g, s, &form))
			return false;
	}
	return true;
}

static const char *
read_token(struct grammar_builder *b, struct reading *r, const char *token, guint number,
	   bool last, bool comma)
{
	struct element e = { .comma = comma, .number = (guint8)number };
	bool optional;

	if (r->p.n >= ELEMENTS - 2)
		return "has too many words";
	if (!read_element(b, token, &e, &optional))
		return "has something that is no word, or a brace that is not closed";
	if (e.kind == ELEMENT_NOT && !number) {
		r->p.before = ELEMENTS - 1;
		r->p.v[ELEMENTS - 1] = e;
	} else if (e.kind == ELEMENT_NOT && last) {
		r->p.behind = ELEMENTS - 2;
		r->p.v[ELEMENTS - 2] = e;
	} else if (e.kind == ELEMENT_NOT) {
		return "excludes words in its midst: write *!word there";
	} else {
		r->optional |= (unsigned)optional << r->p.n;
		r->p.v[r->p.n++] = e;
	}
	return NULL;
}

static const char *
read_pattern(struct grammar_builder *b, struct reading *r, const char *pattern)
{
	g_auto(GStrv) tokens = g_strsplit(pattern, " ", -1);
	bool comma = false;
	guint number = 0;

	for (guint i = 0; tokens[i]; i++) {
		const char *why;

		if (g_str_equal(tokens[i], ",")) {
			if (comma || !number || !tokens[i + 1])
				return "has a comma that parts nothing";
			comma = true;
			continue;
		}
		number += tokens[i][0] != '!';
		why = read_token(b, r, tokens[i], tokens[i][0] == '!' && !r->p.n ? 0 : number,
				 !tokens[i + 1], comma);
		if (why)
			return why;
		comma = false;
	}
	return r->p.n ? NULL : "has no words";
}

static bool
is_ascii(const char *s)
{
	while (*s && !(*s & 0x80))
		s++;
	return !*s;
}

bool
grammar_add(struct grammar_builder *b, const char *language, enum grammar_kind kind,
	    const char *check, const char *pattern, const char *instead, GError **error)
{
	struct reading r = {
		.p = { .kind = kind, .before = -1, .behind = -1,
		       .check = g_string_chunk_insert_const(b->g->strings, check),
		       .instead = g_string_chunk_insert_const(b->g->strings, instead),
		       .plain = is_ascii(pattern) && !is_ascii(instead) },
	};
	const char *why;

	if (strlen(pattern) > MAX_BYTES)
		return bad(error, pattern, "is too long");
	why = read_pattern(b, &r, pattern);
	if (why)
		return bad(error, pattern, why);
	if (!add_forms(b->g, need_set(b->g, language), &r))
		return bad(error, pattern, "has no word to find it by: one without *, or with four "
			   "letters before it");
	return true;
}

struct grammar *
grammar_build(struct grammar_builder *b)
{
	struct grammar *g = b->g;

	g_free(b);
	return g;
}

void
grammar_free(struct grammar *g)
{
	if (!g)
		return;
	g_ptr_array_unref(g->sets);
	g_array_unref(g->keys);
	g_array_unref(g->patterns);
	g_array_unref(g->atoms);
	g_string_chunk_free(g->strings);
	g_free(g);
}
