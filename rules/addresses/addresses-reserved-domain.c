#include "core/rule.h"

enum { MADE_UP = 10, SURE = 30 };

/* RFC 6761: no name below these will ever be anybody's. */
static const char *const suffixes[] = { ".invalid", ".localhost" };
/* For texts that explain something and servers that are tried out: there they are right. */
static const char *const documentation[] = {
	".test", ".example", ".example.com", ".example.net", ".example.org",
};
/* What a hand types that only wants to get past a form. */
static const char *const made_up[] = { "asdf", "asdfgh", "qwerty", "qwertz", "aaa", "xxx" };

/* "shop.example.com" and "example.com" itself; a domain without a dot is of this machine. */
static bool
is_below(const char *domain, const char *suffix)
{
	gsize len = strlen(domain), n = strlen(suffix);

	return (len >= n && g_str_equal(domain + len - n, suffix)) ||
	       (strchr(suffix + 1, '.') && g_str_equal(domain, suffix + 1));
}

static bool
is_in(const char *domain, const char *const *names, gsize n)
{
	for (gsize i = 0; i < n; i++)
		if (is_below(domain, names[i]))
			return true;
	return false;
}

static bool
is_made_up(const struct recipient *r)
{
	if (g_ascii_strcasecmp(r->local, "test") == 0 && g_str_has_prefix(r->domain, "test."))
		return true;
	for (gsize i = 0; i < G_N_ELEMENTS(made_up); i++)
		if (g_ascii_strcasecmp(r->local, made_up[i]) == 0)
			return true;
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->recipients->len; i++) {
		const struct recipient *r = &g_array_index(f->recipients, struct recipient, i);
		const char *domain = r->domain;
		bool reserved = is_in(domain, suffixes, G_N_ELEMENTS(suffixes)) ||
			(param(out, "documentation") &&
			 is_in(domain, documentation, G_N_ELEMENTS(documentation)));
		const struct text *t;

		if (!reserved && !is_made_up(r))
			continue;
		t = facts_addresses_text(f, r);
		if (reserved)
			found_for(out, SURE, t, text_all(t), "the domain %s is reserved for tests", domain);
		else
			found_for(out, MADE_UP, t, text_all(t), "%s looks made up", r->address);
	}
}

#define TO(s) "From: a@shop.example\nTo: " s "\nSubject: Order\n\nHello.\n"

const struct rule rule_addresses_reserved_domain = {
	.id       = "addresses-reserved-domain",
	.title    = "a recipient has an address for tests",
	.why      = "No such mailbox exists, so the mail comes back; many of these in your lists look "
		    "like addresses that nobody confirmed.",
	.fix      = "Take the address out of your data, and confirm addresses when they are typed.",
	.ignore   = "On a machine for tests.",
	.points   = SURE,
	.evidence = EVIDENCE_A,
	.source   = "RFC 2606; RFC 6761",
	.classes  = CLASS_ALL,
	.needs    = FACTS_ADDRESSES,
	.params   = { { "documentation", 0, 0, 1, "1: example.com, .test and the like are found, too" } },
	.check    = check,
	.examples = {
		HIT (TO("Anna <anna@shop.invalid>"), .at = "anna@shop.invalid", .points = SURE),
		HIT (TO("nobody@mail.invalid")),
		HIT (TO("test@test.com"), .at = "test@test.com", .points = MADE_UP),
		HIT (TO("ASDF@mail.com"), .points = MADE_UP),
		HIT (TO("anna@example.com"), .set = "documentation=1", .points = SURE),
		HIT (TO("anna@shop.test"), .set = "documentation=1"),
		HIT (SUBJECT("Order"), .rcpts = "anna@mail.com bob@shop.invalid", .at = "bob@shop.invalid"),
		PASS(TO("anna@example.com, bob@shop.test")),
		PASS(TO("anna@contest.com, test@shop.com, anna@test.com")),
		PASS(TO("root@localhost")),	/* this machine's own mail */
		PASS(SUBJECT("Order"), .rcpts = "anna@mail.com"),
	},
};
