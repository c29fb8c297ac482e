#include "core/rule.h"

/* A carriage return that ends no line: some programs take it for the end of one. */
static bool
lone_return(const struct facts *f, gsize *ret_at)
{
	const char *s = f->message->raw + f->message->raw_header.at;
	const char *end = s + f->message->raw_header.len, *p = s;

	while ((p = memchr(p, '\r', (gsize)(end - p)))) {
		if (p + 1 < end && p[1] != '\n') {
			*ret_at = (gsize)(p - f->message->raw);
			return true;
		}
		p++;
	}
	return false;
}

/* The line around a place, cut where it is long. */
static struct span
line_at(const struct facts *f, gsize at)
{
	const char *raw = f->message->raw;
	gsize end = at;

	while (end < f->message->len && end - at < 200 && raw[end] != '\n')
		end++;
	if (end > at && raw[end - 1] == '\r')
		end--;
	return (struct span){ at, end - at };
}

static void
report(const struct facts *f, struct findings *out, gsize at, const char *what)
{
	const struct text *t = found_raw(f, "header", line_at(f, at));

	found(out, t, text_all(t), "%s", what);
}

/* In the header of a message within this one it is somebody else's. */
static bool
is_nested(const struct facts *f, gsize at)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);

		if (p->kind == PART_MESSAGE && at >= p->raw.at && at < p->raw.at + p->raw.len)
			return true;
	}
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	gsize at;

	for (guint i = 0; i < f->message->oddities->len; i++) {
		const struct oddity *o = &g_array_index(f->message->oddities, struct oddity, i);

		if (o->kind == ODDITY_HEADER && !is_nested(f, o->at)) {
			report(f, out, o->at, o->what);
			return;
		}
	}
	if (lone_return(f, &at))
		report(f, out, at, "a carriage return stands within a line");
}

const struct rule rule_headers_broken_structure = {
	.id       = "headers-broken-structure",
	.title    = "the header is damaged",
	.why      = "Some programs read the rest as the body, others drop the mail: receivers answer "
		    "554 5.6.0 to a header like this.",
	.fix      = "Take line ends out of values before they become header fields, and leave one empty "
		    "line between header and body.",
	.ignore   = "In a file: when it is only a piece of a message.",
	.points   = 50,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 2.2; RFC 7103 7.2; Gmail 554 5.6.0; rspamd BROKEN_HEADERS",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\nSubject: Order 4711\nthank you for your order\n"
		     "To: b@mail.example\n\nHello.\n", .at = "thank you for your order"),
		HIT ("From: a@shop.example\nSubject: Faktura\nDzień dobry,\nfaktura w załączniku.\n",
		     .at = "Dzień dobry,"),
		HIT ("From: a@shop.example\nX Shop Id: 7\nSubject: Order\n\nHello.\n", .at = "X Shop Id: 7"),
		HIT ("From: a@shop.example\nSubject: Order\rBcc: all@mail.example\n\nHello.\n"),
		PASS(SUBJECT("Your order")),
		PASS(SUBJECT("Your order\n 4711,\n\tready")),
		PASS("From a@shop.example Fri Nov 20 10:00:00 2026\nFrom: a@shop.example\n"
		     "Subject: Order\n\nHello.\n"),
		PASS("From: a@shop.example\r\nSubject: Order\r\n\r\nHello,\r\nthis is no field\r\n"),
		PASS(HEAD "Content-Type: message/rfc822\n\nSubject: Yours\nno field\nTo: a@b.example\n\nHi.\n"),
	},
};
