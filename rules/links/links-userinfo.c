#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);
		const char *s = l->target->s + l->where.at;
		struct url u;

		if (!*l->scheme || !*l->host || !memchr(s, '@', l->where.len))
			continue;
		u = url_of(s, l->where.len);
		if (!u.user.len || memchr(s + u.user.at, '{', u.user.len))
			continue;
		found(out, l->target, (struct span){ l->where.at + u.user.at, u.user.len + 1 },
		      "%s", memchr(s + u.user.at, ':', u.user.len)
		      ? PHRASE("a user with a password stands before the host")
		      : PHRASE("a user name stands before the host"));
	}
}

const struct rule rule_links_userinfo = {
	.id       = "links-userinfo",
	.title    = "a link carries a user name",
	.why      = "What stands before the @ is sent along and can be read by all; phishing uses "
		    "it to show one name and open another, so filters count it.",
	.fix      = "Take it out, and let the page ask who the reader is.",
	.ignore   = "When the page takes nothing else, and the name is no secret.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "rspamd URL_USER_PASSWORD, URL_MULTIPLE_AT_SIGNS",
	.classes  = CLASS_ALL,
	.needs    = FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (BODY("Your files: https://anna:secret@files.shop.example/4711"), .at = "anna:secret@",
		     .points = 20),
		HIT (HTML("<a href=\"https://sklep.example@evil.example/\">Sklep</a>"), .at = "sklep.example@"),
		HIT (HTML("<a href='ftp://loja:senha@arquivos.example/nota.pdf'>Nota</a>"),
		     .at = "loja:senha@"),
		PASS(BODY("Read https://pages.shop.example/@anna/news or write to anna@shop.example")),
		PASS(HTML("<a href=\"mailto:shop@shop.example\">Write</a>")),
		PASS(BODY("Log out: https://shop.example/bye?mail=anna@mail.example")),
	},
};
