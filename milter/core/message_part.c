#include "core/limits.h"
#include "core/magic.h"
#include "core/message_reading.h"

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
	const struct field *f = field_find(p->fields, "Content-Type", 0);
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
	const struct field *f = field_find(p->fields, "Content-Disposition", 0);
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
	const struct field *f = field_find(p->fields, "Content-Transfer-Encoding", 0);
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
		    ? PHRASE("a multipart has no parts") : PHRASE("a multipart has no boundary parameter"));
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
	    message_reading_warned(r, GMIME_WARN_MALFORMED_MULTIPART, p->raw_header.at, p->raw.at))
		message_odd(r->w->m, ODDITY_BOUNDARY, p->raw_header.at, PHRASE("a multipart is not closed"));
}

const char *
message_part(struct reading *r, GMimeObject *o, struct part *p)
{
	struct arena *a = r->w->m->arena;
	const char *boundary = NULL;

	read_type(r->w->m, o, p);
	read_disposition(r->w->m, o, p);
	read_encoding(o, p);
	p->content_id = take(a, g_mime_object_get_content_id(o), NULL);
	if (GMIME_IS_MULTIPART(o))
		boundary = take(a, g_mime_object_get_content_type_parameter(o, "boundary"), NULL);
	set_kind(r, o, p, boundary);
	return GMIME_IS_MULTIPART(o) && !boundary ? "" : boundary;
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

void
message_part_measure(const struct message *m, struct part *p)
{
	p->size = transfer_size(p->encoding, m->raw + p->raw.at, p->raw.len);
	p->magic = magic_of(m, p);
}
