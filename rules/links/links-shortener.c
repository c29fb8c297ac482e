#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; f->phrases && i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);
		const char *host = g_str_has_prefix(l->host, "www.") ? l->host + 4 : l->host;

		if (l->repeated || !*host || !phrases_lookup(f->phrases, "shortener", host))
			continue;
		found(out, l->target, l->where, "%s hides where it leads", l->host);
		found_link_again(f, out, l);
	}
}

const struct rule rule_links_shortener = {
	.id       = "links-shortener",
	.title    = "a link hides behind a public URL shortener",
	.why      = "Anybody can shorten anything there, so filters judge your mail by what others "
		    "hide behind the same address.",
	.fix      = "Link to the page itself, or to a short address on your own domain.",
	.ignore   = "When the short host is your own: take it out with !host in any/shortener.txt "
		    "of your dictionaries.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin SHORT_SHORTNER; rspamd DBL_ABUSE_REDIR",
	.classes  = CLASS_ALL,
	.needs    = FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (BODY("Pay here, please: https://bit.ly/3abcdef."), .at = "https://bit.ly/3abcdef"),
		HIT (BODY("Оплатите заказ: https://clck.ru/abc"), .at = "https://clck.ru/abc"),
		HIT (BODY("Faktura: https://WWW.TinyURL.com/x1"), .at = "https://WWW.TinyURL.com/x1"),
		PASS(BODY("Watch how to fit it: https://youtu.be/abc")),	/* one owner's own */
		PASS(BODY("Your invoice: https://shop.example/bit.ly/3abcdef")),
		PASS(BODY("See https://notbit.ly.shop.example/ for it.")),
	},
};
