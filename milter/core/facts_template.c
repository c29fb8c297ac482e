#define _GNU_SOURCE		/* memmem: linear, and many bytes at once */
#include "core/facts_engine.h"
#include "core/template.h"

/* More of them would not change the verdict, and nobody reads on. */
enum { HITS_MOST = 200 };

struct scan {
	struct facts *f;
	const struct body *body;	/* NULL for a field */
	const struct text *text;
	bool typed;			/* somebody wrote it in a mail program: it answers or names one */
	guint code, quoted;		/* next span of the body's to pass over */
	gsize line;			/* where the last line looked at begins */
	guint8 theirs[3];		/* enum theirs, of each reserved name */
};

enum theirs { THEIRS_UNKNOWN, THEIRS_YES, THEIRS_NO };

/* Places come in order, so cursors only go forward; a new pass takes them back. */
static void
rewind_to(struct scan *s, const struct text *t)
{
	s->text = t;
	s->code = s->quoted = 0;
	s->line = 0;
}

static bool
is_full(const struct facts *f)
{
	return f->template_hits->len >= HITS_MOST;
}

/* "Total" is a label in several languages. */
static bool
is_last(const struct facts *f, const struct template_hit *h)
{
	const struct template_hit *last = f->template_hits->len
		? &g_array_index(f->template_hits, struct template_hit, f->template_hits->len - 1)
		: NULL;

	return last && last->kind == h->kind && last->text == h->text &&
	       last->where.at == h->where.at && last->where.len == h->where.len;
}

static void
add(struct facts *f, enum template_kind kind, const struct text *t, struct span where,
    const char *pattern, const char *engine, bool certain)
{
	struct template_hit h = {
		.kind = kind, .text = t, .where = where, .pattern = pattern, .engine = engine,
		.certain = certain, .again = -1,
	};

	if (!is_full(f) && !is_last(f, &h))
		g_array_append_val(f->template_hits, h);
}

static bool
is_code(struct scan *s, gsize at)
{
	return s->body && aside_holds(s->body->code, at, &s->code);
}

/* In a reply; a template may set its own words off with ">", or in a <blockquote>. */
static bool
is_quoted(struct scan *s, gsize at)
{
	const char *end;

	if (!s->typed || !s->body)
		return false;
	if (aside_holds(s->body->quoted, at, &s->quoted))
		return true;
	if (s->body->html)
		return false;
	while ((end = memchr(s->text->s + s->line, '\n', at - s->line)))
		s->line = (gsize)(end - s->text->s) + 1;
	return s->text->s[s->line] == '>';
}

static bool
is_ours(struct scan *s, gsize at)
{
	return !is_code(s, at) && !is_quoted(s, at);
}

static void
find_placeholders(struct scan *s, const struct text *t, enum template_in in)
{
	struct template_match m;

	rewind_to(s, t);
	for (gsize from = 0; !is_full(s->f) && template_next(s->text->s, s->text->len, from, in, &m);
	     from = m.where.at + m.where.len)
		if ((m.certain || !s->typed) && is_ours(s, m.where.at))
			add(s->f, TEMPLATE_PLACEHOLDER, s->text, m.where, m.pattern, m.engine,
			    m.certain);
}

static bool
is_list(const struct phrase_hit *h, const char *list)
{
	return g_str_equal(h->list, list);
}

