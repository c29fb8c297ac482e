#include "core/rule.h"

enum { LINE_MOST = 76 };

static void
check(const struct facts *f, struct findings *out)
{
	found_long_lines(f, out, ENCODING_BASE64, LINE_MOST);
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
	.ignore   = "When the server on the way out breaks the lines anew.",
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
