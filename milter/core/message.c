#include <gmime/gmime.h>

#include "core/limits.h"
#include "core/magic.h"
#include "core/message.h"
#include "core/message_text.h"
#include "core/message_view.h"

#define BAD_LINE "a line in the header is neither a field nor its continuation"

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

/* Where a part stands. */
struct seat {
	int parent;		/* in reading.parts; of a message, in message.parts */
	guint depth, number;	/* number 0: it is a message's only part, or its multipart */
	const char *base;	/* path of what it is in */
};

/* LeakSanitizer's, where there is one. */
extern void __lsan_disable(void) __attribute__((weak));
extern void __lsan_enable(void) __attribute__((weak));

void
message_init(void)
{
	static const char *const types[] = { "rfc822", "rfc2822", "global", "news" };

	if (__lsan_disable)	/* GMime forgets the four types that are replaced below */
		__lsan_disable();
	g_mime_init();
	if (__lsan_enable)
		__lsan_enable();
	message_view_init();
	/* Their classes are made at first use, behind locks of GLib's that ThreadSanitizer
	   does not see: so make them before there are threads. */
	g_type_class_ref(INTERNET_ADDRESS_TYPE_MAILBOX);
	g_type_class_ref(INTERNET_ADDRESS_TYPE_GROUP);
	g_type_class_ref(GMIME_TYPE_MULTIPART);
	g_type_class_ref(GMIME_TYPE_TEXT_PART);
	g_type_class_ref(GMIME_TYPE_CONTENT_TYPE);
	g_type_class_ref(GMIME_TYPE_CONTENT_DISPOSITION);
	/* A message inside is read like the mail itself, when its turn comes: GMime would read
	   it at once, and make an object of every recipient. */
	for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
		g_mime_object_register_type("message", types[i], GMIME_TYPE_PART);
}

void
message_odd(struct message *m, enum oddity_kind kind, gsize at, const char *what)
{
	struct oddity o = { kind, at, what };

	if (m->oddities->len < LIMIT_ODDITIES)
		g_array_append_val(m->oddities, o);
}

static bool
begins(const struct message *m, gsize at, const char *s)
{
	return m->len - at >= strlen(s) && memcmp(m->raw + at, s, strlen(s)) == 0;
}

/* What stands before the fields of a message though it should not: a byte order mark, lines
   of blanks, the envelope line of an mbox. */
static gsize
skip_before(const struct message *m, gsize at)
{
	gsize begin = at, next;

	if (begins(m, at, "\357\273\277"))
		at += 3;
	while (at < m->len && (m->raw[at] == ' ' || m->raw[at] == '\t')) {
		gsize end = field_line(m->raw, at, m->len, &next);

		while (at < end && (m->raw[at] == ' ' || m->raw[at] == '\t'))
			at++;
		if (at < end)
			return begin;
		at = next;
	}
	if (begins(m, at, "From ") || begins(m, at, ">From "))
		field_line(m->raw, at, m->len, &at);
	return at;
}

static const struct field *
find_field(const GArray *fields, const char *name, guint nth)
{
	for (guint i = 0; i < fields->len; i++) {
		const struct field *f = &g_array_index(fields, struct field, i);

		if (g_ascii_strcasecmp(f->name, name) == 0 && nth-- == 0)
			return f;
	}
	return NULL;
}

static gsize
scope_end(const struct reading *r)
{
	return r->view->scope.at + r->view->scope.len;
}

/* What GMime decoded cannot be told byte by byte, and need not be UTF-8. */
static const char *
take(struct arena *a, const char *s, gsize *ret_len)
{
	struct charset_result r;

	if (!s || !*s)
		return NULL;
	r = charset_decode(a, NULL, arena_strndup(a, s, strlen(s)), strlen(s), NULL);
	if (ret_len)
		*ret_len = r.len;
	return r.s;
}

