#include "core/rule.h"

static bool
is_open_field(const char *name)
{
	return g_ascii_strcasecmp(name, "Bcc") != 0;
}

/* Colleagues write to each other; customers are strangers. */
static bool
is_one_domain(const struct facts *f)
{
	const char *domain = NULL;

	for (guint i = 0; i < f->recipients->len; i++) {
		const struct recipient *r = &g_array_index(f->recipients, struct recipient, i);

		if (!r->field || !is_open_field(r->field))
			continue;
		if (domain && !g_str_equal(domain, r->domain))
			return false;
		domain = r->domain;
	}
	return true;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct recipient *first = NULL;
	const struct text *t;
	guint n = 0;

	for (guint i = 0; i < f->recipients->len; i++) {
		const struct recipient *r = &g_array_index(f->recipients, struct recipient, i);

		if (!r->field || !is_open_field(r->field) || !*r->domain)
			continue;
		first = first ? first : r;
		n++;
	}
	if (!first || n <= (guint)param(out, "max") || is_one_domain(f))
		return;
	t = facts_addresses_text(f, first);
	if (f->class & (CLASS_TRANSACTIONAL | CLASS_BULK))
		found(out, t, text_all(t), "%u addresses in To and Cc", n);
	else
		found_for(out, 5, t, text_all(t), "%u addresses in To and Cc", n);
}

#define TO(s) "From: a@shop.example\nTo: " s "\nSubject: Order\n\nHello.\n"
#define FOUR "anna@a.example, bob@b.example, cid@c.example, dan@d.example"
#define TEAM "anna@a.example, bob@a.example, cid@a.example, dan@a.example"

const struct rule rule_addresses_too_many_visible = {
	.id       = "addresses-too-many-visible",
	.title    = "recipients see the addresses of many others",
	.why      = "It gives away personal data, and filters know long lists of recipients from spam.",
	.fix      = "Send each recipient a message of their own.",
	.ignore   = "When all of them know each other and are to answer to all.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "GDPR; SpamAssassin SUSPICIOUS_RECIPS, SORTED_RECIPS",
	.classes  = CLASS_ALL & ~CLASS_LIST,
	.needs    = FACTS_ADDRESSES,
	.params   = { { "max", 10, 1, 1000, "addresses in To and Cc that are allowed" } },
	.check    = check,
	.examples = {
		HIT (TO(FOUR ", " FOUR ", " FOUR), .at = "anna@a.example", .points = 20),
		HIT (TO(FOUR "\nCc: " FOUR ",\n " FOUR), .class = CLASS_PERSONAL, .points = 5),
		HIT (TO(FOUR), .set = "max=3"),
		PASS(TO(FOUR ", " FOUR)),
		PASS(TO(TEAM ", " TEAM ", " TEAM)),
		PASS(TO("anna@a.example\nBcc: " FOUR ", " FOUR ", " FOUR)),
		PASS(SUBJECT("Order"), .rcpts = "a@a.example b@b.example c@c.example", .set = "max=2"),
	},
};
