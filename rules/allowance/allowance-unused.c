#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->allowances->len; i++) {
		const struct allowance *a = &g_array_index(f->allowances, struct allowance, i);

		if (a->state == ALLOWANCE_GOOD && a->ran && !a->used)
			found(out, a->text, a->where, "nothing was found that it allows");
	}
}

const struct rule rule_allowance_unused = {
	.id       = "allowance-unused",
	.title    = "an allowance is not needed",
	.why      = "It stays when everybody has forgotten why, and hides the next thing that the "
		    "rule finds.",
	.fix      = "Take it out.",
	.ignore   = "When other mails of the same template need it.",
	.points   = 0,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL,
	.needs    = FACTS_ALLOWANCES,
	.check    = check,
	.examples = {
		HIT (HEAD "X-Sendlint-Allow: subject-all-caps; reason=\"the name of the brand\"\n"
		     "Subject: Your order 4711\n\nIt is ready.\n", .at = "subject-all-caps",
		     .with = "subject-all-caps"),
		HIT (HTML("<!-- sendlint-allow links-http: an old device --><p>It is ready.</p>"),
		     .at = "links-http", .with = "links-http"),
		PASS(HEAD "X-Sendlint-Allow: subject-all-caps; reason=\"the name of the brand\"\n"
		     "Subject: YOUR ORDER IS READY TODAY\n\nIt is ready.\n", .with = "subject-all-caps"),
		PASS(HEAD "X-Sendlint-Allow: subject-all-caps\nSubject: Your order 4711\n\nIt is ready.\n",
		     .with = "subject-all-caps"),
	},
};
