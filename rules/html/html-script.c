#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;

		if (!v)
			continue;
		if (v->marked[HTML_MARK_SCRIPT].n)
			found(out, v->source, v->marked[HTML_MARK_SCRIPT].where, "a script");
		else if (v->marked[HTML_MARK_HANDLER].n)
			found(out, v->source, v->marked[HTML_MARK_HANDLER].where,
			      "an attribute that runs a script");
	}
}

const struct rule rule_html_script = {
	.id       = "html-script",
	.title    = "the HTML has a script in it",
	.why      = "No mail program runs it; Microsoft's filter can be set to file such mail as spam, and "
		    "others take it for an attack.",
	.fix      = "Take the script out; link to a page that has it.",
	.ignore   = "When a server behind this one takes it out.",
	.points   = 30,
	.evidence = EVIDENCE_A,
	.source   = "Microsoft 365 ASF, \"JavaScript or VBScript in HTML\"",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.uncapped = true,
	.check    = check,
	.examples = {
		HIT (HTML("<p>Hello.</p><script>var a;</script>"), .at = "<script>"),
		HIT (HTML("<p>Hello.</p><a href=\"https://shop.example\" onclick=\"go()\">Go</a>"),
		     .at = "<a href=\"https://shop.example\" onclick=\"go()\">"),
		HIT (HTML("<SCRIPT src=\"https://shop.example/a.js\"></SCRIPT><p>Hello.</p>"),
		     .at = "<SCRIPT src=\"https://shop.example/a.js\">"),
		PASS(HTML("<script type=\"application/ld+json\">{\"@type\": \"Order\"}</script><p>Hello.</p>")),
		PASS(HTML("<p>Hello, &lt;script&gt; is a tag.</p><!-- <script> -->")),
		PASS(HTML("<p one=\"1\" on=\"2\">Hello.</p>")),
	},
};
