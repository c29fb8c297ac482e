#include "core/rule.h"

enum { LINE_MOST = 78 };	/* two more than the standard has: Apple Mail writes them */

static void
check(const struct facts *f, struct findings *out)
{
	found_long_lines(f, out, ENCODING_QUOTED_PRINTABLE, LINE_MOST);
}

#define TEXT(s) HEAD "Subject: Order\nContent-Type: text/plain; charset=utf-8\n" \
	"Content-Transfer-Encoding: quoted-printable\n\n" s "\n"
#define FORTY "Forty characters of a text without end. "

const struct rule rule_mime_qp_lines = {
	.id       = "mime-qp-lines",
	.title    = "lines of quoted-printable are too long",
	.why      = "The standard allows 76 characters; servers on the way may break longer ones anywhere.",
	.fix      = "Break the lines with \"=\" before the 76th character; mail libraries do it.",
	.ignore   = "When the mail arrives as it should.",
	.points   = 3,
	.evidence = EVIDENCE_D,
	.source   = "RFC 2045 6.7(5); SpamAssassin MIME_QP_LONG_LINE",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (TEXT(FORTY FORTY), .at = FORTY "Forty characters of a text without end."),
		PASS(TEXT(FORTY "Thirty-five and an equals sign....=\n" FORTY)),
		PASS(BODY(FORTY FORTY FORTY)),
	},
};
