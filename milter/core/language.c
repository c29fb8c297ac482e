#include "core/language.h"
#include "core/limits.h"

/*
 * Script first, then the small words each language is full of say which
 * dictionary to ask first, and what the dictionaries know of a sample decides.
 * A language whose small words are not listed is asked after the others.
 */

enum {
	WORDS_LEAST = 3,	/* fewer say nothing */
	WORDS_ENOUGH = 5,	/* fewer must all be known, and to few others */
	SAMPLE = 40,		/* distinct words asked about */
	SAMPLE_HINTED = 10,	/* are enough to see that it goes on in the same language */
	KNOWN_LEAST = 75,	/* percent */
	KNOWN_CLEAR = 85,	/* percent: with the small words on its side, others need no asking */
	AHEAD = 15,		/* percent, of the next best */
	AHEAD_FEW = 30,		/* the same where there are few words */
	CLEAR = 2,		/* small words more than the next best */
	SMALL_MOST = 12,	/* bytes of a small word */
};

static const char *const tags[] = { "en", "pl", "ru", "pt-BR", "de", "es", "fr", "it", "hu", "uk" };

static const char *const cyrillic[] = { "ru", "uk", "be", "bg", "sr", "mk", "kk" };

/* Folded, sorted by bytes; the bits are indexes in `tags`. */
static const struct small_word {
	const char *s;
	unsigned tags;
} small_words[] = {
	{ "a", 0x148 }, { "aby", 0x2 }, { "al", 0xa0 }, { "alla", 0x80 },
	{ "amely", 0x100 }, { "an", 0x1 }, { "and", 0x1 }, { "any", 0x1 }, { "ao", 0x8 },
	{ "are", 0x1 }, { "as", 0x9 }, { "at", 0x1 }, { "au", 0x40 }, { "auf", 0x10 },
	{ "avec", 0x40 }, { "az", 0x100 }, { "azt", 0x100 }, { "be", 0x1 }, { "been", 0x1 },
	{ "bei", 0x10 }, { "by", 0x1 }, { "byc", 0x2 }, { "can", 0x1 }, { "ce", 0x40 },
	{ "che", 0x80 }, { "com", 0x8 }, { "come", 0x80 }, { "como", 0x20 },
	{ "con", 0xa0 }, { "csak", 0x100 }, { "da", 0x88 }, { "dans", 0x40 },
	{ "das", 0x18 }, { "de", 0x68 }, { "dei", 0x80 }, { "del", 0xa0 },
	{ "della", 0x80 }, { "dem", 0x10 }, { "den", 0x10 }, { "der", 0x10 },
	{ "des", 0x50 }, { "di", 0x80 }, { "die", 0x10 }, { "dla", 0x2 }, { "do", 0xa },
	{ "dos", 0x8 }, { "du", 0x40 }, { "e", 0x88 }, { "egy", 0x100 }, { "ein", 0x10 },
	{ "eine", 0x10 }, { "el", 0x120 }, { "em", 0x8 }, { "en", 0x60 }, { "es", 0x120 },
	{ "est", 0x40 }, { "esta", 0x20 }, { "et", 0x40 }, { "ez", 0x100 },
	{ "fel", 0x100 }, { "foi", 0x8 }, { "for", 0x1 }, { "from", 0x1 }, { "fur", 0x10 },
	{ "gli", 0x80 }, { "ha", 0x1a0 }, { "haben", 0x10 }, { "has", 0x1 },
	{ "have", 0x1 }, { "hogy", 0x100 }, { "i", 0x82 }, { "if", 0x1 }, { "ihr", 0x10 },
	{ "ihre", 0x10 }, { "il", 0x80 }, { "im", 0x10 }, { "in", 0x91 }, { "is", 0x101 },
	{ "ist", 0x10 }, { "it", 0x1 }, { "jak", 0x2 }, { "jesli", 0x2 }, { "jest", 0x2 },
	{ "juz", 0x2 }, { "kell", 0x100 }, { "kerjuk", 0x100 }, { "la", 0xe0 },
	{ "las", 0x20 }, { "le", 0xc0 }, { "les", 0x40 }, { "lo", 0xa0 }, { "los", 0x20 },
	{ "lub", 0x2 }, { "mais", 0x8 }, { "mar", 0x100 }, { "mas", 0x20 },
	{ "meg", 0x100 }, { "mint", 0x100 }, { "mit", 0x10 }, { "moze", 0x2 },
	{ "na", 0xa }, { "nao", 0x8 }, { "ne", 0x40 }, { "nel", 0x80 }, { "nem", 0x100 },
	{ "nicht", 0x10 }, { "nie", 0x2 }, { "no", 0x28 }, { "non", 0x80 }, { "not", 0x1 },
	{ "nous", 0x40 }, { "o", 0x2a }, { "od", 0x2 }, { "oder", 0x10 }, { "of", 0x1 },
	{ "on", 0x101 }, { "onnek", 0x100 }, { "or", 0x1 }, { "oraz", 0x2 }, { "os", 0x8 },
	{ "ou", 0x48 }, { "our", 0x1 }, { "pan", 0x2 }, { "pani", 0x2 }, { "panstwa", 0x2 },
	{ "par", 0x40 }, { "para", 0x28 }, { "pas", 0x40 }, { "pelo", 0x8 },
	{ "per", 0x80 }, { "please", 0x1 }, { "po", 0x2 }, { "por", 0x28 },
	{ "pour", 0x40 }, { "prosimy", 0x2 }, { "przez", 0x2 }, { "przy", 0x2 },
	{ "que", 0x68 }, { "qui", 0x40 }, { "rendelese", 0x100 }, { "se", 0x28 },
	{ "seu", 0x8 }, { "seus", 0x8 }, { "si", 0x80 }, { "sich", 0x10 }, { "sie", 0x12 },
	{ "sono", 0x80 }, { "su", 0x20 }, { "sua", 0x8 }, { "suo", 0x80 }, { "sur", 0x40 },
	{ "sus", 0x20 }, { "that", 0x1 }, { "the", 0x1 }, { "this", 0x1 }, { "to", 0x3 },
	{ "tuo", 0x80 }, { "twoj", 0x2 }, { "twoje", 0x2 }, { "tym", 0x2 }, { "um", 0x8 },
	{ "uma", 0x8 }, { "un", 0xe0 }, { "una", 0xa0 }, { "und", 0x10 }, { "une", 0x40 },
	{ "usted", 0x20 }, { "vagy", 0x100 }, { "van", 0x100 }, { "voce", 0x8 },
	{ "volt", 0x100 }, { "von", 0x10 }, { "vos", 0x40 }, { "votre", 0x40 },
	{ "vous", 0x40 }, { "w", 0x2 }, { "was", 0x1 }, { "we", 0x1 }, { "werden", 0x10 },
	{ "will", 0x1 }, { "wir", 0x10 }, { "with", 0x1 }, { "wurde", 0x10 }, { "y", 0x20 },
	{ "you", 0x1 }, { "your", 0x1 }, { "z", 0x2 }, { "za", 0x2 }, { "ze", 0x2 },
	{ "zostala", 0x2 }, { "zostalo", 0x2 }, { "zu", 0x10 }, { "або", 0x200 },
	{ "був", 0x200 }, { "буде", 0x200 }, { "будет", 0x4 }, { "был", 0x4 },
	{ "в", 0x204 }, { "вам", 0x204 }, { "вас", 0x204 }, { "ваш", 0x204 },
	{ "ваша", 0x204 }, { "ваше", 0x200 }, { "ви", 0x200 }, { "все", 0x4 },
	{ "вы", 0x4 }, { "від", 0x200 }, { "для", 0x204 }, { "до", 0x204 }, { "его", 0x4 },
	{ "если", 0x4 }, { "з", 0x200 }, { "за", 0x204 }, { "и", 0x4 }, { "из", 0x4 },
	{ "или", 0x4 }, { "його", 0x200 }, { "к", 0x4 }, { "как", 0x4 }, { "ми", 0x200 },
	{ "можна", 0x200 }, { "можно", 0x4 }, { "мы", 0x4 }, { "на", 0x204 },
	{ "не", 0x204 }, { "от", 0x4 }, { "по", 0x4 }, { "при", 0x4 }, { "про", 0x200 },
	{ "с", 0x4 }, { "та", 0x200 }, { "только", 0x4 }, { "у", 0x204 }, { "це", 0x200 },
	{ "что", 0x4 }, { "ще", 0x200 }, { "що", 0x200 }, { "щоб", 0x200 }, { "это", 0x4 },
	{ "як", 0x200 }, { "якщо", 0x200 }, { "і", 0x200 },
};

