#include "core/facts.h"
#include "core/facts_own.h"

enum {
	LEAST_LETTERS = 3,	/* of a word that is asked about */
	SURE_LETTERS = 5,	/* shorter words stand near too many others */
	CAPITAL_LETTERS = 6,	/* of a word with a capital that may be misspelt */
	ABBREVIATION_LETTERS = 3,
	FOREIGN_RUN = 3,	/* unknown words side by side: a quotation */
	ASKED_AT_ONCE = 16,
};

struct asked {
	const struct body *body;
	const struct word *word;
};

/* Which words of a language are asked about: all `needed` flags and none of `never`. */
struct askable {
	unsigned needed, never;
	bool capitals;
};

/* German writes nouns with a capital; elsewhere one inside a sentence is a name. */
static struct askable
askable_of(const char *language)
{
	bool cyrillic = g_str_equal(language, "ru") || g_str_equal(language, "uk");

	return (struct askable){
		.needed = cyrillic ? WORD_CYRILLIC : WORD_LATIN,
		.never = WORD_OTHER | WORD_DIGITS | WORD_CAPITALS | WORD_MIXED | WORD_QUOTED |
			 WORD_CODE | WORD_LONG | WORD_FOREIGN | (cyrillic ? WORD_LATIN : WORD_CYRILLIC),
		.capitals = g_str_equal(language, "de"),
	};
}

static inline bool
is_asked(const struct askable *a, const struct word *w)
{
	return w->points >= LEAST_LETTERS && (w->flags & (a->needed | a->never)) == a->needed &&
	       (a->capitals || (w->flags & (WORD_CAPITAL | WORD_SENTENCE)) != WORD_CAPITAL);
}

/* The distinct words of one language, with the first place of each. */
struct questions {
	const char *language;
	struct askable askable;
	struct spell_word *words;
	struct asked *places;	/* of each */
	guint n;
	guint8 *seen;		/* of each id */
};

static void
questions_init(struct questions *q, const struct facts *f)
{
	guint most = MIN(words_lexicon_size(f->lexicon), LIMIT_SPELL_WORDS);

	q->words = arena_bytes(f->arena, most * sizeof *q->words);
	q->places = arena_bytes(f->arena, most * sizeof *q->places);
	q->seen = arena_bytes(f->arena, words_lexicon_size(f->lexicon));
}

static void
questions_begin(struct questions *q, const struct facts *f, const char *language)
{
	q->language = language;
	q->askable = askable_of(language);
	q->n = 0;
	memset(q->seen, 0, words_lexicon_size(f->lexicon));
}

static void
question(struct questions *q, struct facts *f, const struct body *b, const struct word *w)
{
	if (q->seen[w->id])
		return;
	if (f->spelled_words >= LIMIT_SPELL_WORDS) {
		f->limits |= LIMIT_HIT_SPELL;
		return;
	}
	f->spelled_words++;
	q->words[q->n] = (struct spell_word){ .s = b->text->s + w->at, .len = w->len, .id = w->id };
	q->places[q->n++] = (struct asked){ b, w };
	q->seen[w->id] = true;
}

static void
question_body(struct questions *q, struct facts *f, const struct body *b)
{
	for (guint i = 0; !b->alternative && i < b->paragraphs->len; i++) {
		const struct paragraph *p = &g_array_index(b->paragraphs, struct paragraph, i);

		if (!p->language || p->without_diacritics || !g_str_equal(p->language, q->language))
			continue;
		for (guint k = p->first; k < p->first + p->n; k++)
			if (is_asked(&q->askable, &b->words.v[k]))
				question(q, f, b, &b->words.v[k]);
	}
}

/* Some words cost milliseconds, and the dictionary is locked meanwhile: so few are asked at
   once, until time is up. */
static bool
ask(const struct facts *f, const char *language, struct spell_word *words, guint n)
{
	for (guint i = 0; i < n; i += ASKED_AT_ONCE)
		if (facts_cancelled(f) || !f->speller->check(f->speller, language, words + i,
							     MIN(n - i, ASKED_AT_ONCE)))
			return false;
	return true;
}

/* English words stand in mails of every language; they are no mistakes there. */
static void
ask_english(struct facts *f, struct questions *q)
{
	struct spell_word *again;
	guint n = 0, k = 0;

	for (guint i = 0; i < q->n; i++)
		n += !q->words[i].known;
	again = arena_bytes(f->arena, n * sizeof *again);
	for (guint i = 0; i < q->n; i++)
		if (!q->words[i].known)
			again[k++] = q->words[i];
	if (!n || !ask(f, "en", again, n))
		return;
	k = 0;
	for (guint i = 0; i < q->n; i++)
		if (!q->words[i].known)
			q->words[i].known = again[k++].known;
}

