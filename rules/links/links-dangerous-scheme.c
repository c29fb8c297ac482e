#include "core/rule.h"

/* What runs or opens something on the reader's own machine; mail programs take it out. */
static const char *const schemes[] = { "javascript", "vbscript", "data", "file", "blob" };

static bool
is_dangerous(const char *scheme)
{
	for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++)
		if (g_str_equal(scheme, schemes[i]))
			return true;
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	const char *last = "";

	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (!is_dangerous(l->scheme))
			continue;
		if (g_str_equal(last, l->scheme))
			found_also(out, l->target, l->where);
		else
			found(out, l->target, l->where, "%s: is no address on the web", l->scheme);
		last = l->scheme;
	}
}

const struct rule rule_links_dangerous_scheme = {
	.id       = "links-dangerous-scheme",
	.title    = "a link is not an address on the web",
	.why      = "Mail programs take such links out, so nothing happens when your reader clicks, "
		    "and filters count them as an attack.",
	.fix      = "Link to a page with https; what needs a script belongs on that page.",
	.ignore   = "Inside one firm whose programs know the scheme.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "rspamd HAS_FILE_URL, DATA_URI_OBFU",
	.classes  = CLASS_ALL,
	.needs    = FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (HTML("<a href=\"javascript:window.print()\">Print your ticket</a>"),
		     .at = "javascript:window.print()", .points = 20),
		HIT (HTML("<a href=\"file:///C:/faktury/17.pdf\">Faktura</a>"),
		     .at = "file:///C:/faktury/17.pdf"),
		HIT (HTML("<a href=\"DATA:text/html,Nota\">Nota fiscal</a>"), .at = "DATA:text/html,Nota"),
		HIT (HTML("<a href='blob:https://shop.example/7f'>Скачать счёт</a>"),
		     .at = "blob:https://shop.example/7f"),
		PASS(HTML("<a href=\"mailto:shop@shop.example\">Write</a> <a href=\"tel:+48123\">Call</a> "
			  "<a href=\"sms:+48123\">SMS</a> <a href=\"cid:terms@shop\">Terms</a>")),
		PASS(HTML("<a href=\"https://shop.example/javascript:course\">Your course</a>")),
		PASS(BODY("The file: report.txt; data: see https://shop.example/")),
	},
};
