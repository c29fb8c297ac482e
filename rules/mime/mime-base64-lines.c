#include "core/rule.h"

enum { LINE_MOST = 76, LOOKED_AT = 64 * 1024 };	/* lines of one part are all alike */

/* A line that is longer, or NULL. */
static const char *
long_line(const char *s, const char *end, gsize *ret_len)
{
	while (s < end) {
		const char *lf = memchr(s, '\n', (gsize)(end - s)), *stop = lf ? lf : end;
		gsize len = (gsize)(stop - s);

		while (len && g_ascii_isspace(s[len - 1]))
			len--;
		if (len > LINE_MOST) {
			*ret_len = len;
			return s;
		}
		s = lf ? lf + 1 : end;
	}
	return NULL;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		const char *s = f->message->raw + p->raw.at, *line;
		const struct text *t;
		gsize len = 0;

		if (p->encoding != ENCODING_BASE64 || p->nested || p->kind == PART_MULTIPART)
			continue;
		line = long_line(s, s + MIN(p->raw.len, LOOKED_AT), &len);
		if (!line)
			continue;
		t = found_raw(f, "body", (struct span){ (gsize)(line - f->message->raw), MIN(len, 200) });
		found(out, t, text_all(t), "a line of %u characters", (guint)len);
	}
}

#define TEXT(s) HEAD "Subject: Order\nContent-Type: text/plain; charset=utf-8\n" \
	"Content-Transfer-Encoding: base64\n\n" s "\n"
#define C38 "SGVsbG8gQW5uYSwgeW91ciBvcmRlciBpcyByZQ"

const struct rule rule_mime_base64_lines = {
	.id       = "mime-base64-lines",
	.title    = "lines of base64 are too long",
	.why      = "Programs that make mail by hand forget to break the lines; filters know it and add "
		    "up to two points.",
	.fix      = "Break the lines after 76 characters; in PHP, chunk_split does it.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "RFC 2045 6.8; SpamAssassin BASE64_LENGTH_79_INF",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (TEXT(C38 C38 "A="), .at = C38 C38 "A="),
		HIT (TEXT("SGVsbG8s\n" C38 C38 C38 C38)),
		PASS(TEXT(C38 C38 "\n" C38 C38 "\nSGVsbG8s")),
		PASS(TEXT(C38 C38 "\r\n" C38 C38 "\r\nSGVsbG8s")),
		PASS(BODY(C38 C38 C38)),
	},
};