static char *
lower(struct arena *a, const char *s)
{
	char *low = arena_strndup(a, s, strlen(s));

	for (char *p = low; *p; p++)
		*p = g_ascii_tolower(*p);
	return low;
}

static void
note_warning(gint64 offset, GMimeParserWarning code, const char *item, gpointer data)
{
	struct reading *r = data;
	struct warning warning = { code, message_view_raw(r->view, offset) };

	(void)item;
	if (code == GMIME_CRIT_NESTING_OVERFLOW)
		r->w->m->limits |= LIMIT_HIT_PARTS;
	if (code == GMIME_CRIT_INVALID_HEADER_NAME || code == GMIME_WARN_MALFORMED_MULTIPART ||
	    code == GMIME_WARN_TRUNCATED_MESSAGE)
		g_array_append_val(r->warnings, warning);
}

static bool
is_warned(const struct reading *r, GMimeParserWarning code, gsize from, gsize end)
{
	for (guint i = 0; i < r->warnings->len; i++) {
		const struct warning *x = &g_array_index(r->warnings, struct warning, i);

		if (x->code == code && x->at >= from && x->at <= end)
			return true;
	}
	return false;
}

/*
 * Lines before `body` that are neither fields nor their continuation.  Where no field
 * follows, a mail server takes the body to begin; GMime takes it for a header still.
 */
static gsize
bad_lines(struct reading *r, gsize first_field, gsize body)
{
	struct message *m = r->w->m;
	gsize end = scope_end(r), next, peek;
	struct field f;

	while (r->n_warnings < r->warnings->len) {
		const struct warning *x = &g_array_index(r->warnings, struct warning, r->n_warnings);

		if (x->code == GMIME_CRIT_INVALID_HEADER_NAME) {
			if (x->at >= body)
				break;
			message_odd(m, ODDITY_HEADER, x->at, BAD_LINE);
			field_line(m->raw, x->at, end, &next);
			if (first_field > x->at || next >= end ||
			    (field_line(m->raw, next, end, &peek) != next &&
			     !field_cut(NULL, m->raw, next, end, &f, &peek)))
				body = x->at;
		}
		r->n_warnings++;
	}
	return body;
}

/* Where the next one begins. */
static gsize
take_field(struct reading *r, GArray *fields, gsize at, const char *path)
{
	struct walk *w = r->w;
	gsize left = LIMIT_HEADER_TOTAL - w->header_bytes, next = scope_end(r);
	struct field f;

	if (w->n_fields >= LIMIT_FIELDS || !left) {
		w->m->limits |= LIMIT_HIT_FIELDS;
	} else if (!field_cut(w->m->arena, w->m->raw, at, scope_end(r), &f, &next)) {
		message_odd(w->m, ODDITY_HEADER, at, "the name of a field is not ASCII or far too long");
	} else {
		if (!field_decode(w->m->arena, w->m->raw, &f, path, MIN(left, LIMIT_FIELD)))
			w->m->limits |= LIMIT_HIT_FIELDS;
		w->header_bytes += MIN(f.raw_value.len, MIN(left, LIMIT_FIELD));
		w->n_fields++;
		g_array_append_vals(fields, &f, 1);
	}
	return next;
}

/* Where GMime found the field. */
static gsize
field_at(const struct reading *r, GMimeHeaderList *list, int i)
{
	return message_view_raw(r->view,
				g_mime_header_get_offset(g_mime_header_list_get_header_at(list, i)));
}

/* After the empty line that ends the header whose last field is at `at`. */
static gsize
after_header(const struct reading *r, gsize at, gsize *ret_header_end)
{
	const char *raw = r->w->m->raw;
	gsize end = scope_end(r), next;

	for (; at < end; at = next) {
		*ret_header_end = at;
		if (field_line(raw, at, end, &next) == at)
			return next;
		if (end - at > 2 && raw[at] == '-' && raw[at + 1] == '-')
			return at;
	}
	return *ret_header_end = end;
}

