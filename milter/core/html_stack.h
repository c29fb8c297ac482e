/*
 * html_stack.h - which elements are open, as the standard's tree builder has it.
 *
 * There is no tree, only the stack: what a start tag closes, what an end tag
 * reaches, how a style comes down to what is within.  Whoever drives it hears
 * of each element that ends.  An end tag looks for its element only so far
 * down, so time is linear whatever is left open.
 */
#ifndef CORE_HTML_STACK_H
#define CORE_HTML_STACK_H

#include "core/arena.h"
#include "core/html_elements.h"

/* An open element.  Small: there may be 80,000. */
struct html_open {
	guint8 number;		/* of the element */
	guint8 flags;		/* enum html_element_flag */
	guint8 set, clear;	/* looks it changes */
	guint8 looks;		/* with those around it */
	guint8 breaks;		/* enum html_break, at both edges */
};

struct html_stack {
	GArray *open;		/* struct html_open; the first is the document */
	guint32 counts[HTML_ELEMENTS_NUMBERS];	/* open, by number */
	/* `o`, at `depth`, ends; it is still on the stack, what was within it is not. */
	void (*leave)(gpointer data, const struct html_open *o, guint depth, struct span where);
	gpointer data;		/* for leave() */
};

void html_stack_init(struct html_stack *s, struct arena *a);

/* What a start tag closes.  False: it has no place here and is passed over. */
bool html_stack_make_room(struct html_stack *s, const struct html_element_row *row,
			  struct span where);
/* Its looks are worked out here. */
void html_stack_push(struct html_stack *s, struct html_open o);

/* An end tag, of anything but <br>; `flags` are of its element. */
void html_stack_close(struct html_stack *s, guint8 number, guint8 flags, struct span where);
/* All but the document, where the input ends. */
void html_stack_close_all(struct html_stack *s, struct span where);
/* Back to HTML: a block has no place in SVG or MathML. */
void html_stack_close_foreign(struct html_stack *s, struct span where);

/* Is there a <p> that </p> would close? */
bool html_stack_has_p(const struct html_stack *s);

static inline guint
html_stack_depth(const struct html_stack *s)
{
	return s->open->len;
}

static inline struct html_open *
html_stack_at(const struct html_stack *s, guint depth)
{
	return &g_array_index(s->open, struct html_open, depth - 1);
}

static inline const struct html_open *
html_stack_top(const struct html_stack *s)
{
	return html_stack_at(s, s->open->len);
}

static inline bool
html_stack_is_foreign(const struct html_stack *s)
{
	return s->counts[HTML_SVG] || s->counts[HTML_MATH];
}

/* With those around it, of what changes them so. */
static inline guint8
html_stack_looks(guint8 around, guint8 set, guint8 clear)
{
	return (guint8)((around & ~clear) | set);
}

#endif
