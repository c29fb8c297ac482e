#include "core/rule.h"

enum { HOUR = 3600 };

/* Of a file nobody knows when it is sent. */
static void
check(const struct facts *f, struct findings *out)
{
	const struct field *field = message_field(f->message, "Date", 0);
	struct message_date date;
	gint64 ahead;

	if (!field || !f->envelope->received_at)
		return;
	date = message_date_read(field->value->s, field->value->len);
	if (date.wrong)
		return;
	ahead = date.at - f->envelope->received_at;
	if (ahead > (gint64)param(out, "ahead") * HOUR)
		found(out, field->value, text_all(field->value), "%u hours in the future",
		      (guint)MIN(ahead / HOUR, G_MAXINT));
	else if (-ahead > (gint64)param(out, "behind") * HOUR)
		found(out, field->value, text_all(field->value), "%u hours in the past",
		      (guint)MIN(-ahead / HOUR, G_MAXINT));
}

#define DATE(s) "From: a@shop.example\nDate: " s "\nSubject: Order\n\nHello.\n"
#define NOW     1795165200	/* Fri, 20 Nov 2026 09:00:00 +0000 */

const struct rule rule_headers_date_skew = {
	.id       = "headers-date-skew",
	.title    = "the date is not the time of sending",
	.why      = "The mail is sorted far from the top, and filters take a date far off for a sign "
		    "of spam.",
	.fix      = "Set clock and time zone of the server, and write the date when the mail is sent, not "
		    "when it is queued.",
	.ignore   = "When an old message is sent again on purpose.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "Yahoo, \"Date outside of range\"; SpamAssassin DATE_IN_FUTURE_*, DATE_IN_PAST_*",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.params   = {
		{ "ahead", 3, 1, 1000, "hours in the future that are allowed" },
		{ "behind", 24, 1, 100000, "hours in the past that are allowed" },
	},
	.check    = check,
	.examples = {
		HIT (DATE("Fri, 20 Nov 2026 13:00:00 +0000"), .received_at = NOW,
		     .at = "Fri, 20 Nov 2026 13:00:00 +0000"),
		HIT (DATE("Wed, 18 Nov 2026 10:00:00 +0100"), .received_at = NOW),
		HIT (DATE("Thu, 01 Jan 1970 00:00:00 +0000"), .received_at = NOW),
		HIT (DATE("Fri, 20 Nov 2026 08:00:00 +0000"), .received_at = NOW + 3 * HOUR,
		     .set = "behind=2"),
		PASS(DATE("Fri, 20 Nov 2026 10:05:00 +0100"), .received_at = NOW),
		PASS(DATE("Fri, 20 Nov 2026 06:00:00 -0300"), .received_at = NOW),
		PASS(DATE("Fri, 20 Nov 2026 09:00:00 +0000"), .received_at = NOW + 20 * HOUR),
		PASS(DATE("Fri, 20 Nov 2026 11:30:00 GMT"), .received_at = NOW),
		PASS(DATE("Fri, 20 Nov 1996 11:30:00 GMT")),
	},
};
