#include "core/field.h"
#include "core/limits.h"
#include "core/message_view.h"

enum {
	/* What every stretch between two lines like boundaries may show of its header when
	   others have taken all there is: a real part's type and encoding.  And of such a
	   line: RFC 2046 allows a boundary 70. */
	FEW_BYTES = 256,
};

struct piece {
	const char *s;
	gsize raw, at, len;	/* in the message, in the view */
};

/* What is left to be shown. */
struct rest {
	guint lines;		/* of headers */
	gsize bytes;		/* of headers */
	guint boundaries;	/* lines that may be some */
};

static void
show(struct view *v, gsize at, gsize len)
{
	struct piece p = { v->raw + at, at, v->len, len };
	struct piece *last = v->pieces->len
		? &g_array_index(v->pieces, struct piece, v->pieces->len - 1) : NULL;

	if (len == 0)
		return;
	if (last && last->raw + last->len == at)
		last->len += len;
	else
		g_array_append_val(v->pieces, p);
	v->len += len;
}

static bool
may_be_boundary(const struct view *v, gsize at, gsize end)
{
	return end - at > 2 && v->raw[at] == '-' && v->raw[at + 1] == '-';
}

/* A line and its end, but no more than `most` bytes of what is between.  A cut in a fold would
   make an empty line of it, which ends a header. */
static void
show_line(struct view *v, gsize at, gsize stop, gsize next, gsize most)
{
	if (stop - at > most) {
		while (most && g_ascii_isspace(v->raw[at + most - 1]))
			most--;
		show(v, at, most);
		at = stop;
	}
	show(v, at, next - at);
}

/* A line of a header with those that go on from it.  GMime needs no more of a field than
   its parameters. */
static gsize
show_field(struct view *v, gsize at, gsize end)
{
	gsize next, stop = field_line(v->raw, at, end, &next);

	while (next < end && (v->raw[next] == ' ' || v->raw[next] == '\t'))
		stop = field_line(v->raw, next, end, &next);
	show_line(v, at, stop, next, LIMIT_PARAMETERS);
	return next;
}

/* The fields of a part: GMime need not see the others. */
static bool
is_about_content(const struct view *v, const struct field *f)
{
	return f->raw.len > 8 && g_ascii_strncasecmp(v->raw + f->raw.at, "Content-", 8) == 0;
}

/* What may be a header, up to the empty line; where the body begins. */
static gsize
show_header(struct view *v, gsize at, gsize end, struct rest *left)
{
	gsize next, shown = v->len;
	bool hidden = false;
	struct field f;

	for (; at < end && !may_be_boundary(v, at, end); at = next) {
		gsize before = v->len;

		if (field_line(v->raw, at, end, &next) == at) {
			show(v, at, next - at);
			return next;
		}
		if ((left->lines == 0 || left->bytes == 0) && v->len - shown >= FEW_BYTES) {
			v->is_odd = v->fields_hidden = true;
			continue;
		}
		left->lines -= left->lines > 0;
		if (!field_cut(NULL, v->raw, at, end, &f, &next)) {
			v->is_odd = v->bad_lines = true;
		} else if (v->lean && v->len > shown && !is_about_content(v, &f)) {
			left->bytes -= MIN(left->bytes, next - at);
			hidden = true;
			continue;
		}
		next = show_field(v, at, end);
		left->bytes -= MIN(left->bytes, v->len - before);
	}
	v->is_odd |= hidden;	/* no empty line says where it ends */
	return at;
}

/* The next line from the beginning of a line that may be a boundary.  Looks only at
   hyphens, which base64 has none of. */
static gsize
next_boundary(const struct view *v, gsize from, gsize end)
{
	const char *stop = v->raw + end, *begin = v->raw + from, *p = begin;

	while ((p = memchr(p, '-', (gsize)(stop - p))) != NULL) {
		gsize at = (gsize)(p - v->raw);

		if ((p == begin || p[-1] == '\n') && may_be_boundary(v, at, end))
			return at;
		while (p < stop && *p == '-')
			p++;
	}
	return end;
}

/* With the line end before it, which belongs to it; where the next line begins. */
static gsize
show_boundary(struct view *v, gsize body, gsize at, gsize end)
{
	gsize tail = at, next, stop = field_line(v->raw, at, end, &next);

	if (tail > body && v->raw[tail - 1] == '\n')
		tail--;
	if (tail > body && v->raw[tail - 1] == '\r')
		tail--;
	show(v, tail, at - tail);
	show_line(v, at, stop, next, FEW_BYTES);
	while (stop > at && g_ascii_isspace(v->raw[stop - 1]))
		stop--;
	v->closing += v->raw[stop - 1] == '-' && v->raw[stop - 2] == '-';
	return next;
}

