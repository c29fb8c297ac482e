#include <gmime/gmime.h>

#include "core/limits.h"
#include "core/message.h"

static struct text *
text_of(struct message *m, const char *name, const char *s, struct span raw)
{
	g_autofree char *valid = g_utf8_make_valid(s ? s : "", -1);
	struct text *t = arena_new0(m->arena, struct text);

	*t = (struct text){ .name = name, .part = "", .len = strlen(valid), .raw = raw };
	t->s = arena_strndup(m->arena, valid, t->len);
	return t;
}

static char *
lower(struct arena *a, const char *s)
{
	g_autofree char *low = s ? g_ascii_strdown(s, -1) : NULL;

	return low ? arena_strndup(a, low, strlen(low)) : NULL;
}

static GArray *
fields_of(struct message *m, GMimeObject *o)
{
	GArray *fields = arena_array(m->arena, sizeof(struct field));
	GMimeHeaderList *list = g_mime_object_get_header_list(o);

	for (int i = 0; i < g_mime_header_list_get_count(list); i++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(list, i);
		const char *raw = g_mime_header_get_raw_value(h);
		struct field f = {
			.name = arena_strndup(m->arena, g_mime_header_get_name(h),
					      strlen(g_mime_header_get_name(h))),
			.raw = { (gsize)g_mime_header_get_offset(h), raw ? strlen(raw) : 0 },
		};

		f.value = text_of(m, "field", g_mime_header_get_value(h), f.raw);
		((struct text *)f.value)->field = f.name;
		for (const char *p = raw; p && *p; p++)
			f.raw_8bit |= (guchar)*p >= 0x80;
		g_array_append_val(fields, f);
	}
	return fields;
}

static void
add_part(GMimeObject *parent, GMimeObject *part, gpointer user_data)
{
	struct message *m = user_data;
	struct part p = { .parent = -1, .type = "text/plain", .kind = PART_FILE };
	GMimeContentType *ct = g_mime_object_get_content_type(part);
	g_autofree char *type = ct ? g_mime_content_type_get_mime_type(ct) : NULL;
	const char *name;

	(void)parent;
	p.path = arena_printf(m->arena, "%u", m->parts->len);
	if (type)
		p.type = lower(m->arena, type);
	p.disposition = lower(m->arena, g_mime_object_get_disposition(part));
	p.fields = fields_of(m, part);
	if (GMIME_IS_PART(part)) {
		name = g_mime_part_get_filename(GMIME_PART(part));
		if (name)
			p.file_name = text_of(m, "attachment name", name, (struct span){ 0 });
		if (GMIME_IS_TEXT_PART(part) && !name) {
			g_autofree char *s = g_mime_text_part_get_text(GMIME_TEXT_PART(part));

			p.kind = g_str_equal(p.type, "text/html") ? PART_HTML : PART_PLAIN;
			p.text = text_of(m, "body", s, (struct span){ 0 });
		}
	} else {
		p.kind = PART_MULTIPART;
	}
	g_array_append_val(m->parts, p);
}

struct message *
message_parse(struct arena *a, const char *raw, gsize len)
{
	struct message *m = arena_new0(a, struct message);
	g_autoptr(GObject) stream = NULL, parser = NULL;
	GMimeMessage *mime;

	*m = (struct message){ .arena = a, .raw = raw, .len = len };
	m->parts = arena_array(a, sizeof(struct part));
	m->oddities = arena_array(a, sizeof(struct oddity));
	stream = G_OBJECT(g_mime_stream_mem_new_with_buffer(raw, len));
	parser = G_OBJECT(g_mime_parser_new_with_stream(GMIME_STREAM(stream)));
	mime = g_mime_parser_construct_message(GMIME_PARSER(parser), NULL);
	if (!mime)
		mime = g_mime_message_new(FALSE);
	arena_defer(a, g_object_unref, mime);
	m->fields = fields_of(m, GMIME_OBJECT(mime));
	g_mime_message_foreach(mime, add_part, m);
	return m;
}

const struct field *
message_field(const struct message *m, const char *name, guint nth)
{
	for (guint i = 0; i < m->fields->len; i++) {
		const struct field *f = &g_array_index(m->fields, struct field, i);

		if (g_ascii_strcasecmp(f->name, name) == 0 && nth-- == 0)
			return f;
	}
	return NULL;
}

guint
message_count(const struct message *m, const char *name)
{
	guint n = 0;

	while (message_field(m, name, n))
		n++;
	return n;
}

GArray *
message_addresses(const struct message *m, const char *name)
{
	(void)name;
	return arena_array(m->arena, sizeof(struct address));
}

guint
message_line(const struct message *m, gsize offset)
{
	guint line = 1;

	for (gsize i = 0; i < MIN(offset, m->len); i++)
		line += m->raw[i] == '\n';
	return line;
}
