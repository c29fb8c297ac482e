#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;

		if (v && v->marked[HTML_MARK_EMBED].n)
			found(out, v->source, v->marked[HTML_MARK_EMBED].where,
			      "a page or a program inside of the mail");
	}
}

const struct rule rule_html_embed = {
	.id       = "html-embed",
	.title    = "the HTML embeds foreign content",
	.why      = "Mail programs leave a hole where it should be, and filters can be set to file such "
		    "mail as spam.",
	.fix      = "Show a picture of it, and link to the page.",
	.ignore   = "Inside one firm whose mail program shows it.",
	.points   = 25,
	.evidence = EVIDENCE_A,
	.source   = "Microsoft 365 ASF, \"Frame, Object and Embed tags\"; caniemail html-object",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.uncapped = true,
	.check    = check,
	.examples = {
		HIT (HTML("<p>Watch:</p><iframe src=\"https://shop.example/film\"></iframe>"),
		     .at = "<iframe src=\"https://shop.example/film\">"),
		HIT (HTML("<p>Hello.</p><object data=\"a.swf\"></object>"), .at = "<object data=\"a.swf\">"),
		PASS(HTML("<p>Watch: <a href=\"https://shop.example/film\"><img src=\"cid:a\" alt=\"Film\"></a></p>")),
		PASS(HTML("<p>Hello, &lt;iframe&gt; is a tag.</p>")),
	},
};
