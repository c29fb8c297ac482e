#include "core/html_elements.h"
#include "core/html_flow.h"
#include "core/html_view.h"
#include "core/limits.h"

/* So far down an end tag looks for its element.  Browsers nest 512 deep. */
enum { REACH = 512 };

enum { HIDDEN = HTML_GONE | HTML_UNSEEN | HTML_TINY };
enum { NO_IMAGES = HTML_GONE | HTML_UNSEEN | HTML_DROP };

/* An open element.  Small: there may be 80,000. */
struct open {
	guint8 number;		/* of the element */
	guint8 flags;		/* enum html_element_flag */
	guint8 set, clear;	/* looks it changes */
	guint8 looks;		/* with those around it */
	guint8 breaks;
};

struct view {
	struct arena *arena;
	const struct text *source;
	struct html_view *out;
	struct html_flow visible, hidden, title;
	struct html_elements elements;
	GArray *stack;			/* struct open; the first is the document */
	guint32 counts[HTML_ELEMENTS_NUMBERS];	/* open, by number */
	struct html *outlook;		/* for the content of conditional comments */
	guint8 outlook_drop;		/* the element whose text is none, or 0 */
	gsize base;			/* where the tokenizer's input begins in the source */
	const char *input;
	int link;			/* open, or -1 */
	gsize link_from;		/* where its words begin in the visible text */
	guint code_depth, hidden_depth;	/* of the element that began it, or 0 */
	gsize code_from, hidden_from;
	bool titled;
};

static struct span
in_source(const struct view *v, struct span where)
{
	where.at += v->base;
	return where;
}

static struct open *
top(const struct view *v)
{
	return &g_array_index(v->stack, struct open, v->stack->len - 1);
}

static bool
has_visible_text(const struct view *v)
{
	return v->visible.s->len > 0;
}

/* ---- texts of attributes ---- */

