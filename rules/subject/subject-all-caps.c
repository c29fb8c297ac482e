#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	const struct subject_counts *n = &f->subject_counts;

	if (n->points >= 10 && n->letters >= 8 && n->lower == 0 && n->upper == n->letters)
		found(out, f->subject_text, text_all(f->subject_text),
		      "%u of %u letters are capitals", n->upper, n->letters);
}

const struct rule rule_subject_all_caps = {
	.id       = "subject-all-caps",
	.title    = "subject is written in capitals",
	.why      = "Capitals read as shouting and are slower to read; one filter "
		    "charges for them, another finds them in good mail as often.",
	.fix      = "Write the subject as a sentence; keep capitals for names and "
		    "abbreviations.",
	.points   = 8,
	.evidence = EVIDENCE_C,
	.source   = "rspamd SUBJ_ALL_CAPS",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (SUBJECT("GREAT OFFER TODAY ONLY"), .at = "GREAT OFFER TODAY ONLY"),
		PASS(SUBJECT("Great offer: the NATO summit report")),
		PASS(SUBJECT("RE: IBM")),	/* too short to shout */
	},
};
