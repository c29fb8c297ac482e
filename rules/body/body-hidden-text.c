#include "core/rule.h"

static guint
preheader_letters(const struct html_view *v)
{
	return html_mark_letters(v->hidden->s + v->preheader.at, v->preheader.len);
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;
		guint most = (guint)param(out, "letters"), n;

		if (!v || v->marked[HTML_MARK_HIDDEN].n <= most)
			continue;
		n = v->marked[HTML_MARK_HIDDEN].n;
		n -= MIN(MIN(preheader_letters(v), (guint)param(out, "preheader")), n);
		if (n > most)
			found(out, v->source, v->marked[HTML_MARK_HIDDEN].where, "about %u letters", n);
	}
}

#define FORTY "forty letters that nobody is going to see today, "

const struct rule rule_body_hidden_text = {
	.id       = "body-hidden-text",
	.title    = "the message hides text",
	.why      = "Gmail says that hidden content may be marked as spam; filters add up to four points, "
		    "because it is written for them and not for a reader.",
	.fix      = "Take it out; keep only a short preheader at the top.",
	.ignore   = "When the text is seen elsewhere: a block for phones, for dark mode, "
		    "for one mail program.",
	.points   = 15,
	.evidence = EVIDENCE_A,
	.source   = "Gmail sender guidelines; SpamAssassin HTML_TEXT_INVISIBLE_STYLE; rspamd ZERO_FONT",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.params   = {
		{ "letters", 150, 20, 100000, "hidden letters that are allowed" },
		{ "preheader", 500, 0, 100000, "letters of a preheader that are allowed" },
	},
	.check    = check,
	.examples = {
		HIT (HTML("<p>Hello.</p><div style=\"display:none\">" FORTY FORTY FORTY FORTY FORTY "</div>"),
		     .points = 15),
		HIT (HTML("<p>Hello.</p><p style=\"font-size:0\">" FORTY FORTY FORTY FORTY FORTY "</p>")),
		HIT (HTML("<p>Hello.</p><p style=\"opacity:0\">" FORTY FORTY "</p>"), .set = "letters=50"),
		PASS(HTML("<div style=\"display:none\">" FORTY FORTY FORTY FORTY FORTY "</div><p>Hello.</p>")),
		PASS(HTML("<div style=\"display:none\">" FORTY "&zwnj;&nbsp;&zwnj;&nbsp;</div><p>Hello.</p>")),
		PASS(HTML("<p>Hello.</p><!--[if mso]>" FORTY FORTY FORTY FORTY FORTY "<![endif]-->")),
		PASS(HTML("<style>@media (max-width:600px) { .phone { display:block } }</style><p>Hello.</p>"
			  "<div class=\"phone\" style=\"display:none\">" FORTY FORTY FORTY FORTY FORTY "</div>")),
	},
};
