#include "core/facts_engine.h"

/* No percentage, amount, date or size that anybody minds. */
#define FILLED "470"

struct filled {
	const struct text *of;		/* the template's */
	GArray *tags;			/* struct template_tag, in order */
};

struct filling {
	GString *out;
	struct map *map;
	const struct text *t;
	gsize at;			/* in the template */
};

static void
copy_until(struct filling *k, gsize end)
{
	if (end <= k->at)
		return;
	map_add(k->map, MAP_LINEAR, k->out->len, k->at, end - k->at);
	g_string_append_len(k->out, k->t->s + k->at, (gssize)(end - k->at));
	k->at = end;
}

/* So the area of a picture is not known, rather than one of ours. */
static bool
is_height(const GString *out)
{
	gsize end = out->len;

	while (end > 0 && strchr(" \"':=", out->str[end - 1]))
		end--;
	return end < out->len && end >= 6 && g_ascii_strncasecmp(out->str + end - 6, "height", 6) == 0;
}

static bool
is_of_word(char c)
{
	return g_ascii_isalnum(c) || (guchar)c >= 0x80;
}

/* "Yes{{else}}No" is no word. */
static void
add_turn(struct filling *k, const struct template_tag *tag)
{
	if (!k->out->len || !is_of_word(k->out->str[k->out->len - 1]) || k->t->s[k->at] == '<' ||
	    g_ascii_isspace(k->t->s[k->at]))
		return;
	map_add(k->map, MAP_COVER, k->out->len, tag->where.at, tag->where.len);
	g_string_append_c(k->out, '/');
}

/* A tag that prints nothing takes the line with it that it has for itself, or one of the
   blanks around. */
static void
skip_silent(struct filling *k)
{
	const char *s = k->t->s;
	char before = k->out->len ? k->out->str[k->out->len - 1] : '\n';
	gsize at = k->at;

	while (s[at] == ' ' || s[at] == '\t')
		at++;
	if (before == '\n' && s[at] == '\n')
		k->at = at + 1;
	else if (g_ascii_isspace(before))
		k->at = at;
}

static const struct text *
fill(struct facts *f, const struct text *t, const GArray *tags)
{
	struct text *r = arena_new0(f->arena, struct text);
	struct filling k = { g_string_sized_new(t->len), &r->steps[0], t, 0 };

	map_init(k.map, f->arena);
	for (guint i = 0; i < tags->len; i++) {
		const struct template_tag *tag = &g_array_index(tags, struct template_tag, i);

		copy_until(&k, tag->where.at);
		if (!tag->silent && !is_height(k.out)) {
			map_add(k.map, MAP_COVER, k.out->len, tag->where.at, tag->where.len);
			g_string_append(k.out, FILLED);
		}
		k.at = tag->where.at + tag->where.len;
		if (tag->turns)
			add_turn(&k, tag);
		else if (tag->silent)
			skip_silent(&k);
	}
	copy_until(&k, t->len);
	map_end(k.map, k.out->len, t->len);
	r->name = t->name;
	r->part = t->part;
	r->field = t->field;
	r->of = t;
	r->n_steps = 1;
	r->raw = t->raw;
	r->len = k.out->len;
	r->s = arena_strndup(f->arena, k.out->str, k.out->len);
	g_string_free(k.out, TRUE);
	return r;
}

static void
add_faults(struct facts *f, const struct text *t, const GArray *faults)
{
	for (guint i = 0; i < faults->len; i++) {
		struct template_fault_at at = {
			t, g_array_index(faults, struct template_fault, i)
		};

		g_array_append_val(f->template_faults, at);
	}
}