/* Back over one line end. */
static gsize
before_line_end(const struct message *m, gsize begin, gsize end)
{
	if (end > begin && m->raw[end - 1] == '\n')
		end--;
	if (end > begin && m->raw[end] == '\n' && m->raw[end - 1] == '\r')
		end--;
	return end;
}

/* The body of a part as GMime has it. */
static bool
body_of(const struct reading *r, GMimeObject *o, gsize *ret_begin, gsize *ret_end)
{
	GMimeDataWrapper *content = GMIME_IS_PART(o) ? g_mime_part_get_content(GMIME_PART(o)) : NULL;
	GMimeStream *stream = content ? g_mime_data_wrapper_get_stream(content) : NULL;

	if (!stream)
		return false;
	*ret_begin = message_view_after(r->view, stream->bound_start);
	*ret_end = message_view_raw(r->view, stream->bound_end);
	return true;
}

static void
read_header(struct reading *r, GMimeObject *o, struct part *p)
{
	const struct message *m = r->w->m;
	GMimeHeaderList *list = g_mime_object_get_header_list(o);
	int n = g_mime_header_list_get_count(list);
	gsize begin = n ? field_at(r, list, 0) : scope_end(r), end, body, early;
	bool leaf = body_of(r, o, &body, &end);

	if (leaf) {
		p->raw_header.at = MIN(begin, body);
		p->raw_header.len = before_line_end(m, p->raw_header.at, body) - p->raw_header.at;
	} else {
		body = after_header(r, n ? field_at(r, list, n - 1) : scope_end(r), &end);
		p->raw_header = (struct span){ MIN(begin, end), end - MIN(begin, end) };
		end = scope_end(r);	/* see end_multiparts */
	}
	early = bad_lines(r, begin, body);
	if (leaf && early < body) {
		p->raw_header = (struct span){ MIN(begin, early), early - MIN(begin, early) };
		if (end < scope_end(r) && m->raw[end] == '-')
			end = before_line_end(m, early, end);
		body = early;
	}
	p->raw = (struct span){ body, MAX(end, body) - body };
	p->fields = arena_array(m->arena, sizeof(struct field));
	if (r->view->lean)	/* every line is a field or goes on from one */
		for (gsize stop = p->raw_header.at + p->raw_header.len; begin < stop;)
			begin = take_field(r, p->fields, begin, p->path);
	for (int i = 0; i < n && !r->view->lean; i++)
		if (field_at(r, list, i) < body)
			take_field(r, p->fields, field_at(r, list, i), p->path);
}

/* A file name as a text. */
static const struct text *
name_text(const struct message *m, const struct field *f, const char *name, const char *path)
{
	struct text *t = arena_new0(m->arena, struct text);

	*t = (struct text){ .name = "file name", .part = path, .raw = f->raw_value, .field = f->name };
	t->s = take(m->arena, name, &t->len);
	return t->s ? t : NULL;
}

static void
read_type(const struct message *m, GMimeObject *o, struct part *p)
{
	const struct field *f = find_field(p->fields, "Content-Type", 0);
	GMimeContentType *ct = g_mime_object_get_content_type(o);
	g_autofree char *type = ct ? g_mime_content_type_get_mime_type(ct) : NULL;

	p->type = type && !(f && f->value->len == 0) ? lower(m->arena, type) : "text/plain";
	if (!f || !ct)
		return;
	p->charset = take(m->arena, g_mime_content_type_get_parameter(ct, "charset"), NULL);
	p->file_name = name_text(m, f, g_mime_content_type_get_parameter(ct, "name"), p->path);
}

static void
read_disposition(const struct message *m, GMimeObject *o, struct part *p)
{
	const struct field *f = find_field(p->fields, "Content-Disposition", 0);
	GMimeContentDisposition *d = g_mime_object_get_content_disposition(o);
	const struct text *name;

	if (!f || !d || f->value->len == 0)
		return;
	if (g_mime_content_disposition_get_disposition(d))
		p->disposition = lower(m->arena, g_mime_content_disposition_get_disposition(d));
	name = name_text(m, f, g_mime_content_disposition_get_parameter(d, "filename"), p->path);
	if (name)
		p->file_name = name;
}

