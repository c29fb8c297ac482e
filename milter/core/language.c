#include "core/language.h"
#include "core/limits.h"

/*
 * The model gives each language points; a dictionary that knows the words gives more, and
 * takes away more for each that it does not know.  The first two or three are asked, the
 * first alone if it is far ahead.  Then the best must be ahead of the next, and its
 * dictionary must know most of the sample.
 */

enum {
	SAMPLE = 40,		/* distinct words asked about */
	SAMPLE_HINTED = 10,	/* are enough to see that it goes on in the same language */
	LETTERS = 300,		/* that the model is asked about */
	HEARD = 256,		/* words of which is kept what the model says */
	CANDIDATES = 3,
	FEW = 3,		/* words: then those with a capital count too */

	/* Percent of the sample that its dictionary knows. */
	KNOWN_LEAST = 75,
	KNOWN_SURE = 65,	/* where the model is sure */
	KNOWN_PLAIN = 45,	/* the same, where there are no diacritics at all */
	KNOWN_FAR = 50,		/* of few words, where no other language is near */
	KNOWN_FAR_PLAIN = 25,
	KNOWN_CLEAR = 85,	/* others need no asking */
	WORDS_ENOUGH = 5,	/* of fewer, all but one must be known; of two, both */

	/* In units of the model. */
	KNOWN = 24,		/* a word that the dictionary knows */
	UNKNOWN = 84,		/* one that it does not know */
	NEAR = 60,		/* the neighbours are in it */
	DECLARED = 60,		/* the mail says so */
	REACH = 350,		/* how far behind the first a language is still asked */
	AHEAD = 40,		/* of the next, to be certain */
	AHEAD_ALONE = 140,	/* without a dictionary */
	AHEAD_SURE = 300,
	AHEAD_FAR = 400,
	FIT = 2,		/* for each gram, where the model is believed more than the dictionary */
};

/* One word in so many with letters of neither Russian nor Ukrainian: it is another language. */
enum { NEITHER_LEAST = 10 };

enum script { SCRIPT_LATIN, SCRIPT_CYRILLIC };

struct column {
	const char *tag;
	enum script script;
	unsigned letters;	/* enum letters_of that speak for it, or 0 */
	bool ours, has_dictionary;
	bool has_diacritics;	/* without them its dictionary knows fewer words */
};

/* A word that the model was asked about. */
struct heard {
	const char *folded;	/* of that word alone, by its address; NULL: none yet */
	struct language_vote vote;
};

struct language {
	const struct speller *speller;
	const struct language_model *model;
	struct column column[MODEL_LANGUAGES];
	struct heard *heard;	/* HEARD of them, by their ids: the last of each place */
};

struct sample {
	struct spell_word v[SAMPLE];
	bool is_name[SAMPLE];		/* perhaps: a dictionary need not know it */
	guint n;
	guint latin, cyrillic, foreign;
	guint russian, ukrainian, neither;	/* words with letters that only they have */
	guint letters;			/* that the model saw */
	bool marked;			/* some word is not plain ASCII */
	struct language_score prose, names;
};

struct candidate {
	guint column;
	gint32 by_letters;	/* what the model says */
	gint32 points;		/* with the hints and the dictionary */
	guint known, of;	/* words of the sample */
	bool asked;
};

enum letters_of { RUSSIAN = 1, UKRAINIAN = 2, NEITHER = 4 };

struct language *
language_for(struct arena *a, const struct speller *sp, const struct language_model *m)
{
	static const char *const cyrillic[] = { "ru", "uk", "be", "bg", "sr", "mk", "kk", NULL };
	struct language *l = arena_new0(a, struct language);

	l->speller = sp;
	l->model = m;
	l->heard = arena_alloc(a, HEARD * sizeof *l->heard);
	for (guint i = 0; m && i < m->n; i++) {
		const char *tag = m->tags[i];

		l->column[i] = (struct column){
			.tag = tag, .ours = i < m->ours,
			.script = g_strv_contains(cyrillic, tag) ? SCRIPT_CYRILLIC : SCRIPT_LATIN,
			.letters = g_str_equal(tag, "ru") ? RUSSIAN :
				   g_str_equal(tag, "uk") ? UKRAINIAN : 0,
			.has_diacritics = !g_str_equal(tag, "en"),
			.has_dictionary = sp && g_strv_contains(sp->languages, tag),
		};
	}
	return l;
}

const char *
language_declared(const struct language_model *m, const char *s)
{
	gsize len = strcspn(s, " ,;\t"), main = strcspn(s, "-_ ,;\t");

	for (guint i = 0; m && len == strlen(s) && i < m->ours; i++) {
		const char *tag = m->tags[i];

		if (strcspn(tag, "-") == main && g_ascii_strncasecmp(tag, s, main) == 0)
			return tag;
	}
	return NULL;	/* several languages are none */
}

/* ---- the sample ---- */