struct sample {
	struct spell_word v[SAMPLE];
	guint n;
	guint latin, cyrillic, foreign;
	guint small[G_N_ELEMENTS(tags)];
	guint russian, ukrainian;	/* words with letters that the other does not have */
};

/* By their first letter: `begin[i]` to `begin[i + 1]`. */
enum { LETTERS = 32 + 128 };

struct language {
	const struct speller *speller;
	guint16 begin[LETTERS + 1];
};

/* Rises with the bytes; all of Cyrillic has its own. */
static inline guint
letter(const char *folded)
{
	guchar c = (guchar)folded[0];

	return c < 0x80 ? c & 0x1f : 32 + ((c & 1u) << 6 | (folded[1] & 0x3f));
}

struct language *
language_for(struct arena *a, const struct speller *sp)
{
	struct language *l = arena_new0(a, struct language);
	guint n = 0;

	l->speller = sp;
	for (guint i = 0; i < LETTERS; i++) {
		l->begin[i] = (guint16)n;
		while (n < G_N_ELEMENTS(small_words) && letter(small_words[n].s) <= i)
			n++;
	}
	l->begin[LETTERS] = (guint16)n;
	return l;
}

static void
count_small(const struct language *l, struct sample *s, const char *folded, gsize len)
{
	const guint16 *begin = &l->begin[letter(folded)];

	if (len > SMALL_MOST)
		return;
	for (guint k = begin[0]; k < begin[1]; k++) {
		const struct small_word *w = &small_words[k];

		if (w->s[1] != folded[1] || strcmp(w->s, folded) != 0)
			continue;
		for (guint i = 0; i < G_N_ELEMENTS(tags); i++)
			s->small[i] += w->tags >> i & 1;
		return;
	}
}

