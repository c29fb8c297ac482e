#include "load/near_miss_own.h"

enum {
	RARE = 5000,		/* a letter of fewer than one in so many is a foreign word's */
	USUAL = 20000,		/* a run of four stands in more than one of so many words */
	USUAL_LEAST = 2,
	ENDING = 3,		/* words that an ending counts for */
};

const struct near_miss_sound near_miss_sounds[] = {
	{ 0x17c, { 'r', 'z' } },	/* ż */
	{ 0x119, { 'e', 'n' } }, { 0x119, { 'e', 'm' } },	/* ę */
	{ 0x105, { 'o', 'n' } }, { 0x105, { 'o', 'm' } },	/* ą */
	{ 0xdf, { 's', 's' } }, { 0xe7, { 's', 's' } },		/* ß, ç */
	{ 'f', { 'p', 'h' } }, { 'k', { 'q', 'u' } }, { 'x', { 'c', 'h' } }, { 'x', { 'k', 's' } },
	{ 'y', { 'l', 'l' } }, { 'j', { 'l', 'y' } },
	{ 0x449, { 0x441, 0x447 } },	/* щ, сч */
};
const guint near_miss_n_sounds = G_N_ELEMENTS(near_miss_sounds);

struct near_miss *
near_miss_new(void)
{
	struct near_miss *n = g_new0(struct near_miss, 1);

	n->affixes = g_ptr_array_new_with_free_func(g_free);
	n->words = g_ptr_array_new_with_free_func(g_free);
	n->fours = g_malloc0(FOURS);
	return n;
}

void
near_miss_free(struct near_miss *n)
{
	if (!n)
		return;
	g_ptr_array_unref(n->affixes);
	g_ptr_array_unref(n->words);
	g_free(n->fours);
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

static inline void
note_three(struct near_miss *n, guint a, guint b, guint c)
{
	if (a && b && c)
		n->threes[near_miss_three(a, b, c) / 8] |= (guint8)(1 << near_miss_three(a, b, c) % 8);
}

static inline void
note_four(struct near_miss *n, const guint v[4], guint words)
{
	guint8 *count = &n->fours[near_miss_four(v[0], v[1], v[2], v[3])];

	*count = (guint8)MIN(*count + words, G_MAXUINT8);
}

static inline guint
letter(const struct near_miss *n, const gunichar *word, guint len, guint i)
{
	return i >= len ? END : word[i] < CODE_POINTS ? n->of[word[i]] : OTHER;
}

static void
note_word(struct near_miss *n, const gunichar *word, guint len)
{
	guint v[4] = { OTHER, OTHER, OTHER, END };

	n->n_words++;
	for (guint i = 0; i <= len; i++) {
		memmove(v, v + 1, 3 * sizeof *v);
		v[3] = letter(n, word, len, i);
		note_three(n, v[1], v[2], v[3]);
		n->twos[v[2]][v[3]] = true;
		if (i >= 2)
			note_four(n, v, 1);
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
	for (guint i = 0; i + 2 < len; i++)
		note_four(n, (guint[]){ letter(n, word, len, i), letter(n, word, len, i + 1),
					letter(n, word, len, i + 2), letter(n, word, len, i + 3) },
			  ENDING);
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

static void
keep_usual(struct near_miss *n)
{
	guint least = MAX(n->n_words / USUAL, USUAL_LEAST);

	for (guint i = 0; i < FOURS; i++)
		if (n->fours[i] > least)
			n->usual[i / 8] |= (guint8)(1 << i % 8);
	g_clear_pointer(&n->fours, g_free);
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
	keep_usual(n);
	g_ptr_array_set_size(n->words, 0);
	g_ptr_array_set_size(n->affixes, 0);
}

/* FALSE if they are not at that place. */
static bool
apply_sound(gunichar *v, guint *len, guint at, guint pair)
{
	const struct near_miss_sound *s = &near_miss_sounds[pair / 2];

	if (pair / 2 >= near_miss_n_sounds)
		return false;
	if (pair % 2) {
		if (v[at] != s->two[0] || v[at + 1] != s->two[1])
			return false;
		memmove(v + at + 1, v + at + 2, (*len - at - 1) * sizeof *v);
		v[at] = s->one;
		--*len;
		return true;
	}
	if (v[at] != s->one)
		return false;
	memmove(v + at + 2, v + at + 1, (*len - at) * sizeof *v);
	memcpy(v + at, s->two, sizeof s->two);
	++*len;
	return true;
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
	case NEAR_MISS_SOUND:
		if (!apply_sound(v, &len, at, edit & 63))
			return false;
		break;
	}
	for (guint i = 0; i < len; i++)
		if (v[i])
			out += g_unichar_to_utf8(capital && i == 0 ? g_unichar_toupper(v[i]) : v[i],
						 out);
	*out = '\0';
	return true;
}
