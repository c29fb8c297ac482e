#include "core/rule.h"

enum { GMAIL_MOST = 8192 };	/* bytes in all <style> together */

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;

		if (v && v->marked[HTML_MARK_STYLE].n > GMAIL_MOST)
			found(out, v->source, v->marked[HTML_MARK_STYLE].where,
			      "%u bytes of style sheets; Gmail reads %d",
			      v->marked[HTML_MARK_STYLE].n, GMAIL_MOST);
	}
}

#define HUNDRED "p { margin: 0; padding: 0; color: black; background: white; font-family: Arial, sans-serif; a: 0 }\n"
#define KILO    HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED

const struct rule rule_html_style_head_only = {
	.id       = "html-style-head-only",
	.title    = "the style sheet is longer than Gmail reads",
	.why      = "Gmail drops all of it, and the mail has no design there.",
	.fix      = "Write what matters into style attributes, and shorten the rest.",
	.ignore   = "When what matters stands in style attributes already.",
	.points   = 3,
	.evidence = EVIDENCE_A,
	.source   = "caniemail html-style (63 %)",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (HTML("<html><style>" KILO KILO KILO KILO KILO KILO KILO KILO KILO "</style><p>Hi.</p></html>")),
		PASS(HTML("<html><style>" KILO KILO KILO "</style><style>" KILO KILO "</style><p>Hi.</p></html>")),
		PASS(HTML("<html><p style=\"margin: 0\">Hi.</p></html>")),
	},
};
