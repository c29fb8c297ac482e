#include "core/html_conditional.h"
#include "core/html_flow.h"
#include "core/html_quote.h"
#include "core/html_stack.h"
#include "core/html_value.h"
#include "core/html_view.h"
#include "core/limits.h"

enum { HIDDEN = HTML_GONE | HTML_UNSEEN | HTML_TINY };
enum { NO_IMAGES = HTML_GONE | HTML_UNSEEN | HTML_DROP };
enum { ODD_LENGTH = 40, ODD_MOST = 32 };	/* bytes of such a tag; how many are kept */

struct view {
	struct html_value_from from;	/* the source, and what is read of it */
	struct html_view *out;
	struct html_flow visible, hidden, title;
	struct html_elements elements;
	struct html_stack stack;
	struct html *outlook;		/* for the content of conditional comments */
	guint8 outlook_drop;		/* the element whose text is none, or 0 */
	int link;			/* open, or -1 */
	gsize link_from;		/* where its words begin in the visible text */
	guint code_depth, quote_depth, heading_depth, hidden_depth;	/* of the element that began
								   it, or 0 */
	gsize code_from, quote_from, heading_from, hidden_from;
	bool answers;		/* all behind answer_from is the mail that is answered */
	gsize answer_from;
	bool titled, ended;	/* a <title> was met; </html> was */
};

static struct span
in_source(const struct view *v, struct span where)
{
	return html_value_in_source(&v->from, where);
}

static guint8
looks_here(const struct view *v)
{
	return html_stack_top(&v->stack)->looks;
}

static bool
has_visible_text(const struct view *v)
{
	return v->visible.s->len > 0;
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
	if (!l->shown.len && !l->has_image && (looks_here(v) & HTML_TINY))
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
	l.target = html_value_text(&v->from, "link", href ? &href->value : &nowhere, true);
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
	i.source = html_value_text(&v->from, "image address", src ? &src->value : &nowhere, true);
	i.alt = alt ? html_value_text(&v->from, "alt text", &alt->value, false) : NULL;
	i.width = size_of(t, "width", style->width);
	i.height = size_of(t, "height", style->height);
	i.at = v->visible.s->len;
	i.begins_line = v->visible.wanted >= HTML_BREAK_LINE || !i.at;
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
		v->out->meta_charset = html_value_text(&v->from, "charset", &a->value, true);
		return;
	}
	a = html_attribute(t, "content");
	if (!a || !html_value_is(t, "http-equiv", "content-type"))
		return;
	end = a->value.s + a->value.len;
	for (s = a->value.s; (gsize)(end - s) >= sizeof charset - 1; s++)
		if (g_ascii_strncasecmp(s, charset, sizeof charset - 1) == 0)
			break;
	if ((gsize)(end - s) < sizeof charset - 1)
		return;
	s += sizeof charset - 1;
	for (p = s; p < end && !html_value_is_blank(*p) && *p != ';' && *p != '"' && *p != '\''; )
		p++;
	v->out->meta_charset = html_value_part(&v->from, "charset", &a->value,
		(struct span){ (gsize)(s - a->value.s), (gsize)(p - s) });
}

static void
read_lang(struct view *v, const struct html_token *t)
{
	const struct html_attribute *a = html_attribute(t, "lang");

	if (!a || !a->value.len)
		a = html_attribute(t, "xml:lang");
	if (a && a->value.len && !v->out->lang)
		v->out->lang = html_value_text(&v->from, "language", &a->value, true);
}

/* ---- the open elements ---- */

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
open_element(struct view *v, struct html_open o, struct span where)
{
	guint8 around = looks_here(v), looks;

	html_stack_push(&v->stack, o);
	looks = looks_here(v);
	if ((looks & HIDDEN) && !(around & HIDDEN) && !v->hidden_depth && !v->out->preheader.len &&
	    !has_visible_text(v)) {
		v->hidden_depth = html_stack_depth(&v->stack);
		v->hidden_from = v->hidden.s->len;
	}
	if ((looks & HTML_CODE) && !v->code_depth) {
		v->code_depth = html_stack_depth(&v->stack);
		v->code_from = v->visible.s->len;
	}
	if ((looks & HTML_QUOTE) && !v->quote_depth) {
		v->quote_depth = html_stack_depth(&v->stack);
		v->quote_from = v->visible.s->len;
	}
	if ((o.flags & HTML_IS_HEADING) && !v->heading_depth) {
		v->heading_depth = html_stack_depth(&v->stack);
		v->heading_from = v->visible.s->len;
	}
	break_line(v, looks, o.breaks, where);
}

static void
add_since(struct view *v, GArray *spans, gsize from)
{
	struct span s = html_flow_since(&v->visible, from);

	if (s.len)
		g_array_append_val(spans, s);
}