static struct view *
build(struct arena *a, const char *raw, struct span scope, bool lean)
{
	struct view *v = arena_new0(a, struct view);
	struct rest left = { LIMIT_FIELDS, LIMIT_HEADER_SEEN, LIMIT_PARTS };
	gsize at = scope.at, end = scope.at + scope.len;

	*v = (struct view){ .raw = raw, .scope = scope, .lean = lean,
			    .pieces = arena_array(a, sizeof(struct piece)) };
	for (;;) {
		gsize body = show_header(v, at, end, &left);

		at = next_boundary(v, body, end);
		if (at >= end)
			break;
		if (left.boundaries-- == 0) {
			v->parts_hidden = true;
			break;
		}
		at = show_boundary(v, body, at, end);
	}
	if (end > scope.at && raw[end - 1] != '\n') {
		struct piece p = { "\n", end, v->len, 1 };	/* a last line is a line too */

		g_array_append_val(v->pieces, p);
		v->len++;
	}
	return v;
}

/* What is odd about a header GMime is to say: then it sees all of them. */
struct view *
message_view(struct arena *a, const char *raw, struct span scope)
{
	struct view *v = build(a, raw, scope, true);

	return v->is_odd ? build(a, raw, scope, false) : v;
}

/* The last piece that begins at `at` or before. */
static const struct piece *
piece_of(const struct view *v, gsize at)
{
	guint low = 0, high = v->pieces->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (g_array_index(v->pieces, struct piece, middle).at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &g_array_index(v->pieces, struct piece, low - 1) : NULL;
}

gsize
message_view_raw(const struct view *v, gint64 at)
{
	const struct piece *p = at >= 0 && (gsize)at < v->len ? piece_of(v, (gsize)at) : NULL;
	gsize end = v->scope.at + v->scope.len;

	return p ? MIN(p->raw + (gsize)at - p->at, end) : end;
}

gsize
message_view_after(const struct view *v, gint64 at)
{
	gsize end = v->scope.at + v->scope.len;

	return at <= 0 ? v->scope.at : MIN(message_view_raw(v, at - 1) + 1, end);
}

/* The view as a stream of GMime's. */
struct view_stream {
	GMimeStream parent;
	const struct view *view;
};

static const char type_name[] = "SendlintViewStream";

static gint64
stream_end(const GMimeStream *s)
{
	gint64 len = (gint64)((const struct view_stream *)s)->view->len;

	return s->bound_end < 0 ? len : MIN(s->bound_end, len);
}

static ssize_t
stream_read(GMimeStream *s, char *buf, size_t len)
{
	const struct view *v = ((struct view_stream *)s)->view;
	gint64 end = stream_end(s);
	gsize done = 0;

	while (done < len && s->position < end) {
		gsize at = (gsize)s->position, n;
		const struct piece *p = piece_of(v, at);

		n = MIN(MIN(len - done, p->at + p->len - at), (gsize)(end - s->position));
		memcpy(buf + done, p->s + (at - p->at), n);
		done += n;
		s->position += (gint64)n;
	}
	return done ? (ssize_t)done : -1;
}

static gboolean
stream_eos(GMimeStream *s)
{
	return s->position >= stream_end(s);
}

static int
stream_reset(GMimeStream *s)
{
	s->position = s->bound_start;
	return 0;
}

static gint64
stream_seek(GMimeStream *s, gint64 offset, GMimeSeekWhence whence)
{
	gint64 from = whence == GMIME_STREAM_SEEK_SET ? 0
		    : whence == GMIME_STREAM_SEEK_CUR ? s->position : stream_end(s);

	if (from + offset < s->bound_start || from + offset > stream_end(s))
		return -1;
	return s->position = from + offset;
}

static gint64
stream_tell(GMimeStream *s)
{
	return s->position;
}

static gint64
stream_length(GMimeStream *s)
{
	return stream_end(s) - s->bound_start;
}

static GMimeStream *
new_stream(const struct view *v, gint64 start, gint64 end)
{
	struct view_stream *s = g_object_new(g_type_from_name(type_name), NULL);

	s->view = v;
	g_mime_stream_construct(&s->parent, start, end);
	return &s->parent;
}

static GMimeStream *
stream_substream(GMimeStream *s, gint64 start, gint64 end)
{
	return new_stream(((struct view_stream *)s)->view, start, end);
}

static void
class_init(gpointer klass, gpointer data)
{
	GMimeStreamClass *c = klass;

	(void)data;
	c->read = stream_read;
	c->eos = stream_eos;
	c->reset = stream_reset;
	c->seek = stream_seek;
	c->tell = stream_tell;
	c->length = stream_length;
	c->substream = stream_substream;
}

void
message_view_init(void)
{
	if (g_type_from_name(type_name) == 0)
		g_type_register_static_simple(GMIME_TYPE_STREAM, type_name, sizeof(GMimeStreamClass),
					      class_init, sizeof(struct view_stream), NULL, 0);
}

GMimeStream *
message_view_stream(const struct view *v)
{
	return new_stream(v, 0, -1);
}
