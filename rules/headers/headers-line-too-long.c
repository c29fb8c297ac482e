#include "core/rule.h"

enum { LINE_MOST = 998 };	/* octets without the line end */

/* Length of the line at `s` without its end; where the next begins. */
static gsize
line_length(const char *s, const char *end, const char **ret_next)
{
	const char *lf = memchr(s, '\n', (gsize)(end - s)), *stop = lf ? lf : end;

	*ret_next = lf ? lf + 1 : end;
	return (gsize)(stop - s) - (stop > s && stop[-1] == '\r');
}

static void
check(const struct facts *f, struct findings *out)
{
	const char *raw = f->message->raw, *s = raw + f->message->raw_header.at;
	const char *end = s + f->message->raw_header.len, *next;
	guint places = 0;

	for (; s < end && places < LIMIT_PLACES; s = next) {
		gsize n = line_length(s, end, &next);
		const struct text *t;

		if (n <= LINE_MOST)
			continue;
		t = found_raw(f, "header line", (struct span){ (gsize)(s - raw), n });
		if (!places++)
			found(out, t, text_all(t), "a line of %u octets", (guint)n);
		else
			found_also(out, t, text_all(t));
	}
}

#define FORTY  "https://shop.example/forty/characters/7/"
#define C400   FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY

const struct rule rule_headers_line_too_long = {
	.id       = "headers-line-too-long",
	.title    = "a line of the header is too long for mail",
	.why      = "SMTP carries lines of at most 998 octets; servers refuse longer ones or break "
		    "them anywhere, which damages the header.",
	.fix      = "Fold the field: break it before a blank, so that each line has at most 78 characters.",
	.ignore   = "When a server on the way adds the field and receivers take it.",
	.points   = 30,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 2.1.1",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\nX-Debug: " C400 C400 C400 "\n\nHello.\n",
		     .at = "X-Debug: " C400 C400 C400),
		HIT ("From: a@shop.example\nReferences: <1@shop.example>\n " C400 C400 C400 "\n\nHello.\n",
		     .at = " " C400 C400 C400),
		PASS(SUBJECT("Your order")),
		PASS("From: a@shop.example\nX-Debug: " C400 C400 "\n " C400 C400 "\n\nHello.\n"),
		PASS("From: a@shop.example\nSubject: Order\n\n" C400 C400 C400 "\n"),	/* mime-line-too-long */
	},
};
