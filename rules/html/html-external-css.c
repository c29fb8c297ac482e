#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;

		if (!v)
			continue;
		if (v->marked[HTML_MARK_SHEET].n)
			found(out, v->source, v->marked[HTML_MARK_SHEET].where, "a <link> to a style sheet");
		else if (v->marked[HTML_MARK_IMPORT].n)
			found(out, v->source, v->marked[HTML_MARK_IMPORT].where, "an @import in <style>");
	}
}

const struct rule rule_html_external_css = {
	.id       = "html-external-css",
	.title    = "a style sheet is loaded from outside",
	.why      = "One mail program in seven loads it; in the others the mail has no design, and some "
		    "readers see a warning.",
	.fix      = "Write the styles into the mail: into style attributes where they matter.",
	.ignore   = "When the mail also looks right without it.",
	.points   = 10,
	.evidence = EVIDENCE_A,
	.source   = "caniemail html-link (14 %), css-at-import (21 %); rspamd EXT_CSS",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (HTML("<head><link rel=\"stylesheet\" href=\"https://shop.example/a.css\"></head><p>Hi.</p>"),
		     .at = "<link rel=\"stylesheet\" href=\"https://shop.example/a.css\">"),
		HIT (HTML("<style>@import 'https://shop.example/a.css';</style><p>Hi.</p>")),
		PASS(HTML("<head><link rel=\"icon\" href=\"https://shop.example/a.ico\"></head><p>Hi.</p>")),
		PASS(HTML("<head><link rel=\"stylesheet\" href=\"https://fonts.googleapis.com/css?family=A\">"
			  "</head><p>Hi.</p>")),
		PASS(HTML("<style>@media print { p { color: red } }</style><p>Hi.</p>")),
		PASS(HTML("<style>@import url(https://fonts.googleapis.com/css2?family=A);</style><p>Hi.</p>")),
	},
};
