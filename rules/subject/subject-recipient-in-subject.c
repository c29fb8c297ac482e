#include "core/rule.h"

enum { LEAST = 5 };	/* letters of what stands before the "@" */

static bool
is_boundary(const char *s, gsize at, gsize len)
{
	return at >= len || !(g_ascii_isalnum(s[at]) || s[at] == '.' || s[at] == '_' || (s[at] & 0x80)) ||
	       (s[at] == '.' && (at + 1 >= len || g_ascii_isspace(s[at + 1])));
}

/* In whatever case, and not inside another word; FALSE: nowhere. */
static bool
stands_in(const struct text *t, const char *what, struct span *ret_where)
{
	gsize n = strlen(what);

	for (gsize at = 0; at + n <= t->len; at++)
		if (g_ascii_strncasecmp(t->s + at, what, n) == 0 &&
		    (!at || is_boundary(t->s, at - 1, t->len)) && is_boundary(t->s, at + n, t->len)) {
			*ret_where = (struct span){ at, n };
			return true;
		}
	return false;
}

/* "anna" may be a name; "anna.k84" is none. */
static bool
is_machine_made(const char *local)
{
	return strlen(local) >= LEAST && strpbrk(local, "0123456789._") != NULL;
}

static void
check(const struct facts *f, struct findings *out)
{
	struct span where;

	for (guint i = 0; i < f->recipients->len; i++) {
		const struct recipient *r = &g_array_index(f->recipients, struct recipient, i);

		if (!*r->local || !*r->domain)
			continue;
		if (!stands_in(f->subject_text, r->address, &where) &&
		    !(is_machine_made(r->local) && stands_in(f->subject_text, r->local, &where)))
			continue;
		found(out, f->subject_text, where, "it was sent there");
		return;
	}
}

const struct rule rule_subject_recipient_in_subject = {
	.id       = "subject-recipient-in-subject",
	.title    = "subject contains the recipient's address",
	.why      = "Bulk mailers write subjects so; that it costs mail is folklore, but it says nothing new "
		    "to the reader.",
	.fix      = "Use the number of the order, or what the mail is about.",
	.ignore   = "When it tells which of several accounts is meant.",
	.points   = 2,
	.evidence = EVIDENCE_D,
	.source   = "SpamAssassin LOCALPART_IN_SUBJECT",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_ADDRESSES | FACTS_VIEWS,
	.level    = LEVEL_NOTE,
	.check    = check,
	.examples = {
		HIT (SUBJECT("News for anna@mail.example"), .at = "anna@mail.example", .points = 2),
		HIT ("From: Shop <shop@shop.example>\nTo: <anna.k84@mail.example>\nSubject: Anna.K84, look here\n"
		     "Date: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <1@shop.example>\n\nNews.\n",
		     .at = "Anna.K84"),
		PASS(SUBJECT("Anna, your order is ready")),
		PASS(SUBJECT("A question to joanna@mail.example")),
		PASS("From: Shop <shop@shop.example>\nTo: <info2@mail.example>\nSubject: The info20 is here\n"
		     "Date: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <1@shop.example>\n\nNews.\n"),
	},
};