enum letters_of { RUSSIAN = 1, UKRAINIAN = 2 };

/* Letters that only one of the two has: ы э ъ, and і ї є ґ.  Folded. */
static unsigned
letters_of(const char *folded, gsize len)
{
	unsigned seen = 0;

	for (gsize i = 0; i + 1 < len; i++) {
		guchar c = (guchar)folded[i], d = (guchar)folded[i + 1];

		if (c == 0xd1)
			seen |= d == 0x8b || d == 0x8d || d == 0x8a ? RUSSIAN
			      : d == 0x96 || d == 0x97 || d == 0x94 ? UKRAINIAN : 0;
		else if (c == 0xd2 && d == 0x91)
			seen |= UKRAINIAN;
	}
	return seen;
}

static void
take(const struct language *l, struct sample *s, const struct words *w, const struct word *x)
{
	const char *folded = w->folded + x->folded;

	s->latin += (x->flags & WORD_LATIN) != 0;
	s->cyrillic += (x->flags & WORD_CYRILLIC) != 0;
	s->foreign += (x->flags & WORD_FOREIGN) != 0;
	if (x->flags & WORD_CYRILLIC) {
		unsigned seen = letters_of(folded, x->folded_len);

		s->russian += (seen & RUSSIAN) != 0;
		s->ukrainian += (seen & UKRAINIAN) != 0;
	}
	count_small(l, s, folded, x->folded_len);
	for (guint i = 0; i < s->n; i++)
		if (s->v[i].hash == x->hash)
			return;
	s->v[s->n++] = (struct spell_word){
		.s = w->text->s + x->at, .len = x->len, .hash = x->hash,
	};
}

static bool
is_cyrillic(const char *tag)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cyrillic); i++)
		if (g_str_equal(cyrillic[i], tag))
			return true;
	return false;
}

/* Percent of the sample that a dictionary knows. */
static guint
known(const struct speller *sp, const char *tag, struct sample *s)
{
	guint n = 0;

	if (!sp->check(sp, tag, s->v, s->n))
		return 0;
	for (guint i = 0; i < s->n; i++)
		n += s->v[i].known;
	return n * 100 / s->n;
}

