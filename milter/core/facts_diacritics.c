#include "core/facts.h"

/* Letters of a text before it is strange that none has a diacritic.  Measured: of native
   texts of this length at most one in a thousand has none.  Not for Italian and English,
   which do without for pages. */
static const struct {
	const char *language;
	guint letters;
} least[] = {
	{ "de", 400 }, { "es", 300 }, { "fr", 200 }, { "hu", 100 }, { "pl", 200 }, { "pt-BR", 300 },
};

/* So many words that are known to be typed without their letters say it sooner. */
enum { PLAIN_HITS = 2 };

/* 0: the language is not judged. */
static guint
letters_least(const char *language)
{
	for (gsize i = 0; i < G_N_ELEMENTS(least); i++)
		if (g_str_equal(least[i].language, language))
			return least[i].letters;
	return 0;
}

/* A letter beyond ASCII; typographic apostrophes and hyphens are none. */
static bool
has_diacritic(const struct text *t, const struct word *w)
{
	const char *s = t->s + w->at, *end = s + w->len;

	if (w->len == w->points || !(w->flags & WORD_LATIN))
		return false;
	for (; s < end; s = g_utf8_next_char(s))
		if ((*s & 0x80) && g_unichar_isalpha(g_utf8_get_char(s)))
			return true;
	return false;
}

/* Names and codes are no prose, but German writes nouns with a capital. */
static bool
is_prose(const struct word *w, bool german)
{
	return !(w->flags & WORD_QUOTED) && (w->flags & WORD_LATIN) &&
	       (language_counts(w) ||
		(german && !(w->flags & (WORD_OTHER | WORD_DIGITS | WORD_CODE | WORD_CAPITALS | WORD_MIXED))));
}

/* Letters of prose from one paragraph; FALSE if one has a diacritic. */
static bool
count_letters(const struct body *b, const struct paragraph *p, guint *letters)
{
	bool german = g_str_equal(p->language, "de");

	for (guint i = p->first; i < p->first + p->n; i++) {
		const struct word *w = &b->words.v[i];

		if (has_diacritic(b->text, w))
			return false;
		if (is_prose(w, german))
			*letters += w->points;
	}
	return true;
}

static bool
is_in(const struct paragraph *p, const char *language)
{
	return p->language && g_str_equal(p->language, language);
}

static bool
is_plain(const struct body *b, const char *language, guint letters_most)
{
	guint letters = 0;

	for (guint i = 0; i < b->paragraphs->len; i++) {
		const struct paragraph *p = &g_array_index(b->paragraphs, struct paragraph, i);

		if (is_in(p, language) && !count_letters(b, p, &letters))
			return false;
	}
	return letters >= letters_most;
}

static void
mark(struct body *b, const char *language)
{
	for (guint i = 0; i < b->paragraphs->len; i++) {
		struct paragraph *p = &g_array_index(b->paragraphs, struct paragraph, i);

		p->without_diacritics |= is_in(p, language);
	}
}

/* Distinct enough: two words of the text are known to be typed so. */
static guint
plain_hits(const struct facts *f, const struct text *t)
{
	guint n = 0;

	for (guint i = 0; i < f->grammar_hits->len; i++) {
		const struct grammar_hit *h =
			&g_array_index(f->grammar_hits, struct grammar_hit, i);

		n += h->plain && h->text == t;
	}
	return n;
}

/* One finding about the text says it all. */
static void
drop_plain_hits(struct facts *f, const struct text *t)
{
	guint to = 0;

	for (guint i = 0; i < f->grammar_hits->len; i++) {
		const struct grammar_hit h = g_array_index(f->grammar_hits, struct grammar_hit, i);

		if (!h.plain || h.text != t)
			g_array_index(f->grammar_hits, struct grammar_hit, to++) = h;
	}
	g_array_set_size(f->grammar_hits, to);
}

static void
judge(struct facts *f, struct body *b, const char *language, guint letters)
{
	if (!is_plain(b, language, plain_hits(f, b->text) >= PLAIN_HITS ? 0 : letters))
		return;
	mark(b, language);
	drop_plain_hits(f, b->text);
	f->without_diacritics = true;
}

/* A subject is too short to tell; it goes with the text below it. */
void
facts_diacritics(struct facts *f)
{
	for (guint i = 0; i < f->languages->len; i++) {
		const char *language = g_ptr_array_index(f->languages, i);
		guint letters = letters_least(language);
		bool before = f->without_diacritics;

		for (guint k = 0; letters && k < f->n_bodies; k++)
			if (!f->bodies[k].alternative)
				judge(f, &f->bodies[k], language, letters);
		if (f->without_diacritics && !before)
			judge(f, &f->subject, language, 0);
	}
}
