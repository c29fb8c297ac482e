#include "load/word_family.h"

enum {
	STEM = 3,	/* letters that all forms begin with, at least */
	FORMS = 3,	/* of one stem that are known: it has such endings */
	REST = 5,	/* letters behind a prefix */
	COMPOUND = 9,	/* letters of two words made one */
	FIRST = 3,	/* of the first of them, without its vowel */
};

/* Endings that one stem has; words are inflected by exchanging them. */
static const struct endings {
	const char *language;
	const char *v[20];
} endings[] = {
	{ "ru", { "", "а", "у", "ом", "е", "ы", "и", "ов", "ам", "ами", "ах", "ой" } },
	{ "ru", { "ия", "ии", "ию", "ией", "ие", "ием", "ий", "иям", "иями", "иях" } },
	{ "ru", { "ь", "я", "ю", "ем", "ём", "е", "и", "ей", "ям", "ями", "ях", "ью" } },
	{ "ru", { "ый", "ая", "ое", "ые", "ого", "ому", "ым", "ых", "ыми", "ую", "ее", "ей", "о" } },
	{ "ru", { "ий", "ая", "яя", "ее", "ие", "ого", "его", "ому", "ему", "им", "их", "ими",
		  "ую", "юю", "о" } },
	{ "uk", { "", "а", "у", "ові", "ом", "і", "и", "ів", "ам", "ами", "ах", "ою", "о" } },
	{ "uk", { "ія", "ії", "ію", "ією", "ій", "іям", "іями", "іях" } },
	{ "uk", { "ь", "я", "ю", "ем", "єм", "і", "ів", "ям", "ями", "ях", "ею", "еві" } },
	{ "uk", { "ий", "ого", "ому", "им", "их", "ими", "о" } },
};

/* What makes another word of one. */
static const struct suffix {
	const char *language, *theirs, *base;
} suffixes[] = {
	{ "en", "s", "" }, { "en", "er", "" }, { "en", "er", "e" }, { "en", "ers", "" },
	{ "en", "ers", "e" }, { "en", "able", "" }, { "en", "able", "e" }, { "en", "ables", "" },
	{ "en", "ables", "e" }, { "en", "ability", "able" }, { "en", "ization", "ize" },
	{ "en", "izations", "ize" }, { "en", "ize", "y" }, { "en", "izing", "y" },
	{ "en", "ize", "" }, { "en", "ized", "" }, { "en", "izing", "" }, { "en", "izer", "" },
	{ "en", "less", "" }, { "en", "ness", "" }, { "en", "like", "" }, { "en", "ish", "" },
};

static const struct prefix {
	const char *language, *s;
} prefixes[] = {
	{ "en", "de" }, { "en", "dis" }, { "en", "co" }, { "en", "up" }, { "en", "mega" },
	{ "ru", "вз" }, { "ru", "вы" }, { "ru", "до" }, { "ru", "за" }, { "ru", "из" },
	{ "ru", "на" }, { "ru", "над" }, { "ru", "недо" }, { "ru", "об" }, { "ru", "от" },
	{ "ru", "пере" }, { "ru", "по" }, { "ru", "под" }, { "ru", "при" }, { "ru", "про" },
	{ "ru", "раз" }, { "ru", "рас" }, { "ru", "спец" }, { "ru", "гос" }, { "ru", "нано" },
	{ "ru", "много" },
	{ "uk", "ви" }, { "uk", "від" }, { "uk", "до" }, { "uk", "за" }, { "uk", "на" },
	{ "uk", "над" }, { "uk", "об" }, { "uk", "пере" }, { "uk", "по" }, { "uk", "під" },
	{ "uk", "при" }, { "uk", "про" }, { "uk", "роз" }, { "uk", "спец" }, { "uk", "держ" },
	{ "uk", "багато" },
};

static bool
is_for(const char *language, const struct word_forms *f)
{
	return strncmp(language, f->language, 2) == 0;
}

