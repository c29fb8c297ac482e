#include "core/facts.h"

/* Words this mail brings along, which are nobody's mistakes: names of people, firms
   and files. */
enum { OWN_WORDS = 4096, OWN_LETTERS = 3, LINKS_READ = 200, FOREIGN_RUN = 3, ASKED_AT_ONCE = 16 };

struct own {
	GHashTable *folded;	/* char *; NULL until somebody asks */
	struct arena *arena;
};

struct asked {
	const struct body *body;
	const struct word *word;
};

static void
add_own(struct own *o, const char *s)
{
	gsize len = strlen(s);
	struct text *t = arena_new0(o->arena, struct text);
	char *plain = arena_strndup(o->arena, s, len);
	struct words w;

	/* "anna.nowak-shop@mail.example": each of its words. */
	for (char *p = plain; *p; p++)
		if (!(*p & 0x80) && !g_ascii_isalpha(*p))
			*p = ' ';
	*t = (struct text){ .name = "", .part = "", .s = plain, .len = len };
	w = words_of(o->arena, t);
	for (guint i = 0; i < w.n && g_hash_table_size(o->folded) < OWN_WORDS; i++)
		if (w.v[i].points >= OWN_LETTERS)
			g_hash_table_add(o->folded, (gpointer)(w.folded + w.v[i].folded));
}

static void
add_addresses(struct own *o, const struct facts *f, const char *name)
{
	const GArray *addresses = message_addresses(f->message, name);

	for (guint i = 0; i < addresses->len; i++) {
		const struct address *a = &g_array_index(addresses, struct address, i);

		if (a->name)
			add_own(o, a->name);
		add_own(o, a->local);
		add_own(o, a->domain);
	}
}

static void
add_body(struct own *o, const struct body *b)
{
	for (guint i = 0; i < b->words.n; i++) {
		const struct word *w = &b->words.v[i];

		if ((w->flags & WORD_OTHER) && !(w->flags & WORD_LONG) && w->points > OWN_LETTERS)
			add_own(o, b->words.folded + w->folded);
	}
	for (guint i = 0; b->html && i < MIN(b->html->links->len, LINKS_READ); i++) {
		const struct html_link *l = &g_array_index(b->html->links, struct html_link, i);
		const char *host = strstr(l->target->s, "://");

		if (host)
			add_own(o, arena_strndup(o->arena, host + 3, strcspn(host + 3, "/?#")));
	}
}

static void
collect_own(struct own *o, const struct facts *f)
{
	o->folded = g_hash_table_new(g_str_hash, g_str_equal);
	arena_defer(f->arena, (GDestroyNotify)g_hash_table_unref, o->folded);
	add_addresses(o, f, "From");
	add_addresses(o, f, "To");
	add_addresses(o, f, "Cc");
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);

		if (p->file_name)
			add_own(o, p->file_name->s);
	}
	for (guint i = 0; i < f->n_bodies; i++)
		add_body(o, &f->bodies[i]);
}

static bool
is_own(struct own *o, const struct facts *f, const struct asked *a)
{
	if (!o->folded)
		collect_own(o, f);
	return g_hash_table_contains(o->folded, a->body->words.folded + a->word->folded);
}

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
			 WORD_LONG | WORD_FOREIGN | (cyrillic ? WORD_LATIN : WORD_CYRILLIC),
		.capitals = g_str_equal(language, "de"),
	};
}

static inline bool
is_asked(const struct askable *a, const struct word *w)
{
	return w->points >= OWN_LETTERS && (w->flags & (a->needed | a->never)) == a->needed &&
	       (a->capitals || (w->flags & (WORD_CAPITAL | WORD_SENTENCE)) != WORD_CAPITAL);
}

/* The distinct words of one language, with the first place of each. */
struct questions {
	const char *language;
	struct askable askable;
	GArray *words;		/* struct spell_word */
	GArray *places;		/* struct asked */
	guint32 *slots;		/* index + 1 in `words`; by hash */
	guint mask;
};

static void
questions_init(struct questions *q, struct facts *f, const char *language)
{
	guint words = f->subject.words.n, size = 64;

	for (guint i = 0; i < f->n_bodies; i++)
		words += f->bodies[i].words.n;
	while (size < 2 * MIN(words, LIMIT_SPELL_WORDS))
		size *= 2;
	*q = (struct questions){
		.language = language, .askable = askable_of(language), .mask = size - 1,
	};
	q->words = arena_array(f->arena, sizeof(struct spell_word));
	q->places = arena_array(f->arena, sizeof(struct asked));
	q->slots = arena_alloc(f->arena, (q->mask + 1) * sizeof *q->slots);
}

