#include "load/near_miss.h"

enum {
	LETTERS = 64,		/* of one alphabet; 0 stands for all others, 1 for a word's end */
	OTHER = 0,
	END = 1,
	FIRST = 2,
	CODE_POINTS = 0x530,	/* Latin, Greek and Cyrillic */
	RARE = 5000,		/* a letter of fewer than one in so many is a foreign word's */
};

struct near_miss {
	gunichar letters[LETTERS];
	gunichar plain[LETTERS];	/* the letter without its mark */
	guint n;
	guint8 of[CODE_POINTS];		/* which letter a character is; capitals are none */
	guint32 counts[CODE_POINTS];
	GPtrArray *affixes, *words;	/* char *, or NULL: the files, until near_miss_finish() */
	bool twos[LETTERS][LETTERS];	/* stand side by side in some word */
	guint8 threes[LETTERS * LETTERS * LETTERS / 8];
};

/* A word as letters, with an end on either side. */
struct spelling {
	guint8 v[NEAR_MISS_LETTERS + 4];
	guint n;			/* letters */
};

/* ---- the alphabet, and what stands side by side in it ---- */

struct near_miss *
near_miss_new(void)
{
	struct near_miss *n = g_new0(struct near_miss, 1);

	n->affixes = g_ptr_array_new_with_free_func(g_free);
	n->words = g_ptr_array_new_with_free_func(g_free);
	return n;
}

void
near_miss_free(struct near_miss *n)
{
	if (!n)
		return;
	g_ptr_array_unref(n->affixes);
	g_ptr_array_unref(n->words);
	g_free(n);
}

static char *
to_utf8(const char *s, gsize len, const gunichar *bytes)
{
	GString *out = g_string_sized_new(len + len / 8);

	for (gsize i = 0; i < len; i++)
		g_string_append_unichar(out, bytes[(guchar)s[i]] ? bytes[(guchar)s[i]] : '?');
	return g_string_free(out, FALSE);
}

/* Each line is "word/flags"; calls `take` with the words, in small letters. */
static void
each_word(struct near_miss *n, const char *text,
	  void (*take)(struct near_miss *n, const gunichar *word, guint len))
{
	gunichar word[NEAR_MISS_LETTERS * 2];

	for (const char *s = text, *end; *s; s = end + (*end == '\n')) {
		guint len = 0;

		end = s + strcspn(s, "\n");
		while (s < end && *s != '/' && *s != '\t' && *s != '\r' && len < G_N_ELEMENTS(word)) {
			word[len++] = g_unichar_tolower(g_utf8_get_char(s));
			s = g_utf8_next_char(s);
		}
		take(n, word, len);
	}
}

static void
count_letters(struct near_miss *n, const gunichar *word, guint len)
{
	for (guint i = 0; i < len; i++)
		if (word[i] < CODE_POINTS)
			n->counts[word[i]]++;
}

static inline guint
three(guint a, guint b, guint c)
{
	return (a * LETTERS + b) * LETTERS + c;
}

static inline void
note_three(struct near_miss *n, guint a, guint b, guint c)
{
	if (a && b && c)
		n->threes[three(a, b, c) / 8] |= (guint8)(1 << three(a, b, c) % 8);
}

static inline guint
letter(const struct near_miss *n, const gunichar *word, guint len, guint i)
{
	return i >= len ? END : word[i] < CODE_POINTS ? n->of[word[i]] : OTHER;
}

static void
note_word(struct near_miss *n, const gunichar *word, guint len)
{
	guint a = OTHER, b = END;

	for (guint i = 0; i <= len; i++) {
		guint c = letter(n, word, len, i);

		note_three(n, a, b, c);
		n->twos[b][c] = true;
		a = b;
		b = c;
	}
}

/* What words end on stands in no stem, and may follow whatever letter goes before its
   first one elsewhere. */
static void
note_ending(struct near_miss *n, const gunichar *word, guint len)
{
	guint first = letter(n, word, len, 0), second = letter(n, word, len, 1);

	for (guint i = 0; i + 1 < len; i++)
		note_three(n, letter(n, word, len, i), letter(n, word, len, i + 1),
			   letter(n, word, len, i + 2));
	for (guint before = FIRST; len && before < n->n; before++)
		if (n->twos[before][first])
			note_three(n, before, first, second);
}

/* "SFX flag strip add condition". */
static void
note_affix(struct near_miss *n, const char *line, gsize len)
{
	g_autofree char *copy = g_strndup(line, len);
	g_auto(GStrv) v = g_strsplit_set(copy, " \t", -1);
	const char *column[4];
	gunichar add[NEAR_MISS_LETTERS];
	guint columns = 0, points = 0;

	for (char **p = v; *p && columns < G_N_ELEMENTS(column); p++)
		if (**p)
			column[columns++] = *p;
	if (columns < G_N_ELEMENTS(column))
		return;
	for (const char *s = column[3]; *s && *s != '/' && points < G_N_ELEMENTS(add);
	     s = g_utf8_next_char(s))
		add[points++] = g_unichar_tolower(g_utf8_get_char(s));
	if (*line == 'S')
		note_ending(n, add, points);
	else
		note_word(n, add, points);	/* what ends it stands beside a word */
}