/* е ю я, of which a hard sign stands apart. */
static bool
is_softening(const char *s)
{
	return memcmp(s, "е", 2) == 0 || memcmp(s, "ю", 2) == 0 || memcmp(s, "я", 2) == 0;
}

/* Letters that only one of Russian and Ukrainian has, ы э ъ and і ї є ґ, or neither: ў ј љ њ ћ џ
   and all of the Kazakh ones, or a hard sign that is a vowel, as in Bulgarian.  Folded. */
static unsigned
letters_of(const char *folded, gsize len)
{
	unsigned seen = 0;

	for (gsize i = 0; i + 1 < len; i++) {
		guchar c = (guchar)folded[i], d = (guchar)folded[i + 1];

		if (c == 0xd1 && d == 0x8a)
			seen |= i + 3 < len && is_softening(folded + i + 2) ? RUSSIAN : NEITHER;
		else if (c == 0xd1)
			seen |= d == 0x8b || d == 0x8d ? RUSSIAN :
				d == 0x96 || d == 0x97 || d == 0x94 ? UKRAINIAN :
				d >= 0x92 && d <= 0x9f ? NEITHER : 0;
		else if (c >= 0xd2 && c <= 0xd4)
			seen |= c == 0xd2 && d == 0x91 ? UKRAINIAN : NEITHER;
	}
	return seen;
}

static void
take_script(struct sample *s, const struct word *x)
{
	s->latin += (x->flags & WORD_LATIN) != 0;
	s->cyrillic += (x->flags & WORD_CYRILLIC) != 0;
	s->foreign += (x->flags & WORD_FOREIGN) != 0;
	if (x->flags & WORD_CYRILLIC) {
		unsigned seen = letters_of(x->folded, x->folded_len);

		s->russian += (seen & RUSSIAN) != 0;
		s->ukrainian += (seen & UKRAINIAN) != 0;
		s->neither += (seen & NEITHER) != 0;
	}
}

static void
take_spelling(struct sample *s, const struct words *w, const struct word *x, bool name)
{
	for (guint i = 0; i < s->n; i++)
		if (s->v[i].id == x->id)
			return;
	s->is_name[s->n] = name;
	s->v[s->n++] = (struct spell_word){
		.s = w->text->s + x->at, .len = x->len, .id = x->id,
	};
}

/* What the model says of a word; the small ones come again and again. */
static const struct language_vote *
vote_of(const struct language *l, const struct words *w, const struct word *x)
{
	struct heard *h = &l->heard[x->id % HEARD];

	if (h->folded != x->folded)
		language_model_ask(l->model, w->text->s + x->at, x->len, &h->vote);
	h->folded = x->folded;
	return &h->vote;
}

/* A name says less than other words, but in German it may be a noun. */
static void
take(const struct language *l, struct sample *s, const struct words *w, const struct word *x,
     bool capitals)
{
	bool counts = x->points > 1 && (capitals || language_counts(x));

	if (x->flags & (WORD_OTHER | WORD_DIGITS | WORD_CODE | WORD_LONG | WORD_MIXED) ||
	    (!capitals && (x->flags & WORD_CAPITALS)))
		return;
	take_script(s, x);
	language_model_add(counts || x->points == 1 ? &s->prose : &s->names, vote_of(l, w, x));
	s->letters += x->points;
	s->marked |= x->len != x->points;
	if (counts)
		take_spelling(s, w, x, !language_counts(x) && !(x->flags & WORD_CAPITALS));
}

/* From `first` on, until there is enough; returns where it stopped. */
static guint
take_some(const struct language *l, struct sample *s, const struct words *w, guint first,
	  guint end, guint most, bool capitals)
{
	while (first < end && s->n < most && s->letters < LETTERS)
		take(l, s, w, &w->v[first++], capitals);
	return first;
}

/* Is it set in capitals?  Or are there hardly any words Beside Those With One? */
static bool
is_loud(const struct words *w, guint first, guint end)
{
	guint loud = 0, other = 0;

	for (guint i = first; i < end; i++) {
		loud += (w->v[i].flags & WORD_CAPITALS) != 0;
		other += language_counts(&w->v[i]);
	}
	return loud > other || other < FEW;
}

/* ---- the candidates ---- */

/* Letters that only one of two sister languages has weigh more than words. */
static bool
is_possible(const struct sample *s, const struct column *c)
{
	if (c->script != (s->cyrillic > s->latin ? SCRIPT_CYRILLIC : SCRIPT_LATIN))
		return false;
	if (c->letters && s->neither * NEITHER_LEAST > s->cyrillic)
		return false;
	if (c->letters == RUSSIAN)
		return s->ukrainian <= s->russian;
	if (c->letters == UKRAINIAN)
		return s->russian <= s->ukrainian;
	return true;
}

static void
place(struct candidate *v, guint *n, struct candidate c)
{
	guint i = *n < CANDIDATES ? (*n)++ : CANDIDATES;

	for (; i > 0 && c.points > v[i - 1].points; i--)
		if (i < CANDIDATES)
			v[i] = v[i - 1];
	if (i < CANDIDATES)
		v[i] = c;
}

