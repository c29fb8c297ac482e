#include "model/affixes.h"

enum { FORMS = 256, LETTERS = 64, FLAGS = 512 };

#define BARE 0.4	/* share of the bare word */
#define SPACE " \t\r"

enum flag_kind { FLAG_CHAR, FLAG_LONG, FLAG_NUM, FLAG_UTF8 };

struct flags {
	guint32 *v;
	guint n;
};

/* One letter of a condition. */
struct class {
	gunichar *v;		/* 0-terminated; empty: any */
	bool not;
};

struct affix {
	gunichar *add;
	guint n_add, n_strip;
	struct class *when;
	guint n_when;
};

struct affixes {
	enum flag_kind kind;
	char *charset;			/* NULL: UTF-8 */
	GHashTable *prefixes, *suffixes;	/* flag -> GArray of struct affix */
	GPtrArray *aliases;		/* struct flags *, from 1 */
	GHashTable *hidden;		/* flags of entries that are no words of their own */
	GArray *forms;			/* char[], the forms of one entry */
};

struct form {
	gunichar v[LETTERS];
	guint n;
};

/* ---- reading ---- */

static char *
in_utf8(const struct affixes *a, const char *s)
{
	char *utf8 = a->charset ? g_convert(s, -1, "UTF-8", a->charset, NULL, NULL, NULL) : NULL;

	return utf8 ? utf8 : g_utf8_make_valid(s, -1);
}

static struct flags
parse_flags(const struct affixes *a, const char *s)
{
	struct flags f = { g_new(guint32, FLAGS), 0 };

	if (a->aliases->len) {
		guint64 i = g_ascii_strtoull(s, NULL, 10);

		g_free(f.v);
		return i > 0 && i <= a->aliases->len ?
		       *(struct flags *)g_ptr_array_index(a->aliases, i - 1) :
		       (struct flags){ NULL, 0 };
	}
	while (*s && f.n < FLAGS) {
		char *end = (char *)s + 1;
		guint32 flag = (guchar)*s;

		if (a->kind == FLAG_LONG && s[1]) {
			flag = flag << 8 | (guchar)s[1];
			end++;
		} else if (a->kind == FLAG_NUM) {
			flag = (guint32)g_ascii_strtoull(s, &end, 10);
			end += *end == ',';
			if (end == s)
				break;
		} else if (a->kind == FLAG_UTF8 && g_utf8_get_char_validated(s, -1) < 0x110000) {
			flag = g_utf8_get_char(s);
			end = g_utf8_next_char(s);
		}
		f.v[f.n++] = flag;
		s = end;
	}
	return f;
}

static struct class *
parse_condition(const char *s, guint *ret_n)
{
	GArray *classes = g_array_new(TRUE, TRUE, sizeof(struct class));

	for (; *s && !g_str_equal(s, "."); s = g_utf8_next_char(s)) {
		GArray *v = g_array_new(TRUE, TRUE, sizeof(gunichar));
		struct class c = { .not = false };
		bool set = *s == '[';

		if (set && s[1] == '^') {
			c.not = true;
			s++;
		}
		for (s += set; *s && *s != ']'; s = g_utf8_next_char(s)) {
			gunichar x = g_utf8_get_char(s);

			if (set || x != '.')
				g_array_append_val(v, x);
			if (!set)
				break;
		}
		c.v = (gunichar *)(void *)g_array_free(v, FALSE);
		g_array_append_val(classes, c);
		if (!*s)
			break;
	}
	*ret_n = classes->len;
	return (struct class *)(void *)g_array_free(classes, FALSE);
}

/* "SFX A y ies [^aeiou]y", "SFX A 0 s/BC ." */
static void
read_affix(struct affixes *a, char **word, guint n)
{
	GHashTable *table = word[0][0] == 'P' ? a->prefixes : a->suffixes;
	char *slash = strchr(word[3], '/');
	g_autofree char *strip = in_utf8(a, word[2]), *add = NULL, *when = NULL;
	struct affix x = { .n_add = 0 };
	struct flags flag = { NULL, 0 };
	GPtrArray *aliases = a->aliases, none = { NULL, 0 };
	GArray *all;
	glong letters;

	if (slash)
		*slash = '\0';
	a->aliases = &none;	/* the name of the affix itself is never an alias */
	flag = parse_flags(a, word[1]);
	a->aliases = aliases;
	add = in_utf8(a, word[3]);
	when = in_utf8(a, n > 4 ? word[4] : ".");
	x.add = g_utf8_to_ucs4_fast(g_str_equal(add, "0") ? "" : add, -1, &letters);
	x.n_add = (guint)letters;
	x.n_strip = g_str_equal(strip, "0") ? 0 : (guint)g_utf8_strlen(strip, -1);
	x.when = parse_condition(when, &x.n_when);
	if (!flag.n)
		return;
	all = g_hash_table_lookup(table, GUINT_TO_POINTER(flag.v[0]));
	if (!all) {
		all = g_array_new(FALSE, FALSE, sizeof(struct affix));
		g_hash_table_insert(table, GUINT_TO_POINTER(flag.v[0]), all);
	}
	g_array_append_val(all, x);
}

