#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *t = found_nowhere(f, "sending server");

	for (guint i = 0; i < f->auth->listings->len; i++) {
		const struct auth_listing *l = &g_array_index(f->auth->listings, struct auth_listing, i);

		if (l->kind == AUTH_LISTED_IP)
			found(out, t, text_all(t), "%s is on %s (%s)", l->what, l->zone,
			      l->reason ? l->reason : l->answer);
	}
}

#define ORDER SUBJECT("Order")
#define LIST "2.0.0.127.bl.example A 127.0.0.2\n"

const struct rule rule_auth_ip_blocklisted = {
	.id       = "auth-ip-blocklisted",
	.title    = "the sending server is on a blocklist",
	.why      = "Whoever uses the list refuses its mail or files it as spam, whatever the mail says.",
	.fix      = "Find out why first: a break-in, bad addresses, a shared address; then ask the list for "
		    "removal.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "Yahoo on Spamhaus; SpamAssassin RCVD_IN_PBL, RCVD_IN_SBL_CSS; RFC 5782",
	.classes  = CLASS_ALL,
	.needs    = FACTS_AUTH,
	.check    = check,
	.examples = {
		HIT (ORDER, .zone = LIST "66.2.0.192.bl.example A 127.0.0.4\n"
		     "66.2.0.192.bl.example TXT seen sending spam\n", .ip = "192.0.2.66",
		     .blocklist = "bl.example", .points = 40),
		PASS(ORDER, .zone = LIST "66.2.0.192.bl.example A 127.0.0.4\n", .ip = "192.0.2.67",
		     .blocklist = "bl.example"),
		PASS(ORDER, .zone = LIST "66.2.0.192.bl.example A 127.255.255.254\n", .ip = "192.0.2.66",
		     .blocklist = "bl.example"),
		PASS(ORDER, .zone = LIST "66.2.0.192.bl.example A 203.0.113.1\n", .ip = "192.0.2.66",
		     .blocklist = "bl.example"),
		/* It lists everybody: such a list is dead. */
		PASS(ORDER, .zone = LIST "1.0.0.127.bl.example A 127.0.0.2\n"
		     "66.2.0.192.bl.example A 127.0.0.2\n", .ip = "192.0.2.66", .blocklist = "bl.example"),
		PASS(ORDER, .zone = LIST "66.2.0.192.bl.example A 127.0.0.4\n", .ip = "192.0.2.66"),
	},
};
