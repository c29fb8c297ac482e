#include "core/html_stack.h"

/* So far down an end tag looks for its element.  Browsers nest 512 deep. */
enum { REACH = 512 };

static guint
lowest(const struct html_stack *s)
{
	return html_stack_depth(s) > REACH ? html_stack_depth(s) - REACH : 1;
}

static void
leave(struct html_stack *s, const struct html_open *o, guint depth, struct span where)
{
	s->counts[o->number]--;
	s->leave(s->data, o, depth, where);
}

static void
pop(struct html_stack *s, struct span where)
{
	leave(s, html_stack_top(s), html_stack_depth(s), where);
	g_array_set_size(s->open, html_stack_depth(s) - 1);
}

static void
pop_to(struct html_stack *s, guint depth, struct span where)
{
	while (html_stack_depth(s) >= depth)
		pop(s, where);
}

/* The depth of the innermost open `number` or, above it, the first with a flag of `stop`;
   0 if there is neither. */
static guint
depth_of(const struct html_stack *s, guint8 number, guint8 stop)
{
	if (!s->counts[number])
		return 0;
	for (guint depth = html_stack_depth(s), last = lowest(s); depth > last; depth--) {
		const struct html_open *o = html_stack_at(s, depth);

		if (o->number == number)
			return depth;
		if (o->flags & stop)
			return 0;
	}
	return 0;
}

static void
close_innermost(struct html_stack *s, guint8 number, guint8 stop, struct span where)
{
	guint depth = depth_of(s, number, stop);

	if (depth)
		pop_to(s, depth, where);
}

/* <b><div></b>: the div stays open, and what the b did to it ends. */
static void
take_out(struct html_stack *s, guint depth, struct span where)
{
	struct html_open *o = html_stack_at(s, depth);
	guint8 around;

	leave(s, o, depth, where);
	around = depth > 1 ? o[-1].looks : 0;
	*o = (struct html_open){ .number = HTML_OTHER, .looks = around };
	s->counts[HTML_OTHER]++;
	for (; depth < html_stack_depth(s); depth++) {
		around = (o++)->looks;
		o->looks = html_stack_looks(around, o->set, o->clear);
	}
}

static void
close_formatting(struct html_stack *s, guint8 number, struct span where)
{
	guint depth = depth_of(s, number, HTML_IS_SCOPE);

	if (!depth)
		return;
	for (guint within = depth + 1; within <= html_stack_depth(s); within++)
		if (html_stack_at(s, within)->flags & HTML_IS_SPECIAL) {
			take_out(s, depth, where);
			return;
		}
	pop_to(s, depth, where);
}

static bool
is_one_of(guint8 number, const guint8 *set)
{
	while (*set && *set != number)
		set++;
	return *set != 0;
}

/* Close all within the nearest of these; the table is open. */
static void
pop_within(struct html_stack *s, const guint8 *context, struct span where)
{
	while (html_stack_depth(s) > 1 && !is_one_of(html_stack_top(s)->number, context))
		pop(s, where);
}

/* A new item closes the last one, if no other element but these lies between. */
static void
close_item(struct html_stack *s, guint8 number, struct span where)
{
	static const guint8 passable[] = { HTML_ADDRESS, HTML_DIV, HTML_P, 0 };

	if (!s->counts[number])
		return;
	for (guint depth = html_stack_depth(s), last = lowest(s); depth > last; depth--) {
		const struct html_open *o = html_stack_at(s, depth);

		if (o->number == number) {
			pop_to(s, depth, where);
			return;
		}
		if ((o->flags & HTML_IS_SPECIAL) && !is_one_of(o->number, passable))
			return;
	}
}

/* Parts of a table close what stands where they belong.  False: no table, no part. */
static bool
enter_table_part(struct html_stack *s, guint8 number, struct span where)
{
	static const guint8 row[] = { HTML_TR, HTML_TBODY, HTML_THEAD, HTML_TFOOT, HTML_TABLE, 0 };
	static const guint8 body[] = { HTML_TBODY, HTML_THEAD, HTML_TFOOT, HTML_TABLE, 0 };
	static const guint8 table[] = { HTML_TABLE, 0 };

	if (!s->counts[HTML_TABLE])
		return false;
	if (number == HTML_TD || number == HTML_TH)
		pop_within(s, row, where);
	else if (number == HTML_TR)
		pop_within(s, body, where);
	else
		pop_within(s, table, where);
	return true;
}

