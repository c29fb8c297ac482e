#include "core/html_scan.h"

/* Few attributes are compared one with the other, more go through a hash. */
enum { FEW_ATTRIBUTES = 16, FIRST_SLOTS = 128 };

/* Mixed with where the tokenizer lies in memory: names that collide cannot be
   prepared, and nothing depends on the order. */
static guint64
hash_name(const struct html *h, const struct html_string *name)
{
	guint64 x = (guint64)GPOINTER_TO_SIZE(h) ^ name->len;

	for (gsize i = 0; i < name->len; i += 8) {
		guint64 word = 0;

		memcpy(&word, name->s + i, MIN(8, name->len - i));
		x ^= word;
		x = (x ^ x >> 33) * G_GUINT64_CONSTANT(0xff51afd7ed558ccd);
		x = (x ^ x >> 33) * G_GUINT64_CONSTANT(0xc4ceb9fe1a85ec53);
		x ^= x >> 33;
	}
	return x;
}

static bool
is_name(const struct html *h, guint i, const struct html_string *name)
{
	const struct html_string *other = &g_array_index(h->attributes, struct html_attribute, i).name;

	return other->len == name->len && memcmp(other->s, name->s, name->len) == 0;
}

/* The slot of a name, or the free one where it belongs. */
static guint32 *
slot_of(struct html *h, const struct html_string *name)
{
	guint32 *slots = (guint32 *)(void *)h->slots->data;
	guint mask = h->slots->len - 1;
	guint i = (guint)hash_name(h, name) & mask;

	while (slots[i] && !is_name(h, slots[i] - 1, name))
		i = (i + 1) & mask;
	return &slots[i];
}

static void
fill_slots(struct html *h)
{
	guint n = h->attributes->len;

	/* A power of two: it begins as one and doubles. */
	g_array_set_size(h->slots, MAX(FIRST_SLOTS, 2 * h->slots->len));
	memset(h->slots->data, 0, h->slots->len * sizeof(guint32));
	for (guint i = 0; i < n; i++)
		*slot_of(h, &g_array_index(h->attributes, struct html_attribute, i).name) = i + 1;
}

static bool
is_duplicate(struct html *h, const struct html_string *name)
{
	guint n = h->attributes->len;
	guint32 *slot;

	if (n < FEW_ATTRIBUTES) {
		for (guint i = 0; i < n; i++)
			if (is_name(h, i, name))
				return true;
		return false;
	}
	if (2 * n >= h->slots->len)
		fill_slots(h);
	slot = slot_of(h, name);
	if (*slot)
		return true;
	*slot = n + 1;
	return false;
}

/* The value after '='; false if the input ends in it. */
static bool
read_value(struct html *h, struct html_string *ret_value)
{
	const char *s, *end;

	html_scan_skip_space(h);
	if (h->p >= h->end)
		return false;
	if (*h->p == '"' || *h->p == '\'') {
		char quote = *h->p++;

		s = h->p;
		end = html_scan_find(h, quote);
		if (!end)
			return false;
		h->p = end + 1;
	} else {
		s = h->p;
		while (h->p < h->end && !(html_scan_means(*h->p) & SCAN_UNQUOTED_STOP))
			h->p++;
		end = h->p;
	}
	*ret_value = html_scan_decoded(h, s, end, true);
	return true;
}

/* One attribute, kept if it has a new name and stands in a start tag. */
static bool
read_attribute(struct html *h)
{
	struct html_attribute a;

	a.name = html_scan_name(h, SCAN_ATTRIBUTE_STOP);
	a.value = html_scan_as_is(h, h->p, h->p);
	html_scan_skip_space(h);
	if (h->p < h->end && *h->p == '=') {
		h->p++;
		if (!read_value(h, &a.value))
			return false;
	}
	if (h->token.kind == HTML_START_TAG && !is_duplicate(h, &a.name))
		g_array_append_val(h->attributes, a);
	return true;
}

bool
html_tag_read(struct html *h, const char *from, enum html_kind kind)
{
	html_scan_begin(h, kind);
	h->attributes->len = 0;
	if (h->slots->len)
		g_array_set_size(h->slots, 0);
	html_switch(h, HTML_DATA, NULL);
	h->token.text = html_scan_name(h, SCAN_NAME_STOP);
	for (;;) {
		html_scan_skip_space(h);
		if (h->p < h->end && *h->p == '/') {
			h->p++;
			if (h->p < h->end && *h->p == '>')
				h->token.self_closing = true;
			continue;
		}
		if (h->p >= h->end || *h->p == '>')
			break;
		if (!read_attribute(h))
			h->p = h->end;
	}
	if (h->p >= h->end)
		return false;
	h->p++;
	h->token.n_attributes = h->attributes->len;
	h->token.attributes = (const struct html_attribute *)(void *)h->attributes->data;
	return html_scan_done(h, from);
}