static bool
is(const char *tag, const char *other)
{
	return other && g_str_equal(tag, other);
}

/* The best by the model and the hints, best first. */
static guint
rank(const struct language *l, const struct sample *s, struct language_hints hints,
     struct candidate *ret_v)
{
	guint n = 0;

	for (guint i = 0; l->model && i < l->model->n; i++) {
		const struct column *c = &l->column[i];

		gint32 points = s->prose.v[i] + s->names.v[i] / 2;

		if (is_possible(s, c))
			place(ret_v, &n, (struct candidate){
				.column = i, .by_letters = points,
				.points = points + (is(c->tag, hints.near) ? NEAR : 0) +
					  (is(c->tag, hints.declared) ? DECLARED : 0),
			});
	}
	return n;
}

static gint32
ahead(const struct candidate *v, guint n)
{
	return n > 1 ? v[0].points - v[1].points : G_MAXINT32;
}

static void
ask(const struct language *l, struct sample *s, struct candidate *c)
{
	const struct column *column = &l->column[c->column];
	guint known = 0, names = 0, unknown = 0;

	if (c->asked || !s->n || !column->has_dictionary ||
	    !l->speller->check(l->speller, column->tag, s->v, s->n))
		return;
	for (guint i = 0; i < s->n; i++) {
		known += s->v[i].known;
		names += s->v[i].known && s->is_name[i];
		unknown += !s->v[i].known && !s->is_name[i];
	}
	c->asked = true;
	c->known = known;
	c->of = known + unknown;
	c->points += (gint32)((known - names) * KNOWN) - (gint32)(unknown * UNKNOWN);
}

static void
ask_all(const struct language *l, struct sample *s, struct candidate *v, guint n)
{
	struct candidate asked[CANDIDATES];
	gint32 first = v[0].points;
	guint k = 0;

	memcpy(asked, v, sizeof asked);
	for (guint i = 0; i < n; i++) {
		if (i == 0 || asked[i].points + REACH >= first)
			ask(l, s, &asked[i]);
		place(v, &k, asked[i]);
	}
}

/* ---- the answer ---- */

/* The best of all may be bad: languages that the model does not know have few points. */
static bool
fits(const struct sample *s, const struct candidate *c, gint32 least)
{
	return c->by_letters >= (gint32)(s->prose.grams + s->names.grams / 2) * least;
}

static guint
known_percent(const struct candidate *c)
{
	return c->of ? c->known * 100 / c->of : 0;
}

static bool
is_known(const struct language *l, const struct sample *s, const struct candidate *c, gint32 margin)
{
	bool plain = !s->marked && l->column[c->column].has_diacritics;

	/* Few words, and one of them misspelt or a name, are enough where the letters say all. */
	if (margin >= AHEAD_FAR && fits(s, c, FIT) && (plain || c->of < WORDS_ENOUGH))
		return known_percent(c) >= (plain ? KNOWN_FAR_PLAIN : KNOWN_FAR);
	if (c->of < WORDS_ENOUGH)
		return c->known + (c->of > 2) >= c->of;
	return known_percent(c) >= (margin < AHEAD_SURE || !fits(s, c, FIT) ? KNOWN_LEAST :
				    plain ? KNOWN_PLAIN : KNOWN_SURE);
}

static const char *
decide(const struct language *l, struct sample *s, struct language_hints hints)
{
	struct candidate v[CANDIDATES] = { { .column = 0 } };
	guint n = rank(l, s, hints, v);
	gint32 margin = ahead(v, n);
	const struct column *c;
	bool sure;

	if (!n || !s->letters || s->foreign * 2 > s->latin + s->cyrillic)
		return NULL;
	if (l->column[v[0].column].ours && margin >= AHEAD_SURE)
		ask(l, s, &v[0]);
	if (!v[0].asked || known_percent(&v[0]) < KNOWN_CLEAR) {
		ask_all(l, s, v, n);
		margin = ahead(v, n);
	}
	c = &l->column[v[0].column];
	/* One word that a dictionary knows is nothing: another might know it too. */
	sure = margin >= (v[0].of > 1 ? AHEAD : AHEAD_ALONE) &&
	       (v[0].of ? is_known(l, s, &v[0], margin) : fits(s, &v[0], FIT));
	return c->ours && sure ? c->tag : NULL;
}

const char *
language_of(const struct language *l, const struct words *w, guint first, guint n,
	    struct language_hints hints)
{
	struct sample s = { .n = 0 };
	guint end = first + n;
	bool capitals = is_loud(w, first, end);
	const char *tag;

	if (!l->model)
		return NULL;
	if (hints.near) {
		first = take_some(l, &s, w, first, end, SAMPLE_HINTED, capitals);
		tag = decide(l, &s, hints);
		if (first == end || (tag && is(tag, hints.near)))
			return tag;
	}
	take_some(l, &s, w, first, end, SAMPLE, capitals);
	return decide(l, &s, hints);
}
