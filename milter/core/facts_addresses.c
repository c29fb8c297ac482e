#include "core/facts.h"

/* One element of a list of addresses. */
struct element {
	struct span text;	/* all but its comments' edges */
	struct span angle;	/* between < and > */
	bool has_angle, open;
};

/* The end of a quoted string or comment that begins at `at`, after its last character. */
static gsize
skip_quoted(const char *s, gsize at, gsize end)
{
	char close = s[at] == '"' ? '"' : ')';

	for (at++; at < end && s[at] != close; at++)
		if (s[at] == '\\' && at + 1 < end)
			at++;
	return MIN(at + 1, end);
}

static struct span
trimmed(const char *s, gsize from, gsize to)
{
	while (from < to && g_ascii_isspace(s[from]))
		from++;
	while (to > from && g_ascii_isspace(s[to - 1]))
		to--;
	return (struct span){ from, to - from };
}

/* Takes the element that begins at `*at`; places count in `s`. */
static struct element
next_element(const char *s, gsize *at, gsize end)
{
	struct element e = { .has_angle = false };
	gsize from = *at, to = *at, p = *at;

	for (; p < end && s[p] != ',' && s[p] != ';'; ) {
		if (s[p] == '(') {	/* a comment: before, or after, what counts */
			if (trimmed(s, from, to).len == 0)
				from = to = skip_quoted(s, p, end);
			p = skip_quoted(s, p, end);
			continue;
		}
		if (s[p] == ':' && !memchr(s + from, '@', p - from)) {	/* a group begins */
			from = to = ++p;
			continue;
		}
		if (s[p] == '<') {
			gsize close = p + 1;

			while (close < end && !strchr(">,;", s[close]))
				close++;
			e.has_angle = true;
			e.open = close >= end || s[close] != '>';
			e.angle = trimmed(s, p + 1, close);
			p = e.open ? close : close + 1;
		} else {
			p = s[p] == '"' ? skip_quoted(s, p, end) : p + 1;
		}
		to = p;
	}
	e.text = trimmed(s, from, to);
	*at = p < end ? p + 1 : end;
	return e;
}

static void
take(struct facts *f, const char *s, gsize len, struct recipient r)
{
	char *address = arena_strndup(f->arena, s, len), *at = strrchr(address, '@'), *domain = NULL;

	r.address = r.local = address;
	r.domain = "";
	if (at) {
		r.local = arena_strndup(f->arena, address, (gsize)(at - address));
		r.domain = domain = arena_strndup(f->arena, at + 1, strlen(at + 1));
	}
	for (; domain && *domain; domain++)
		*domain = g_ascii_tolower(*domain);
	g_array_append_val(f->recipients, r);
}

static void
read_field(struct facts *f, const struct field *field)
{
	const char *s = f->message->raw + field->raw_value.at;
	gsize end = MIN(field->raw_value.len, LIMIT_FIELD);

	for (gsize at = 0; at < end; ) {
		struct element e = next_element(s, &at, end);
		struct span where = e.has_angle ? e.angle : e.text;
		struct recipient r = { .field = field->name, .open = e.open,
				       .raw = { field->raw_value.at + where.at, where.len } };

		if (!where.len)
			continue;
		if (f->recipients->len >= LIMIT_RECIPIENTS) {
			f->limits |= LIMIT_HIT_RCPTS;
			return;
		}
		take(f, s + where.at, where.len, r);
	}
}

static bool
is_recipient_field(const char *name)
{
	return g_ascii_strcasecmp(name, "To") == 0 || g_ascii_strcasecmp(name, "Cc") == 0 ||
	       g_ascii_strcasecmp(name, "Bcc") == 0;
}

void
facts_addresses(struct facts *f)
{
	g_autoptr(GHashTable) seen = NULL;

	f->recipients = arena_array(f->arena, sizeof(struct recipient));
	for (guint i = 0; i < f->message->fields->len; i++) {
		const struct field *field = &g_array_index(f->message->fields, struct field, i);

		if (is_recipient_field(field->name))
			read_field(f, field);
	}
	if (!*f->envelope->rcpts)
		return;
	seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < f->recipients->len; i++)
		g_hash_table_add(seen, (gpointer)g_array_index(f->recipients, struct recipient, i).address);
	for (const char *const *r = f->envelope->rcpts; *r; r++)
		if (g_hash_table_add(seen, (gpointer)*r))
			take(f, *r, strlen(*r), (struct recipient){ .field = NULL });
}

const struct text *
facts_addresses_text(const struct facts *f, const struct recipient *r)
{
	struct text *t = arena_new0(f->arena, struct text);
	bool valid = g_utf8_validate(r->address, -1, NULL);

	*t = (struct text){ .name = r->field ? r->field : "envelope recipient", .part = "", .raw = r->raw,
			    .s = valid ? r->address : "", .len = valid ? strlen(r->address) : 0 };
	if (valid && r->field) {
		t->n_steps = 1;
		map_init(&t->steps[0], f->arena);
	}
	return t;
}
