#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->allowances->len; i++) {
		const struct allowance *a = &g_array_index(f->allowances, struct allowance, i);

		switch (a->state) {
		case ALLOWANCE_GOOD:
			break;
		case ALLOWANCE_NO_RULE:
			found(out, a->text, a->where, "there is no such rule");
			break;
		case ALLOWANCE_NO_REASON:
			found(out, a->text, a->where, "it gives no reason");
			break;
		case ALLOWANCE_NOT_PERMITTED:
			found(out, a->text, a->where, "the policy lets nobody allow this rule");
			break;
		case ALLOWANCE_COMMENT:
			found(out, a->text, a->where, "comments do not count on the way out");
			break;
		case ALLOWANCE_LOCKED:
			found(out, a->text, a->where, "this rule is locked");
			break;
		}
	}
}

const struct rule rule_allowance_ignored = {
	.id       = "allowance-ignored",
	.title    = "an allowance does not count",
	.why      = "What the rule finds stands as if nobody had allowed it.",
	.fix      = "Name a rule that may be allowed, and say why it is meant so: "
		    "X-Sendlint-Allow: links-http; reason=\"an old device\".",
	.points   = 0,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL,
	.needs    = FACTS_ALLOWANCES,
	.check    = check,
	.examples = {
		HIT (HEAD "X-Sendlint-Allow: links-http\nSubject: Order 4711\n\nIt is ready.\n",
		     .at = "links-http"),
		HIT (HEAD "X-Sendlint-Allow: link-http; reason=\"an old device\"\nSubject: Order 4711\n\n"
		     "It is ready.\n", .at = "link-http"),
		HIT (HTML("<!-- sendlint-allow images-alt-missing: --><p>It is ready.</p>"),
		     .at = "images-alt-missing"),
		HIT (HEAD "X-Sendlint-Allow: ; reason=\"I say so\"\nSubject: Order 4711\n\nIt is ready.\n",
		     .at = ""),
		PASS(HEAD "X-Sendlint-Allow: links-http; reason=\"an old device\"\nSubject: Order 4711\n\n"
		     "It is ready.\n"),
		PASS(HTML("<!-- sendlint-allow links-http: an old device --><p>It is ready.</p>")),
		PASS(HTML("<script><!-- sendlint-allow no: --></script><p>It is ready.</p>")),
	},
};
