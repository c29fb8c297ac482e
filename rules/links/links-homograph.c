#include "core/rule.h"

enum { ADDRESS_MOST = 255 };	/* bytes of a host name: RFC 1035 */

/* Latin beside Cyrillic or Greek, in one label: no registry sells that, so it is written
   to be taken for another name. */
static bool
mixes_scripts(const char *host)
{
	bool latin = false, other = false;

	for (const char *p = host; *p; p = g_utf8_next_char(p)) {
		GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(p));

		if (*p == '.')
			latin = other = false;
		latin = latin || script == G_UNICODE_SCRIPT_LATIN;
		other = other || script == G_UNICODE_SCRIPT_CYRILLIC ||
			script == G_UNICODE_SCRIPT_GREEK;
		if (latin && other)
			return true;
	}
	return false;
}

/* Zero-width characters and marks that turn the writing around. */
static bool
has_unseen(const char *host)
{
	for (const char *p = host; *p; p = g_utf8_next_char(p))
		if (g_unichar_type(g_utf8_get_char(p)) == G_UNICODE_FORMAT)
			return true;
	return false;
}

static bool
is_ascii(const char *s)
{
	while (*s && (guchar)*s < 0x80)
		s++;
	return !*s;
}

static void
check_host(struct findings *out, const struct link *l)
{
	bool ascii = is_ascii(l->host);
	g_autofree char *unicode = NULL;

	if (strlen(l->host) > ADDRESS_MOST || (ascii && !strstr(l->host, "xn--")))
		return;
	unicode = ascii ? g_hostname_to_unicode(l->host) : g_strdup(l->host);
	if (!unicode)
		found(out, l->target, l->where, "%s is no valid name", l->host);
	else if (mixes_scripts(unicode))
		found(out, l->target, l->where, "%s mixes alphabets", unicode);
	else if (has_unseen(unicode))
		found(out, l->target, l->where, "%s has characters that cannot be seen", l->host);
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (!l->repeated && *l->host)
			check_host(out, l);
	}
}

const struct rule rule_links_homograph = {
	.id       = "links-homograph",
	.title    = "the host of a link only looks like another",
	.why      = "Letters of two alphabets in one name are how banks are imitated; filters give "
		    "it more points than nearly anything else.",
	.fix      = "Type the name of the site again with one keyboard layout, or copy it from "
		    "the browser.",
	.ignore   = "When the name really is written in that alphabet.",
	.points   = 30,
	.evidence = EVIDENCE_B,
	.source   = "rspamd URL_HOMOGRAPH_ATTACK, R_MIXED_CHARSET_URL, URL_ZERO_WIDTH_SPACES",
	.classes  = CLASS_ALL,
	.needs    = FACTS_LINKS,
	.uncapped = true,
	.check    = check,
	.examples = {
		HIT (HTML("<a href=\"https://sk\u0456ep.example/\">Sklep</a>"),	/* a Cyrillic i */
		     .at = "https://sk\u0456ep.example/", .points = 30),
		HIT (HTML("<a href=\"https://xn--skep-k9d.example/\">Sklep</a>"),
		     .at = "https://xn--skep-k9d.example/"),
		HIT (HTML("<a href=\"https://sh\u200bop.example/pay\">Pay</a>"),
		     .at = "https://sh\u200bop.example/pay"),
		PASS(HTML("<a href=\"https://магазин.рф/заказ\">Заказ</a>")),
		PASS(HTML("<a href=\"https://магазин.example/\">Магазин</a>")),
		PASS(HTML("<a href=\"https://księgarnia.example/\">Księgarnia</a>")),
		PASS(HTML("<a href=\"https://xn--ksigarnia-ufb.example/\">Księgarnia</a>")),
		PASS(BODY("See https://shop.example/заказ for it.")),
	},
};