/* The first hit that begins at or after this byte; hits are sorted. */
static guint
hit_at(const GArray *hits, gsize at)
{
	guint lo = 0, hi = hits->len;

	while (lo < hi) {
		guint mid = lo + (hi - lo) / 2;

		if (g_array_index(hits, struct phrase_hit, mid).where.at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Does a greeting end just before this byte?  It need not be the very last hit. */
static bool
is_greeted(gsize at, const void *data)
{
	const struct body *b = data;

	while (at > 0 && b->text->s[at - 1] == ' ')
		at--;
	for (guint i = b->hits ? hit_at(b->hits, at) : 0, n = 0; i-- > 0 && n < 8; n++) {
		const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, i);

		if (h->where.at + h->where.len == at && is_list(h, "greeting"))
			return true;
	}
	return false;
}

static void
find_nulls(struct scan *s)
{
	struct span at;

	rewind_to(s, s->body->text);
	for (gsize from = 0; !is_full(s->f) && template_null_next(s->text->s, s->text->len, from,
			is_greeted, s->body, &at); from = at.at + at.len)
		if (is_ours(s, at.at))
			add(s->f, TEMPLATE_NULL_VALUE, s->text, at, "null", "", true);
}

/* Past spaces, tabs and no-break spaces. */
static gsize
skip_blanks(const char *s, gsize at)
{
	for (;;) {
		if (s[at] == ' ' || s[at] == '\t')
			at++;
		else if ((guchar)s[at] == 0xc2 && (guchar)s[at + 1] == 0xa0)
			at += 2;
		else
			return at;
	}
}

static bool
starts_line(const char *s, gsize at)
{
	while (at > 0 && (s[at - 1] == ' ' || s[at - 1] == '\t' || s[at - 1] == '*'))
		at--;
	return at == 0 || s[at - 1] == '\n';
}

static bool
is_all_capitals(const char *s, struct span w)
{
	for (gsize i = w.at; i < w.at + w.len; i++)
		if (g_ascii_islower(s[i]))
			return false;
	return true;
}

/* "[Your name]", "[company name, Ltd]", "<first name>". */
static bool
is_bracketed(const struct scan *s, struct span w, struct span *ret_where)
{
	const char *t = s->text->s;
	char open = w.at ? t[w.at - 1] : '\0', close;
	gsize end = w.at + w.len;

	if (open != '[' && open != '<')
		return false;
	close = open == '[' ? ']' : '>';
	for (gsize k = 0; k < 24 && t[end] != close; k++, end++)
		if (!t[end] || strchr("\n[]<>:/", t[end]))
			return false;
	if (t[end] != close || t[end + 1] == '(')	/* Markdown's link */
		return false;
	*ret_where = (struct span){ w.at - 1, end + 2 - w.at };
	return true;
}

/* "Dear ," - a blank before the mark; French sets one before ! and : anyway. */
static bool
is_empty_greeting(const char *t, const struct phrase_hit *h, gsize *ret_end)
{
	gsize end = h->where.at + h->where.len, at;
	const char *marks = g_str_equal(h->language, "fr") ? "," : ",!";

	end += t[end] == '.';		/* "Dear Mr. ," */
	at = skip_blanks(t, end);
	if (at == end || !t[at] || !strchr(marks, t[at]) || !starts_line(t, h->where.at))
		return false;
	*ret_end = at + 1;
	return !t[at + 1] || g_ascii_isspace(t[at + 1]);
}

/* "Best regards,\n," - the line where the name belongs holds nothing but marks. */
static bool
is_empty_closing(const char *t, const struct phrase_hit *h, gsize *ret_end)
{
	gsize at = h->where.at + h->where.len, mark = 0;

	if (!starts_line(t, h->where.at))
		return false;
	at += t[at] == ',';
	while (g_ascii_isspace(t[at]))
		at++;
	while (t[at] && strchr(",;|/ \t", t[at])) {
		mark = t[at] == ',' ? at : mark;
		at++;
	}
	*ret_end = mark + 1;
	return mark && (!t[at] || t[at] == '\n' || t[at] == '\r');
}

/* "Order number:" with nothing behind it, and nothing but another such label, or the
   end, on the next line: a value may stand below its label. */
static bool
is_empty_label(const struct body *b, guint i)
{
	const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, i);
	const char *t = b->text->s;
	gsize at = skip_blanks(t, h->where.at + h->where.len);

	if (!starts_line(t, h->where.at))
		return false;
	at = skip_blanks(t, at + (t[at] == '#'));
	if (t[at] != ':')
		return false;
	at = skip_blanks(t, at + 1);
	if (t[at] && t[at] != '\n' && t[at] != '\r')
		return false;
	while (g_ascii_isspace(t[at]) || t[at] == '*')
		at++;
	if (!t[at])
		return true;
	for (i++; i < b->hits->len; i++) {
		const struct phrase_hit *next = &g_array_index(b->hits, struct phrase_hit, i);

		if (next->where.at > at)
			return false;
		if (next->where.at == at && is_list(next, "value-label")) {
			at = skip_blanks(t, at + next->where.len);
			return t[at] == ':';
		}
	}
	return false;
}

static void
judge_hit(struct scan *s, guint i)
{
	const struct phrase_hit *h = &g_array_index(s->body->hits, struct phrase_hit, i);
	const char *t = s->text->s;
	gsize end = h->where.at + h->where.len;
	struct span where = h->where;
	gsize until;

	if (is_list(h, "field-name") && is_bracketed(s, h->where, &where))
		add(s->f, TEMPLATE_PLACEHOLDER, s->text, where, "square-words", "",
		    true);
	else if (is_list(h, "dummy-text"))
		add(s->f, TEMPLATE_DUMMY_TEXT, s->text, where, "dummy-text", "", true);
	else if (is_list(h, "dummy-mark") && is_all_capitals(t, where) &&
		 (t[end] == ':' || h->n > 1))
		add(s->f, TEMPLATE_DUMMY_TEXT, s->text, where, "dummy-mark", "", true);
	else if (is_list(h, "greeting") && !s->typed && is_empty_greeting(t, h, &until))
		add(s->f, TEMPLATE_EMPTY_VALUE, s->text,
		    (struct span){ where.at, until - where.at },
		    "empty-greeting", "", true);
	else if (is_list(h, "closing") && !s->typed && is_empty_closing(t, h, &until))
		add(s->f, TEMPLATE_EMPTY_VALUE, s->text,
		    (struct span){ where.at, until - where.at }, "empty-closing", "", true);
	else if (is_list(h, "value-label") && is_empty_label(s->body, i))
		add(s->f, TEMPLATE_EMPTY_VALUE, s->text, where, "empty-label", "", true);
}

static void
judge_hits(struct scan *s)
{
	rewind_to(s, s->body->text);
	for (guint i = 0; s->body->hits && i < s->body->hits->len && !is_full(s->f); i++)
		if (is_ours(s, g_array_index(s->body->hits, struct phrase_hit, i).where.at))
			judge_hit(s, i);
}

/* "shipped ( )." - in a sentence, and not a box to tick. */
static void
find_empty_brackets(struct scan *s)
{
	const char *t = s->text->s;
	const char *open;

	rewind_to(s, s->body->text);
	for (gsize at = 0; !is_full(s->f) && (open = memchr(t + at, '(', s->text->len - at));) {
		gsize start = (gsize)(open - t), end = start + 1, after;

		while (t[end] == ' ')
			end++;
		at = end;
		if (t[end] != ')' || start < 2 || t[start - 1] != ' ' ||
		    (!g_ascii_isalnum(t[start - 2]) && (guchar)t[start - 2] < 0x80))
			continue;
		after = end + 1;
		if (!t[after] || !strchr(".,;!?", t[after]) || !is_ours(s, start))
			continue;
		add(s->f, TEMPLATE_EMPTY_VALUE, s->text, (struct span){ start, after - start },
		    "empty-brackets", "", true);
	}
}

static const char *const reserved[] = { "example.com", "example.org", "example.net" };

static bool
is_name_char(char c)
{
	return g_ascii_isalnum(c) || (c && strchr("._%+-@", c));
}

static bool
has_domain(const struct facts *f, const char *domain)
{
	static const char *const fields[] = { "From", "Sender", "Reply-To", "To", "Cc" };

	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
		const GArray *all = message_addresses(f->message, fields[i]);

		for (guint k = 0; k < all->len; k++) {
			const char *d = g_array_index(all, struct address, k).domain;

			if (d && g_str_has_suffix(d, domain))
				return true;
		}
	}
	return false;
}

