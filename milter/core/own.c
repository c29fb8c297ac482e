#include "core/own.h"

/* Different words that one rule reports; the rest is counted. */
enum { HITS_MOST = 200 };

static const char *const scope_names[] = {
	"subject", "body", "link-target", "link-text", "alt", "attachment-name", NULL,
};

static const unsigned scope_needs[] = {
	FACTS_VIEWS, FACTS_VIEWS, FACTS_LINKS, FACTS_LINKS, FACTS_IMAGES, FACTS_FILES, FACTS_MESSAGE,
};

struct hit {
	const struct text *text;
	struct span where;
	const char *folded;
	bool told;
};

struct search {
	const struct own *own;
	struct arena *arena;
	const atomic_int *cancel;
	GArray *hits;		/* struct hit */
	bool gave_up;
};

struct own *
own_new(void)
{
	struct own *o = g_new0(struct own, 1);

	o->fields = g_ptr_array_new();
	o->patterns = g_ptr_array_new_with_free_func((GDestroyNotify)pattern_free);
	return o;
}

void
own_free(struct own *o)
{
	if (!o)
		return;
	g_ptr_array_unref(o->fields);
	g_ptr_array_unref(o->patterns);
	phrases_free(o->words);
	g_free(o);
}

bool
own_scope_parse(const char *name, unsigned *ret_scope)
{
	for (guint i = 0; scope_names[i]; i++)
		if (g_str_equal(scope_names[i], name)) {
			*ret_scope = 1u << i;
			return true;
		}
	return false;
}

const char *const *
own_scope_names(void)
{
	return scope_names;
}

unsigned
own_needs(const struct own *o)
{
	unsigned needs = 0;

	for (guint i = 0; i < G_N_ELEMENTS(scope_needs); i++)
		if (o->scopes & 1u << i)
			needs |= scope_needs[i];
	return needs;
}

/* A URL in plain text is in the scope of bodies and in that of link targets. */
static bool
is_known(const struct search *x, const struct hit *h)
{
	for (guint i = 0; i < x->hits->len; i++) {
		const struct hit *other = &g_array_index(x->hits, struct hit, i);

		if (other->text == h->text && other->where.at == h->where.at &&
		    other->where.len == h->where.len)
			return true;
	}
	return false;
}

/* `at` is counted from the words that were searched, which stand in `t` at `from`. */
static void
take(struct search *x, const struct text *t, gsize from, struct span at)
{
	struct hit h = { .text = t, .where = { from + at.at, at.len } };

	if (x->hits->len >= HITS_MOST || is_known(x, &h))
		return;
	h.folded = words_fold(x->arena, t->s + h.where.at, h.where.len);
	g_array_append_val(x->hits, h);
}

/* What the rule looks for, in some words of a text. */
static void
search(struct search *x, const struct text *t, struct span where)
{
	const struct own *o = x->own;
	struct text cut = { .name = t->name, .part = t->part, .s = t->s, .len = t->len };
	bool too_many = false;

	if (!where.len)
		return;
	if (where.len < t->len) {
		cut.s = arena_strndup(x->arena, t->s + where.at, where.len);
		cut.len = where.len;
	}
	if (o->words) {
		struct words w = words_of(x->arena, &cut, NULL);
		GArray *hits = phrases_match(phrases_match_begin(x->arena, o->words, w.lexicon), &w, &too_many);

		for (guint i = 0; i < hits->len; i++)
			take(x, t, where.at, g_array_index(hits, struct phrase_hit, i).where);
	}
	for (guint i = 0; i < o->patterns->len; i++) {
		GArray *spans = pattern_match(x->arena, g_ptr_array_index(o->patterns, i), cut.s,
					      cut.len, HITS_MOST, x->cancel, &x->gave_up);

		for (guint k = 0; k < spans->len; k++)
			take(x, t, where.at, g_array_index(spans, struct span, k));
	}
	x->gave_up |= too_many;
}

static void
search_all(struct search *x, const struct text *t)
{
	if (t)
		search(x, t, text_all(t));
}

static void
search_bodies(struct search *x, const struct facts *f)
{
	for (guint i = 0; i < f->n_bodies; i++)
		if (!f->bodies[i].alternative)
			search_all(x, f->bodies[i].text);
}

static void
search_links(struct search *x, const struct facts *f)
{
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (x->own->scopes & OWN_LINK_TARGET)
			search(x, l->target, l->where);
		if (x->own->scopes & OWN_LINK_TEXT && l->shown)
			search(x, l->body->text, l->shown_at);
	}
}

static void
search_files(struct search *x, const struct facts *f)
{
	for (guint i = 0; i < f->files->len; i++)
		search_all(x, g_array_index(f->files, struct file, i).name);
}

static void
search_alt(struct search *x, const struct facts *f)
{
	for (guint i = 0; i < f->images->len; i++)
		search_all(x, g_array_index(f->images, struct image, i).html->alt);
}

static void
search_fields(struct search *x, const struct facts *f)
{
	for (guint i = 0; i < x->own->fields->len; i++) {
		const char *name = g_ptr_array_index(x->own->fields, i);
		const struct field *field;

		for (guint n = 0; (field = message_field(f->message, name, n)); n++)
			search_all(x, field->value);
	}
}

/* The same words in another place are one finding. */
static void
tell(const struct search *x, struct findings *out)
{
	for (guint i = 0; i < x->hits->len; i++) {
		const struct hit *h = &g_array_index(x->hits, struct hit, i);

		if (h->told)
			continue;
		found(out, h->text, h->where, "\"%s\"",
		      text_excerpt(x->arena, h->text, h->where, LIMIT_REPLY_EXCERPT, false));
		for (guint k = i + 1; k < x->hits->len; k++) {
			struct hit *other = &g_array_index(x->hits, struct hit, k);

			if (other->told || !g_str_equal(other->folded, h->folded))
				continue;
			other->told = true;
			found_also(out, other->text, other->where);
		}
	}
}

void
own_check(const struct facts *f, struct findings *out)
{
	const struct own *o = found_rule(out)->own;
	struct search x = {
		.own = o, .arena = f->arena, .cancel = f->cancel,
		.hits = arena_array(f->arena, sizeof(struct hit)),
	};

	if (o->scopes & OWN_SUBJECT)
		search_all(&x, f->subject_text);
	if (o->scopes & OWN_BODY)
		search_bodies(&x, f);
	if (o->scopes & (OWN_LINK_TARGET | OWN_LINK_TEXT))
		search_links(&x, f);
	if (o->scopes & OWN_ALT)
		search_alt(&x, f);
	if (o->scopes & OWN_FILE_NAME)
		search_files(&x, f);
	if (o->scopes & OWN_FIELD)
		search_fields(&x, f);
	tell(&x, out);
	if (x.gave_up)
		found_limit(out, LIMIT_HIT_PATTERN);
}

bool
own_hits(const struct own *o, const char *words)
{
	struct arena *a = arena_new();
	const struct text t = { .name = "example", .part = "", .s = words, .len = strlen(words) };
	struct search x = { .own = o, .arena = a, .hits = arena_array(a, sizeof(struct hit)) };
	bool hit;

	search_all(&x, &t);
	hit = x.hits->len > 0;
	arena_free(a);
	return hit;
}
