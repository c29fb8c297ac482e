#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *from = message_field(f->message, "From", 0);
	gsize at = 1;

	if (!from || *from->value->s != '"')
		return;
	while (g_ascii_isspace(from->value->s[at]))
		at++;
	if (from->value->s[at] == '"')
		found(out, from->value, (struct span){ 0, at + 1 }, "nothing stands in the quotes");
}

#define FROM(s) "From: " s "\nTo: anna@mail.example\nSubject: Order\n\nHello.\n"

const struct rule rule_headers_display_name_empty = {
	.id       = "headers-display-name-empty",
	.title    = "the name of the sender is empty",
	.why      = "Some mail programs show a blank where the sender should be; a variable was probably "
		    "not filled in.",
	.fix      = "Write the name of the person or company, or leave the quotes out.",
	.ignore   = "When only a program reads the mail.",
	.points   = 7,
	.evidence = EVIDENCE_D,
	.source   = "SpamAssassin FROM_BLANK_NAME",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (FROM("\"\" <shop@shop.example>"), .at = "\"\""),
		HIT (FROM("\"  \" <shop@shop.example>"), .at = "\"  \""),
		PASS(FROM("\"Shop\" <shop@shop.example>")),
		PASS(FROM("shop@shop.example")),
		PASS(FROM("\"shop\"@shop.example")),
		PASS("Subject: Order\n\nHello.\n"),
	},
};
