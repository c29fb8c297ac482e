#include "report/marks.h"

static gint
by_begin(gconstpointer a, gconstpointer b)
{
	const struct mark *x = a, *y = b;

	if (x->where.at != y->where.at)
		return x->where.at < y->where.at ? -1 : 1;
	if (x->place->finding != y->place->finding)
		return x->place->finding < y->place->finding ? -1 : 1;
	return (x->place->nth > y->place->nth) - (x->place->nth < y->place->nth);
}

static struct marks
marks_new(struct page *p, char view)
{
	return (struct marks){ .page = p, .view = view,
			       .v = g_array_new(FALSE, FALSE, sizeof(struct mark)) };
}

static void
put(struct marks *m, const struct page_place *place, struct span where)
{
	struct mark mark = { .where = where, .place = place };

	g_array_append_val(m->v, mark);
}

static const struct page_place *
place_at(const struct page *p, guint i)
{
	return &g_array_index(p->places, struct page_place, i);
}

struct marks
marks_in(struct page *p, const struct text *t, char view)
{
	struct marks m = marks_new(p, view);

	for (guint i = 0; t->len && i < p->places->len; i++)
		if (place_at(p, i)->text == t)
			put(&m, place_at(p, i), place_at(p, i)->where);
	g_array_sort(m.v, by_begin);
	return m;
}

struct marks
marks_in_source(struct page *p, const struct text *source, char view)
{
	struct marks m = marks_new(p, view);

	for (guint i = 0; source->len && i < p->places->len; i++)
		if (text_source(place_at(p, i)->text) == source)
			put(&m, place_at(p, i), text_in_source(place_at(p, i)->text,
							       place_at(p, i)->where));
	g_array_sort(m.v, by_begin);
	return m;
}

/* Is it a text of raw bytes, as found_raw() makes them? */
static bool
is_raw(const struct message *m, const struct text *t)
{
	if (t->of || !t->raw.len)
		return false;
	for (guint i = 0; i < m->fields->len; i++)
		if (g_array_index(m->fields, struct field, i).value == t)
			return false;
	for (guint i = 0; i < m->parts->len; i++) {
		const struct part *part = &g_array_index(m->parts, struct part, i);

		if (part->text == t || part->file_name == t)
			return false;
	}
	return true;
}

struct marks
marks_in_raw(struct page *p, struct span raw, char view)
{
	struct marks m = marks_new(p, view);

	for (guint i = 0; i < p->places->len; i++) {
		const struct page_place *place = place_at(p, i);

		if (place->text->raw.at >= raw.at && place->text->raw.at < raw.at + raw.len &&
		    is_raw(p->v->facts->message, place->text))
			put(&m, place, (struct span){ 0, 0 });
	}
	g_array_sort(m.v, by_begin);
	return m;
}

void
marks_clear(struct marks *m)
{
	g_array_unref(m->v);
}

static struct mark *
mark_at(const struct marks *m, guint i)
{
	return &g_array_index(m->v, struct mark, i);
}

/* An id is given once, so the first of several views of the same place has it. */
static void
write_number(struct marks *m, const struct page_place *place)
{
	struct page *p = m->page;
	char *id = page_anchor(p, place, m->view);
	bool is_new = g_hash_table_add(p->anchors, id);
	const char *title = report_say_rule(p->o->words, place->of->rule, "title",
					    place->of->rule->title);

	page_add(p->out, "<a class=\"ref %s\" href=\"#m%uf%u\"", level_name(place->of->level),
		 p->number, place->finding);
	if (is_new)
		page_add(p->out, " id=\"%s\"", id);
	page_add(p->out, " title=\"%s\"><span class=\"sr\">%s </span>%u</a>", title,
		 page_say(p, "finding"), place->finding);
}

void
marks_begin(struct marks *m, gsize pos)
{
	for (; m->next < m->v->len && mark_at(m, m->next)->where.at <= pos; m->next++)
		write_number(m, mark_at(m, m->next)->place);
}

gsize
marks_next(const struct marks *m, gsize pos, gsize end)
{
	for (guint i = 0; i < m->v->len; i++) {
		const struct span *w = &mark_at(m, i)->where;

		if (w->at >= end)
			break;
		if (w->at > pos)
			end = w->at;
		else if (w->at + w->len > pos && w->at + w->len < end)
			end = w->at + w->len;
	}
	return end;
}

void
marks_segment(const struct marks *m, const struct text *t, gsize from, gsize to)
{
	enum level worst = LEVEL_OFF;

	for (guint i = 0; i < m->next; i++) {
		const struct mark *mark = mark_at(m, i);

		if (mark->where.at <= from && mark->where.at + mark->where.len >= to)
			worst = MAX(worst, mark->place->of->level);
	}
	if (worst)
		page_add(m->page->out, "<mark class=\"%s\">", level_name(worst));
	page_text(m->page->out, t->s + from, to - from);
	if (worst)
		page_add(m->page->out, "</mark>");
}

void
marks_write(struct marks *m, const struct text *t, struct span where)
{
	gsize end = where.at + where.len;

	for (gsize pos = where.at, next; ; pos = next) {
		marks_begin(m, pos);
		if (pos >= end)
			break;
		next = marks_next(m, pos, end);
		marks_segment(m, t, pos, next);
	}
}