/* Does it end so, with a stem of enough letters before? */
static bool
stem_of(const char *word, const char *ending, guint letters, char ret_stem[WORD_FORMS_BYTES])
{
	gsize len = strlen(word), n = strlen(ending);

	if (n >= len || strcmp(word + len - n, ending) != 0 ||
	    g_utf8_strlen(word, (gssize)(len - n)) < letters)
		return false;
	memcpy(ret_stem, word, len - n);
	ret_stem[len - n] = '\0';
	return true;
}

static bool
has_with(const struct word_forms *f, const char *stem, const char *ending)
{
	char word[WORD_FORMS_BYTES];

	return (gsize)g_snprintf(word, sizeof word, "%s%s", stem, ending) < sizeof word &&
	       f->has(f->data, word);
}

/* The longest of the endings that it ends in. */
static const char *
ending_of(const struct endings *e, const char *word)
{
	const char *longest = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(e->v) && e->v[i]; i++)
		if (g_str_has_suffix(word, e->v[i]) &&
		    (!longest || strlen(e->v[i]) > strlen(longest)))
			longest = e->v[i];
	return longest;
}

static bool
has_forms(const struct word_forms *f, const struct endings *e, const char *word)
{
	const char *own = ending_of(e, word);
	char stem[WORD_FORMS_BYTES];
	guint n = 0;

	if (!own || !stem_of(word, own, STEM, stem))
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(e->v) && e->v[i] && n < FORMS; i++)
		n += e->v[i] != own && has_with(f, stem, e->v[i]);
	return n == FORMS;
}

/* English changes what these follow: "easier", "heroes", "addresses". */
static bool
joins(const char *base, const char *ending)
{
	gsize n = strlen(base);
	char last = base[n - 1], before = base[n - 2];

	if (last == 'y' && !strchr("aeou", before))
		return false;
	if (g_str_equal(ending, "s"))
		return !strchr("sxz", last) && !(last == 'h' && strchr("cs", before)) &&
		       !(last == 'o' && !strchr("aeiou", before));
	return last != 'e' || !strchr("ei", *ending);
}

static bool
has_base(const struct word_forms *f, const struct suffix *s, const char *word)
{
	char stem[WORD_FORMS_BYTES];

	return is_for(s->language, f) && stem_of(word, s->theirs, STEM + 1, stem) &&
	       (*s->base || joins(stem, s->theirs)) && has_with(f, stem, s->base);
}

static bool
has_prefix(const struct word_forms *f, const struct prefix *p, const char *word)
{
	const char *rest = word + strlen(p->s);

	return is_for(p->language, f) && g_str_has_prefix(word, p->s) &&
	       g_utf8_strlen(rest, -1) >= REST && f->has(f->data, rest);
}

/* The first word of two, as it stands alone. */
static bool
is_first(const struct word_forms *f, const char *stem)
{
	static const char *const alone[] = { "", "а", "я", "о", "е", "ый", "ий" };

	for (gsize i = 0; i < G_N_ELEMENTS(alone); i++)
		if (has_with(f, stem, alone[i]))
			return true;
	return false;
}

/* "игротехник": joined by о or е. */
static bool
is_compound(const struct word_forms *f, const char *word)
{
	char stem[WORD_FORMS_BYTES];
	glong letters = g_utf8_strlen(word, -1), at = 0;

	if (letters < COMPOUND || !(is_for("ru", f) || is_for("uk", f)))
		return false;
	for (const char *p = word; *p; p = g_utf8_next_char(p), at++) {
		if (at < FIRST || letters - at <= REST ||
		    (memcmp(p, "о", 2) != 0 && memcmp(p, "е", 2) != 0))
			continue;
		memcpy(stem, word, (gsize)(p - word));
		stem[p - word] = '\0';
		if (f->has(f->data, g_utf8_next_char(p)) && is_first(f, stem))
			return true;
	}
	return false;
}

bool
word_family_has(const struct word_forms *f, const char *word)
{
	if (strlen(word) >= WORD_FORMS_BYTES)
		return false;
	for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
		if (is_for(endings[i].language, f) && has_forms(f, &endings[i], word))
			return true;
	for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++)
		if (has_base(f, &suffixes[i], word))
			return true;
	for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (has_prefix(f, &prefixes[i], word))
			return true;
	return is_compound(f, word);
}
