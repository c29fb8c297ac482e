#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	const GArray *from = message_addresses(f->message, "From");
	const struct field *field = message_field(f->message, "From", 0);
	const struct address *a;

	if (!field || from->len != 1 || *field->value->s == '"')	/* headers-display-name-empty */
		return;
	a = &g_array_index(from, struct address, 0);
	if ((!a->name || !*a->name) && *a->domain)
		found(out, field->value, a->where, "From is an address and nothing else");
}

#define FROM(s) "From: " s "\nTo: anna@mail.example\nSubject: Order\n\nHello.\n"

const struct rule rule_headers_display_name_missing = {
	.id       = "headers-display-name-missing",
	.title    = "the sender has no name",
	.why      = "Lists of mail show a bare address, by which readers do not know you.",
	.fix      = "Write the name before it: Harbour Bikes <orders@harbour-bikes.example>.",
	.ignore   = "When programs write to each other.",
	.points   = 3,
	.evidence = EVIDENCE_D,
	.source   = "SpamAssassin NO_FM_NAME_IP_HOSTN; rspamd FROM_NO_DN",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (FROM("orders@shop.example"), .at = "orders@shop.example"),
		HIT (FROM("<orders@shop.example>")),
		PASS(FROM("Shop <orders@shop.example>")),
		PASS(FROM("orders@shop.example (Shop)")),
		PASS(FROM("\"\" <orders@shop.example>")),
		PASS(FROM("nobody")),
	},
};