static bool
is_formal(const struct word *x)
{
	static const char *const formal[] = {
		"ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "ihres", "sie",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(formal); i++)
		if (g_str_equal(formal[i], x->folded))
			return true;
	return false;
}

static inline bool
has_own_capital(const struct word *x)
{
	return (x->flags & (WORD_CAPITAL | WORD_SENTENCE)) == WORD_CAPITAL && !is_formal(x);
}

/* "Herr Stihl", "Yassir Arafat": German has hardly two nouns side by side.  What begins
   a sentence has its capital from there, and Sie and Ihr are no nouns. */
static bool
stands_by_name(const struct asked *a)
{
	const struct words *w = &a->body->words;
	gsize i = (gsize)(a->word - w->v);

	return (i + 1 < w->n && has_own_capital(a->word + 1)) ||
	       (i > 0 && !(a->word->flags & WORD_SENTENCE) && has_own_capital(a->word - 1));
}

/* A word with a capital is more often a name than misspelt, the more so a short one. */
static bool
may_be_name(const struct asked *a)
{
	return (a->word->flags & WORD_CAPITAL) &&
	       (a->word->points < CAPITAL_LETTERS || stands_by_name(a));
}

/* "szt.", "qty." */
static bool
is_abbreviation(const struct asked *a)
{
	const char *end = a->body->text->s + a->word->at + a->word->len;

	return a->word->points <= ABBREVIATION_LETTERS && *end == '.';
}

/* What stands beside a broken character is only part of a word. */
static bool
is_broken(const struct asked *a)
{
	static const char broken[] = "\xef\xbf\xbd";
	const char *s = a->body->text->s + a->word->at;
	gsize len = sizeof broken - 1;

	return strncmp(s + a->word->len, broken, len) == 0 ||
	       (a->word->at >= len && memcmp(s - len, broken, len) == 0);
}

/* A well-known mistake, which another rule names. */
static bool
is_listed(const struct facts *f, const struct asked *a)
{
	struct span w = word_span(a->word);

	for (guint i = 0; i < f->grammar_hits->len; i++) {
		const struct grammar_hit *h = &g_array_index(f->grammar_hits, struct grammar_hit, i);

		if (h->kind == GRAMMAR_MISSPELLING && h->text == a->body->text &&
		    h->where.at < w.at + w.len && w.at < h->where.at + h->where.len)
			return true;
	}
	return false;
}

/* "al-Tawhid", "d'Aurance": what has a capital after a mark is a name. */
static bool
is_name(const struct asked *a)
{
	const char *s = a->body->text->s + a->word->at, *end = s + a->word->len;
	bool after = false;

	for (; s < end; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		if (after && g_unichar_isupper(c))
			return true;
		after = !g_unichar_isalpha(c);
	}
	return false;
}

static bool
is_unknown(const struct questions *q, guint i)
{
	return i < q->n && !q->words[i].known;
}

/* How many unknown words stand side by side from the i-th on: many are a quotation. */
static guint
unknown_run(const struct questions *q, guint i)
{
	guint n = 0;

	while (is_unknown(q, i + n) && q->places[i + n].word == q->places[i].word + n)
		n++;
	return n;
}

/* Words that the policy accepts; words of the languages were asked already. */
static bool
is_accepted(const struct facts *f, const struct asked *a)
{
	return phrases_lookup(f->phrases, "words",
			      a->word->folded) != 0;
}

static bool
is_refused(const struct facts *f, const struct asked *a)
{
	return phrases_lookup(f->phrases, "words-out",
			      a->word->folded) != 0;
}

/* The word that was probably meant stands elsewhere in the text. */
static bool
is_said(const struct body *b, const char *word)
{
	gsize len = strlen(word);

	for (guint i = 0; i < b->words.n; i++)
		if (b->words.v[i].len == len &&
		    memcmp(b->text->s + b->words.v[i].at, word, len) == 0)
			return true;
	return false;
}

static void
report(struct facts *f, const struct questions *q, guint i, struct facts_own *own)
{
	const struct asked *a = &q->places[i];
	const struct spell_word *w = &q->words[i];
	struct unknown_word u = {
		.body = a->body, .where = word_span(a->word), .language = q->language,
		.refused = is_refused(f, a),
	};

	if (!u.refused && (w->variant || is_name(a) || is_accepted(f, a) ||
			   facts_own_has(own, f, a->word)))
		return;
	u.plain = !may_be_name(a) && !is_abbreviation(a) && !is_broken(a);
	if (f->speller->near && u.plain && !facts_cancelled(f))
		u.near = f->speller->near(f->speller, q->language, w, f->arena);
	u.sure = u.refused || (u.near && (is_said(a->body, u.near) ||
					  (a->word->points >= SURE_LETTERS &&
					   !(a->word->flags & WORD_CAPITAL))));
	u.listed = is_listed(f, a);
	g_array_append_val(f->unknown_words, u);
}

/* Words that the policy never accepts, whoever knows them. */
static void
take_out(const struct facts *f, struct questions *q)
{
	for (guint i = 0; i < q->n && phrases_has(f->phrases, "words-out"); i++)
		if (is_refused(f, &q->places[i]))
			q->words[i].known = false;
}

static void
answer(struct facts *f, struct questions *q, struct facts_own *own)
{
	if (!q->n || !ask(f, q->language, q->words, q->n))
		return;
	if (!g_str_equal(q->language, "en"))
		ask_english(f, q);
	take_out(f, q);
	for (guint i = 0, n; i < q->n; i += MAX(n, 1)) {
		n = unknown_run(q, i);
		for (guint k = i; n < FOREIGN_RUN && k < i + n; k++)
			report(f, q, k, own);
	}
}

void
facts_spelling(struct facts *f)
{
	struct facts_own own = { .folded = NULL };
	struct questions q;

	f->unknown_words = arena_array(f->arena, sizeof(struct unknown_word));
	if (!f->speller || !f->languages->len)
		return;
	questions_init(&q, f);
	for (guint i = 0; i < f->languages->len; i++) {
		questions_begin(&q, f, g_ptr_array_index(f->languages, i));
		question_body(&q, f, &f->subject);
		for (guint k = 0; k < f->n_bodies; k++)
			question_body(&q, f, &f->bodies[k]);
		answer(f, &q, &own);
	}
}
