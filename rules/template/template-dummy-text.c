#include "core/rule.h"

/* Dummy text comes in runs: all of one kind is one finding with its places. */
static void
report(const struct facts *f, struct findings *out, bool reserved)
{
	bool first = true;

	for (guint i = 0; i < f->template_hits->len; i++) {
		const struct template_hit *h =
			&g_array_index(f->template_hits, struct template_hit, i);

		if (h->kind != TEMPLATE_DUMMY_TEXT || h->repeated ||
		    g_str_equal(h->pattern, "reserved-name") != reserved)
			continue;
		if (first && reserved)
			found(out, h->text, h->where, "a name reserved for examples");
		else if (first)
			found(out, h->text, h->where, "text that only holds a place");
		else
			found_also(out, h->text, h->where);
		first = false;
		found_hit_again(f, out, h);
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	report(f, out, false);
	report(f, out, true);
}

const struct rule rule_template_dummy_text = {
	.id       = "template-dummy-text",
	.title    = "dummy text was left in",
	.why      = "The mail went out before it was finished, and where your address should stand "
		    "the reader finds one that nobody owns.",
	.fix      = "Write the real text; ask the template's author for a list of what to fill in.",
	.ignore   = "When the mail is about such texts: a lesson, a quotation.",
	.points   = 30,
	.evidence = EVIDENCE_E,
	.source   = "RFC 2606",
	.classes  = CLASS_ALL,
	.needs    = FACTS_TEMPLATE,
	.check    = check,
	.examples = {
		HIT (BODY("Questions? Write to info@example.com."), .at = "info@example.com", .points = 30),
		HIT (BODY("Więcej na www.example.com/pomoc"), .at = "www.example.com"),
		HIT (HTML("<p>Loja, https://example.org</p>"), .at = "example.org"),
		HIT (BODY("Lorem ipsum dolor sit amet."), .at = "Lorem ipsum"),
		HIT (BODY("Your order is ready.\n\nTO" "DO: footer"), .at = "TO" "DO"),
		HIT (BODY("Pozdrawiamy\nTWOJA FIRMA"), .at = "TWOJA FIRMA"),
		HIT (BODY("Insira seu texto aqui."), .at = "Insira seu texto aqui"),
		PASS(BODY("Write to info@shop.example or see example.community.")),
		PASS(BODY("See example.com.pl and my-example.com.")),
		PASS("From: Test <test@example.com>\nTo: anna@mail.example\nSubject: Your order 4711\n\n"
		     "Questions? Write to info@example.com.\n"),
		PASS(BODY("Todo: call Anna. Todo o pedido foi entregue.")),
	},
};
