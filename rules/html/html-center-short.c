#include "core/rule.h"

enum { SHORT = 384 };	/* bytes of HTML */

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;

		if (v && v->marked[HTML_MARK_CENTER].n && v->source->len < SHORT)
			found(out, v->source, v->marked[HTML_MARK_CENTER].where,
			      "a mail of %u bytes", (guint)v->source->len);
	}
}

const struct rule rule_html_center_short = {
	.id       = "html-center-short",
	.title    = "very short HTML stands in <center>",
	.why      = "It is what one-picture spam looks like, and filters add points for it.",
	.fix      = "Use style=\"text-align: center\", or send the few words as plain text.",
	.ignore   = "When the mail is a short notice and the element cannot be changed.",
	.points   = 5,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin HTML_SHORT_CENTER",
	.classes  = CLASS_TRANSACTIONAL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (HTML("<html><center>Your order is ready.</center></html>"), .at = "<center>"),
		PASS(HTML("<html><p style=\"text-align: center\">Your order is ready.</p></html>")),
		PASS(BODY("<center> is a tag.")),
	},
};
