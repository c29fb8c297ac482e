#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;

		if (v && v->marked[HTML_MARK_AFTER_END].n)
			found(out, v->source, v->marked[HTML_MARK_AFTER_END].where,
			      "about %u letters stand there", v->marked[HTML_MARK_AFTER_END].n);
	}
}

const struct rule rule_html_content_after_end = {
	.id       = "html-content-after-end",
	.title    = "text follows the end of the HTML",
	.why      = "Some programs do not show it, and filters know it from mail that hides text for them.",
	.fix      = "Put it before </body>; two documents were probably glued together.",
	.ignore   = "When a server behind you adds a footer there.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin CONTENT_AFTER_HTML",
	.classes  = CLASS_ALL & ~CLASS_LIST,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (HTML("<html><p>Hello.</p></html>\n<p>Confidential.</p>")),
		PASS(HTML("<html><p>Hello.</p></html>\n<!-- sent by the shop --> &nbsp;\n")),
		PASS(HTML("<p>Hello.</p></body><p>Bye.</p>")),
	},
};
