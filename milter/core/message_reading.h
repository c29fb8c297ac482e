/*
 * message_reading.h - a message while GMime's objects of it are read; for message.c,
 * which walks them, message_bounds.c and message_part.c.
 */
#ifndef CORE_MESSAGE_READING_H
#define CORE_MESSAGE_READING_H

#include "core/message_text.h"
#include "core/message_view.h"

#define BAD_LINE PHRASE("a line in the header is neither a field nor its continuation")

/* What all messages of the mail share: the mail itself and those inside. */
struct walk {
	struct message *m;
	guint n_fields, n_parts;
	gsize header_bytes;	/* decoded so far */
	bool leaf_seen;
};

/* What GMime had to say while it parsed. */
struct warning {
	GMimeParserWarning code;
	gsize at;
};

/* One message as GMime has parsed it; messages inside are parts of it like any other. */
struct reading {
	struct walk *w;
	const struct view *view;
	GArray *parts;		/* struct part; their parents are indices here */
	GArray *boundaries;	/* const char *, of each part: NULL if it is no multipart */
	GArray *warnings;	/* struct warning */
	guint n_warnings;	/* about lines of headers, dealt with */
	bool nested;
};

/* Fills fields, raw_header and raw; of a multipart, raw ends with what it is in. */
void message_bounds(struct reading *r, GMimeObject *o, struct part *p);
/* Once all parts are there: where a multipart ends. */
void message_bounds_multipart(struct reading *r, guint index);

/* Fills type, charset, disposition, file_name, encoding, content_id and kind, and says which
   boundary a multipart declares ("" for none; NULL: no multipart). */
const char *message_part(struct reading *r, GMimeObject *o, struct part *p);
/* Size and magic of what is not decoded as text. */
void message_part_measure(const struct message *m, struct part *p);

static inline gsize
message_reading_end(const struct reading *r)
{
	return r->view->scope.at + r->view->scope.len;
}

/* Has GMime said that of a place in [from, end]? */
bool message_reading_warned(const struct reading *r, GMimeParserWarning code, gsize from, gsize end);

#endif
