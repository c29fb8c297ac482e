#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	bool first = true;

	for (guint i = 0; i < f->accidents->len; i++) {
		const struct accident *a = &g_array_index(f->accidents, struct accident, i);

		if (a->kind != ACCIDENT_CONDITION)
			continue;
		if (first)
			found(out, a->body->text, a->where, "a condition for Outlook shows");
		else
			found_also(out, a->body->text, a->where);
		first = false;
	}
}

const struct rule rule_template_conditional_visible = {
	.id       = "template-conditional-visible",
	.title    = "a condition of the template shows",
	.why      = "The reader sees code, and what should be hidden from their mail program may "
		    "show twice.",
	.fix      = "Write the comment as <!--[if mso]> ... <![endif]--> and keep tools from taking "
		    "its marks off.",
	.ignore   = "When the mail explains how such comments are written.",
	.points   = 10,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_ACCIDENTS,
	.check    = check,
	.examples = {
		HIT (HTML("<p>[if mso] Your order</p>"), .at = "[if mso]", .points = 10),
		HIT (HTML("<p>Zamówienie [endif]--> gotowe</p>"), .at = "[endif]"),
		HIT (BODY("[if gte mso 9] Seu pedido [endif]"), .at = "[if gte mso 9]"),
		PASS(HTML("<!--[if mso]><p>For Outlook</p><![endif]--><p>Your order is ready.</p>")),
		PASS(HTML("<![if !mso]><p>Your order is ready.</p><![endif]>")),
		PASS(BODY("Send it back [if needed].")),
	},
};
