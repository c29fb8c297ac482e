#include "core/limits.h"
#include "core/message_reading.h"

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

bool
message_reading_warned(const struct reading *r, GMimeParserWarning code, gsize from, gsize end)
{
	for (guint i = 0; i < r->warnings->len; i++) {
		const struct warning *x = &g_array_index(r->warnings, struct warning, i);

		if (x->code == code && x->at >= from && x->at <= end)
			return true;
	}
	return false;
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
	const char *boundary;

	if (r->w->n_parts >= LIMIT_PARTS) {
		r->w->m->limits |= LIMIT_HIT_PARTS;
		return;
	}
	r->w->n_parts++;
	p.path = seat->number ? path_of(a, seat->base, seat->number) : seat->base;
	message_bounds(r, o, &p);
	boundary = message_part(r, o, &p);
	if (!seat->number && p.kind != PART_MULTIPART)
		p.path = path_of(a, seat->base, 1);
	inside.base = p.path;
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
		if (p->kind == PART_FILE || p->kind == PART_IMAGE)
			message_part_measure(m, p);
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
		 message_reading_warned(r, GMIME_WARN_TRUNCATED_MESSAGE, 0, r->w->m->len))
		message_odd(r->w->m, ODDITY_BOUNDARY, message_reading_end(r),
			    PHRASE("a multipart is not closed"));
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
			message_bounds_multipart(&r, i);
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
	m->lines = arena_array(a, sizeof(guint));
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
	return field_find(m->fields, name, nth);
}

guint
message_count(const struct message *m, const char *name)
{
	guint n = 0;

	for (guint i = 0; i < m->fields->len; i++)
		n += g_ascii_strcasecmp(g_array_index(m->fields, struct field, i).name, name) == 0;
	return n;
}

bool
message_long_line(const struct message *m, const struct part *p, gsize most, struct span *ret_raw)
{
	enum { LOOKED_AT = 64 * 1024 };
	const char *s = m->raw + p->raw.at, *end = s + MIN(p->raw.len, LOOKED_AT);

	while (s < end) {
		const char *lf = memchr(s, '\n', (gsize)(end - s)), *stop = lf ? lf : end;

		while (stop > s && g_ascii_isspace(stop[-1]))
			stop--;
		if ((gsize)(stop - s) > most) {
			*ret_raw = (struct span){ (gsize)(s - m->raw), (gsize)(stop - s) };
			return true;
		}
		s = lf ? lf + 1 : end;
	}
	return false;
}

/* Sixteen counters of a byte, side by side: attachments have a hundred thousand lines. */
enum { BLOCK = 16, BLOCKS_MOST = 255, STRETCH = 16 * 1024 };

struct counters {
	guint8 v __attribute__((vector_size(BLOCK)));
};

static guint
sum(const struct counters *c)
{
	guint n = 0;

	for (gsize i = 0; i < BLOCK; i++)
		n += c->v[i];
	return n;
}

static guint
line_ends(const char *s, gsize len)
{
	gsize at = 0;
	guint n = 0;

	while (len - at >= BLOCK) {
		gsize stop = at + MIN((len - at) / BLOCK, BLOCKS_MOST) * BLOCK;
		struct counters c = { { 0 } }, bytes;

		for (; at < stop; at += BLOCK) {
			memcpy(&bytes, s + at, BLOCK);
			c.v -= (bytes.v == '\n');
		}
		n += sum(&c);
	}
	for (; at < len; at++)
		n += s[at] == '\n';
	return n;
}

guint
message_line(const struct message *m, gsize offset)
{
	gsize end = MIN(offset, m->len), stretch = end / STRETCH;
	guint n = 0;

	if (!m->lines->len)
		g_array_append_val(m->lines, n);
	while (m->lines->len <= stretch) {
		n = g_array_index(m->lines, guint, m->lines->len - 1) +
		    line_ends(m->raw + (m->lines->len - 1) * STRETCH, STRETCH);
		g_array_append_val(m->lines, n);
	}
	return 1 + g_array_index(m->lines, guint, stretch) +
	       line_ends(m->raw + stretch * STRETCH, end - stretch * STRETCH);
}