static void
question(struct questions *q, struct facts *f, const struct body *b, const struct word *w)
{
	struct spell_word s = { .s = b->text->s + w->at, .len = w->len, .hash = w->hash };
	guint i = w->hash & q->mask;

	for (; q->slots[i]; i = (i + 1) & q->mask) {
		const struct spell_word *x =
			&g_array_index(q->words, struct spell_word, q->slots[i] - 1);

		if (x->hash == s.hash && x->len == s.len && memcmp(x->s, s.s, s.len) == 0)
			return;
	}
	if (f->spelled_words >= LIMIT_SPELL_WORDS) {
		f->limits |= LIMIT_HIT_SPELL;
		return;
	}
	f->spelled_words++;
	g_array_append_val(q->words, s);
	g_array_append_val(q->places, ((struct asked){ b, w }));
	q->slots[i] = q->words->len;
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
ask(const struct facts *f, const char *language, GArray *words)
{
	struct spell_word *w = (struct spell_word *)(void *)words->data;

	for (guint i = 0; i < words->len; i += ASKED_AT_ONCE)
		if (facts_cancelled(f) || !f->speller->check(f->speller, language, w + i,
							     MIN(words->len - i, ASKED_AT_ONCE)))
			return false;
	return true;
}

/* English words stand in mails of every language; they are no mistakes there. */
static void
ask_english(struct facts *f, struct questions *q)
{
	GArray *again = arena_array(f->arena, sizeof(struct spell_word));
	guint k = 0;

	for (guint i = 0; i < q->words->len; i++)
		if (!g_array_index(q->words, struct spell_word, i).known)
			g_array_append_val(again, g_array_index(q->words, struct spell_word, i));
	if (!again->len || !ask(f, "en", again))
		return;
	for (guint i = 0; i < q->words->len; i++) {
		struct spell_word *w = &g_array_index(q->words, struct spell_word, i);

		if (!w->known)
			w->known = g_array_index(again, struct spell_word, k++).known;
	}
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
	return i < q->words->len && !g_array_index(q->words, struct spell_word, i).known;
}

/* How many unknown words stand side by side from the i-th on: many are a quotation. */
static guint
unknown_run(const struct questions *q, guint i)
{
	const struct asked *a = &g_array_index(q->places, struct asked, i);
	guint n = 0;

	while (is_unknown(q, i + n) &&
	       g_array_index(q->places, struct asked, i + n).word == a->word + n)
		n++;
	return n;
}

/* Words that the policy accepts; words of the languages were asked already. */
static bool
is_accepted(const struct facts *f, const struct asked *a)
{
	return phrases_lookup(f->phrases, "words",
			      a->body->words.folded + a->word->folded) != 0;
}

static void
report(struct facts *f, const struct questions *q, guint i, struct own *own)
{
	const struct asked *a = &g_array_index(q->places, struct asked, i);
	struct unknown_word u = { a->body, word_span(a->word), q->language };

	if (!is_name(a) && !is_accepted(f, a) && !is_own(own, f, a))
		g_array_append_val(f->unknown_words, u);
}

/* Words that the policy never accepts, whoever knows them. */
static void
take_out(const struct facts *f, struct questions *q)
{
	for (guint i = 0; i < q->words->len && phrases_has(f->phrases, "words-out"); i++) {
		const struct asked *a = &g_array_index(q->places, struct asked, i);

		if (phrases_lookup(f->phrases, "words-out",
				   a->body->words.folded + a->word->folded))
			g_array_index(q->words, struct spell_word, i).known = false;
	}
}

static void
answer(struct facts *f, struct questions *q, struct own *own)
{
	if (!q->words->len || !ask(f, q->language, q->words))
		return;
	if (!g_str_equal(q->language, "en"))
		ask_english(f, q);
	take_out(f, q);
	for (guint i = 0, n; i < q->words->len; i += MAX(n, 1)) {
		n = unknown_run(q, i);
		for (guint k = i; n < FOREIGN_RUN && k < i + n; k++)
			report(f, q, k, own);
	}
}

void
facts_spelling(struct facts *f)
{
	struct own own = { NULL, f->arena };

	f->unknown_words = arena_array(f->arena, sizeof(struct unknown_word));
	if (!f->speller || !f->languages->len)
		return;
	for (guint i = 0; i < f->languages->len; i++) {
		struct questions q;

		questions_init(&q, f, g_ptr_array_index(f->languages, i));
		question_body(&q, f, &f->subject);
		for (guint k = 0; k < f->n_bodies; k++)
			question_body(&q, f, &f->bodies[k]);
		answer(f, &q, &own);
	}
}