/* Is this the domain, or below it, of somebody the mail is from or to? */
static bool
is_theirs(struct scan *s, gsize i)
{
	if (s->theirs[i] == THEIRS_UNKNOWN)
		s->theirs[i] = has_domain(s->f, reserved[i]) ? THEIRS_YES : THEIRS_NO;
	return s->theirs[i] == THEIRS_YES;
}

/* Which reserved name stands here, whole?  -1: none. */
static int
reserved_at(const struct text *t, gsize at)
{
	const char *s = t->s + at, *end = s + 11;

	if (t->len - at < 11 || g_ascii_isalnum(*end) || *end == '-' || *end == '_' ||
	    (*end == '.' && g_ascii_isalnum(end[1])))
		return -1;
	if (at && (g_ascii_isalnum(s[-1]) || s[-1] == '-' || s[-1] == '_'))
		return -1;
	for (gsize i = 0; i < G_N_ELEMENTS(reserved); i++)
		if (memcmp(s, reserved[i], 11) == 0)
			return (int)i;
	return -1;
}

/* RFC 2606 keeps these names for examples: "write to info@example.com". */
static void
find_reserved_names(struct scan *s)
{
	const struct text *t = s->body->text;
	const char *p;

	rewind_to(s, t);
	for (gsize at = 0; !is_full(s->f) &&
	     (p = memmem(t->s + at, t->len - at, "example.", 8));) {
		gsize start = (gsize)(p - t->s), end = start + 11;
		int which = reserved_at(t, start);

		at = start + 8;
		if (which < 0 || is_theirs(s, (gsize)which) || !is_ours(s, start))
			continue;
		while (start > 0 && end - start < 80 && is_name_char(t->s[start - 1]))
			start--;
		add(s->f, TEMPLATE_DUMMY_TEXT, t, (struct span){ start, end - start },
		    "reserved-name", "", true);
		at = end;
	}
}

