#include "core/rule.h"

/* A short notice of one person or program does without, and looks right: bulk mail alone is asked. */
static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;

		if (v && v->tags && !v->marked[HTML_MARK_HTML].n)
			found(out, v->source, (struct span){ 0, 0 }, "there is no <html>");
	}
}

const struct rule rule_html_no_html_tag = {
	.id       = "html-no-html-tag",
	.title    = "the HTML is a fragment without <html>",
	.why      = "Mail programs guess how to show it, and filters know it from mail that was glued "
		    "together.",
	.fix      = "Send a whole document: <!doctype html><html><body>...</body></html>.",
	.ignore   = "When it looks right wherever your readers open it.",
	.points   = 6,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin HTML_MIME_NO_HTML_TAG",
	.classes  = CLASS_BULK,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (HTML("<p>Prices of November</p>")),
		PASS(HTML("<p>Your order is ready.</p>"), .class = CLASS_TRANSACTIONAL),
		PASS(HTML("<html><p>Your order is ready.</p></html>")),
		PASS(HTML("<!DOCTYPE html><HTML lang=\"en\"><body>Your order is ready.</body></HTML>")),
		PASS(BODY("Your order is ready.")),
	},
};
