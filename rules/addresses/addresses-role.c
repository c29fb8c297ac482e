#include "core/rule.h"

/* RFC 2142: whoever runs a domain reads them, and nobody subscribes with them. */
static const char *const roles[] = {
	"abuse", "hostmaster", "noc", "postmaster", "security", "webmaster",
};

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->recipients->len; i++) {
		const struct recipient *r = &g_array_index(f->recipients, struct recipient, i);

		for (gsize k = 0; *r->domain && k < G_N_ELEMENTS(roles); k++) {
			const struct text *t;

			if (g_ascii_strcasecmp(r->local, roles[k]) != 0)
				continue;
			t = facts_addresses_text(f, r);
			found(out, t, text_all(t), "%s is an office, not a person", roles[k]);
		}
	}
}

#define TO(s) "From: a@shop.example\nTo: " s "\nSubject: News\n\nHello.\n"

const struct rule rule_addresses_role = {
	.id       = "addresses-role",
	.title    = "a mailing goes to those who run a domain",
	.why      = "They did not subscribe: such addresses come from lists that were bought or "
		    "collected, and their readers report spam for a living.",
	.fix      = "Take the address out of the list, unless somebody confirmed it.",
	.ignore   = "When the office itself asked for your news.",
	.points   = 3,
	.evidence = EVIDENCE_D,
	.source   = "RFC 2142",
	.classes  = CLASS_BULK,
	.needs    = FACTS_ADDRESSES,
	.check    = check,
	.examples = {
		HIT (TO("Postmaster@mail.example"), .at = "Postmaster@mail.example"),
		HIT (SUBJECT("News"), .rcpts = "anna@mail.example abuse@mail.example",
		     .at = "abuse@mail.example"),
		PASS(TO("info@mail.example, office@mail.example")),	/* companies order with these */
		PASS(TO("anna@security.example")),
		PASS(SUBJECT("News"), .rcpts = "anna@mail.example"),
	},
};