const struct text *
facts_engine_text(struct facts *f, const struct text *t, bool html)
{
	struct filled done = { .of = t };
	GArray *faults;

	if (!f->engine)
		return t;
	if (!f->template_faults) {
		f->template_faults = arena_array(f->arena, sizeof(struct template_fault_at));
		f->template_filled = arena_array(f->arena, sizeof(struct filled));
	}
	done.tags = arena_array(f->arena, sizeof(struct template_tag));
	faults = arena_array(f->arena, sizeof(struct template_fault));
	template_engine_read(f->engine, t->s, t->len, html, done.tags, faults);
	add_faults(f, t, faults);
	if (!done.tags->len)
		return t;
	g_array_append_val(f->template_filled, done);
	return fill(f, t, done.tags);
}

/* The first tag that ends behind `at`; the number of tags if there is none. */
static guint
tag_at(const GArray *tags, gsize at)
{
	guint lo = 0, hi = tags->len;

	while (lo < hi) {
		guint mid = lo + (hi - lo) / 2;
		struct span w = g_array_index(tags, struct template_tag, mid).where;

		if (w.at + w.len <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* All but blanks and quotes. */
static bool
is_covered(const struct filled *d, struct span where)
{
	gsize at = where.at, end = where.at + where.len;

	for (guint i = tag_at(d->tags, at); at < end; i++) {
		struct span w = i < d->tags->len
			? g_array_index(d->tags, struct template_tag, i).where
			: (struct span){ end, 0 };

		for (; at < MIN(w.at, end); at++)
			if (!strchr(" \t\r\n\"'", d->of->s[at]))
				return false;
		at = MAX(at, w.at + w.len);
		if (i >= d->tags->len)
			break;
	}
	return true;
}

static const struct filled *
filled_of(const struct facts *f, const struct text *t)
{
	const struct text *source = text_source(t);

	for (guint i = 0; f->template_filled && i < f->template_filled->len; i++) {
		const struct filled *d = &g_array_index(f->template_filled, struct filled, i);

		if (d->of == source)
			return d;
	}
	return NULL;
}

static bool
is_target(const struct text *t)
{
	return g_str_equal(t->name, "link") || g_str_equal(t->name, "image address");
}

/* The host of an address, or nothing. */
static struct span
host_of(const struct text *t, struct span where)
{
	const char *sign = g_strstr_len(t->s + where.at, (gssize)MIN(where.len, 16), "://");
	gsize at = sign ? (gsize)(sign - t->s) + 3 : where.at, end = at;

	while (sign && end < where.at + where.len && !strchr("/?#", t->s[end]))
		end++;
	return (struct span){ at, end - at };
}

static bool
has_tag(const struct filled *d, struct span in)
{
	guint i = tag_at(d->tags, in.at);

	return in.len && i < d->tags->len &&
	       g_array_index(d->tags, struct template_tag, i).where.at < in.at + in.len;
}

/* An address, a date or an id with a tag in it is none yet. */
static bool
is_field_with_tag(const struct facts *f, const struct text *t)
{
	GArray *tags, *faults;

	if (!t->field || t->of)
		return false;
	tags = arena_array(f->arena, sizeof(struct template_tag));
	faults = arena_array(f->arena, sizeof(struct template_fault));
	template_engine_read(f->engine, t->s, t->len, false, tags, faults);
	return tags->len > 0;
}

bool
facts_engine_has(const struct facts *f, const struct text *t, struct span where)
{
	const struct filled *d = f->engine ? filled_of(f, t) : NULL;
	struct span in;

	if (!f->engine)
		return false;
	if (!d)
		return is_field_with_tag(f, t);
	if (!where.len)
		return false;
	if (is_target(t))
		where = text_all(t);
	if (has_tag(d, text_in_source(t, host_of(t, where))))
		return true;
	in = text_in_source(t, where);
	if (is_target(t) && in.len)
		in.len = 1;
	return in.len && is_covered(d, in);
}

void
facts_engine_place(const struct facts *f, const struct text **t, struct span *where)
{
	if (!filled_of(f, *t))
		return;
	*where = text_in_source(*t, *where);
	*t = text_source(*t);
}
