#include "core/rule.h"

enum { BASE_POINTS = 10 };

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;

		if (!v)
			continue;
		if (v->marked[HTML_MARK_REFRESH].n)
			found(out, v->source, v->marked[HTML_MARK_REFRESH].where,
			      "the page is to be left by itself");
		else if (v->marked[HTML_MARK_BASE].n)
			found_for(out, BASE_POINTS, v->source, v->marked[HTML_MARK_BASE].where,
				  "links count from a <base>, which one mail program in five knows");
	}
}

const struct rule rule_html_meta_refresh = {
	.id       = "html-meta-refresh",
	.title    = "the HTML leads its reader elsewhere",
	.why      = "No mail program follows it, and filters take it for an attack.",
	.fix      = "Take it out, and write whole addresses into links.",
	.ignore   = "For a <base>: when all links have whole addresses.",
	.points   = 30,
	.evidence = EVIDENCE_B,
	.source   = "rspamd HTML_META_REFRESH_URL; caniemail html-base (20 %)",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.uncapped = true,
	.check    = check,
	.examples = {
		HIT (HTML("<meta http-equiv=\"refresh\" content=\"0; url=https://shop.example\"><p>Hello.</p>"),
		     .at = "<meta http-equiv=\"refresh\" content=\"0; url=https://shop.example\">", .points = 30),
		HIT (HTML("<base href=\"https://shop.example/\"><p><a href=\"order\">Order</a></p>"),
		     .at = "<base href=\"https://shop.example/\">", .points = BASE_POINTS),
		PASS(HTML("<meta http-equiv=\"Content-Type\" content=\"text/html\"><p>Hello.</p>")),
		PASS(HTML("<base target=\"_blank\"><p>Hello.</p>")),
	},
};
