#define _GNU_SOURCE		/* memmem */
#include "core/allowance.h"

#define FIELD "X-Sendlint-Allow"
#define COMMENT "sendlint-allow"

enum { REASON = 200 };		/* code points of a reason that are kept */

struct reading {
	struct facts *f;
	const struct policy *policy;
	bool all, comment;
	const struct text *text;
};

static bool
is_of_id(char c)
{
	return g_ascii_isalnum(c) || c == '-' || c == '_';
}

static bool
is_about_allowances(const struct rule *r)
{
	return g_str_has_prefix(r->id, "allowance-");
}

static enum allowance_state
state_of(const struct reading *in, int rule, const char *reason)
{
	const struct policy *p = in->policy;

	if (rule < 0)
		return ALLOWANCE_NO_RULE;
	if (!*reason)
		return ALLOWANCE_NO_REASON;
	if (p->rules[rule].locked || is_about_allowances(p->all[rule]))
		return ALLOWANCE_LOCKED;
	if (in->all)
		return ALLOWANCE_GOOD;
	if (in->comment && !p->allow_comments)
		return ALLOWANCE_COMMENT;
	return p->rules[rule].allow ? ALLOWANCE_GOOD : ALLOWANCE_NOT_PERMITTED;
}

/* FALSE when there is no room for more. */
static bool
add(const struct reading *in, struct span id, const char *reason)
{
	struct facts *f = in->f;
	struct allowance a = { .rule = -1, .reason = reason, .text = in->text, .where = id,
			       .comment = in->comment };

	if (f->allowances->len >= LIMIT_ALLOWANCES) {
		f->limits |= LIMIT_HIT_ALLOWANCES;
		return false;
	}
	if (id.len && id.len < 100)
		a.rule = policy_rule_index(in->policy, arena_strndup(f->arena, in->text->s + id.at, id.len));
	a.state = state_of(in, a.rule, reason);
	g_array_append_val(f->allowances, a);
	return true;
}

/* Ids with blanks and commas between them, up to `end`. */
static void
add_ids(const struct reading *in, gsize at, gsize end, const char *reason)
{
	const char *s = in->text->s;
	bool any = false;

	while (at < end) {
		gsize from = at;

		while (at < end && is_of_id(s[at]))
			at++;
		if (at == from) {
			at++;
			continue;
		}
		any = true;
		if (!add(in, (struct span){ from, at - from }, reason))
			return;
	}
	if (!any)
		add(in, (struct span){ MIN(end, in->text->len), 0 }, reason);
}

static struct span
trimmed(const char *s, gsize from, gsize to)
{
	while (from < to && g_ascii_isspace(s[from]))
		from++;
	while (to > from && g_ascii_isspace(s[to - 1]))
		to--;
	return (struct span){ from, to - from };
}

static const char *
reason_of(const struct reading *in, gsize from, gsize to)
{
	return text_excerpt(in->f->arena, in->text, trimmed(in->text->s, from, to), REASON, false);
}

/* "; reason=...": in quotes, or as it stands. */
static const char *
field_reason(const struct reading *in, gsize semicolon)
{
	const struct text *t = in->text;
	struct span rest = trimmed(t->s, MIN(semicolon + 1, t->len), t->len), words;

	if (rest.len < 7 || g_ascii_strncasecmp(t->s + rest.at, "reason", 6) != 0)
		return "";
	words = trimmed(t->s, rest.at + 6, rest.at + rest.len);
	if (!words.len || t->s[words.at] != '=')
		return "";
	words = trimmed(t->s, words.at + 1, words.at + words.len);
	if (words.len && t->s[words.at] == '"') {
		const char *end = memchr(t->s + words.at + 1, '"', words.len - 1);

		words.at++;
		words.len = end ? (gsize)(end - t->s) - words.at : words.len - 1;
	}
	return reason_of(in, words.at, words.at + words.len);
}

static void
read_fields(struct reading *in)
{
	const struct field *field;

	for (guint n = 0; (field = message_field(in->f->message, FIELD, n)); n++) {
		const struct text *t = field->value;
		const char *semicolon = memchr(t->s, ';', t->len);
		gsize end = semicolon ? (gsize)(semicolon - t->s) : t->len;

		in->text = t;
		add_ids(in, 0, end, field_reason(in, end));
		if (in->f->limits & LIMIT_HIT_ALLOWANCES)
			return;
	}
}

/* What stands inside <!-- -->. */
static void
read_comment(struct reading *in, struct span where)
{
	const char *s = in->text->s, *colon;
	struct span w = trimmed(s, where.at, where.at + where.len);
	gsize end = w.at + w.len, at = w.at + strlen(COMMENT);

	if (w.len < strlen(COMMENT) || memcmp(s + w.at, COMMENT, strlen(COMMENT)) != 0 ||
	    (at < end && is_of_id(s[at])))
		return;
	colon = memchr(s + at, ':', end - at);
	if (colon)
		end = (gsize)(colon - s);
	add_ids(in, at, end, colon ? reason_of(in, end + 1, w.at + w.len) : "");
}

static void
read_comments(struct reading *in, const struct html_view *v)
{
	const struct text *t = v->source;
	struct html *h;
	const struct html_token *k;

	if (!memmem(t->s, t->len, COMMENT, strlen(COMMENT)))
		return;
	in->text = t;
	h = html_new(in->f->arena, t->s, t->len);
	while ((k = html_next(h))->kind != HTML_END_OF_FILE) {
		if (k->kind == HTML_COMMENT)
			read_comment(in, html_where(&k->text));
		else if (k->kind == HTML_START_TAG)
			html_follow(h, k);
		if (in->f->limits & LIMIT_HIT_ALLOWANCES)
			return;
	}
}

void
allowance_read(struct facts *f, const struct policy *p, bool all)
{
	struct reading in = { .f = f, .policy = p, .all = all };

	f->allowances = arena_array(f->arena, sizeof(struct allowance));
	read_fields(&in);
	in.comment = true;
	for (guint i = 0; i < f->n_bodies; i++)
		if (f->bodies[i].html)
			read_comments(&in, f->bodies[i].html);
}

const struct allowance *
allowance_of(const struct facts *f, guint rule)
{
	for (guint i = 0; i < f->allowances->len; i++) {
		const struct allowance *a = &g_array_index(f->allowances, struct allowance, i);

		if (a->rule == (int)rule && a->state == ALLOWANCE_GOOD)
			return a;
	}
	return NULL;
}