static void
read_encoding(GMimeObject *o, struct part *p)
{
	static const enum encoding known[] = {
		[GMIME_CONTENT_ENCODING_7BIT] = ENCODING_7BIT,
		[GMIME_CONTENT_ENCODING_8BIT] = ENCODING_8BIT,
		[GMIME_CONTENT_ENCODING_BINARY] = ENCODING_BINARY,
		[GMIME_CONTENT_ENCODING_BASE64] = ENCODING_BASE64,
		[GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE] = ENCODING_QUOTED_PRINTABLE,
		[GMIME_CONTENT_ENCODING_UUENCODE] = ENCODING_UUENCODE,
	};
	const struct field *f = find_field(p->fields, "Content-Transfer-Encoding", 0);
	GMimeContentEncoding e = GMIME_IS_PART(o) ? g_mime_part_get_content_encoding(GMIME_PART(o))
						  : GMIME_CONTENT_ENCODING_DEFAULT;

	/* GMime does not tell "none" from "a name nobody knows". */
	p->encoding = f && e != GMIME_CONTENT_ENCODING_DEFAULT && e < G_N_ELEMENTS(known)
		? known[e] : transfer_encoding(f ? f->value->s : NULL);
}

static bool
is_encoded(const struct part *p)
{
	return p->encoding == ENCODING_BASE64 || p->encoding == ENCODING_QUOTED_PRINTABLE ||
	       p->encoding == ENCODING_UUENCODE;
}

static enum part_kind
leaf_kind(const struct reading *r, const struct part *p)
{
	bool attached = p->disposition && !g_str_equal(p->disposition, "inline");
	bool related = p->parent >= 0 && g_str_equal("multipart/related",
		g_array_index(r->parts, struct part, p->parent).type);

	if (g_str_has_prefix(p->type, "image/"))
		return (related && p->content_id) || (!attached && (p->content_id || p->disposition))
			? PART_IMAGE : PART_FILE;
	if (attached || (p->file_name && r->w->leaf_seen))
		return PART_FILE;
	return g_str_equal(p->type, "text/plain") ? PART_PLAIN
	     : g_str_equal(p->type, "text/html") ? PART_HTML : PART_FILE;
}

static bool
is_message(const struct part *p)
{
	return (g_str_equal(p->type, "message/rfc822") || g_str_equal(p->type, "message/rfc2822") ||
		g_str_equal(p->type, "message/news") || g_str_equal(p->type, "message/global")) &&
	       !is_encoded(p);
}

/* Nothing in it can be told apart: so its text is all there is to see. */
static enum part_kind
empty_multipart(struct reading *r, const struct part *p, const char *boundary)
{
	message_odd(r->w->m, ODDITY_BOUNDARY, boundary ? p->raw.at : p->raw_header.at, boundary
		    ? "a multipart has no parts" : "a multipart has no boundary parameter");
	return PART_PLAIN;
}

static void
set_kind(struct reading *r, GMimeObject *o, struct part *p, const char *boundary)
{
	p->kind = leaf_kind(r, p);
	if (GMIME_IS_MULTIPART(o))
		p->kind = g_mime_multipart_get_count(GMIME_MULTIPART(o)) ? PART_MULTIPART
			: empty_multipart(r, p, boundary);
	else if (is_message(p))
		p->kind = PART_MESSAGE;
	if (p->depth >= LIMIT_DEPTH && (p->kind == PART_MULTIPART || p->kind == PART_MESSAGE)) {
		p->kind = PART_FILE;
		r->w->m->limits |= LIMIT_HIT_PARTS;
	}
	if (p->kind == PART_MULTIPART &&
	    is_warned(r, GMIME_WARN_MALFORMED_MULTIPART, p->raw_header.at, p->raw.at))
		message_odd(r->w->m, ODDITY_BOUNDARY, p->raw_header.at, "a multipart is not closed");
}

