#include "core/rule.h"

enum { BARE_POINTS = 3 };

/* Suffixes after which a bare name is a host: "Node.js" is none. */
static const char *const suffixes[] = {
	"com", "org", "net", "info", "biz", "eu", "pl", "ru", "su", "ua", "com.br", "pt", "de", "at",
	"ch", "co.uk", "fr", "es", "it", "hu", "cz", "shop", "store", "online", "site", "example",
};

static const char *
site_of_sender(const struct facts *f)
{
	const GArray *from = message_addresses(f->message, "From");
	const char *domain = from->len ? g_array_index(from, struct address, 0).domain : "";

	return domain + url_site(domain, strlen(domain));
}

static bool
is_host_byte(char c)
{
	return g_ascii_isalnum(c) || c == '-' || c == '.';
}

/* A host in words that begins at `at`; an address's is not meant. */
static gsize
host_len(const char *s, gsize at)
{
	gsize end = at;

	if (at && (is_host_byte(s[at - 1]) || strchr("@/_", s[at - 1]) || (guchar)s[at - 1] >= 0x80))
		return 0;
	while (is_host_byte(s[end]))
		end++;
	while (end > at && (s[end - 1] == '.' || s[end - 1] == '-'))
		end--;
	if (s[end] == '@' || s[end] == '_' || (guchar)s[end] >= 0x80)
		return 0;
	for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		gsize n = strlen(suffixes[i]);

		if (end - at > n + 2 && s[end - n - 1] == '.' && g_ascii_isalpha(s[at]) &&
		    memcmp(s + end - n, suffixes[i], n) == 0)
			return end - at;
	}
	return 0;
}

static void
check_bare(const struct facts *f, struct findings *out, const struct text *t)
{
	const char *own = site_of_sender(f);

	for (gsize at = 0; at < t->len; at++) {
		gsize n = is_host_byte(t->s[at]) ? host_len(t->s, at) : 0;
		g_autofree char *host = g_ascii_strdown(t->s + at, (gssize)n);

		if (!n)
			continue;
		if (g_ascii_strcasecmp(host + url_site(host, n), own) != 0) {
			found_for(out, BARE_POINTS, t, (struct span){ at, n }, "a name of a host");
			return;
		}
		at += n;
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *t = f->subject_text;
	struct span where;

	if (!memchr(t->s, '.', t->len))
		return;
	if (url_next(t->s, t->len, 0, &where) && g_strstr_len(t->s + where.at, (gssize)where.len, "://"))
		found(out, t, where, "an address to open");
	else
		check_bare(f, out, t);
}

const struct rule rule_subject_url = {
	.id       = "subject-url",
	.title    = "subject contains a link",
	.why      = "Nobody can click it there, and filters give mail with an address in its "
		    "subject many points.",
	.fix      = "Put the link into the text, and say in the subject what it is about.",
	.ignore   = "When the site's name is the name of the company.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "rspamd URL_IN_SUBJECT",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (SUBJECT("See https://shop.example/o/4711 now"), .at = "https://shop.example/o/4711",
		     .points = 10),
		HIT (SUBJECT("Promocja na www.buty-online.pl!"), .at = "www.buty-online.pl", .points = 3),
		HIT (SUBJECT("Reserva na pousada.com.br"), .at = "pousada.com.br", .points = 3),
		PASS(SUBJECT("Your order at shop.example is ready")),	/* the sender's own name */
		PASS(SUBJECT("Node.js 24.1 and ASP.NET course")),
		PASS(SUBJECT("New login by anna@mail.example")),
		PASS(SUBJECT("Invoice 17.2026.pdf and p. 4.de")),
		PASS(SUBJECT("Ваш заказ готов. Приходите.")),
	},
};
