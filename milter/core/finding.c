#include <stdarg.h>

#include "core/allowance.h"
#include "core/facts_engine.h"
#include "core/finding.h"

struct findings {
	struct facts *facts;
	const struct policy *policy;
	const struct rule *rule;	/* the one now running */
	guint index;			/* its place among the policy's rules */
	guint first;			/* its first finding in `all` */
	GArray *all;			/* struct finding */
	bool passed_over;		/* the last was one of a template's own tags */
};

/* An area never outweighs a fact. */
static const struct {
	const char *area;
	int most;
} caps[] = {
	{ "language", 15 }, { "html", 20 }, { "images", 20 }, { "subject", 30 }, { "links", 40 },
};

/* What folklore, and the quality of language and images, may cost together. */
enum { WEAK_MOST = 20 };

/* A documented rejection of this weight is never capped. */
enum { POINTS_HARD = 20 };

struct findings *
findings_new(struct facts *f, const struct policy *p)
{
	struct findings *out = arena_new0(f->arena, struct findings);

	out->facts = f;
	out->policy = p;
	out->all = arena_array(f->arena, sizeof(struct finding));
	return out;
}

void
findings_run(struct findings *out, guint index)
{
	out->rule = out->policy->all[index];
	out->index = index;
	out->first = out->all->len;
	out->passed_over = false;
}

/* The arguments become words now, the sentence only when somebody reads it. */
static void
take_args(struct arena *a, struct finding *f, const char *say, va_list ap)
{
	guint n = 0;

	f->say = say;
	for (const char *p = strchr(say, '%'); p; p = strchr(p + 2, '%')) {
		if (p[1] == '%')
			continue;
		g_assert(n < FINDING_ARGS);
		if (p[1] == 's')
			f->args[n++] = arena_printf(a, "%s", va_arg(ap, const char *));
		else if (p[1] == 'u')
			f->args[n++] = arena_printf(a, "%u", va_arg(ap, guint));
		else if (p[1] == 'd')
			f->args[n++] = arena_printf(a, "%d", va_arg(ap, int));
		else
			g_assert_not_reached();
	}
}

static bool
in_area(const struct rule *r, const char *area)
{
	return g_str_has_prefix(r->id, area) && r->id[strlen(area)] == '-';
}

static void
add(struct findings *out, int points, const struct text *t, struct span where,
    const char *say, va_list ap)
{
	const struct policy_rule *pr = &out->policy->rules[out->index];
	struct finding f = { .rule = out->rule, .index = out->index };

	g_assert(where.at + where.len <= t->len);
	out->passed_over = !in_area(out->rule, "template") &&
			   facts_engine_has(out->facts, t, where);
	if (out->passed_over)
		return;
	facts_engine_place(out->facts, &t, &where);
	f.at = (struct finding_place){ t, where };
	if (out->all->len - out->first >= LIMIT_PLACES) {
		g_array_index(out->all, struct finding, out->all->len - 1).unshown++;
		return;
	}
	f.hit = out->rule->points ? points * pr->points / out->rule->points : pr->points;
	f.level = policy_level(out->policy, out->index, f.hit);
	take_args(out->facts->arena, &f, say, ap);
	g_array_append_val(out->all, f);
}

void
found(struct findings *out, const struct text *t, struct span where, const char *say, ...)
{
	va_list ap;

	va_start(ap, say);
	add(out, out->rule->points, t, where, say, ap);
	va_end(ap);
}

void
found_for(struct findings *out, int points, const struct text *t, struct span where,
	  const char *say, ...)
{
	va_list ap;

	va_start(ap, say);
	add(out, points, t, where, say, ap);
	va_end(ap);
}

void
found_also(struct findings *out, const struct text *t, struct span where)
{
	struct finding_place place;
	struct finding *f;

	if (out->passed_over)
		return;
	g_assert(out->all->len > out->first && where.at + where.len <= t->len);
	facts_engine_place(out->facts, &t, &where);
	place = (struct finding_place){ t, where };
	f = &g_array_index(out->all, struct finding, out->all->len - 1);
	if (!f->also)
		f->also = arena_array(out->facts->arena, sizeof place);
	if (f->also->len >= LIMIT_PLACES)
		f->unshown++;
	else
		g_array_append_val(f->also, place);
}