/* A table right in a table, not in a cell of it, ends it. */
static void
leave_table_for_table(struct html_stack *s, struct span where)
{
	static const guint8 cells[] = { HTML_TD, HTML_TH, HTML_CAPTION, 0 };

	if (!s->counts[HTML_TABLE])
		return;
	for (guint depth = html_stack_depth(s), last = lowest(s); depth > last; depth--) {
		guint8 number = html_stack_at(s, depth)->number;

		if (is_one_of(number, cells))
			return;
		if (number == HTML_TABLE) {
			pop_to(s, depth, where);
			return;
		}
	}
}

bool
html_stack_make_room(struct html_stack *s, const struct html_element_row *row, struct span where)
{
	if (row->flags & HTML_CLOSES_P)
		close_innermost(s, HTML_P, HTML_IS_SCOPE, where);
	if ((row->flags & HTML_IS_HEADING) && (html_stack_top(s)->flags & HTML_IS_HEADING))
		pop(s, where);
	switch (row->number) {
	case HTML_A:
		close_formatting(s, HTML_A, where);
		break;
	case HTML_LI:
		close_item(s, HTML_LI, where);
		close_innermost(s, HTML_P, HTML_IS_SCOPE, where);
		break;
	case HTML_DD: case HTML_DT:
		close_item(s, HTML_DD, where);
		close_item(s, HTML_DT, where);
		close_innermost(s, HTML_P, HTML_IS_SCOPE, where);
		break;
	case HTML_OPTION:
		if (html_stack_top(s)->number == HTML_OPTION)
			pop(s, where);
		break;
	case HTML_TABLE:
		leave_table_for_table(s, where);
		break;
	case HTML_TD: case HTML_TH: case HTML_TR: case HTML_TBODY: case HTML_THEAD:
	case HTML_TFOOT: case HTML_CAPTION: case HTML_COLGROUP:
		return enter_table_part(s, row->number, where);
	case HTML_BODY: case HTML_HTML: case HTML_HEAD:
		return !s->counts[row->number];
	}
	return true;
}

void
html_stack_push(struct html_stack *s, struct html_open o)
{
	o.looks = html_stack_looks(html_stack_top(s)->looks, o.set, o.clear);
	g_array_append_val(s->open, o);
	s->counts[o.number]++;
}

/* The end tag of a part of a table reaches up to the table. */
static void
close_table_part(struct html_stack *s, guint8 number, struct span where)
{
	guint depth = depth_of(s, number, 0), table = depth_of(s, HTML_TABLE, 0);

	if (depth > table)
		pop_to(s, depth, where);
}

void
html_stack_close(struct html_stack *s, guint8 number, guint8 flags, struct span where)
{
	if (flags & HTML_IS_FORMATTING)
		close_formatting(s, number, where);
	else if (number == HTML_TABLE)
		close_innermost(s, number, 0, where);
	else if (!(flags & HTML_IS_SPECIAL))
		close_innermost(s, number, HTML_IS_SPECIAL, where);
	else if (flags & HTML_IS_TABLE_PART)
		close_table_part(s, number, where);
	else if ((flags & HTML_IS_HEADING) && (html_stack_top(s)->flags & HTML_IS_HEADING))
		pop(s, where);
	else
		close_innermost(s, number, HTML_IS_SCOPE, where);
}

void
html_stack_close_all(struct html_stack *s, struct span where)
{
	pop_to(s, 2, where);
}

void
html_stack_close_foreign(struct html_stack *s, struct span where)
{
	close_innermost(s, s->counts[HTML_SVG] ? HTML_SVG : HTML_MATH, 0, where);
}

bool
html_stack_has_p(const struct html_stack *s)
{
	return depth_of(s, HTML_P, HTML_IS_SCOPE) > 0;
}

void
html_stack_init(struct html_stack *s, struct arena *a)
{
	struct html_open document = { .number = HTML_OTHER };

	s->open = arena_array(a, sizeof document);
	g_array_append_val(s->open, document);
}
