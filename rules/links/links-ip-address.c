#include "core/rule.h"

static bool
is_public_address(const char *host)
{
	gsize len = strlen(host);

	return (url_is_ipv4(host, len, NULL) || strchr(host, ':')) &&
	       url_private_kind(host, len) == URL_PUBLIC;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (l->repeated || !*l->host || !is_public_address(l->host))
			continue;
		found(out, l->target, l->where, "%s is an IP address", l->host);
		found_link_again(f, out, l);
	}
}

const struct rule rule_links_ip_address = {
	.id       = "links-ip-address",
	.title    = "a link uses an IP address instead of a name",
	.why      = "Phishing pages live at bare addresses; Microsoft asks senders not to link to "
		    "them, and filters count it.",
	.fix      = "Give the server a host name on your own domain and link to that.",
	.ignore   = "Inside a company, where the machine has no name.",
	.points   = 15,
	.evidence = EVIDENCE_A,
	.source   = "Outlook.com postmaster guidelines; rspamd URL_NUMERIC_IP",
	.classes  = CLASS_ALL,
	.needs    = FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (BODY("Log in at http://203.0.113.7/login to see it."), .at = "http://203.0.113.7/login"),
		HIT (BODY("Log in at http://0xCB.0.0x71.7/ to see it."), .at = "http://0xCB.0.0x71.7/"),
		HIT (BODY("Log in at http://3405803783/ to see it."), .at = "http://3405803783/"),
		HIT (HTML("<a href=\"http://[2001:db8::7]/\">Zaloguj się</a>"), .at = "http://[2001:db8::7]/"),
		PASS(BODY("Version 203.0.113.7 is out, see https://shop.example/203.0.113.7")),
		PASS(BODY("Log in at https://203.shop.example/ to see it.")),
	},
};
