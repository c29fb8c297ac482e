#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		const struct field *field;

		if (p->nested || (p->encoding != ENCODING_BASE64 && p->encoding != ENCODING_QUOTED_PRINTABLE) ||
		    !(g_str_has_prefix(p->type, "multipart/") || g_str_equal(p->type, "message/rfc822")))
			continue;
		field = field_find(p->fields, "Content-Transfer-Encoding", 0);
		if (field)
			found(out, field->value, text_all(field->value), "on %s", p->type);
	}
}

#define MIXED(e) HEAD "Subject: Order\nContent-Type: multipart/mixed; boundary=b\n" \
	"Content-Transfer-Encoding: " e "\n\n--b\n\nHello.\n--b--\n"

const struct rule rule_mime_composite_encoding = {
	.id       = "mime-composite-encoding",
	.title    = "a part that holds other parts is encoded",
	.why      = "No standard allows it: some programs show the code, others nothing.",
	.fix      = "Write 7bit or 8bit there, and encode the parts within.",
	.ignore   = "When it is somebody else's mail that must be passed on unchanged.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "RFC 2045 6.4",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (MIXED("quoted-printable"), .at = "quoted-printable"),
		HIT (MIXED("base64"), .at = "base64"),
		PASS(MIXED("8bit")),
		PASS(HEAD "Subject: Order\nContent-Type: multipart/mixed; boundary=b\n\n"
		     "--b\nContent-Transfer-Encoding: base64\n\nSGVsbG8s\n--b--\n"),
	},
};