/* By the first few bytes, which are all that is decoded of a file. */
static const char *
magic_of(const struct message *m, const struct part *p)
{
	struct transfer_result r;

	if (p->raw.len == 0 || p->encoding == ENCODING_UUENCODE)
		return NULL;
	if (!is_encoded(p))
		return magic_type(m->raw + p->raw.at, MIN(p->raw.len, MAGIC_BYTES));
	r = transfer_decode(m->arena, p->encoding, m->raw + p->raw.at, MIN(p->raw.len, 4 * MAGIC_BYTES),
			    MAGIC_BYTES, NULL);
	return magic_type(r.s, r.len);
}

static void
finish_leaf(struct walk *w, struct part *p)
{
	if (p->kind != PART_FILE && p->kind != PART_IMAGE)
		return;		/* it will be decoded */
	p->size = transfer_size(p->encoding, w->m->raw + p->raw.at, p->raw.len);
	p->magic = magic_of(w->m, p);
}

static char *
path_of(struct arena *a, const char *base, guint number)
{
	return arena_printf(a, *base ? "%s.%u" : "%s%u", base, number);
}

/* A part and what is in it.  No deeper than LIMIT_DEPTH. */
static void
read_object(struct reading *r, GMimeObject *o, const struct seat *seat)
{
	struct arena *a = r->w->m->arena;
	struct part p = { .parent = seat->number ? seat->parent : -1, .depth = seat->depth,
			  .nested = r->nested };
	struct seat inside = { .parent = (int)r->parts->len, .depth = seat->depth + 1 };
	const char *boundary = NULL;

	if (r->w->n_parts >= LIMIT_PARTS) {
		r->w->m->limits |= LIMIT_HIT_PARTS;
		return;
	}
	r->w->n_parts++;
	p.path = seat->number ? path_of(a, seat->base, seat->number) : seat->base;
	read_header(r, o, &p);
	read_type(r->w->m, o, &p);
	read_disposition(r->w->m, o, &p);
	read_encoding(o, &p);
	p.content_id = take(a, g_mime_object_get_content_id(o), NULL);
	if (GMIME_IS_MULTIPART(o))
		boundary = take(a, g_mime_object_get_content_type_parameter(o, "boundary"), NULL);
	set_kind(r, o, &p, boundary);
	if (!seat->number && p.kind != PART_MULTIPART)
		p.path = path_of(a, seat->base, 1);
	inside.base = p.path;
	boundary = GMIME_IS_MULTIPART(o) && !boundary ? "" : boundary;
	g_array_append_val(r->parts, p);
	g_array_append_val(r->boundaries, boundary);
	r->w->leaf_seen |= p.kind != PART_MULTIPART && p.kind != PART_MESSAGE;
	if (p.kind != PART_MULTIPART)
		return;
	for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(o)); i++) {
		inside.number++;
		read_object(r, g_mime_multipart_get_part(GMIME_MULTIPART(o), i), &inside);
	}
}

/* The line that closes the part around it. */
static gsize
closing_line(const struct message *m, gsize at, gsize end, const char *boundary)
{
	gsize len = boundary ? strlen(boundary) : 0, next;

	for (; at < end; at = next) {
		gsize stop = field_line(m->raw, at, end, &next);

		if (len && stop - at >= len + 2 && m->raw[at] == '-' && m->raw[at + 1] == '-' &&
		    memcmp(m->raw + at + 2, boundary, len) == 0)
			return at;
	}
	return end;
}

/* GMime does not say where a multipart ends: before the next part's boundary, or the end of
   what it is in. */