const struct rule *
found_rule(const struct findings *out)
{
	return out->rule;
}

void
found_limit(struct findings *out, unsigned limit)
{
	out->facts->limits |= limit;
}

int
param(const struct findings *out, const char *name)
{
	for (gsize i = 0; i < RULE_PARAMS && out->rule->params[i].name; i++)
		if (g_str_equal(out->rule->params[i].name, name))
			return out->policy->rules[out->index].params[i];
	g_assert_not_reached();
}

const struct text *
found_raw(const struct facts *f, const char *name, struct span raw)
{
	struct text *t = arena_new0(f->arena, struct text);
	const char *s = f->message->raw + raw.at;

	*t = (struct text){ .name = name, .part = "", .s = "", .raw = raw };
	/* What is text can be quoted, and its place is exact; the rest is only pointed to. */
	if (raw.len > 0 && raw.len <= LIMIT_FIELD && g_utf8_validate(s, (gssize)raw.len, NULL)) {
		t->s = arena_strndup(f->arena, s, raw.len);
		t->len = raw.len;
		t->n_steps = 1;
		map_init(&t->steps[0], f->arena);
	}
	return t;
}

const struct text *
found_nowhere(const struct facts *f, const char *name)
{
	return found_raw(f, name, (struct span){ f->message->raw_header.at, 0 });
}

const struct text *
found_domain(const struct facts *f, const char *domain, struct span *ret_where)
{
	for (guint i = 0; i < f->auth->hosts->len; i++) {
		const struct auth_host *h = &g_array_index(f->auth->hosts, struct auth_host, i);

		if (h->role <= AUTH_SENDER && h->text && g_str_equal(h->domain, domain)) {
			*ret_where = h->where;
			return h->text;
		}
	}
	*ret_where = (struct span){ 0, 0 };
	return found_nowhere(f, "envelope sender");
}

char *
finding_say(struct arena *a, const struct finding *f, const char *translated)
{
	g_autoptr(GString) s = g_string_new(NULL);
	guint n = 0;

	for (const char *p = translated ? translated : f->say; *p; p++) {
		if (*p != '%') {
			g_string_append_c(s, *p);
			continue;
		}
		p++;
		if (*p == '%')
			g_string_append_c(s, '%');
		else
			g_string_append(s, n < FINDING_ARGS && f->args[n] ? f->args[n] : "");
		n += *p != '%';
		if (!*p)
			break;
	}
	return arena_strndup(a, s->str, s->len);
}

static bool
is_capped(const struct finding *f)
{
	return !f->rule->uncapped && !(f->rule->evidence == EVIDENCE_A && f->hit >= POINTS_HARD);
}

static bool
is_weak(const struct finding *f)
{
	return f->rule->evidence == EVIDENCE_D ||
	       (f->rule->evidence == EVIDENCE_E &&
		(in_area(f->rule, "language") || in_area(f->rule, "images")));
}

static gint
heavier(gconstpointer a, gconstpointer b)
{
	const struct finding *x = a, *y = b;

	if (x->level != y->level)
		return (int)y->level - (int)x->level;
	if (x->hit != y->hit)
		return y->hit - x->hit;
	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	if (x->at.text != y->at.text && x->at.text->raw.at != y->at.text->raw.at)
		return x->at.text->raw.at < y->at.text->raw.at ? -1 : 1;
	return x->at.where.at < y->at.where.at ? -1 : x->at.where.at > y->at.where.at;
}

static int
spend(int *left, int points)
{
	int spent = MIN(*left, points);

	*left -= spent;
	return spent;
}

static void
note_use(const struct facts *f)
{
	for (guint i = 0; i < f->allowances->len; i++) {
		struct allowance *a = &g_array_index(f->allowances, struct allowance, i);
		const struct allowance *first = a->rule < 0 ? NULL : allowance_of(f, (guint)a->rule);

		a->used = first && first->used;
	}
}

