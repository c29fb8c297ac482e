#include "load/near_miss_own.h"

enum {
	SHORT = 3,		/* letters; of so few, many words are one letter apart */
	LONG = 8,		/* letters that hardly another word has but for one */
	NAME = 7,		/* of fewer with a capital, a name is likelier */
};

static guint16
edit_of(enum near_miss_kind kind, guint at, guint letter)
{
	return (guint16)(kind << 12 | at << 6 | letter);
}

static bool
edit_sound(const struct near_miss *n, struct spelling *w, guint at, guint pair)
{
	const struct near_miss_sound *s = &near_miss_sounds[pair / 2];
	guint8 one = n->of[s->one], two[] = { n->of[s->two[0]], n->of[s->two[1]] };

	if (!one || !two[0] || !two[1])		/* not of this alphabet */
		return false;
	if (pair % 2) {
		if (w->v[at] != two[0] || w->v[at + 1] != two[1])
			return false;
		memmove(w->v + at + 1, w->v + at + 2, w->n - at);
		w->v[at] = one;
		w->n--;
		return true;
	}
	if (w->v[at] != one)
		return false;
	memmove(w->v + at + 2, w->v + at + 1, w->n + 1 - at);
	memcpy(w->v + at, two, sizeof two);
	w->n++;
	return true;
}

/* The edited word in `out`, place 1 being its first letter. */
static bool
edited(const struct near_miss *n, const struct spelling *w, guint16 edit, struct spelling *out)
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
	case NEAR_MISS_SOUND:
		return edit_sound(n, out, at, letter);
	}
	return false;
}

static bool
is_likely(const struct near_miss *n, const struct spelling *w)
{
	for (guint i = 1; i <= w->n; i++) {
		guint t = near_miss_three(w->v[i - 1], w->v[i], w->v[i + 1]);

		if (!(n->threes[t / 8] >> t % 8 & 1))
			return false;
	}
	return true;
}

/* Do all its runs of four letters stand in many words? */
static bool
is_usual(const struct near_miss *n, const struct spelling *w)
{
	for (guint i = 0; i + 2 < w->n + 1; i++) {
		guint32 at = near_miss_four(w->v[i], w->v[i + 1], w->v[i + 2], w->v[i + 3]);

		if (!(n->usual[at / 8] >> at % 8 & 1))
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

struct trial {
	const struct near_miss *n;
	const struct near_miss_search *s;
	const char *word;
	struct spelling as_letters;
	bool capital;
	bool usual;		/* letter by letter it could be a word of the language */
	bool name;		/* has a capital that no noun must have */
};

/* Letters that people write for one another, because they sound alike. */
static bool
sound_alike(gunichar a, gunichar b)
{
	static const char vowels[] = "aeiouyаеиоуыэюяієї";
	static const char *const alike[] = {
		"szcx", "ckq", "ij", "uvw", "bp", "dt", "fv", "gkj", "mn", "lr",
		"бп", "дт", "зсц", "вф", "гкхґ", "жшщ", "чщш", "йи", "ьъ",
	};

	if (g_utf8_strchr(vowels, -1, a) && g_utf8_strchr(vowels, -1, b))
		return true;
	for (gsize i = 0; i < G_N_ELEMENTS(alike); i++)
		if (g_utf8_strchr(alike[i], -1, a) && g_utf8_strchr(alike[i], -1, b))
			return true;
	return false;
}

/* German makes long words of any two. */
static bool
is_long(const struct trial *t)
{
	return t->as_letters.n >= LONG && !t->s->nouns;
}

/* One letter for another of another sound mostly leaves letters side by side that seldom
   are; where all are usual, it is a word that the dictionary lacks, unless it is long. */
static bool
is_slip_of(const struct trial *t, guint8 old, guint8 meant)
{
	const gunichar *plain = t->n->plain;

	if (plain[old] == plain[meant])
		return true;
	if (t->as_letters.n <= SHORT)
		return false;
	if (t->name && t->as_letters.n < NAME)
		return false;
	return !t->usual || is_long(t) || sound_alike(plain[old], plain[meant]);
}

/* Is it likely that this edit undoes a slip?  Two letters that change places, or one twice,
   nearly always are one.  A letter more before or behind is none: "gmake", "telnetd".  What
   may be a name must have more letters than other words. */
static bool
is_slip(const struct trial *t, guint16 edit, const struct spelling *w)
{
	guint at = 1 + (edit >> 6 & 63);
	const guint8 *old = t->as_letters.v;

	switch (near_miss_kind(edit)) {
	case NEAR_MISS_SWAP:
	case NEAR_MISS_CAPITAL:
		return true;
	case NEAR_MISS_DROP:
		if (old[at] == old[at + 1] || old[at] == old[at - 1])
			return true;
		if (at == t->as_letters.n && (t->name || !is_long(t)))
			return false;
		return at > 1 && t->as_letters.n > (t->name ? NAME : SHORT);
	case NEAR_MISS_REPLACE:
		return is_slip_of(t, old[at], w->v[at]);
	case NEAR_MISS_INSERT:
		if (w->v[at] == w->v[at - 1] || w->v[at] == w->v[at + 1])
			return true;
		return !t->name || t->as_letters.n >= NAME;
	case NEAR_MISS_SOUND:
		return t->as_letters.n > SHORT && (!t->name || t->as_letters.n >= NAME);
	}
	return false;
}

/* A word with a letter that the alphabet does not have is only likely without it. */
static bool
holds(const struct trial *t, guint16 edit)
{
	struct spelling w;
	char word[NEAR_MISS_BYTES];

	if (!edited(t->n, &t->as_letters, edit, &w) || !is_slip(t, edit, &w) || !is_likely(t->n, &w) ||
	    *t->s->left == 0 || !near_miss_apply(t->n, edit, t->word, t->capital, word))
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

static guint16
try_sounds(const struct trial *t)
{
	for (guint i = 0; i < t->as_letters.n; i++)
		for (guint k = 0; k < 2 * near_miss_n_sounds; k++)
			if (holds(t, edit_of(NEAR_MISS_SOUND, i, k)))
				return edit_of(NEAR_MISS_SOUND, i, k);
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
	t.usual = is_usual(n, &t.as_letters);
	t.name = upper && !s->nouns;
	t.capital = s->nouns && !upper;
	if (t.capital && holds(&t, edit_of(NEAR_MISS_CAPITAL, 0, 0)))
		return edit_of(NEAR_MISS_CAPITAL, 0, 0);
	t.capital = s->nouns && upper;
	/* A mark or one of two letters alike is left out oftener than two change places. */
	if ((edit = try_replaces(&t, true)) || (edit = try_inserts(&t, true)) ||
	    (edit = try_drops(&t, true)) || (edit = try_sounds(&t)) || (edit = try_swaps(&t)) ||
	    (edit = try_inserts(&t, false)) || (edit = try_drops(&t, false)) ||
	    (edit = try_replaces(&t, false)))
		return edit;
	return 0;
}