/* What ends with the element at `depth`. */
static void
leave_element(gpointer data, const struct html_open *o, guint depth, struct span where)
{
	struct view *v = data;

	if (o->number == HTML_A)
		end_link(v);
	if (v->code_depth == depth) {
		add_since(v, v->out->code, v->code_from);
		v->code_depth = 0;
	}
	if (v->quote_depth == depth) {
		add_since(v, v->out->quoted, v->quote_from);
		v->quote_depth = 0;
	}
	if (v->heading_depth == depth) {
		add_since(v, v->out->headings, v->heading_from);
		v->heading_depth = 0;
	}
	if (v->hidden_depth == depth) {
		v->out->preheader = html_flow_since(&v->hidden, v->hidden_from);
		v->hidden_depth = 0;
	}
	if (o->set & HIDDEN)
		html_flow_break(&v->hidden, HTML_BREAK_LINE, where);
	break_line(v, o->looks, o->breaks, where);
}

/* What is answered stands below, whatever elements are around it. */
static void
begin_answer(struct view *v)
{
	if (v->answers)
		return;
	v->answers = true;
	v->answer_from = v->visible.s->len;
}

static int
by_place(gconstpointer a, gconstpointer b)
{
	const struct span *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static void
add_answer(struct view *v)
{
	add_since(v, v->out->quoted, v->answer_from);
	g_array_sort(v->out->quoted, by_place);
}

/* ---- tags ---- */

/* `v` is NULL in what only Outlook shows: no mail program quotes there. */
static struct html_style
style_of(struct view *v, const struct html_token *t)
{
	struct html_style style = { .breaks = -1, .width = -1, .height = -1 };
	enum html_quote quote = HTML_QUOTE_NONE;
	bool hidden = false, named = false;

	for (guint i = 0; i < t->n_attributes; i++) {
		const struct html_attribute *a = &t->attributes[i];

		quote = quote ? quote : html_quote_of(a);
		if (a->name.len == 5 && memcmp(a->name.s, "style", 5) == 0)
			style = html_style(a->value.s, a->value.len);
		else if (a->name.len == 5 && memcmp(a->name.s, "class", 5) == 0)
			named = true;
		else if (a->name.len == 2 && memcmp(a->name.s, "id", 2) == 0)
			named = true;
		else if (a->name.len == 6 && memcmp(a->name.s, "hidden", 6) == 0)
			hidden = true;
	}
	if (hidden && style.breaks < 0)
		style.set |= HTML_GONE;
	if (quote == HTML_QUOTE_ELEMENT)
		style.set |= HTML_QUOTE;
	else if (quote && v)
		begin_answer(v);
	if (named && (style.set & HIDDEN))
		style.set |= HTML_SWAP;
	return style;
}

static void
start_void(struct view *v, const struct html_token *t, const struct html_element_row *row,
	   const struct html_style *style)
{
	guint8 looks = (guint8)((looks_here(v) & ~style->clear) | style->set);
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
add_odd(struct view *v, const struct html_token *t, struct span where)
{
	if (t->n_attributes && where.len <= ODD_LENGTH && v->out->odd->len < ODD_MOST &&
	    !memchr(v->from.source->s + where.at, ':', where.len))
		g_array_append_val(v->out->odd, where);
}

static void
start_tag(struct view *v, struct html *h, const struct html_token *t)
{
	static const struct html_element_row unknown = { .name = "", .number = HTML_OTHER };
	const struct html_element_row *row = html_elements_row(&v->elements, t->text.s, t->text.len);
	struct span where = in_source(v, t->where);
	struct html_style style = style_of(v, t);
	struct html_open o;

	v->out->tags++;
	if (!html_stack_is_foreign(&v->stack))
		html_mark_names(v->out->marked, t, row, v->from.input, where);
	if (html_stack_is_foreign(&v->stack) &&
	    (!row || !(row->flags & (HTML_IS_SPECIAL | HTML_CLOSES_P))))
		row = row && row->number == HTML_A ? row : &unknown;
	else if (html_stack_is_foreign(&v->stack))
		html_stack_close_foreign(&v->stack, where);
	if (!row) {
		row = &unknown;
		add_odd(v, t, where);
	}
	html_mark_element(v->out->marked, t, row->number, where);
	if (row->number == HTML_HTML || row->number == HTML_BODY)
		read_lang(v, t);
	if (!html_stack_make_room(&v->stack, row, where))
		return;
	if (row->flags & HTML_IS_VOID) {
		start_void(v, t, row, &style);
		return;
	}
	/* Outlook does not show it, everyone else does; a link so marked is the usual button. */
	if (style.mso_hide && row->number != HTML_A)
		style.set |= HTML_GONE | (style.set & HIDDEN ? 0 : HTML_SWAP);
	o = (struct html_open){
		.number = row == &unknown ? html_elements_number(t->text.s, t->text.len) : row->number,
		.flags = row->flags, .set = row->looks | style.set, .clear = style.clear,
		.breaks = style.breaks >= 0 ? (guint8)style.breaks : row->breaks,
	};
	if (t->self_closing && html_stack_is_foreign(&v->stack))
		return;
	open_element(v, o, where);
	if (row->number == HTML_A)
		begin_link(v, t, looks_here(v));
	if (!html_stack_is_foreign(&v->stack))
		html_follow(h, t);
}

static void
end_tag(struct view *v, const struct html_token *t)
{
	const struct html_element_row *row = html_elements_row(&v->elements, t->text.s, t->text.len);
	struct span where = in_source(v, t->where);
	guint8 number = row ? row->number : html_elements_number(t->text.s, t->text.len);
	guint8 flags = row ? row->flags : 0;
	guint depth = html_stack_depth(&v->stack);

	v->out->tags++;
	/* Text behind </body> and </html> is shown as if they were not there. */
	v->ended |= number == HTML_HTML;
	if (number == HTML_BODY || number == HTML_HTML)
		return;
	if (number == HTML_BR || (number == HTML_P && !html_stack_has_p(&v->stack)))
		html_flow_br(looks_here(v) & HIDDEN ? &v->hidden : &v->visible, where);
	else
		html_stack_close(&v->stack, number, flags, where);
	if ((flags & (HTML_IS_SPECIAL | HTML_IS_FORMATTING)) && !(flags & HTML_IS_VOID) &&
	    number != HTML_P && html_stack_depth(&v->stack) == depth)
		html_mark(v->out->marked, HTML_MARK_STRAY_END, where, 1);
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
	const struct html_open *o = html_stack_top(&v->stack);
	struct span where = in_source(v, t->where);
	bool pre = o->looks & HTML_PRE;

	if (o->number == HTML_TITLE && !v->out->title) {
		if (!v->titled)
			html_flow_init(&v->title, v->from.arena, v->from.source);
		v->titled = true;
		add_text(&v->title, t, where, false);
	} else if (o->number == HTML_STYLE) {
		html_mark_style(v->out->marked, &t->text, where);
	} else if (!(o->looks & HTML_DROP)) {
		if (v->ended)
			html_mark(v->out->marked, HTML_MARK_AFTER_END, where, html_mark_letters(t->text.s, t->text.len));
		if ((o->looks & (HIDDEN | HTML_SWAP)) && !(o->looks & HTML_SWAP))
			html_mark(v->out->marked, HTML_MARK_HIDDEN, where, html_mark_letters(t->text.s, t->text.len));
		add_text(o->looks & HIDDEN ? &v->hidden : &v->visible, t, where, pre);
	}
}

/* ---- Outlook's own content ---- */

static void
outlook_start(struct view *v, const struct html_token *t)
{
	const struct html_element_row *row = html_elements_row(&v->elements, t->text.s, t->text.len);
	struct html_style style = style_of(NULL, t);
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

static void
comment(struct view *v, const struct html_token *t)
{
	struct span content = html_conditional_content(v->from.source->s, t->where);
	int link = v->link;

	if (!content.len)
		return;
	v->from.base = content.at;
	v->from.input = v->from.source->s + content.at;
	if (v->outlook)
		html_restart(v->outlook, v->from.input, content.len);
	else
		v->outlook = html_new(v->from.arena, v->from.input, content.len);
	html_flow_break(&v->hidden, HTML_BREAK_LINE, t->where);
	v->link = -1;
	v->outlook_drop = 0;
	outlook_tokens(v);
	v->link = link;
	v->from.base = 0;
	v->from.input = v->from.source->s;
	html_flow_break(&v->hidden, HTML_BREAK_LINE, t->where);
}

/* ---- the whole ---- */

static void
finish(struct view *v)
{
	static const guint8 must_close[] = { HTML_A, HTML_DIV, HTML_TABLE, HTML_FONT, HTML_CENTER,
					     HTML_FORM, HTML_STYLE, HTML_TITLE };
	struct span end = { v->from.source->len, 0 };

	for (gsize i = 0; i < G_N_ELEMENTS(must_close); i++)
		html_mark(v->out->marked, HTML_MARK_UNCLOSED, end, v->stack.counts[must_close[i]]);
	html_stack_close_all(&v->stack, end);
	if (v->answers)
		add_answer(v);
	v->out->visible = html_flow_end(&v->visible, v->from.arena, v->from.source->name);
	v->out->hidden = html_flow_end(&v->hidden, v->from.arena, "hidden text");
	if (v->titled)
		v->out->title = html_flow_end(&v->title, v->from.arena, "title");
	v->out->conditional_visible = html_conditional_shows(v->out->visible->s, v->out->visible->len);
}

static void
tokens(struct view *v)
{
	struct html *h = html_new(v->from.arena, v->from.source->s, v->from.source->len);
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
	struct view v = {
		.from = { .arena = a, .source = source, .input = source->s },
		.stack = { .leave = leave_element, .data = &v },
		.link = -1,
	};

	v.out = arena_new0(a, struct html_view);
	v.out->source = source;
	v.out->links = arena_array(a, sizeof(struct html_link));
	v.out->images = arena_array(a, sizeof(struct html_image));
	v.out->code = arena_array(a, sizeof(struct span));
	v.out->quoted = arena_array(a, sizeof(struct span));
	v.out->odd = arena_array(a, sizeof(struct span));
	v.out->headings = arena_array(a, sizeof(struct span));
	html_stack_init(&v.stack, a);
	html_flow_init(&v.visible, a, source);
	html_flow_init(&v.hidden, a, source);
	html_elements_init(&v.elements);
	tokens(&v);
	finish(&v);
	return v.out;
}
