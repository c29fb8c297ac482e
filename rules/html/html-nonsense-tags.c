#include "core/rule.h"

enum { LEAST = 3, PERCENT = 15 };	/* of all tags, which are mostly pairs */

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;
		const struct html_marked *unknown = v ? &v->marked[HTML_MARK_UNKNOWN] : NULL;
		const char *s;

		if (!unknown || unknown->n < LEAST || unknown->n * 100 <= v->tags * PERCENT)
			continue;
		s = v->source->s + unknown->where.at;
		if (g_ascii_strncasecmp(s, "<mj", 3) == 0)
			found(out, v->source, unknown->where, "the template was never compiled (MJML)");
		else
			found(out, v->source, unknown->where, "%u elements that HTML does not have",
			      unknown->n);
	}
}

const struct rule rule_html_nonsense_tags = {
	.id       = "html-nonsense-tags",
	.title    = "much of the HTML is made of unknown elements",
	.why      = "Mail programs show the words without their design, and filters add points.",
	.fix      = "Compile the template before it is sent, or write the elements that HTML has.",
	.ignore   = "When the text is meant for a program that knows them.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin AC_HTML_NONSENSE_TAGS, HTML_BADATTR",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (HTML("<mjml><mj-body><mj-section><mj-text>Hello.</mj-text></mj-section></mj-body></mjml>"),
		     .at = "<mjml>"),
		HIT (HTML("<html><qx>Your</qx> <zv>order</zv> <kp>is</kp> ready.</html>"), .at = "<qx>"),
		PASS(HTML("<html><p>Hello<o:p></o:p></p><p>Bye<o:p></o:p></p><v:rect><w:anchorlock/></v:rect></html>")),
		PASS(HTML("<html><section><p><span>Hello</span>, <time>10:00</time></p></section><x></html>")),
	},
};
