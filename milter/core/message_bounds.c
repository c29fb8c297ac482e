#include "core/limits.h"
#include "core/message_reading.h"

/*
 * Lines before `body` that are neither fields nor their continuation.  Where no field
 * follows, a mail server takes the body to begin; GMime takes it for a header still.
 */
static gsize
bad_lines(struct reading *r, gsize first_field, gsize body)
{
	struct message *m = r->w->m;
	gsize end = message_reading_end(r), next, peek;
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
	gsize left = LIMIT_HEADER_TOTAL - w->header_bytes, next = message_reading_end(r);
	struct field f;

	if (w->n_fields >= LIMIT_FIELDS || !left) {
		w->m->limits |= LIMIT_HIT_FIELDS;
	} else if (!field_cut(w->m->arena, w->m->raw, at, message_reading_end(r), &f, &next)) {
		message_odd(w->m, ODDITY_HEADER, at, PHRASE("the name of a field is not ASCII or far too long"));
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
	gsize end = message_reading_end(r), next;

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

void
message_bounds(struct reading *r, GMimeObject *o, struct part *p)
{
	const struct message *m = r->w->m;
	GMimeHeaderList *list = g_mime_object_get_header_list(o);
	int n = g_mime_header_list_get_count(list);
	gsize begin = n ? field_at(r, list, 0) : message_reading_end(r), end, body, early;
	bool leaf = body_of(r, o, &body, &end);

	if (leaf) {
		p->raw_header.at = MIN(begin, body);
		p->raw_header.len = before_line_end(m, p->raw_header.at, body) - p->raw_header.at;
	} else {
		body = after_header(r, n ? field_at(r, list, n - 1) : message_reading_end(r), &end);
		p->raw_header = (struct span){ MIN(begin, end), end - MIN(begin, end) };
		end = message_reading_end(r);	/* see message_bounds_multipart() */
	}
	early = bad_lines(r, begin, body);
	if (leaf && early < body) {
		p->raw_header = (struct span){ MIN(begin, early), early - MIN(begin, early) };
		if (end < message_reading_end(r) && m->raw[end] == '-')
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
void
message_bounds_multipart(struct reading *r, guint index)
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
