#include "core/rule.h"

static const char *
says(const struct accident *a)
{
	return a->kind == ACCIDENT_CONDITION ? PHRASE("a condition for Outlook shows") : NULL;
}

static void
check(const struct facts *f, struct findings *out)
{
	found_accidents(f, out, says);
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
