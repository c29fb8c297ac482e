#include <gmime/gmime.h>

#include "core/limits.h"
#include "core/magic.h"
#include "core/message.h"
#include "core/message_text.h"

/* The way through the bytes. */
struct walk {
	struct message *m;
	struct { const char *s; gsize len; } boundaries[LIMIT_DEPTH + 1];
	int n_boundaries;	/* of the multiparts around the place we are at, outermost first */
	guint n_fields;		/* of all parts */
	gsize header_bytes;	/* decoded so far */
	bool leaf_seen;
};

/* What ended a part. */
struct stop {
	gsize at, next;		/* the boundary line, and the line after it */
	int level;		/* index of its boundary; -1: the end of the message */
	bool close;
};

/* Where a part stands. */
struct seat {
	int parent;
	guint depth, number;	/* number 0: it is a message's only part, or its multipart */
	bool nested, digest;
	const char *base;	/* path of what it is in */
};

void
message_odd(struct message *m, enum oddity_kind kind, gsize at, const char *what)
{
	struct oddity o = { kind, at, what };

	if (m->oddities->len < LIMIT_ODDITIES)
		g_array_append_val(m->oddities, o);
}

static char *
lower(struct arena *a, const char *s)
{
	char *low = arena_strndup(a, s, strlen(s));

	for (char *p = low; *p; p++)
		*p = g_ascii_tolower(*p);
	return low;
}

/* Whether the line at `at` is a boundary of one of the multiparts we are in. */
static bool
is_boundary(const struct walk *w, gsize at, struct stop *ret_stop)
{
	const char *line = w->m->raw + at + 2;
	gsize next, end, len;

	if (w->n_boundaries == 0 || w->m->len - at < 3 || w->m->raw[at] != '-' || line[-1] != '-')
		return false;
	end = field_line(w->m->raw, at, w->m->len, &next);
	while (end > at && (w->m->raw[end - 1] == ' ' || w->m->raw[end - 1] == '\t'))
		end--;
	len = MAX(end, at + 2) - at - 2;
	for (int i = w->n_boundaries - 1; i >= 0; i--) {
		gsize n = w->boundaries[i].len;
		bool close = len == n + 2 && line[n] == '-' && line[n + 1] == '-';

		if ((len == n || close) && memcmp(line, w->boundaries[i].s, n) == 0) {
			*ret_stop = (struct stop){ at, next, i, close };
			return true;
		}
	}
	return false;
}

/* The next boundary line from the beginning of a line.  Looks only at hyphens, which
   base64 has none of. */
static struct stop
next_boundary(const struct walk *w, gsize from)
{
	const char *raw = w->m->raw, *end = raw + w->m->len, *p = raw + from;
	struct stop stop;

	while (w->n_boundaries && (p = memchr(p, '-', (gsize)(end - p))) != NULL) {
		if ((p == raw + from || p[-1] == '\n') && is_boundary(w, (gsize)(p - raw), &stop))
			return stop;
		while (p < end && *p == '-')
			p++;
	}
	return (struct stop){ w->m->len, w->m->len, -1, false };
}

static void
take_field(struct walk *w, GArray *fields, struct field *f, const char *path)
{
	gsize left = LIMIT_HEADER_TOTAL - w->header_bytes;

	if (!field_decode(w->m->arena, w->m->raw, f, path, MIN(left, LIMIT_FIELD)))
		w->m->limits |= LIMIT_HIT_FIELDS;
	w->header_bytes += MIN(f->raw_value.len, MIN(left, LIMIT_FIELD));
	w->n_fields++;
	g_array_append_vals(fields, f, 1);
}