static void
end_multipart(struct reading *r, guint index)
{
	const struct message *m = r->w->m;
	struct part *p = &g_array_index(r->parts, struct part, index);
	const struct part *around, *next = p + 1, *stop = p - index + r->parts->len;
	gsize end;

	if (p->parent < 0)
		return;
	around = p - index + p->parent;
	end = around->raw.at + around->raw.len;
	while (next < stop && next->depth > p->depth)
		next++;
	if (next < stop && next->parent == p->parent)
		end = before_line_end(m, p->raw.at, next->raw_header.at);
	while (next < stop && next->parent == p->parent && end > p->raw.at && m->raw[end - 1] != '\n')
		end--;
	if (next >= stop || next->parent != p->parent)
		end = closing_line(m, next > p + 1 ? (next - 1)->raw.at + (next - 1)->raw.len : p->raw.at,
				   end, g_array_index(r->boundaries, const char *, p->parent));
	p->raw.len = before_line_end(m, p->raw.at, MAX(end, p->raw.at)) - p->raw.at;
}

static void read_message(struct walk *w, struct span scope, const struct seat *seat, bool nested);

/* GMime's objects are gone by now, so messages in messages do not add up. */
static void
take_parts(struct reading *r, const struct seat *seat)
{
	struct message *m = r->w->m;
	g_autofree int *place = g_new(int, r->parts->len + 1);	/* in m->parts */

	for (guint i = 0; i < r->parts->len; i++) {
		struct part *p = &g_array_index(r->parts, struct part, i);

		place[i] = (int)m->parts->len;
		p->parent = p->parent < 0 ? seat->parent : place[p->parent];
		if (p->kind != PART_MULTIPART && p->kind != PART_MESSAGE)
			finish_leaf(r->w, p);
		g_array_append_vals(m->parts, p, 1);
		if (p->kind == PART_MESSAGE)
			read_message(r->w, p->raw, &(struct seat){ .parent = place[i], .depth = p->depth + 1,
								   .base = p->path }, true);
	}
}

/* GMime gives up where the first line is no field: then all of it is a body. */
static void
only_body(struct reading *r, const struct seat *seat)
{
	struct part p = { .parent = -1, .depth = seat->depth, .nested = r->nested,
			  .type = "text/plain", .encoding = ENCODING_MISSING, .kind = PART_PLAIN,
			  .raw_header = { r->view->scope.at, 0 }, .raw = r->view->scope };
	const char *none = NULL;

	if (r->w->n_parts++ >= LIMIT_PARTS) {
		r->w->m->limits |= LIMIT_HIT_PARTS;
		return;
	}
	p.path = path_of(r->w->m->arena, seat->base, 1);
	p.fields = arena_array(r->w->m->arena, sizeof(struct field));
	if (p.raw.len)
		message_odd(r->w->m, ODDITY_HEADER, p.raw.at, BAD_LINE);
	r->w->leaf_seen = true;
	g_array_append_val(r->parts, p);
	g_array_append_val(r->boundaries, none);
}

/* What GMime makes of it. */
static GMimeObject *
parse(struct reading *r, GMimeParserOptions *options)
{
	GMimeStream *stream = message_view_stream(r->view);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	/* A part, for a GMimeMessage reads all addresses and has the fields in two lists. */
	GMimeObject *o = g_mime_parser_construct_part(parser, options);

	g_object_unref(parser);
	g_object_unref(stream);
	return o;
}

static guint
count_multiparts(GMimeObject *o)
{
	guint n = GMIME_IS_MULTIPART(o);

	for (int i = 0; n && i < g_mime_multipart_get_count(GMIME_MULTIPART(o)); i++)
		n += count_multiparts(g_mime_multipart_get_part(GMIME_MULTIPART(o), i));
	return n;
}

/*
 * GMime warns only if given options, and makes a copy of them for each field, which takes
 * as long as all the rest.  So it is asked only where there may be something to say.
 */
static GMimeObject *
parse_warned(struct reading *r)
{
	GMimeObject *o = parse(r, NULL);
	GMimeParserOptions *options;

	if (o && !r->view->bad_lines && count_multiparts(o) == r->view->closing)
		return o;
	g_clear_object(&o);
	options = g_mime_parser_options_new();
	g_mime_parser_options_set_warning_callback(options, note_warning, r);
	o = parse(r, options);
	g_mime_parser_options_free(options);
	return o;
}

