#include "core/rule.h"

enum {
	ALL_MOST = 500 * 1024,
	VALUE_MOST = 32 * 1024,		/* a Received or a filter's report may be long, but not so */
	NAME_MOST = 1024,
	SUBJECT_MOST = 998,
	ID_MOST = 500,
};

/* Addresses and ids of a long thread are as long as they are. */
static bool
may_be_long(const char *name)
{
	return g_ascii_strcasecmp(name, "To") == 0 || g_ascii_strcasecmp(name, "Cc") == 0 ||
	       g_ascii_strcasecmp(name, "References") == 0;
}

/* What is too long about a field, and how long it may be; 0 if nothing is. */
static gsize
most_of(const struct field *f)
{
	gsize len = f->raw_value.len;

	if (len > ID_MOST && g_ascii_strcasecmp(f->name, "Message-ID") == 0)
		return ID_MOST;
	if (len > SUBJECT_MOST && g_ascii_strcasecmp(f->name, "Subject") == 0)
		return SUBJECT_MOST;
	return len > VALUE_MOST && !may_be_long(f->name) ? VALUE_MOST : 0;
}

static void
check(const struct facts *f, struct findings *out)
{
	if (f->message->raw_header.len > ALL_MOST) {
		const struct text *t = found_nowhere(f, "header");

		found(out, t, text_all(t), "all fields together have %u KB",
		      (guint)(f->message->raw_header.len / 1024));
	}
	for (guint i = 0; i < f->message->fields->len; i++) {
		const struct field *field = &g_array_index(f->message->fields, struct field, i);
		gsize most;
		const struct text *t;

		if (field->raw.len <= ID_MOST)
			continue;
		t = found_raw(f, "header", (struct span){ field->raw.at, MIN(field->raw.len, 60) });
		most = most_of(field);
		if (strlen(field->name) > NAME_MOST)
			found(out, t, text_all(t), "the name of a field has %u characters",
			      (guint)strlen(field->name));
		else if (most)
			found(out, t, text_all(t), "a value of %u bytes; %u are allowed",
			      (guint)field->raw_value.len, (guint)most);
	}
}

#define TEN     "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define FIVE    HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED

const struct rule rule_headers_size = {
	.id       = "headers-size",
	.title    = "the header is larger than receivers take",
	.why      = "Gmail refuses such mail with 552 5.3.4.",
	.fix      = "Take data of your program, and text of the message, out of the header.",
	.ignore   = "When a server on the way adds the fields and the receivers take them.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "Gmail 552 5.3.4, answer 14016360",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\nMessage-ID: <" FIVE "@shop.example>\n\nHello.\n"),
		HIT ("From: a@shop.example\nSubject: " FIVE "\n " FIVE "\n\nHello.\n"),
		PASS("From: a@shop.example\nX-Data: " FIVE "\n " FIVE "\n " FIVE "\n\nHello.\n"),
		PASS(SUBJECT(FIVE)),
		PASS(SUBJECT("Your order")),
	},
};