static void
read_alias(struct affixes *a, char **word, GPtrArray *aliases)
{
	GPtrArray *before = a->aliases, none = { NULL, 0 };
	struct flags *f = g_new(struct flags, 1);

	a->aliases = &none;
	*f = parse_flags(a, word[1]);
	a->aliases = before;
	g_ptr_array_add(aliases, f);
}

static void
read_setting(struct affixes *a, char **word)
{
	static const char *const hiding[] = {
		"NEEDAFFIX", "ONLYINCOMPOUND", "FORBIDDENWORD", "NOSUGGEST", NULL
	};

	if (g_str_equal(word[0], "SET") && !g_str_equal(word[1], "UTF-8"))
		a->charset = g_str_has_prefix(word[1], "ISO8859-") ?
			     g_strconcat("ISO-8859-", word[1] + 8, NULL) : g_strdup(word[1]);
	else if (g_str_equal(word[0], "FLAG"))
		a->kind = g_str_equal(word[1], "long") ? FLAG_LONG :
			  g_str_equal(word[1], "num") ? FLAG_NUM :
			  g_str_equal(word[1], "UTF-8") ? FLAG_UTF8 : FLAG_CHAR;
	else if (g_strv_contains(hiding, word[0])) {
		struct flags f = parse_flags(a, word[1]);

		if (f.n)
			g_hash_table_add(a->hidden, GUINT_TO_POINTER(f.v[0]));
	}
}

/* The words of a line, without a comment. */
static char **
cut_line(char *line, guint *ret_n)
{
	GPtrArray *v = g_ptr_array_new();

	for (char *s = line + strspn(line, SPACE), *end; *s && *s != '#'; s = end + strspn(end, SPACE)) {
		end = s + strcspn(s, SPACE);
		if (*end)
			*end++ = '\0';
		g_ptr_array_add(v, s);
	}
	*ret_n = v->len;
	g_ptr_array_add(v, NULL);
	return (char **)g_ptr_array_free(v, FALSE);
}

/* Settings first, then aliases, then affixes, which may use both. */
static void
read_aff(struct affixes *a, const char *all)
{
	g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
	GPtrArray *aliases = g_ptr_array_new();

	for (int pass = 0; pass < 3; pass++) {
		bool counted = false;

		for (guint i = 0; lines[i]; i++) {
			g_autofree char *line = g_strdup(lines[i]);
			g_autofree char **word = NULL;
			guint n;

			word = cut_line(line, &n);
			if (n < 2)
				continue;
			if (pass == 0)
				read_setting(a, word);
			else if (pass == 1 && g_str_equal(word[0], "AF") && counted)
				read_alias(a, word, aliases);
			else if (pass == 2 && n > 3 && strlen(word[0]) == 3 &&
				 g_str_equal(word[0] + 1, "FX") &&
				 !((g_str_equal(word[2], "Y") || g_str_equal(word[2], "N")) &&
				   g_ascii_isdigit(word[3][0])))
				read_affix(a, word, n);
			counted |= g_str_equal(word[0], "AF");
		}
		if (pass == 1)
			a->aliases = aliases;
	}
}

/* ---- making forms ---- */

static bool
fits(const struct affix *x, const struct form *f, bool prefix)
{
	const gunichar *v = prefix ? f->v : f->v + f->n - x->n_when;

	if (f->n < x->n_when || f->n <= x->n_strip || f->n - x->n_strip + x->n_add > LETTERS)
		return false;
	for (guint i = 0; i < x->n_when; i++) {
		const struct class *c = &x->when[i];
		bool in = !c->v[0];

		for (const gunichar *p = c->v; *p && !in; p++)
			in = *p == v[i];
		if (in == c->not)
			return false;
	}
	return true;
}

