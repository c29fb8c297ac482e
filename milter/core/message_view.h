/*
 * message_view.h - what GMime gets to see of a message.
 *
 * GMime makes objects of all it reads before anyone can count them, copies
 * what stands before and after the parts of a multipart, and reads every
 * byte of every payload.  So it reads the message through a view without
 * the middles of bodies, and with no more header and boundary lines than a
 * message may have.  Of headers that are in order it sees the first field and
 * those about the content, which are all that it needs.  No byte is copied; a
 * place in the view is a place in the message.
 *
 * The view knows three things about lines and nothing about structure: that
 * a boundary begins with "--", that a header ends at an empty line, and that
 * a line beginning with a blank goes on from the one before.
 */
#ifndef CORE_MESSAGE_VIEW_H
#define CORE_MESSAGE_VIEW_H

#include <gmime/gmime.h>

#include "core/arena.h"

struct view {
	const char *raw;	/* of the message */
	struct span scope;	/* what is looked at: the message, or one inside */
	GArray *pieces;		/* struct piece: what is seen */
	gsize len;		/* bytes seen */
	bool lean;		/* of each header only the first field and Content-* are seen */
	bool is_odd;		/* some header is not in order: it must not be lean */
	bool fields_hidden;	/* there are more header lines than a message may have */
	bool parts_hidden;	/* likewise lines that may be boundaries */
	bool bad_lines;		/* a line of what may be a header is no field */
	guint closing;		/* lines that may close a multipart */
};

/* Once, before the first stream. */
void message_view_init(void);

struct view *message_view(struct arena *a, const char *raw, struct span scope);
GMimeStream *message_view_stream(const struct view *v);

/* Where the byte of the view at `at` stands in the message. */
gsize message_view_raw(const struct view *v, gint64 at);
/* The place after the byte before `at`: a body that begins with what is not seen begins
   there. */
gsize message_view_after(const struct view *v, gint64 at);

#endif