static void
read_tree(struct reading *r, const struct seat *seat)
{
	GMimeObject *o = parse_warned(r);

	if (!o) {
		only_body(r, seat);
		return;
	}
	read_object(r, o, seat);
	if (GMIME_IS_MULTIPART(o) && r->view->parts_hidden)
		r->w->m->limits |= LIMIT_HIT_PARTS;
	else if (GMIME_IS_MULTIPART(o) && g_mime_multipart_get_count(GMIME_MULTIPART(o)) &&
		 is_warned(r, GMIME_WARN_TRUNCATED_MESSAGE, 0, r->w->m->len))
		message_odd(r->w->m, ODDITY_BOUNDARY, scope_end(r), "a multipart is not closed");
	g_object_unref(o);
}

static void
read_message(struct walk *w, struct span scope, const struct seat *seat, bool nested)
{
	struct arena *a = w->m->arena;
	gsize end = scope.at + scope.len;
	struct reading r = { .w = w, .nested = nested, .parts = arena_array(a, sizeof(struct part)),
			     .boundaries = arena_array(a, sizeof(const char *)),
			     .warnings = arena_array(a, sizeof(struct warning)) };

	scope.at = MIN(skip_before(w->m, scope.at), end);
	scope.len = end - scope.at;
	r.view = message_view(a, w->m->raw, scope);
	if (r.view->fields_hidden)
		w->m->limits |= LIMIT_HIT_FIELDS;
	read_tree(&r, seat);
	for (guint i = 0; i < r.parts->len; i++)
		if (g_array_index(r.boundaries, const char *, i))
			end_multipart(&r, i);
	take_parts(&r, seat);
}

/* Our own texts first: forwarded ones get what the limit leaves. */
static void
read_texts(struct message *m)
{
	gsize left = LIMIT_TEXT_TOTAL;

	for (int nested = 0; nested < 2; nested++)
		for (guint i = 0; i < m->parts->len; i++) {
			struct part *p = &g_array_index(m->parts, struct part, i);

			if ((p->kind == PART_PLAIN || p->kind == PART_HTML) && p->nested == nested)
				left -= message_text(m, p, left);
		}
}

struct message *
message_parse(struct arena *a, const char *raw, gsize len)
{
	struct message *m = arena_new0(a, struct message);
	struct walk w = { .m = m };
	const char *lf;

	*m = (struct message){ .arena = a, .raw = len ? raw : "", .len = len };
	m->parts = arena_array(a, sizeof(struct part));
	m->oddities = arena_array(a, sizeof(struct oddity));
	m->addresses = arena_array(a, sizeof(struct address_list));
	lf = memchr(m->raw, '\n', len);
	m->crlf = lf && lf > m->raw && lf[-1] == '\r';
	read_message(&w, (struct span){ 0, len }, &(struct seat){ .parent = -1, .base = "" }, false);
	m->fields = g_array_index(m->parts, struct part, 0).fields;
	m->raw_header = g_array_index(m->parts, struct part, 0).raw_header;
	read_texts(m);
	return m;
}

const struct field *
message_field(const struct message *m, const char *name, guint nth)
{
	return find_field(m->fields, name, nth);
}

guint
message_count(const struct message *m, const char *name)
{
	guint n = 0;

	for (guint i = 0; i < m->fields->len; i++)
		n += g_ascii_strcasecmp(g_array_index(m->fields, struct field, i).name, name) == 0;
	return n;
}

guint
message_line(const struct message *m, gsize offset)
{
	const char *end = m->raw + MIN(offset, m->len);
	guint line = 1;

	for (const char *p = m->raw; (p = memchr(p, '\n', (gsize)(end - p))); p++)
		line++;
	return line;
}
