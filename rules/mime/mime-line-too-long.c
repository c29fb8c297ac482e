#include "core/rule.h"

enum { LINE_MOST = 998 };	/* octets without the line end */

/*
 * The next line that is longer, from `s` on, or NULL.  All lines that end within the
 * reach of one longest line are short, so only the last line end of each reach is
 * looked for: a twelfth of an ordinary body is touched.
 */
static const char *
long_line(const char *s, const char *end)
{
	while (end - s > LINE_MOST) {
		const char *p = s + LINE_MOST;

		if (*p == '\r' && end - p > 1 && p[1] == '\n')
			p++;
		while (p > s && *p != '\n')
			p--;
		if (*p != '\n')
			return s;
		s = p + 1;
	}
	return NULL;
}

static gsize
line_length(const char *s, const char *end)
{
	const char *nl = memchr(s, '\n', (gsize)(end - s));
	gsize n = (gsize)((nl ? nl : end) - s);

	return n > 0 && s[n - 1] == '\r' ? n - 1 : n;
}

/* All of the body, also of parts in base64: a line is a line to the server. */
static void
check(const struct facts *f, struct findings *out)
{
	const char *raw = f->message->raw, *end = raw + f->message->len;
	const char *s = raw + f->message->raw_header.at + f->message->raw_header.len;
	guint places = 0;

	while (places < LIMIT_PLACES && (s = long_line(s, end))) {
		gsize n = line_length(s, end);
		const struct text *t = found_raw(f, "line", (struct span){ (gsize)(s - raw), n });

		if (n > LINE_MOST && !places++)
			found(out, t, text_all(t), "a line of %u octets", (guint)n);
		else if (n > LINE_MOST)
			found_also(out, t, text_all(t));
		s = MIN(s + n + 1, end);
	}
}

#define FORTY  "Forty characters of a text without end. "
#define C400   FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY
#define C960   C400 C400 FORTY FORTY FORTY FORTY
#define C998   C960 "And thirty-eight more, the very limit."

const struct rule rule_mime_line_too_long = {
	.id       = "mime-line-too-long",
	.title    = "a line of the body is too long for mail",
	.why      = "SMTP carries lines of at most 998 octets; servers refuse longer ones or break "
		    "them anywhere, also in the middle of a tag or a letter.",
	.fix      = "Send the part as quoted-printable or base64, with lines of 76 characters.",
	.ignore   = "In a file: when the server encodes the part anew.",
	.points   = 30,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 2.1.1; RFC 5321 4.5.3.1.6",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (BODY(C998 "x"), .at = C998 "x"),
		HIT (BODY("Hello,\n" C998 C998 "\nBye."), .at = C998 C998),
		HIT (HEAD "Subject: Hi\n\n" C998 "x"),	/* no line end at all */
		PASS(BODY(C998)),
		PASS(BODY(C998 "\r\n" C998 "\r")),
		PASS(BODY(C400 "\n" C400 "\n" C998 "\n" C400 "\n" C998 "\n" C998 "\n\n")),
		PASS(HEAD "Subject: Hi\n\n" C998),
	},
};
