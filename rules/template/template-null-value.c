#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->template_hits->len; i++) {
		const struct template_hit *h =
			&g_array_index(f->template_hits, struct template_hit, i);

		if (h->kind != TEMPLATE_NULL_VALUE || h->repeated)
			continue;
		found(out, h->text, h->where, "a program's word for no value");
		found_hit_again(f, out, h);
	}
}

const struct rule rule_template_null_value = {
	.id       = "template-null-value",
	.title    = "a value is missing, and it shows",
	.why      = "\"Order #null\" tells your reader that the program failed, and hides what they "
		    "need to know.",
	.fix      = "Find the field that was empty, and say what to write when it is.",
	.ignore   = "When the word is meant: a lesson about programs, a surname Null.",
	.points   = 30,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL & ~CLASS_LIST,
	.needs    = FACTS_TEMPLATE,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Order #null has shipped"), .at = "null", .points = 30),
		HIT (BODY("Total to pay: NaN"), .at = "NaN"),
		HIT (BODY("Razem: NaN zł"), .at = "NaN"),
		HIT (BODY("Seu pedido: [object Object] foi enviado."), .at = "[object Object]"),
		HIT (BODY("Заказ №undefined принят."), .at = "undefined"),
		HIT (HTML("<table><tr><td>Price</td><td>null</td></tr></table>"), .at = "null"),
		HIT (BODY("Dear undefined,\nyour order is ready."), .at = "undefined"),
		HIT (BODY("Witaj null!\nZamówienie jest gotowe."), .at = "null"),
		PASS(BODY("The contract is null and void; clause 7 is undefined.")),
		PASS(BODY("The function returns:\nNULL\nif it fails."), .class = CLASS_LIST),
		PASS(BODY("Allergies: None\nAttachments: None\nBalance: nil")),
		PASS(BODY("Mr. Null and Nan Smith write to you from undefined.example.")),
		PASS(BODY("See https://shop.example/null?x=undefined for it.")),
	},
};