static struct text *
text_from_source(const struct view *v, const char *name)
{
	struct text *t = arena_new0(v->arena, struct text);

	*t = *v->source;
	t->name = name;
	t->of = v->source;
	t->n_steps = 1;
	map_init(&t->steps[0], v->arena);
	return t;
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* As a URL is read: without line ends and tabs in it and white space around it. */
static gsize
keep_url_bytes(const struct html_piece *piece, gsize skipped, char *ret_s)
{
	gsize n = 0;

	for (gsize i = skipped; i < piece->len; i++)
		if (piece->s[i] != '\n' && piece->s[i] != '\t' && piece->s[i] != '\r')
			ret_s[n++] = piece->s[i];
	return n;
}

static void
add_piece(struct view *v, struct text *t, char *s, const struct html_piece *piece, bool url)
{
	struct span where = in_source(v, piece->where);
	gsize skip = 0, n;

	while (url && !t->len && skip < piece->len && is_blank(piece->s[skip]))
		skip++;
	if (!url || !memchr(piece->s, '\n', piece->len)) {
		n = piece->len - skip;
		memcpy(s + t->len, piece->s + skip, n);
	} else {
		n = keep_url_bytes(piece, skip, s + t->len);
	}
	if (n == piece->len - skip && piece->same)
		map_add(&t->steps[0], MAP_LINEAR, t->len, where.at + skip, n);
	else if (n)
		map_add(&t->steps[0], MAP_COVER, t->len, where.at, where.len);
	t->len += n;
}

static const struct text *
attribute_text(struct view *v, const char *name, const struct html_string *value, bool url)
{
	struct text *t = text_from_source(v, name);
	struct span rest = html_where(value);
	struct html_piece piece;
	char *s = arena_alloc(v->arena, value->len + 1);
	struct span where = in_source(v, rest);

	t->len = 0;
	while (html_piece(v->input, &rest, &piece))
		add_piece(v, t, s, &piece, url);
	while (url && t->len && is_blank(s[t->len - 1]))
		t->len--;
	s[t->len] = '\0';
	t->s = s;
	if (!t->steps[0].runs)
		map_add(&t->steps[0], MAP_COVER, 0, where.at, where.len);
	map_end(&t->steps[0], t->len, where.at + where.len);
	return t;
}

/* A stretch of a value, e.g. the charset within "text/html; charset=x". */
static const struct text *
part_text(struct view *v, const char *name, const struct html_string *value, struct span part)
{
	struct text *t = text_from_source(v, name);
	struct span where = in_source(v, html_where(value));

	t->s = arena_strndup(v->arena, value->s + part.at, part.len);
	t->len = part.len;
	if (value->same)
		map_add(&t->steps[0], MAP_LINEAR, 0, where.at + part.at, part.len);
	else
		map_add(&t->steps[0], MAP_COVER, 0, where.at, where.len);
	return t;
}

static bool
is_value(const struct html_token *t, const char *name, const char *value)
{
	const struct html_attribute *a = html_attribute(t, name);

	return a && a->value.len == strlen(value) &&
		g_ascii_strncasecmp(a->value.s, value, a->value.len) == 0;
}

/* ---- links and images ---- */

static void
end_link(struct view *v)
{
	struct html_link *l;

	if (v->link < 0)
		return;
	l = &g_array_index(v->out->links, struct html_link, v->link);
	if (l->visible)
		l->shown = html_flow_since(&v->visible, v->link_from);
	/* Words of size 0 and no image: nothing to click on. */
	if (!l->shown.len && !l->has_image && (top(v)->looks & HTML_TINY))
		l->visible = false;
	v->link = -1;
}

/* Returns its index, or -1 beyond the limit. */
static int
add_link(struct view *v, const struct html_token *t, bool visible)
{
	const struct html_attribute *href = html_attribute(t, "href");
	static const struct html_string none = { .s = "", .same = true };
	struct html_string nowhere = none;
	struct html_link l = { .where = in_source(v, t->where), .has_href = href, .visible = visible };

	if (v->out->links->len >= LIMIT_LINKS) {
		v->out->limits |= LIMIT_HIT_LINKS;
		return -1;
	}
	nowhere.at = (guint32)t->where.at;
	l.target = attribute_text(v, "link", href ? &href->value : &nowhere, true);
	l.shown.at = v->visible.s->len;
	g_array_append_val(v->out->links, l);
	return (int)v->out->links->len - 1;
}

static void
begin_link(struct view *v, const struct html_token *t, guint8 looks)
{
	end_link(v);
	v->link = add_link(v, t, !(looks & NO_IMAGES));
	v->link_from = v->visible.s->len;
}

static int
size_of(const struct html_token *t, const char *name, int styled)
{
	const struct html_attribute *a = styled < 0 ? html_attribute(t, name) : NULL;

	return a ? html_style_pixels(a->value.s, a->value.len) : styled;
}

static void
add_image(struct view *v, const struct html_token *t, const struct html_style *style, bool visible)
{
	const struct html_attribute *src = html_attribute(t, "src"), *alt = html_attribute(t, "alt");
	struct html_string nowhere = { .s = "", .same = true, .at = (guint32)t->where.at };
	struct html_image i = { .where = in_source(v, t->where), .link = v->link, .visible = visible };

	if (v->link >= 0 && visible)
		g_array_index(v->out->links, struct html_link, v->link).has_image = true;
	if (v->out->images->len >= LIMIT_IMAGES) {
		v->out->limits |= LIMIT_HIT_LINKS;
		return;
	}
	i.source = attribute_text(v, "image address", src ? &src->value : &nowhere, true);
	i.alt = alt ? attribute_text(v, "alt text", &alt->value, false) : NULL;
	i.width = size_of(t, "width", style->width);
	i.height = size_of(t, "height", style->height);
	g_array_append_val(v->out->images, i);
}

static void
add_area(struct view *v, const struct html_token *t, bool visible)
{
	int i = html_attribute(t, "href") ? add_link(v, t, visible) : -1;

	if (i >= 0)
		g_array_index(v->out->links, struct html_link, i).has_image = true;
}

/* ---- what a document says of itself ---- */

static void
read_meta(struct view *v, const struct html_token *t)
{
	static const char charset[] = "charset=";
	const struct html_attribute *a = html_attribute(t, "charset");
	const char *s, *end, *p;

	if (v->out->meta_charset)
		return;
	if (a) {
		v->out->meta_charset = attribute_text(v, "charset", &a->value, true);
		return;
	}
	a = html_attribute(t, "content");
	if (!a || !is_value(t, "http-equiv", "content-type"))
		return;
	end = a->value.s + a->value.len;
	for (s = a->value.s; (gsize)(end - s) >= sizeof charset - 1; s++)
		if (g_ascii_strncasecmp(s, charset, sizeof charset - 1) == 0)
			break;
	if ((gsize)(end - s) < sizeof charset - 1)
		return;
	s += sizeof charset - 1;
	for (p = s; p < end && !is_blank(*p) && *p != ';' && *p != '"' && *p != '\''; )
		p++;
	v->out->meta_charset = part_text(v, "charset", &a->value,
		(struct span){ (gsize)(s - a->value.s), (gsize)(p - s) });
}

static void
read_lang(struct view *v, const struct html_token *t)
{
	const struct html_attribute *a = html_attribute(t, "lang");

	if (!a || !a->value.len)
		a = html_attribute(t, "xml:lang");
	if (a && a->value.len && !v->out->lang)
		v->out->lang = attribute_text(v, "language", &a->value, true);
}

static void
count(struct view *v, const struct html_token *t, guint8 number)
{
	switch (number) {
	case HTML_SCRIPT:
		/* Data for the mail program (orders, flights), not a program. */
		v->out->scripts += !is_value(t, "type", "application/ld+json");
		break;
	case HTML_FORM: case HTML_INPUT: case HTML_SELECT: case HTML_TEXTAREA:
		v->out->forms++;
		break;
	case HTML_EMBED: case HTML_OBJECT: case HTML_IFRAME: case HTML_FRAME: case HTML_APPLET:
		v->out->embeds++;
		break;
	}
}

/* ---- the open elements ---- */

static guint8
inherited(guint8 around, const struct open *o)
{
	return (guint8)((around & ~o->clear) | o->set);
}

static void
break_line(struct view *v, guint8 looks, guint8 breaks, struct span where)
{
	if (looks & HTML_DROP)
		return;
	if (!(looks & HTML_GONE))
		html_flow_break(&v->visible, breaks, where);
	if (looks & HIDDEN)
		html_flow_break(&v->hidden, breaks, where);
}

static void
push(struct view *v, struct open o, struct span where)
{
	guint8 around = top(v)->looks;

	o.looks = inherited(around, &o);
	g_array_append_val(v->stack, o);
	v->counts[o.number]++;
	if ((o.looks & HIDDEN) && !(around & HIDDEN) && !v->hidden_depth && !v->out->preheader.len &&
	    !has_visible_text(v)) {
		v->hidden_depth = v->stack->len;
		v->hidden_from = v->hidden.s->len;
	}
	if ((o.looks & HTML_CODE) && !v->code_depth) {
		v->code_depth = v->stack->len;
		v->code_from = v->visible.s->len;
	}
	break_line(v, o.looks, o.breaks, where);
}

/* What ends with the element at `depth`. */
static void
leave(struct view *v, const struct open *o, guint depth, struct span where)
{
	v->counts[o->number]--;
	if (o->number == HTML_A)
		end_link(v);
	if (v->code_depth == depth) {
		struct span code = html_flow_since(&v->visible, v->code_from);

		if (code.len)
			g_array_append_val(v->out->code, code);
		v->code_depth = 0;
	}
	if (v->hidden_depth == depth) {
		v->out->preheader = html_flow_since(&v->hidden, v->hidden_from);
		v->hidden_depth = 0;
	}
	if (o->set & HIDDEN)
		html_flow_break(&v->hidden, HTML_BREAK_LINE, where);
	break_line(v, o->looks, o->breaks, where);
}

static void
pop(struct view *v, struct span where)
{
	leave(v, top(v), v->stack->len, where);
	g_array_set_size(v->stack, v->stack->len - 1);
}

static void
pop_to(struct view *v, guint depth, struct span where)
{
	while (v->stack->len >= depth)
		pop(v, where);
}

/* The depth of the innermost open `number` or, above it, the first with a flag of `stop`;
   0 if there is neither. */
static guint
depth_of(const struct view *v, guint8 number, guint8 stop)
{
	guint lowest = v->stack->len > REACH ? v->stack->len - REACH : 1;

	if (!v->counts[number])
		return 0;
	for (guint depth = v->stack->len; depth > lowest; depth--) {
		const struct open *o = &g_array_index(v->stack, struct open, depth - 1);

		if (o->number == number)
			return depth;
		if (o->flags & stop)
			return 0;
	}
	return 0;
}

static void
close_innermost(struct view *v, guint8 number, guint8 stop, struct span where)
{
	guint depth = depth_of(v, number, stop);

	if (depth)
		pop_to(v, depth, where);
}

/* <b><div></b>: the div stays open, and what the b did to it ends. */
static void
take_out(struct view *v, guint depth, struct span where)
{
	struct open *o = &g_array_index(v->stack, struct open, depth - 1);
	guint8 around;

	leave(v, o, depth, where);
	around = depth > 1 ? o[-1].looks : 0;
	*o = (struct open){ .number = HTML_OTHER, .looks = around };
	v->counts[HTML_OTHER]++;
	for (; depth < v->stack->len; depth++) {
		around = (o++)->looks;
		o->looks = inherited(around, o);
	}
}

static void
close_formatting(struct view *v, guint8 number, struct span where)
{
	guint depth = depth_of(v, number, HTML_IS_SCOPE);

	if (!depth)
		return;
	for (guint i = depth; i < v->stack->len; i++)
		if (g_array_index(v->stack, struct open, i).flags & HTML_IS_SPECIAL) {
			take_out(v, depth, where);
			return;
		}
	pop_to(v, depth, where);
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
pop_within(struct view *v, const guint8 *context, struct span where)
{
	while (v->stack->len > 1 && !is_one_of(top(v)->number, context))
		pop(v, where);
}

/* A new item closes the last one, if no other element but these lies between. */
static void
close_item(struct view *v, guint8 number, struct span where)
{
	static const guint8 passable[] = { HTML_ADDRESS, HTML_DIV, HTML_P, 0 };
	guint lowest = v->stack->len > REACH ? v->stack->len - REACH : 1;

	if (!v->counts[number])
		return;
	for (guint depth = v->stack->len; depth > lowest; depth--) {
		const struct open *o = &g_array_index(v->stack, struct open, depth - 1);

		if (o->number == number) {
			pop_to(v, depth, where);
			return;
		}
		if ((o->flags & HTML_IS_SPECIAL) && !is_one_of(o->number, passable))
			return;
	}
}

/* Parts of a table close what stands where they belong.  False: no table, no part. */
static bool
enter_table_part(struct view *v, guint8 number, struct span where)
{
	static const guint8 row[] = { HTML_TR, HTML_TBODY, HTML_THEAD, HTML_TFOOT, HTML_TABLE, 0 };
	static const guint8 body[] = { HTML_TBODY, HTML_THEAD, HTML_TFOOT, HTML_TABLE, 0 };
	static const guint8 table[] = { HTML_TABLE, 0 };

	if (!v->counts[HTML_TABLE])
		return false;
	if (number == HTML_TD || number == HTML_TH)
		pop_within(v, row, where);
	else if (number == HTML_TR)
		pop_within(v, body, where);
	else
		pop_within(v, table, where);
	return true;
}

/* A table right in a table, not in a cell of it, ends it. */
static void
leave_table_for_table(struct view *v, struct span where)
{
	static const guint8 cells[] = { HTML_TD, HTML_TH, HTML_CAPTION, 0 };
	guint lowest = v->stack->len > REACH ? v->stack->len - REACH : 1;

	for (guint depth = v->stack->len; v->counts[HTML_TABLE] && depth > lowest; depth--) {
		guint8 number = g_array_index(v->stack, struct open, depth - 1).number;

		if (is_one_of(number, cells))
			return;
		if (number == HTML_TABLE) {
			pop_to(v, depth, where);
			return;
		}
	}
}

/* What a start tag closes.  False: it has no place here and is passed over. */
static bool
make_room(struct view *v, const struct html_element_row *row, struct span where)
{
	if (row->flags & HTML_CLOSES_P)
		close_innermost(v, HTML_P, HTML_IS_SCOPE, where);
	if ((row->flags & HTML_IS_HEADING) && (top(v)->flags & HTML_IS_HEADING))
		pop(v, where);
	switch (row->number) {
	case HTML_A:
		close_formatting(v, HTML_A, where);
		break;
	case HTML_LI:
		close_item(v, HTML_LI, where);
		close_innermost(v, HTML_P, HTML_IS_SCOPE, where);
		break;
	case HTML_DD: case HTML_DT:
		close_item(v, HTML_DD, where);
		close_item(v, HTML_DT, where);
		close_innermost(v, HTML_P, HTML_IS_SCOPE, where);
		break;
	case HTML_OPTION:
		if (top(v)->number == HTML_OPTION)
			pop(v, where);
		break;
	case HTML_TABLE:
		leave_table_for_table(v, where);
		break;
	case HTML_TD: case HTML_TH: case HTML_TR: case HTML_TBODY: case HTML_THEAD:
	case HTML_TFOOT: case HTML_CAPTION: case HTML_COLGROUP:
		return enter_table_part(v, row->number, where);
	case HTML_BODY: case HTML_HTML: case HTML_HEAD:
		return !v->counts[row->number];
	}
	return true;
}

/* ---- tags ---- */

static bool
is_foreign(const struct view *v)
{
	return v->counts[HTML_SVG] || v->counts[HTML_MATH];
}

static struct html_style
style_of(const struct html_token *t)
{
	struct html_style style = { .breaks = -1, .width = -1, .height = -1 };
	bool hidden = false;

	for (guint i = 0; i < t->n_attributes; i++) {
		const struct html_attribute *a = &t->attributes[i];

		if (a->name.len == 5 && memcmp(a->name.s, "style", 5) == 0)
			style = html_style(a->value.s, a->value.len);
		else if (a->name.len == 6 && memcmp(a->name.s, "hidden", 6) == 0)
			hidden = true;
	}
	if (hidden && style.breaks < 0)
		style.set |= HTML_GONE;
	return style;
}

static void
start_void(struct view *v, const struct html_token *t, const struct html_element_row *row,
	   const struct html_style *style)
{
	guint8 looks = (guint8)((top(v)->looks & ~style->clear) | style->set);
	struct span where = in_source(v, t->where);
	bool visible = !(looks & NO_IMAGES);

	switch (row->number) {
	case HTML_BR:
		if (!(looks & (NO_IMAGES & ~HTML_UNSEEN)))
			html_flow_br(&v->visible, where);
		else if (!(looks & HTML_DROP))
			html_flow_br(&v->hidden, where);
		break;
	case HTML_IMG: case HTML_IMAGE:
		add_image(v, t, style, visible);
		if (visible)
			html_flow_break(&v->visible, HTML_BREAK_SPACE, where);
		break;
	case HTML_AREA:
		add_area(v, t, visible);
		break;
	case HTML_META:
		read_meta(v, t);
		break;
	default:
		break_line(v, looks, row->breaks, where);
	}
}

static void
start_tag(struct view *v, struct html *h, const struct html_token *t)
{
	static const struct html_element_row unknown = { .name = "", .number = HTML_OTHER };
	const struct html_element_row *row = html_elements_row(&v->elements, t->text.s, t->text.len);
	struct span where = in_source(v, t->where);
	struct html_style style = style_of(t);
	struct open o;

	v->out->tags++;
	if (is_foreign(v) && (!row || !(row->flags & (HTML_IS_SPECIAL | HTML_CLOSES_P))))
		row = row && row->number == HTML_A ? row : &unknown;
	else if (is_foreign(v))
		close_innermost(v, v->counts[HTML_SVG] ? HTML_SVG : HTML_MATH, 0, where);
	if (!row)
		row = &unknown;
	count(v, t, row->number);
	if (row->number == HTML_HTML || row->number == HTML_BODY)
		read_lang(v, t);
	if (!make_room(v, row, where))
		return;
	if (row->flags & HTML_IS_VOID) {
		start_void(v, t, row, &style);
		return;
	}
	/* Outlook does not show it, everyone else does; a link so marked is the usual button. */
	if (style.mso_hide && row->number != HTML_A)
		style.set |= HTML_GONE;
	o = (struct open){
		.number = row == &unknown ? html_elements_number(t->text.s, t->text.len) : row->number,
		.flags = row->flags, .set = row->looks | style.set, .clear = style.clear,
		.breaks = style.breaks >= 0 ? (guint8)style.breaks : row->breaks,
	};
	if (t->self_closing && is_foreign(v))
		return;
	push(v, o, where);
	if (row->number == HTML_A)
		begin_link(v, t, top(v)->looks);
	if (!is_foreign(v))
		html_follow(h, t);
}

static void
end_tag(struct view *v, const struct html_token *t)
{
	const struct html_element_row *row = html_elements_row(&v->elements, t->text.s, t->text.len);
	struct span where = in_source(v, t->where);
	guint8 number = row ? row->number : html_elements_number(t->text.s, t->text.len);
	guint8 flags = row ? row->flags : 0;

	v->out->tags++;
	/* Text behind </body> and </html> is shown as if they were not there. */
	if (number == HTML_BODY || number == HTML_HTML)
		return;
	if (number == HTML_BR || (number == HTML_P && !depth_of(v, HTML_P, HTML_IS_SCOPE)))
		html_flow_br(top(v)->looks & HIDDEN ? &v->hidden : &v->visible, where);
	else if (flags & HTML_IS_FORMATTING)
		close_formatting(v, number, where);
	else if (number == HTML_TABLE || !(flags & HTML_IS_SPECIAL))
		close_innermost(v, number, number == HTML_TABLE ? 0 : HTML_IS_SPECIAL, where);
	else if (flags & HTML_IS_TABLE_PART) {
		guint depth = depth_of(v, number, 0), table = depth_of(v, HTML_TABLE, 0);

		if (depth > table)
			pop_to(v, depth, where);
	} else if ((flags & HTML_IS_HEADING) && (top(v)->flags & HTML_IS_HEADING))
		pop(v, where);
	else
		close_innermost(v, number, HTML_IS_SCOPE, where);
}

/* ---- text ---- */

static void
add_text(struct html_flow *f, const struct html_token *t, struct span where, bool pre)
{
	if (t->text.same)
		html_flow_copy(f, where, pre);
	else
		html_flow_put(f, t->text.s, t->text.len, where, pre);
}

static void
characters(struct view *v, const struct html_token *t)
{
	const struct open *o = top(v);
	struct span where = in_source(v, t->where);
	bool pre = o->looks & HTML_PRE;

	if (o->number == HTML_TITLE && !v->out->title) {
		if (!v->titled)
			html_flow_init(&v->title, v->arena, v->source);
		v->titled = true;
		add_text(&v->title, t, where, false);
	} else if (!(o->looks & HTML_DROP)) {
		add_text(o->looks & HIDDEN ? &v->hidden : &v->visible, t, where, pre);
	}
}

/* ---- Outlook's own content ---- */

static void
outlook_start(struct view *v, const struct html_token *t)
{
	const struct html_element_row *row = html_elements_row(&v->elements, t->text.s, t->text.len);
	struct html_style style = style_of(t);
	struct span where = in_source(v, t->where);

	if (row && (row->looks & HTML_DROP) && !v->outlook_drop)
		v->outlook_drop = row->number;
	if (row)
		html_flow_break(&v->hidden, row->breaks, where);
	if (row && row->number == HTML_IMG)
		add_image(v, t, &style, false);
	else if ((row && row->number == HTML_A) ||
		 (t->text.len > 2 && memcmp(t->text.s, "v:", 2) == 0 && html_attribute(t, "href")))
		add_link(v, t, false);
	html_follow(v->outlook, t);
}

static void
outlook_end(struct view *v, const struct html_token *t)
{
	const struct html_element_row *row = html_elements_row(&v->elements, t->text.s, t->text.len);

	if (row && row->number == v->outlook_drop)
		v->outlook_drop = 0;
	if (row)
		html_flow_break(&v->hidden, row->breaks, in_source(v, t->where));
}

static void
outlook_tokens(struct view *v)
{
	const struct html_token *t;

	while ((t = html_next(v->outlook))->kind != HTML_END_OF_FILE) {
		if (t->kind == HTML_START_TAG)
			outlook_start(v, t);
		else if (t->kind == HTML_END_TAG)
			outlook_end(v, t);
		else if (t->kind == HTML_CHARACTERS && !v->outlook_drop)
			add_text(&v->hidden, t, in_source(v, t->where), false);
	}
}

/* <!--[if mso]>content<![endif]-->: where the content stands in the source; empty if none. */
static struct span
outlook_content(const struct view *v, struct span comment)
{
	static const char end_if[] = "<![endif]";
	const char *s = v->source->s + comment.at, *end = s + comment.len, *from, *to;

	if (comment.len < 7 + 4 || memcmp(s, "<!--[if", 7) != 0)
		return (struct span){ 0, 0 };
	from = memchr(s, ']', comment.len);
	if (!from || from + 1 >= end || from[1] != '>')
		return (struct span){ 0, 0 };
	from += 2;
	/* At the very end, before "-->" or what is left of it. */
	for (to = end - (sizeof end_if - 1); to >= from && end - to < 32; to--)
		if (g_ascii_strncasecmp(to, end_if, sizeof end_if - 1) == 0)
			return (struct span){ (gsize)(from - v->source->s), (gsize)(to - from) };
	return (struct span){ 0, 0 };
}

static void
comment(struct view *v, const struct html_token *t)
{
	struct span content = outlook_content(v, t->where);
	int link = v->link;

	if (!content.len)
		return;
	v->base = content.at;
	v->input = v->source->s + content.at;
	if (v->outlook)
		html_restart(v->outlook, v->input, content.len);
	else
		v->outlook = html_new(v->arena, v->input, content.len);
	html_flow_break(&v->hidden, HTML_BREAK_LINE, t->where);
	v->link = -1;
	v->outlook_drop = 0;
	outlook_tokens(v);
	v->link = link;
	v->base = 0;
	v->input = v->source->s;
	html_flow_break(&v->hidden, HTML_BREAK_LINE, t->where);
}

/* ---- the whole ---- */

/* "[if mso]", "[endif]" where people can read them. */
static bool
shows_condition(const char *s, gsize len)
{
	static const char *const beginnings[] = { "[if mso", "[if !mso", "[if gte mso", "[if ie",
		"[if !ie", "[if gt mso", "[if lt mso", "[if lte mso", "[if (", "[endif]" };
	const char *end = s + len;

	while (s < end && (s = memchr(s, '[', (gsize)(end - s)))) {
		for (guint i = 0; i < G_N_ELEMENTS(beginnings); i++)
			if ((gsize)(end - s) >= strlen(beginnings[i]) &&
			    g_ascii_strncasecmp(s, beginnings[i], strlen(beginnings[i])) == 0)
				return true;
		s++;
	}
	return false;
}

static void
finish(struct view *v)
{
	struct span end = { v->source->len, 0 };

	pop_to(v, 2, end);
	v->out->visible = html_flow_end(&v->visible, v->arena, v->source->name);
	v->out->hidden = html_flow_end(&v->hidden, v->arena, "hidden text");
	if (v->titled)
		v->out->title = html_flow_end(&v->title, v->arena, "title");
	v->out->conditional_visible = shows_condition(v->out->visible->s, v->out->visible->len);
}

static void
tokens(struct view *v)
{
	struct html *h = html_new(v->arena, v->source->s, v->source->len);
	const struct html_token *t;

	while ((t = html_next(h))->kind != HTML_END_OF_FILE) {
		switch (t->kind) {
		case HTML_START_TAG:
			start_tag(v, h, t);
			break;
		case HTML_END_TAG:
			end_tag(v, t);
			break;
		case HTML_CHARACTERS:
			characters(v, t);
			break;
		case HTML_COMMENT:
			comment(v, t);
			break;
		default:
			break;
		}
	}
}

const struct html_view *
html_view(struct arena *a, const struct text *source)
{
	struct view v = { .arena = a, .source = source, .input = source->s, .link = -1 };
	struct open document = { .number = HTML_OTHER };

	v.out = arena_new0(a, struct html_view);
	v.out->source = source;
	v.out->links = arena_array(a, sizeof(struct html_link));
	v.out->images = arena_array(a, sizeof(struct html_image));
	v.out->code = arena_array(a, sizeof(struct span));
	v.stack = arena_array(a, sizeof(struct open));
	g_array_append_val(v.stack, document);
	html_flow_init(&v.visible, a, source);
	html_flow_init(&v.hidden, a, source);
	html_elements_init(&v.elements);
	tokens(&v);
	finish(&v);
	return v.out;
}