static void
note_affixes(struct near_miss *n, const char *text)
{
	for (const char *s = text; *s;) {
		gsize len = strcspn(s, "\n");

		if (strncmp(s, "SFX", 3) == 0 || strncmp(s, "PFX", 3) == 0)
			note_affix(n, s, len);
		s += len + (s[len] == '\n');
	}
}

/* NULL if it cannot be read. */
static char *
contents(const char *path, const gunichar *bytes)
{
	g_autofree char *text = NULL;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, NULL))
		return NULL;
	if (bytes)
		return to_utf8(text, len, bytes);
	return g_utf8_validate(text, -1, NULL) ? g_steal_pointer(&text) : NULL;
}

void
near_miss_read(struct near_miss *n, const char *aff, const char *dic, const gunichar *bytes)
{
	char *rules = contents(aff, bytes), *words = contents(dic, bytes);

	if (words)
		each_word(n, words, count_letters);
	g_ptr_array_add(n->affixes, rules);
	g_ptr_array_add(n->words, words);
}

void
near_miss_add(struct near_miss *n, const char *const *words)
{
	char *text = g_strjoinv("\n", (char **)(gpointer)words);

	each_word(n, text, count_letters);
	g_ptr_array_add(n->affixes, NULL);
	g_ptr_array_add(n->words, text);
}

static gunichar
without_mark(gunichar c)
{
	gunichar parts[4];

	if (c == 0x142)		/* ł is a letter of its own to Unicode */
		return 'l';
	g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
	return parts[0];
}

void
near_miss_finish(struct near_miss *n)
{
	guint64 all = 0;

	n->n = FIRST;
	for (gunichar c = 0; c < CODE_POINTS; c++)
		all += g_unichar_isalpha(c) ? n->counts[c] : 0;
	for (gunichar c = 0; c < CODE_POINTS && n->n < LETTERS; c++) {
		if (c != '\'' && (!g_unichar_isalpha(c) || n->counts[c] <= all / RARE))
			continue;
		n->letters[n->n] = c;
		n->plain[n->n] = without_mark(c);
		n->of[c] = (guint8)n->n++;
	}
	for (guint i = 0; i < n->words->len; i++) {
		const char *words = g_ptr_array_index(n->words, i);
		const char *affixes = g_ptr_array_index(n->affixes, i);

		if (words)
			each_word(n, words, note_word);
		if (affixes)
			note_affixes(n, affixes);
	}
	g_ptr_array_set_size(n->words, 0);
	g_ptr_array_set_size(n->affixes, 0);
}

/* ---- edits ---- */

static guint16
edit_of(enum near_miss_kind kind, guint at, guint letter)
{
	return (guint16)(kind << 12 | at << 6 | letter);
}

/* The edited word in `out`, place 1 being its first letter. */
static bool
edited(const struct spelling *w, guint16 edit, struct spelling *out)
{
	guint at = 1 + (edit >> 6 & 63);
	guint8 letter = edit & 63;

	if (at > w->n + (near_miss_kind(edit) == NEAR_MISS_INSERT))
		return false;
	*out = *w;
	switch (near_miss_kind(edit)) {
	case NEAR_MISS_SWAP:
		out->v[at] = w->v[at + 1];
		out->v[at + 1] = w->v[at];
		return at < w->n;
	case NEAR_MISS_DROP:
		memmove(out->v + at, out->v + at + 1, w->n + 1 - at);
		out->n--;
		return true;
	case NEAR_MISS_REPLACE:
		out->v[at] = letter;
		return true;
	case NEAR_MISS_INSERT:
		memmove(out->v + at + 1, out->v + at, w->n + 2 - at);
		out->v[at] = letter;
		out->n++;
		return true;
	case NEAR_MISS_CAPITAL:
		return true;
	}
	return false;
}

static bool
is_likely(const struct near_miss *n, const struct spelling *w)
{
	for (guint i = 1; i <= w->n; i++) {
		guint t = three(w->v[i - 1], w->v[i], w->v[i + 1]);

		if (!(n->threes[t / 8] >> t % 8 & 1))
			return false;
	}
	return true;
}

static bool
read_spelling(const struct near_miss *n, const char *word, struct spelling *ret)
{
	*ret = (struct spelling){ .v[0] = END };
	for (; *word; word = g_utf8_next_char(word)) {
		gunichar c = g_unichar_tolower(g_utf8_get_char(word));

		if (ret->n == NEAR_MISS_LETTERS)
			return false;
		ret->v[++ret->n] = c < CODE_POINTS ? n->of[c] : OTHER;
	}
	ret->v[ret->n + 1] = END;
	return ret->n > 0;
}