GArray *
findings_allowed(struct findings *out)
{
	GArray *allowed = arena_array(out->facts->arena, sizeof(struct finding));
	guint kept = 0;

	if (!out->facts->allowances->len)
		return allowed;
	for (guint i = 0; i < out->all->len; i++) {
		struct finding f = g_array_index(out->all, struct finding, i);

		f.allowance = allowance_of(out->facts, f.index);
		if (f.allowance) {
			((struct allowance *)f.allowance)->used = true;
			g_array_append_val(allowed, f);
		} else {
			g_array_index(out->all, struct finding, kept++) = f;
		}
	}
	g_array_set_size(out->all, kept);
	g_array_sort(allowed, heavier);
	note_use(out->facts);
	return allowed;
}

GArray *
findings_settle(struct findings *out, int *ret_points)
{
	int area_left[G_N_ELEMENTS(caps)], weak_left = WEAK_MOST, total = 0;
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(caps); i++)
		area_left[i] = caps[i].most;
	g_array_sort(out->all, heavier);
	for (guint i = 0; i < out->all->len; i++) {
		struct finding *f = &g_array_index(out->all, struct finding, i);

		if (!g_hash_table_add(seen, (gpointer)f->rule))
			continue;	/* a rule counts once, by its heaviest */
		f->points = f->hit;
		if (is_capped(f))
			for (gsize c = 0; c < G_N_ELEMENTS(caps); c++)
				if (in_area(f->rule, caps[c].area))
					f->points = spend(&area_left[c], f->points);
		if (is_weak(f))
			f->points = spend(&weak_left, f->points);
		total += f->points;
	}
	*ret_points = total;
	return out->all;
}

enum level
findings_worst(const GArray *findings)
{
	enum level worst = LEVEL_OFF;

	for (guint i = 0; i < findings->len; i++)
		worst = MAX(worst, g_array_index(findings, struct finding, i).level);
	return worst;
}

void
found_link_again(const struct facts *f, struct findings *out, const struct link *l)
{
	for (int i = l->again; i >= 0; i = l->again) {
		l = &g_array_index(f->links, struct link, i);
		found_also(out, l->target, l->where);
	}
}

void
found_hit_again(const struct facts *f, struct findings *out, const struct template_hit *h)
{
	for (int i = h->again; i >= 0; i = h->again) {
		h = &g_array_index(f->template_hits, struct template_hit, i);
		found_also(out, h->text, h->where);
	}
}

static void
found_slip(struct findings *out, int points, const struct grammar_hit *h)
{
	const char *was = arena_strndup(out->facts->arena, h->text->s + h->where.at, h->where.len);

	if (h->instead)
		found_for(out, points, h->text, h->where, "write \"%s\" instead of \"%s\"",
			  h->instead, was);
	else
		found_for(out, points, h->text, h->where, "this bracket has no partner");
}

void
found_slips(const struct facts *f, struct findings *out, enum grammar_kind kind, int each)
{
	const struct grammar_hit *v = (const struct grammar_hit *)(void *)f->grammar_hits->data;
	guint n = 0, told = 0;

	for (guint i = 0; i < f->grammar_hits->len; i++)
		n += v[i].kind == kind;
	for (guint i = 0; i < f->grammar_hits->len; i++)
		if (v[i].kind == kind)
			found_slip(out, told++ ? each : MIN(each * (int)n, out->rule->points), &v[i]);
}

void
found_accidents(const struct facts *f, struct findings *out,
		const char *(*says)(const struct accident *a))
{
	const char *last = NULL;

	for (guint i = 0; i < f->accidents->len; i++) {
		const struct accident *a = &g_array_index(f->accidents, struct accident, i);
		const char *words = says(a);

		if (words && words == last)
			found_also(out, a->body->text, a->where);
		else if (words)
			found(out, a->body->text, a->where, "%s", words);
		last = words ? words : last;
	}
}

enum { LINE_SHOWN = 200 };	/* bytes of a long line that a finding points to */

void
found_long_lines(const struct facts *f, struct findings *out, enum encoding encoding, guint most)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		const struct text *t;
		struct span line;

		if (p->encoding != encoding || p->nested || p->kind == PART_MULTIPART ||
		    !message_long_line(f->message, p, most, &line))
			continue;
		t = found_raw(f, "body", (struct span){ line.at, MIN(line.len, LINE_SHOWN) });
		found(out, t, text_all(t), PHRASE("a line of %u characters"), (guint)line.len);
	}
}
