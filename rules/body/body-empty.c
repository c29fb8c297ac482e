#include "core/rule.h"

/* A file, a picture, a calendar entry, a report or a forwarded message is content too. */
static bool
carries_something(const struct facts *f)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);

		if (p->kind == PART_MESSAGE ||
		    ((p->kind == PART_FILE || p->kind == PART_IMAGE) && p->size > 0))
			return true;
	}
	return (f->message->limits & (LIMIT_HIT_PARTS | LIMIT_HIT_TEXT | LIMIT_HIT_CUT)) != 0;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++)
		if (f->bodies[i].points || (f->bodies[i].html && f->bodies[i].html->images->len))
			return;
	if (!carries_something(f))
		found(out, found_nowhere(f, "body"), (struct span){ 0, 0 },
		      "no text, no picture, no attachment");
}

const struct rule rule_body_empty = {
	.id       = "body-empty",
	.title    = "the message is empty",
	.why      = "A mail without any content looks like a failure or a probe; Microsoft 365 "
		    "can treat it as spam outright, and your reader learns nothing.",
	.fix      = "Look at what should have filled the text: most often the template was not "
		    "found, or its only part was left out.",
	.ignore   = "When the subject says it all and its readers know: an alarm, a signal "
		    "to a program.",
	.points   = 50,
	.evidence = EVIDENCE_A,
	.source   = "Microsoft 365 advanced spam filter \"Empty messages\"; rspamd COMPLETELY_EMPTY",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (BODY("")),
		HIT (BODY("   \n\t\n  \n"), .points = 50),
		HIT (BODY("\xc2\xa0\n\xe2\x80\x8b\n")),	/* a no-break and a zero-width space */
		PASS(BODY("OK")),
		PASS(HEAD "Subject: Twoja faktura\nContent-Type: application/pdf; name=\"faktura.pdf\"\n"
		     "Content-Disposition: attachment; filename=\"faktura.pdf\"\n\n%PDF-1.4\n"),
		PASS(HEAD "Subject: Wizyta\nContent-Type: text/calendar; method=REQUEST\n\n"
		     "BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
	},
};
