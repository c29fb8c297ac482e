#include "core/rule.h"

/* "1.0", with comments around it as the RFC allows. */
static bool
is_one(const struct text *t)
{
	const char *one = strstr(t->s, "1.0");

	return one && (!one[3] || one[3] == ' ' || one[3] == '(' || one[3] == '\t');
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *type = message_field(f->message, "Content-Type", 0);
	const struct field *version = message_field(f->message, "MIME-Version", 0);

	if (!type)
		return;
	if (!version)
		found(out, type->value, text_all(type->value),
		      "there is a Content-Type without MIME-Version");
	else if (!is_one(version->value))
		found(out, version->value, text_all(version->value), "the version is not 1.0");
}

const struct rule rule_headers_mime_version_missing = {
	.id       = "headers-mime-version-missing",
	.title    = "MIME-Version is missing",
	.why      = "Without it the other Content-* fields mean nothing: strict programs show the raw "
		    "source, and filters add points.",
	.fix      = "Add the field MIME-Version: 1.0.",
	.ignore   = "In a file: when the server adds the field.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "RFC 2045 4; rspamd MISSING_MIME_VERSION; SpamAssassin MIME_HEADER_CTYPE_ONLY",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\nContent-Type: text/html; charset=utf-8\nSubject: Order\n\nYes.\n",
		     .at = "text/html; charset=utf-8"),
		HIT ("From: a@shop.example\nMIME-Version: 2\nContent-Type: text/plain\n\nYes.\n", .at = "2"),
		PASS("From: a@shop.example\nSubject: Order\n\nNo MIME at all.\n"),
		PASS(BODY("Hello.")),
		PASS("From: a@shop.example\nMime-Version: 1.0 (Shop 3.1)\nContent-Type: text/plain\n\nYes.\n"),
		PASS("From: a@shop.example\nMIME-Version: (Shop 3.1) 1.0\nContent-Type: text/plain\n\nYes.\n"),
	},
};
