#include "core/facts_own.h"

enum {
	OWN_WORDS = 4096,
	OWN_LETTERS = 3,
	LINKS_READ = 200,
	LEXICON_BYTES = 4096,	/* of text that it is made for; more only costs time */
	QUOTED_WORDS = 4,	/* more between quotation marks are a quotation, not a name */
};

static void
add_own(struct facts_own *o, struct arena *a, const char *s)
{
	gsize len = strlen(s);
	struct text *t = arena_new0(a, struct text);
	char *plain = arena_strndup(a, s, len);
	struct words w;

	/* "anna.nowak-shop@mail.example": each of its words. */
	for (char *p = plain; *p; p++)
		if (!(*p & 0x80) && !g_ascii_isalpha(*p))
			*p = ' ';
	*t = (struct text){ .name = "", .part = "", .s = plain, .len = len };
	w = words_of(a, t, o->lexicon);
	for (guint i = 0; i < w.n && g_hash_table_size(o->folded) < OWN_WORDS; i++)
		if (w.v[i].points >= OWN_LETTERS)
			g_hash_table_add(o->folded, (gpointer)(w.v[i].folded));
}

static void
add_addresses(struct facts_own *o, const struct facts *f, const char *name)
{
	const GArray *addresses = message_addresses(f->message, name);

	for (guint i = 0; i < addresses->len; i++) {
		const struct address *a = &g_array_index(addresses, struct address, i);

		if (a->name)
			add_own(o, f->arena, a->name);
		add_own(o, f->arena, a->local);
		add_own(o, f->arena, a->domain);
	}
}

/* A quotation mark just before `at`? */
static bool
opens(const struct text *t, gsize at)
{
	guchar last = at ? (guchar)t->s[at - 1] : ' ';

	return last < 0x80 ? last == '"' :
	       g_utf8_strchr("„“«»‘‚”", -1, g_utf8_get_char(g_utf8_prev_char(t->s + at))) != NULL;
}

static bool
closes(const struct text *t, gsize at)
{
	while (at < t->len && strchr(".,!?", t->s[at]))
		at++;
	return at < t->len && g_utf8_strchr("\"”“»«’", -1, g_utf8_get_char(t->s + at)) != NULL;
}

/* The title of a book, the name of a product: a few words between marks. */
static void
add_quoted(struct facts_own *o, const struct body *b)
{
	const struct words *w = &b->words;

	for (guint i = 0; i < w->n; i++) {
		guint end = i;

		if (!opens(w->text, w->v[i].at))
			continue;
		while (end < w->n && end < i + QUOTED_WORDS &&
		       !closes(w->text, w->v[end].at + w->v[end].len))
			end++;
		for (guint k = i; end < w->n && end < i + QUOTED_WORDS && k <= end; k++)
			g_hash_table_add(o->folded, (gpointer)(w->v[k].folded));
	}
}

static void
add_body(struct facts_own *o, const struct facts *f, const struct body *b)
{
	for (guint i = 0; i < b->words.n; i++) {
		const struct word *w = &b->words.v[i];

		if ((w->flags & WORD_OTHER) && !(w->flags & WORD_LONG) && w->points > OWN_LETTERS)
			add_own(o, f->arena, w->folded);
	}
	for (guint i = 0; b->html && i < MIN(b->html->links->len, LINKS_READ); i++) {
		const struct html_link *l = &g_array_index(b->html->links, struct html_link, i);
		const char *host = strstr(l->target->s, "://");

		if (host)
			add_own(o, f->arena,
				arena_strndup(f->arena, host + 3, strcspn(host + 3, "/?#")));
	}
	add_quoted(o, b);
}

static void
collect(struct facts_own *o, const struct facts *f)
{
	o->folded = g_hash_table_new(g_str_hash, g_str_equal);
	o->lexicon = words_lexicon(f->arena, LEXICON_BYTES);
	arena_defer(f->arena, (GDestroyNotify)g_hash_table_unref, o->folded);
	add_addresses(o, f, "From");
	add_addresses(o, f, "To");
	add_addresses(o, f, "Cc");
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);

		if (p->file_name)
			add_own(o, f->arena, p->file_name->s);
	}
	add_quoted(o, &f->subject);
	for (guint i = 0; i < f->n_bodies; i++)
		add_body(o, f, &f->bodies[i]);
}

bool
facts_own_has(struct facts_own *o, const struct facts *f, const struct word *w)
{
	if (!o->folded)
		collect(o, f);
	return g_hash_table_contains(o->folded, w->folded);
}
