#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;

		if (v && v->marked[HTML_MARK_FORM].n)
			found(out, v->source, v->marked[HTML_MARK_FORM].where, "a form to fill in");
	}
}

const struct rule rule_html_form = {
	.id       = "html-form",
	.title    = "the HTML has a form in it",
	.why      = "Half of the mail programs do not send it, and filters take it for an attempt to get "
		    "hold of passwords.",
	.fix      = "Link to a page with the form.",
	.ignore   = "When it is made for programs that send it, and there is a link beside "
		    "it.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "Microsoft 365 ASF, \"Form tags in HTML\"; caniemail html-form",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.uncapped = true,
	.check    = check,
	.examples = {
		HIT (HTML("<form action=\"https://shop.example/vote\"><input name=\"a\"></form>"),
		     .at = "<form action=\"https://shop.example/vote\">"),
		HIT (HTML("<p>Vote: <select><option>1</select></p>"), .at = "<select>"),
		PASS(HTML("<p><a href=\"https://shop.example/vote\">Vote</a></p>")),
		PASS(HTML("<p class=\"form\">A form, an input.</p>")),
	},
};
