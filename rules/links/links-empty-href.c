#include "core/rule.h"

static bool
holds(const char *s, gsize len, const char *word)
{
	gsize n = strlen(word);

	for (gsize i = 0; i + n <= len; i++)
		if (g_ascii_strncasecmp(s + i, word, n) == 0)
			return true;
	return false;
}

/* <a name="top"> is a place to jump to; an "a" without both is somebody's button. */
static bool
is_anchor(const struct body *b, const struct html_link *l)
{
	const char *tag = b->html->source->s + l->where.at;

	return holds(tag, l->where.len, "name=") || holds(tag, l->where.len, "id=");
}

/* Nothing, "#", or a scheme without a host. */
static bool
leads_nowhere(const struct text *t)
{
	static const char *const nowhere[] = { "", "#", "http://", "https://", "http:", "https:",
					       "//", "mailto:", "tel:" };

	for (gsize i = 0; i < G_N_ELEMENTS(nowhere); i++)
		if (t->len == strlen(nowhere[i]) &&
		    g_ascii_strncasecmp(t->s, nowhere[i], t->len) == 0)
			return true;
	return false;
}

static bool
is_empty(const struct body *b, const struct html_link *l)
{
	if (!l->visible || (!l->shown.len && !l->has_image))
		return false;
	return l->has_href ? leads_nowhere(l->target) : !is_anchor(b, l);
}

static void
check_body(struct findings *out, const struct body *b)
{
	bool first = true;

	for (guint i = 0; i < b->html->links->len; i++) {
		const struct html_link *l = &g_array_index(b->html->links, struct html_link, i);
		bool has_words = l->shown.len > 0;
		const struct text *t = has_words ? b->text : b->html->source;
		struct span where = has_words ? l->shown : l->where;

		if (!is_empty(b, l))
			continue;
		if (!first)
			found_also(out, t, where);
		else if (l->target->len)
			found(out, t, where, "its address is \"%s\"", l->target->s);
		else
			found(out, t, where, "it has no address");
		first = false;
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++)
		if (f->bodies[i].html)
			check_body(out, &f->bodies[i]);
}

const struct rule rule_links_empty_href = {
	.id       = "links-empty-href",
	.title    = "a link leads nowhere",
	.why      = "The reader presses the button and nothing happens; what they were meant to "
		    "do stays undone.",
	.fix      = "Fill in the address; if there is none, show plain words.",
	.ignore   = "When a server behind this one fills the address in.",
	.points   = 7,
	.evidence = EVIDENCE_C,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (HTML("<p>Your invoice is ready.</p><a href=\"\">Pay now</a>"), .at = "Pay now",
		     .points = 7),
		HIT (HTML("<a href=\"#\">Zobacz zamówienie</a>"), .at = "Zobacz zamówienie"),
		HIT (HTML("<a href=\" http:// \">Ver pedido</a>"), .at = "Ver pedido"),
		HIT (HTML("<a class=\"button\">Подтвердить</a>"), .at = "Подтвердить"),
		HIT (HTML("<a href='#'><img src=\"https://shop.example/pay.png\" alt=\"Pay\"></a>"),
		     .at = "<a href='#'>"),
		PASS(HTML("<a href=\"#terms\">Terms</a><h2><a name=\"terms\">Our terms</a></h2>")),
		PASS(HTML("<a id=top></a><p>Your order is ready.</p><a href=#></a>")),
		PASS(HTML("<a href=\"https://shop.example/\">Our shop</a>")),
		PASS(HTML("<div style=\"display:none\"><a href=\"\">Preview</a></div><p>Ready.</p>")),
	},
};