static void
in_text(struct scan *s, const struct body *b, enum template_in in)
{
	s->body = b;
	find_placeholders(s, b->text, in);
	find_nulls(s);
	judge_hits(s);
	find_empty_brackets(s);
	find_reserved_names(s);
	s->body = NULL;
}

/* "<first name>" left in the source of HTML: a tag, so nobody sees it. */
static void
find_odd_tags(struct scan *s, const struct html_view *v)
{
	for (guint i = 0; i < v->odd->len && !is_full(s->f); i++) {
		const struct span *tag = &g_array_index(v->odd, struct span, i);
		const char *name = words_fold(s->f->arena, v->source->s + tag->at + 1, tag->len - 2);

		if (phrases_lookup(s->f->phrases, "field-name", name))
			add(s->f, TEMPLATE_PLACEHOLDER, v->source, *tag, "angle-field-words", "", true);
	}
}

static void
in_parts(struct scan *s, const struct html_view *v)
{
	find_odd_tags(s, v);
	for (guint i = 0; i < v->images->len && !is_full(s->f); i++) {
		const struct html_image *image = &g_array_index(v->images, struct html_image, i);

		if (image->alt && image->visible)
			find_placeholders(s, image->alt, TEMPLATE_IN_TEXT);
		find_placeholders(s, image->source, TEMPLATE_IN_TARGET);
	}
	for (guint i = 0; i < v->links->len && !is_full(s->f); i++) {
		const struct html_link *l = &g_array_index(v->links, struct html_link, i);

		if (l->has_href)
			find_placeholders(s, l->target, TEMPLATE_IN_TARGET);
	}
}

/* The first lines an inbox shows are read, hidden or not. */
static void
in_preheader(struct facts *f, const struct html_view *v)
{
	struct template_match m;
	const struct span *p = &v->preheader;

	for (gsize from = p->at; p->len && !is_full(f) &&
	     template_next(v->hidden->s, p->at + p->len, from, TEMPLATE_IN_TEXT, &m);
	     from = m.where.at + m.where.len)
		add(f, TEMPLATE_PLACEHOLDER, v->hidden, m.where, m.pattern, m.engine, m.certain);
}

static void
in_body(struct scan *s, const struct body *b)
{
	in_text(s, b, TEMPLATE_IN_TEXT);
	if (b->html) {
		in_preheader(s->f, b->html);
		in_parts(s, b->html);
	}
}

static void
in_fields(struct scan *s)
{
	static const char *const names[] = { "From", "Reply-To", "To" };

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		const struct field *field = message_field(s->f->message, names[i], 0);

		if (field)
			find_placeholders(s, facts_engine_text(s->f, field->value, false),
					  TEMPLATE_IN_FIELD);
	}
}

/* Chain hits that are the same, so that a rule reports them once. */
static void
chain_hits(struct facts *f)
{
	struct template_hit *v = (struct template_hit *)(void *)f->template_hits->data;

	for (guint i = 1; i < f->template_hits->len; i++)
		for (guint k = i; k-- > 0;)
			if (v[k].kind == v[i].kind && v[k].where.len == v[i].where.len &&
			    memcmp(v[k].text->s + v[k].where.at, v[i].text->s + v[i].where.at,
				   v[i].where.len) == 0) {
				v[k].again = (int)i;
				v[i].repeated = true;
				break;
			}
}

/* The main body before its alternative: what both have is reported there. */
void
facts_template(struct facts *f)
{
	struct scan s = {
		.f = f,
		.typed = message_field(f->message, "In-Reply-To", 0) ||
			 message_field(f->message, "References", 0) ||
			 message_field(f->message, "User-Agent", 0),
	};

	f->template_hits = arena_array(f->arena, sizeof(struct template_hit));
	in_text(&s, &f->subject, TEMPLATE_IN_SUBJECT);
	in_fields(&s);
	if (f->main)
		in_body(&s, f->main);
	for (guint i = 0; i < f->n_bodies; i++)
		if (&f->bodies[i] != f->main)
			in_body(&s, &f->bodies[i]);
	chain_hits(f);
}