/* "dá-se-lho": words of their own that stand joined. */
static bool
has_hyphen(const struct affix *x)
{
	for (guint i = 0; i < x->n_add; i++)
		if (x->add[i] == '-')
			return true;
	return false;
}

static struct form
made(const struct affix *x, const struct form *f, bool prefix)
{
	struct form out = { .n = f->n - x->n_strip + x->n_add };

	if (prefix) {
		memcpy(out.v, x->add, x->n_add * sizeof *x->add);
		memcpy(out.v + x->n_add, f->v + x->n_strip, (f->n - x->n_strip) * sizeof *f->v);
	} else {
		memcpy(out.v, f->v, (f->n - x->n_strip) * sizeof *f->v);
		memcpy(out.v + f->n - x->n_strip, x->add, x->n_add * sizeof *x->add);
	}
	return out;
}

static void
grow(struct affixes *a, const struct form *f, struct flags flags, bool prefix)
{
	for (guint i = 0; i < flags.n; i++) {
		const GArray *all = g_hash_table_lookup(prefix ? a->prefixes : a->suffixes,
							GUINT_TO_POINTER(flags.v[i]));

		for (guint k = 0; all && k < all->len && a->forms->len < FORMS; k++) {
			const struct affix *x = &g_array_index(all, struct affix, k);
			struct form out;

			if (!fits(x, f, prefix) || has_hyphen(x))
				continue;
			out = made(x, f, prefix);
			g_array_append_val(a->forms, out);
		}
	}
}

static bool
is_hidden(const struct affixes *a, struct flags flags)
{
	for (guint i = 0; i < flags.n; i++)
		if (g_hash_table_contains(a->hidden, GUINT_TO_POINTER(flags.v[i])))
			return true;
	return false;
}

/* "word/FLAGS	more that is not for us" */
static void
each_form(struct affixes *a, char *line, affixes_form *form, gpointer data)
{
	char *end = line + strcspn(line, "\t\r "), *slash;
	struct flags flags = { NULL, 0 };
	g_autofree char *word = NULL;
	g_autofree gunichar *v = NULL;
	struct form f;
	glong n;

	*end = '\0';
	slash = strchr(line + (*line == '/'), '/');
	if (slash) {
		*slash = '\0';
		flags = parse_flags(a, slash + 1);
	}
	word = in_utf8(a, line);
	v = g_utf8_to_ucs4_fast(word, -1, &n);
	g_array_set_size(a->forms, 0);
	if (n > 0 && n <= LETTERS) {
		f.n = (guint)n;
		memcpy(f.v, v, (gsize)n * sizeof *v);
		if (!is_hidden(a, flags))
			g_array_append_val(a->forms, f);
		grow(a, &f, flags, false);
		grow(a, &f, flags, true);
	}
	for (guint i = 0; i < a->forms->len; i++) {
		const struct form *x = &g_array_index(a->forms, struct form, i);
		g_autofree char *s = g_ucs4_to_utf8(x->v, x->n, NULL, NULL, NULL);

		if (s)
			form(s, (i == 0) * BARE + (1 - BARE) / a->forms->len, data);
	}
	if (!a->aliases->len)
		g_free(flags.v);
}

bool
affixes_each(const char *folder, const char *name, affixes_form *form, gpointer data,
	     GError **error)
{
	struct affixes a = {
		.prefixes = g_hash_table_new(NULL, NULL), .suffixes = g_hash_table_new(NULL, NULL),
		.aliases = g_ptr_array_new(), .hidden = g_hash_table_new(NULL, NULL),
		.forms = g_array_new(FALSE, FALSE, sizeof(struct form)),
	};
	g_autofree char *aff = g_strconcat(folder, "/", name, ".aff", NULL);
	g_autofree char *dic = g_strconcat(folder, "/", name, ".dic", NULL);
	g_autofree char *rules = NULL, *words = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(aff, &rules, NULL, error) ||
	    !g_file_get_contents(dic, &words, NULL, error))
		return false;
	read_aff(&a, g_str_has_prefix(rules, "\xef\xbb\xbf") ? rules + 3 : rules);
	lines = g_strsplit(words, "\n", -1);
	for (guint i = 1; lines[0] && lines[i]; i++)
		if (lines[i][0] && lines[i][0] != '\t')
			each_form(&a, lines[i], form, data);
	return true;
}
