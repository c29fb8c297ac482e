#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;

		if (v && v->marked[HTML_MARK_MIXED_CASE].n)
			found(out, v->source, v->marked[HTML_MARK_MIXED_CASE].where, "%u of them",
			      v->marked[HTML_MARK_MIXED_CASE].n);
	}
}

const struct rule rule_html_mixed_case_tags = {
	.id       = "html-mixed-case-tags",
	.title    = "names of tags mix small letters and capitals",
	.why      = "Nobody writes <cEnTer> by accident: filters know it from mail that hides from them.",
	.fix      = "Write tags and attributes in small letters.",
	.ignore   = "When an editor writes them so and filters let your mail pass.",
	.points   = 5,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin MIXED_HREF_CASE, MIXED_CENTER_CASE, MIXED_IMG_CASE",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (HTML("<html><cEnTer>Hello.</center></html>"), .at = "<cEnTer>"),
		HIT (HTML("<html><a hReF=\"https://shop.example\">Shop</a></html>")),
		PASS(HTML("<HTML><P ALIGN=LEFT><A HREF=\"https://shop.example\">Shop</A></P></HTML>")),
		PASS(HTML("<html><Table><Tr><Td bgColor=\"#fff\" colSpan=\"2\">Hello.</Td></Tr></Table></html>")),
	},
};
