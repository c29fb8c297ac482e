#include "core/rule.h"

/* "root", "Postmaster <root>": a mailbox without its domain, which an MTA completes. */
static bool
is_bare_mailbox(const struct text *t)
{
	const char *open = memchr(t->s, '<', t->len);
	const char *s = open ? open + 1 : t->s, *p = s;

	while (g_ascii_isalnum(*p) || (*p && strchr("._+-", *p)))
		p++;
	return p > s && (open ? *p == '>' : p == t->s + t->len);
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *from = message_field(f->message, "From", 0);

	if (!from)
		found(out, found_nowhere(f, "header"), (struct span){ 0, 0 },
		      "there is no From field");
	else if (!from->value->len)
		found(out, from->value, text_all(from->value), "the From field is empty");
	else if (!memchr(from->value->s, '@', from->value->len) && !is_bare_mailbox(from->value))
		found(out, from->value, text_all(from->value), "there is no address in it");
}

const struct rule rule_headers_from_missing = {
	.id       = "headers-from-missing",
	.title    = "the message has no sender address",
	.why      = "From is one of the two fields every message must have; large receivers "
		    "refuse mail without it.",
	.fix      = "Set From to one mailbox of your own domain: Shop <orders@shop.example>.",
	.ignore   = "In a file: when the server adds the sender.",
	.points   = 50,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 3.6; Gmail 550 5.7.1; SpamAssassin and rspamd MISSING_FROM",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("Date: Fri, 20 Nov 2026 10:00:00 +0100\nSubject: Order\n\nHello.\n"),
		HIT ("From:\nSubject: Order\n\nHello.\n", .at = ""),
		HIT ("From: Serwis rowerowy\nSubject: Naprawa\n\nGotowe.\n",
		     .at = "Serwis rowerowy"),
		HIT ("From: Shop <>\nSubject: Order\n\nHello.\n", .at = "Shop <>"),
		PASS(SUBJECT("Your order")),
		PASS("From: shop@shop.example\nSubject: Order\n\nHello.\n"),
		PASS("From: Mail System <MAILER-DAEMON>\nSubject: Undelivered\n\nSorry.\n"),
		PASS("From: root\nSubject: Cron\n\nDone.\n"),	/* the MTA adds the domain */
	},
};
