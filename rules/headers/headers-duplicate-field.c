#include "core/rule.h"

/* Fields of which a message has one. */
static const char *const single[] = {
	"From", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "Sender", "Reply-To",
	"In-Reply-To", "References", "MIME-Version", "Content-Type",
	"Content-Transfer-Encoding",
};

static void
report(const struct facts *f, struct findings *out, const char *name, guint n)
{
	const struct text *t = message_field(f->message, name, 1)->value;
	guint nth = 0;

	found(out, t, text_all(t), "%s occurs %u times", name, n);
	for (guint i = 0; i < f->message->fields->len; i++) {
		const struct field *field = &g_array_index(f->message->fields, struct field, i);

		if (g_ascii_strcasecmp(field->name, name) == 0 && nth++ != 1)
			found_also(out, field->value, text_all(field->value));
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	guint n[G_N_ELEMENTS(single)] = { 0 };

	for (guint i = 0; i < f->message->fields->len; i++) {
		const char *name = g_array_index(f->message->fields, struct field, i).name;

		for (gsize k = 0; k < G_N_ELEMENTS(single); k++)
			if (g_ascii_tolower(*name) == g_ascii_tolower(*single[k]) &&
			    g_ascii_strcasecmp(name, single[k]) == 0)
				n[k]++;
	}
	for (gsize k = 0; k < G_N_ELEMENTS(single); k++)
		if (n[k] > 1)
			report(f, out, single[k], n[k]);
}

const struct rule rule_headers_duplicate_field = {
	.id       = "headers-duplicate-field",
	.title    = "a header field occurs twice that may occur once",
	.why      = "Programs disagree which of them counts, so that receivers see a different "
		    "mail than you; Gmail refuses it.",
	.fix      = "Write the field once; join addresses with commas.",
	.ignore   = "In a file: when the server takes the second one out.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 3.6; Gmail 550 5.7.1; rspamd MULTIPLE_UNIQUE_HEADERS",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\nTo: b@mail.example\nTo: c@mail.example\n\nHello.\n",
		     .at = "c@mail.example"),
		HIT ("From: a@shop.example\nSubject: Zamówienie\nsubject: Order\n\nHello.\n",
		     .at = "Order"),
		HIT ("MIME-Version: 1.0\nContent-Type: text/html\nFrom: a@shop.example\n"
		     "Content-Type: text/plain\n\nHello.\n", .at = "text/plain"),
		PASS(SUBJECT("Your order")),
		PASS("Received: from a\nReceived: from b\nFrom: a@shop.example\n\nHello.\n"),
		PASS("From: a@shop.example\nList-Id: <a>\nX-Id: 1\nX-Id: 2\n\nHello.\n"),
	},
};