/* Cut and decode the header at `at`; where the body begins. */
static gsize
read_header(struct walk *w, gsize at, GArray *fields, const char *path, struct span *ret_header)
{
	struct message *m = w->m;
	gsize begin = at, next, peek;
	struct field f;
	struct stop stop;

	for (; at < m->len; at = next) {
		bool room = w->n_fields < LIMIT_FIELDS && w->header_bytes < LIMIT_HEADER_TOTAL;

		*ret_header = (struct span){ begin, at - begin };
		if (field_line(m->raw, at, m->len, &next) == at)
			return next;
		if (is_boundary(w, at, &stop))
			return at;
		if (field_cut(room ? m->arena : NULL, m->raw, at, m->len, &f, &next)) {
			if (room)
				take_field(w, fields, &f, path);
			else
				m->limits |= LIMIT_HIT_FIELDS;
			continue;
		}
		message_odd(m, ODDITY_HEADER, at,
			    "a line in the header is neither a field nor its continuation");
		if (!fields->len || next >= m->len ||
		    (field_line(m->raw, next, m->len, &peek) != next &&
		     !field_cut(NULL, m->raw, next, m->len, &f, &peek)))
			return at;	/* so would a mail server: the body begins here */
	}
	*ret_header = (struct span){ begin, at - begin };
	return at;
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

/* The value as it stands, for GMime: unfolded, no NULs, not too long. */
static char *
raw_value(const struct message *m, const struct field *f, gsize most)
{
	gsize len = MIN(f->raw_value.len, most), n = 0;
	const char *raw = m->raw + f->raw_value.at;
	char *s = g_malloc(len + 1);

	for (gsize i = 0; i < len; i++)
		if (raw[i] != '\n' && raw[i] != '\r')
			s[n++] = raw[i] ? raw[i] : ' ';
	s[n] = 0;
	return g_strstrip(s);
}

static char *
take(struct arena *a, const char *s)
{
	return s && *s ? arena_strndup(a, s, strlen(s)) : NULL;
}

/* A file name as a text.  What GMime decoded cannot be told byte by byte. */
static const struct text *
name_text(const struct message *m, const struct field *f, const char *name, const char *path)
{
	struct text *t = arena_new0(m->arena, struct text);
	char *copy = take(m->arena, name);
	struct charset_result r;

	if (!copy)
		return NULL;
	r = charset_decode(m->arena, NULL, copy, strlen(copy), NULL);
	*t = (struct text){ .name = "file name", .part = path, .field = f->name, .s = r.s,
			    .len = r.len, .raw = f->raw_value };
	return t;
}

static void
read_type(const struct message *m, struct part *p, const char **ret_boundary)
{
	const struct field *f = find_field(p->fields, "Content-Type", 0);
	g_autofree char *s = f ? raw_value(m, f, LIMIT_PARAMETERS) : NULL;
	g_autofree char *type = NULL;
	GMimeContentType *ct;
	char *boundary;

	if (!s || !*s)
		return;
	ct = g_mime_content_type_parse(NULL, s);
	type = g_mime_content_type_get_mime_type(ct);
	p->type = lower(m->arena, type);
	p->charset = take(m->arena, g_mime_content_type_get_parameter(ct, "charset"));
	p->file_name = name_text(m, f, g_mime_content_type_get_parameter(ct, "name"), p->path);
	boundary = take(m->arena, g_mime_content_type_get_parameter(ct, "boundary"));
	*ret_boundary = boundary ? g_strchomp(boundary) : NULL;
	g_object_unref(ct);
}

static void
read_disposition(const struct message *m, struct part *p)
{
	const struct field *f = find_field(p->fields, "Content-Disposition", 0);
	g_autofree char *s = f ? raw_value(m, f, LIMIT_PARAMETERS) : NULL;
	const struct text *name;
	GMimeContentDisposition *d;

	if (!s || !*s)
		return;
	d = g_mime_content_disposition_parse(NULL, s);
	if (g_mime_content_disposition_get_disposition(d))
		p->disposition = lower(m->arena, g_mime_content_disposition_get_disposition(d));
	name = name_text(m, f, g_mime_content_disposition_get_parameter(d, "filename"), p->path);
	if (name)
		p->file_name = name;
	g_object_unref(d);
}

static void
read_other_fields(const struct message *m, struct part *p)
{
	const struct field *encoding = find_field(p->fields, "Content-Transfer-Encoding", 0);
	const struct field *id = find_field(p->fields, "Content-ID", 0);

	p->encoding = transfer_encoding(encoding ? encoding->value->s : NULL);
	if (id && id->value->len) {
		const char *s = id->value->s + (*id->value->s == '<');

		p->content_id = arena_strndup(m->arena, s, strcspn(s, ">"));
	}
}

static bool
is_encoded(const struct part *p)
{
	return p->encoding == ENCODING_BASE64 || p->encoding == ENCODING_QUOTED_PRINTABLE ||
	       p->encoding == ENCODING_UUENCODE;
}

static enum part_kind
leaf_kind(const struct walk *w, const struct part *p)
{
	bool attached = p->disposition && !g_str_equal(p->disposition, "inline");
	bool related = p->parent >= 0 && g_str_equal("multipart/related",
		g_array_index(w->m->parts, struct part, p->parent).type);

	if (g_str_has_prefix(p->type, "image/"))
		return (related && p->content_id) || (!attached && (p->content_id || p->disposition))
			? PART_IMAGE : PART_FILE;
	if (attached || (p->file_name && w->leaf_seen))
		return PART_FILE;
	return g_str_equal(p->type, "text/plain") ? PART_PLAIN
	     : g_str_equal(p->type, "text/html") ? PART_HTML : PART_FILE;
}

static void
set_kind(struct walk *w, struct part *p, const char *boundary)
{
	bool deep = p->depth >= LIMIT_DEPTH;

	p->kind = leaf_kind(w, p);
	if (g_str_has_prefix(p->type, "multipart/")) {
		p->kind = boundary ? PART_MULTIPART : PART_PLAIN;
		if (!boundary)
			message_odd(w->m, ODDITY_BOUNDARY, p->raw_header.at,
				    "a multipart has no boundary parameter");
	} else if ((g_str_equal(p->type, "message/rfc822") || g_str_equal(p->type, "message/news") ||
		    g_str_equal(p->type, "message/global")) && !is_encoded(p)) {
		p->kind = PART_MESSAGE;
	}
	if (deep && (p->kind == PART_MULTIPART || p->kind == PART_MESSAGE)) {
		p->kind = PART_FILE;
		w->m->limits |= LIMIT_HIT_PARTS;
	}
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

static struct stop entity(struct walk *w, gsize at, const struct seat *seat);

static struct stop
children(struct walk *w, guint index, gsize body, const char *boundary)
{
	const struct part *p = &g_array_index(w->m->parts, struct part, index);
	struct seat seat = { .parent = (int)index, .depth = p->depth + 1, .nested = p->nested,
			     .digest = g_str_equal(p->type, "multipart/digest"), .base = p->path };
	int level = w->n_boundaries++;
	struct stop stop;

	w->boundaries[level].s = boundary;
	w->boundaries[level].len = strlen(boundary);
	stop = next_boundary(w, body);
	while (stop.level == level && !stop.close) {
		seat.number++;
		stop = entity(w, stop.next, &seat);
	}
	w->n_boundaries = level;
	if (seat.number == 0)	/* so its text is all there is to see */
		g_array_index(w->m->parts, struct part, index).kind = PART_PLAIN;
	if (seat.number == 0)
		message_odd(w->m, ODDITY_BOUNDARY, stop.at, "a multipart has no parts");
	else if (stop.level != level && !(w->m->limits & LIMIT_HIT_PARTS))
		message_odd(w->m, ODDITY_BOUNDARY, stop.at, "a multipart is not closed");
	return stop.level == level ? next_boundary(w, stop.next) : stop;
}

/* A body ends before the line end that belongs to the boundary. */
static gsize
body_end(const struct message *m, gsize body, const struct stop *stop)
{
	gsize end = stop->at;

	if (stop->level >= 0 && end > body && m->raw[end - 1] == '\n') {
		end--;
		if (end > body && m->raw[end - 1] == '\r')
			end--;
	}
	return MAX(end, body);
}

static void
finish_leaf(struct walk *w, struct part *p)
{
	if (p->kind == PART_MULTIPART || p->kind == PART_MESSAGE)
		return;
	p->size = transfer_size(p->encoding, w->m->raw + p->raw.at, p->raw.len);
	if (p->kind == PART_FILE || p->kind == PART_IMAGE)
		p->magic = magic_of(w->m, p);
	w->leaf_seen = true;
}

static char *
path_of(struct arena *a, const char *base, guint number)
{
	return arena_printf(a, *base ? "%s.%u" : "%s%u", base, number);
}

/* A header and what follows it. */
static struct stop
entity(struct walk *w, gsize at, const struct seat *seat)
{
	struct message *m = w->m;
	struct part p = { .parent = seat->parent, .depth = seat->depth, .nested = seat->nested,
			  .type = seat->digest ? "message/rfc822" : "text/plain" };
	guint index = m->parts->len;
	const char *boundary = NULL;
	struct stop stop;
	gsize body;

	if (index >= LIMIT_PARTS) {
		m->limits |= LIMIT_HIT_PARTS;
		return (struct stop){ at, m->len, -1, false };
	}
	p.fields = arena_array(m->arena, sizeof(struct field));
	p.path = seat->number ? path_of(m->arena, seat->base, seat->number) : seat->base;
	if (!seat->number)
		at = skip_before(m, at);
	body = read_header(w, at, p.fields, p.path, &p.raw_header);
	read_type(m, &p, &boundary);
	read_disposition(m, &p);
	read_other_fields(m, &p);
	set_kind(w, &p, boundary);
	if (!seat->number && p.kind != PART_MULTIPART)
		p.path = path_of(m->arena, seat->base, 1);
	g_array_append_val(m->parts, p);
	if (p.kind == PART_MULTIPART)
		stop = children(w, index, body, boundary);
	else if (p.kind == PART_MESSAGE)
		stop = entity(w, body, &(struct seat){ .parent = (int)index, .depth = p.depth + 1,
						       .nested = true, .base = p.path });
	else
		stop = next_boundary(w, body);
	g_array_index(m->parts, struct part, index).raw =
		(struct span){ body, body_end(m, body, &stop) - body };
	finish_leaf(w, &g_array_index(m->parts, struct part, index));
	return stop;
}

/* Our own texts first: forwarded ones get what the limit leaves. */
static void
read_texts(struct walk *w)
{
	gsize left = LIMIT_TEXT_TOTAL;

	for (int nested = 0; nested < 2; nested++)
		for (guint i = 0; i < w->m->parts->len; i++) {
			struct part *p = &g_array_index(w->m->parts, struct part, i);

			if ((p->kind == PART_PLAIN || p->kind == PART_HTML) && p->nested == nested)
				left -= message_text(w->m, p, left);
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
	lf = memchr(m->raw, '\n', len);
	m->crlf = lf && lf > m->raw && lf[-1] == '\r';
	entity(&w, 0, &(struct seat){ .parent = -1, .base = "" });
	m->fields = g_array_index(m->parts, struct part, 0).fields;
	m->raw_header = g_array_index(m->parts, struct part, 0).raw_header;
	read_texts(&w);
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

/* What is being collected from one field. */
struct addresses {
	struct arena *arena;
	GArray *found;
	const struct text *value;
	gsize at;		/* in value; what stands before is taken */
};

static void
add_mailbox(struct addresses *x, InternetAddress *ia)
{
	const char *addr = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(ia));
	const char *name = internet_address_get_name(ia), *at, *there;
	struct address a = { .local = "", .domain = "", .where = text_all(x->value) };
	struct charset_result r;

	if (!addr)
		return;
	at = strrchr(addr, '@');
	a.local = arena_strndup(x->arena, addr, at ? (gsize)(at - addr) : strlen(addr));
	if (at)
		a.domain = lower(x->arena, at + 1);
	if (name && *name) {
		name = take(x->arena, name);
		r = charset_decode(x->arena, NULL, name, strlen(name), NULL);
		a.name = r.s;
	}
	there = *addr ? strstr(x->value->s + x->at, addr) : NULL;
	if (there) {
		a.where = (struct span){ (gsize)(there - x->value->s), strlen(addr) };
		x->at = a.where.at + a.where.len;
	}
	g_array_append_val(x->found, a);
}

static void
add_list(struct addresses *x, InternetAddressList *list, bool in_group)
{
	int n = internet_address_list_length(list);

	for (int i = 0; i < n && x->found->len < LIMIT_RECIPIENTS; i++) {
		InternetAddress *ia = internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_MAILBOX(ia))
			add_mailbox(x, ia);
		else if (INTERNET_ADDRESS_IS_GROUP(ia) && !in_group)
			add_list(x, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(ia)), true);
	}
}

GArray *
message_addresses(const struct message *m, const char *name)
{
	struct addresses x = { .arena = m->arena,
			       .found = arena_array(m->arena, sizeof(struct address)) };

	for (guint i = 0; i < m->fields->len; i++) {
		const struct field *f = &g_array_index(m->fields, struct field, i);
		g_autofree char *s = NULL;
		InternetAddressList *list;

		if (g_ascii_strcasecmp(f->name, name) != 0 || x.found->len >= LIMIT_RECIPIENTS)
			continue;
		s = raw_value(m, f, LIMIT_FIELD);
		x.value = f->value;
		x.at = 0;
		list = internet_address_list_parse(NULL, s);
		if (!list)
			continue;
		add_list(&x, list, false);
		g_object_unref(list);
	}
	return x.found;
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
