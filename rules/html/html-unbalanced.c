#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;
		guint stray, open;

		if (!v)
			continue;
		stray = v->marked[HTML_MARK_STRAY_END].n;
		open = v->marked[HTML_MARK_UNCLOSED].n;
		if (stray * 100 > v->tags * (guint)param(out, "stray") && stray > 1)
			found(out, v->source, v->marked[HTML_MARK_STRAY_END].where,
			      "%u end tags close nothing", stray);
		else if (open > (guint)param(out, "open"))
			found(out, v->source, v->marked[HTML_MARK_UNCLOSED].where,
			      "%u elements are open at the end", open);
	}
}

const struct rule rule_html_unbalanced = {
	.id       = "html-unbalanced",
	.title    = "tags are not closed as they should be",
	.why      = "Each mail program mends it in a way of its own, so that the design falls apart in some "
		    "of them.",
	.fix      = "Close what you open, in reverse order; an HTML validator finds the place.",
	.ignore   = "When the mail looks right wherever your readers open it.",
	.points   = 5,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin HTML_TAG_BALANCE_HEAD, HTML_TAG_BALANCE_BODY",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.params   = {
		{ "stray", 9, 1, 100, "percent of the tags that may close nothing" },
		{ "open", 1, 0, 1000, "elements that may be open at the end" },
	},
	.check    = check,
	.examples = {
		HIT (HTML("<div><p>Hello.</p></div></div></td>"), .at = "</div>"),
		HIT (HTML("<div><table><tr><td>Hello.")),
		PASS(HTML("<p>Hello.<p>Bye.<ul><li>One<li>Two</ul>")),
		PASS(HTML("<table><tr><td>One<td>Two<tr><td>Three</table>")),
		PASS(HTML("<!--[if mso]><table><tr><td><![endif]--><div>Hello.</div>"
			  "<!--[if mso]></td></tr></table><![endif]-->")),
		PASS(HTML("<div><b>Hello</b></div></body></html>")),
	},
};