static guint
small_of(const struct sample *s, const char *tag)
{
	for (gsize i = 0; tag && i < G_N_ELEMENTS(tags); i++)
		if (g_str_equal(tags[i], tag))
			return s->small[i];
	return 0;
}

/* Letters that only one of two sister languages has weigh more than words. */
static bool
is_possible(const struct sample *s, const char *tag)
{
	if (is_cyrillic(tag) != (s->cyrillic > s->latin))
		return false;
	if (g_str_equal(tag, "ru"))
		return s->ukrainian <= s->russian;
	if (g_str_equal(tag, "uk"))
		return s->russian <= s->ukrainian;
	return true;
}

static bool
has_dictionary(const struct speller *sp, const char *tag)
{
	return tag && g_strv_contains(sp->languages, tag);
}

/* The language whose small words lead, and whether it is clear. */
static const char *
likely(const struct sample *s, bool *ret_clear)
{
	const char *best = NULL;
	guint most = 0, next = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(tags); i++) {
		if (!is_possible(s, tags[i]))
			continue;
		if (s->small[i] > most) {
			next = most;
			most = s->small[i];
			best = tags[i];
		} else if (s->small[i] > next) {
			next = s->small[i];
		}
	}
	*ret_clear = most >= next + CLEAR;
	return best;
}

/* Percent: of few words, each must be known. */
static guint
known_least(const struct sample *s, guint least)
{
	return s->n < WORDS_ENOUGH ? 100 : least;
}

static const char *
vote(const struct speller *sp, struct sample *s, const char *lead)
{
	const char *best = NULL;
	guint most = 0, next = 0;
	bool few = s->n < WORDS_ENOUGH;

	for (gsize i = 0; sp->languages[i]; i++) {
		guint n;

		if (!is_possible(s, sp->languages[i]))
			continue;
		/* A small word is worth two percent: dictionaries of sisters know much alike. */
		n = known(sp, sp->languages[i], s) + 2 * MIN(small_of(s, sp->languages[i]), 10);
		if (n > most) {
			next = most;
			most = n;
			best = sp->languages[i];
		} else {
			next = MAX(next, n);
		}
	}
	if (most < known_least(s, KNOWN_LEAST) || most < next + (few ? AHEAD_FEW : AHEAD))
		return NULL;
	/* Spanish is no Portuguese because there is no Spanish dictionary here. */
	return small_of(s, best) + CLEAR > small_of(s, lead) ? best : NULL;
}

static void
take_some(const struct language *l, struct sample *s, const struct words *w, guint first,
	  guint n, guint most)
{
	for (guint i = first; i < first + n && s->n < most; i++) {
		const struct word *x = &w->v[i];

		if (language_counts(x))
			take(l, s, w, x);
		else if (x->points == 1)	/* "w", "y", "и" */
			count_small(l, s, w->folded + x->folded, x->folded_len);
	}
}

/* The leader, if its small words or the neighbours speak for it and its dictionary too. */
static bool
is_sure(const struct speller *sp, struct sample *s, const char *lead, bool clear,
	const char *hint)
{
	return s->n >= WORDS_LEAST && has_dictionary(sp, lead) &&
	       (clear || (hint && g_str_equal(hint, lead))) && known(sp, lead, s) >= known_least(s, KNOWN_CLEAR);
}

const char *
language_of(const struct language *l, const struct words *w, guint first, guint n,
	    const char *hint)
{
	const struct speller *sp = l->speller;
	struct sample s = { .n = 0 };
	bool clear;
	const char *lead;

	if (hint) {
		take_some(l, &s, w, first, n, SAMPLE_HINTED);
		lead = likely(&s, &clear);
		if (lead && g_str_equal(hint, lead) && is_sure(sp, &s, lead, clear, hint))
			return hint;
		s = (struct sample){ .n = 0 };
	}
	take_some(l, &s, w, first, n, SAMPLE);
	if (s.n < WORDS_LEAST || s.foreign * 2 > s.latin + s.cyrillic)
		return NULL;
	lead = likely(&s, &clear);
	if (is_sure(sp, &s, lead, clear, hint))
		return lead;
	/* A few words amid others are not worth asking all dictionaries. */
	if (s.n < WORDS_ENOUGH && hint)
		return known(sp, hint, &s) == 100 ? hint : NULL;
	return vote(sp, &s, lead);
}