/* The characters of the word, for people and dictionaries. */
bool
near_miss_apply(const struct near_miss *n, guint16 edit, const char *word, bool capital,
		char ret_word[NEAR_MISS_BYTES])
{
	gunichar v[NEAR_MISS_POINTS + 2];
	guint at = edit >> 6 & 63, len = 0;
	gunichar letter = n->letters[edit & 63];
	char *out = ret_word;

	for (; *word && len < NEAR_MISS_POINTS; word = g_utf8_next_char(word))
		v[len++] = g_unichar_tolower(g_utf8_get_char(word));
	v[len] = 0;
	if (*word || at > len || (at == len && near_miss_kind(edit) != NEAR_MISS_INSERT))
		return false;
	switch (near_miss_kind(edit)) {
	case NEAR_MISS_SWAP:
		v[len + 1] = v[at];
		v[at] = v[at + 1];
		v[at + 1] = v[len + 1];
		break;
	case NEAR_MISS_DROP:
		memmove(v + at, v + at + 1, (--len - at) * sizeof *v);
		break;
	case NEAR_MISS_REPLACE:
		v[at] = letter;
		break;
	case NEAR_MISS_INSERT:
		memmove(v + at + 1, v + at, (len++ - at) * sizeof *v);
		v[at] = letter;
		break;
	case NEAR_MISS_CAPITAL:
		break;
	}
	for (guint i = 0; i < len; i++)
		if (v[i])
			out += g_unichar_to_utf8(capital && i == 0 ? g_unichar_toupper(v[i]) : v[i],
						 out);
	*out = '\0';
	return true;
}

struct trial {
	const struct near_miss *n;
	const struct near_miss_search *s;
	const char *word;
	struct spelling as_letters;
	bool capital;
};

/* A word with a letter that the alphabet does not have is only likely without it. */
static bool
holds(const struct trial *t, guint16 edit)
{
	struct spelling w;
	char word[NEAR_MISS_BYTES];

	if (!edited(&t->as_letters, edit, &w) || !is_likely(t->n, &w) || *t->s->left == 0 ||
	    !near_miss_apply(t->n, edit, t->word, t->capital, word))
		return false;
	--*t->s->left;
	return t->s->knows(t->s->data, word);
}

static guint16
try_swaps(const struct trial *t)
{
	for (guint i = 0; i + 1 < t->as_letters.n; i++)
		if (t->as_letters.v[i + 1] != t->as_letters.v[i + 2] && holds(t, edit_of(NEAR_MISS_SWAP, i, 0)))
			return edit_of(NEAR_MISS_SWAP, i, 0);
	return 0;
}

/* Of two the same, or (`twins` FALSE) of all others; the last letter is kept until then. */
static guint16
try_drops(const struct trial *t, bool twins)
{
	for (guint i = 0; i < t->as_letters.n; i++)
		if ((t->as_letters.v[i + 1] == t->as_letters.v[i + 2]) == twins &&
		    holds(t, edit_of(NEAR_MISS_DROP, i, 0)))
			return edit_of(NEAR_MISS_DROP, i, 0);
	return 0;
}

/* By the same letter with another mark, or by all others. */
static guint16
try_replaces(const struct trial *t, bool marks)
{
	for (guint i = 0; i < t->as_letters.n; i++) {
		guint8 old = t->as_letters.v[i + 1];

		for (guint k = FIRST; k < t->n->n; k++)
			if (k != old && (t->n->plain[k] == t->n->plain[old]) == marks &&
			    holds(t, edit_of(NEAR_MISS_REPLACE, i, k)))
				return edit_of(NEAR_MISS_REPLACE, i, k);
	}
	return 0;
}

/* Of the letter before it once more, or of all others. */
static guint16
try_inserts(const struct trial *t, bool twins)
{
	for (guint i = 0; i <= t->as_letters.n; i++)
		for (guint k = FIRST; k < t->n->n; k++)
			if ((k == t->as_letters.v[i]) == twins &&
			    holds(t, edit_of(NEAR_MISS_INSERT, i, k)))
				return edit_of(NEAR_MISS_INSERT, i, k);
	return 0;
}

guint16
near_miss_find(const struct near_miss *n, const struct near_miss_search *s, const char *word)
{
	struct trial t = { .n = n, .s = s, .word = word };
	bool upper = g_unichar_isupper(g_utf8_get_char(word));
	guint16 edit;

	if (!read_spelling(n, word, &t.as_letters))
		return 0;
	t.capital = s->nouns && !upper;
	if (t.capital && holds(&t, edit_of(NEAR_MISS_CAPITAL, 0, 0)))
		return edit_of(NEAR_MISS_CAPITAL, 0, 0);
	t.capital = s->nouns && upper;
	if ((edit = try_swaps(&t)) || (edit = try_drops(&t, true)) ||
	    (edit = try_replaces(&t, true)) || (edit = try_inserts(&t, true)) ||
	    (edit = try_inserts(&t, false)) || (edit = try_drops(&t, false)) ||
	    (edit = try_replaces(&t, false)))
		return edit;
	return 0;
}
