#include "core/url.h"

#define SAME(s, where, want) g_assert_cmpmem((s) + (where).at, (where).len, (want), strlen(want))

static void
taken_apart(void)
{
	static const struct {
		const char *url, *scheme, *user, *host, *port, *rest;
	} cases[] = {
		{ "https://shop.example/a?b#c", "https", "", "shop.example", "", "/a?b#c" },
		{ "HTTP://u:p@Shop.Example:8080", "HTTP", "u:p", "Shop.Example", "8080", "" },
		{ "https://bank.example@evil.example/", "https", "bank.example", "evil.example", "", "/" },
		{ "//cdn.example/x.png", "", "", "cdn.example", "", "/x.png" },
		{ "http://[2001:db8::1]:81/x", "http", "", "2001:db8::1", "81", "/x" },
		{ "http://[::1", "http", "", "::1", "", "" },
		{ "mailto:anna@shop.example", "mailto", "", "", "", "anna@shop.example" },
		{ "www.shop.example/x", "", "", "www.shop.example", "", "/x" },
		{ "/orders/7", "", "", "", "", "/orders/7" },
		{ "#top", "", "", "", "", "#top" },
		{ "", "", "", "", "", "" },
		{ "http://", "http", "", "", "", "" },
		{ "https://shop.example.", "https", "", "shop.example", "", "" },
		{ "http://a.example\\@b.example/", "http", "", "a.example", "", "\\@b.example/" },
		{ "tel:+48221234567", "tel", "", "", "", "+48221234567" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *s = cases[i].url;
		struct url u = url_of(s, strlen(s));

		SAME(s, u.scheme, cases[i].scheme);
		SAME(s, u.user, cases[i].user);
		SAME(s, u.host, cases[i].host);
		SAME(s, u.port, cases[i].port);
		SAME(s, u.rest, cases[i].rest);
	}
}

static void
sites(void)
{
	static const char *const cases[][2] = {
		{ "www.shop.example", "shop.example" },
		{ "shop.example", "shop.example" },
		{ "a.b.shop.co.uk", "shop.co.uk" },
		{ "shop.co.uk", "shop.co.uk" },
		{ "co.uk", "co.uk" },
		{ "www.loja.com.br", "loja.com.br" },
		{ "x.sklep.waw.pl", "sklep.waw.pl" },
		{ "www.Firma.COM.PL", "Firma.COM.PL" },
		{ "mail.firma.spb.ru", "firma.spb.ru" },
		{ "localhost", "localhost" },
		{ "10.0.0.1", "10.0.0.1" },
		{ "", "" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(cases[i][0] + url_site(cases[i][0], strlen(cases[i][0])), ==,
				cases[i][1]);
}

static void
addresses(void)
{
	static const struct {
		const char *host;
		bool is;
		guint32 address;
	} cases[] = {
		{ "10.0.0.1", true, 0x0a000001 },
		{ "127.1", true, 0x7f000001 },
		{ "0x7f.0.0.1", true, 0x7f000001 },
		{ "2130706433", true, 0x7f000001 },
		{ "0x7f000001", true, 0x7f000001 },
		{ "0177.0.0.01", true, 0x7f000001 },
		{ "256.1.1.1", false, 0 },
		{ "1.2.3.4.5", false, 0 },
		{ "1.2.3.shop.example", false, 0 },
		{ "4294967296", false, 0 },
		{ "", false, 0 },
		{ ".", false, 0 },
		{ "1..2", false, 0 },
		{ "0x", false, 0 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		guint32 a = 0;

		g_assert_cmpint(url_is_ipv4(cases[i].host, strlen(cases[i].host), &a), ==,
				cases[i].is);
		g_assert_cmphex(a, ==, cases[i].address);
	}
}

static void
private_hosts(void)
{
	static const struct {
		const char *host;
		enum url_private kind;
	} cases[] = {
		{ "localhost", URL_LOOPBACK }, { "app.localhost", URL_LOOPBACK },
		{ "127.0.0.1", URL_LOOPBACK }, { "::1", URL_LOOPBACK },
		{ "10.1.2.3", URL_PRIVATE_NETWORK }, { "172.16.0.1", URL_PRIVATE_NETWORK },
		{ "172.32.0.1", URL_PUBLIC }, { "192.168.1.1", URL_PRIVATE_NETWORK },
		{ "192.169.1.1", URL_PUBLIC }, { "fe80::1", URL_PRIVATE_NETWORK },
		{ "fd12:3456::1", URL_PRIVATE_NETWORK }, { "2a00:1450::1", URL_PUBLIC },
		{ "intranet", URL_NO_DOMAIN }, { "wiki.lan", URL_INTERNAL_SUFFIX },
		{ "nas.local", URL_INTERNAL_SUFFIX }, { "shop.test", URL_INTERNAL_SUFFIX },
		{ "staging.shop.example", URL_STAGING }, { "shop-dev.shop.example", URL_STAGING },
		{ "dev-api.shop.co.uk", URL_STAGING },
		{ "dev.to", URL_PUBLIC }, { "qa.com", URL_PUBLIC }, { "devices.shop.example", URL_PUBLIC },
		{ "shop.example", URL_PUBLIC }, { "mylocal.example", URL_PUBLIC },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(url_private_kind(cases[i].host, strlen(cases[i].host)), ==,
				cases[i].kind);
}

static void
in_text(void)
{
	static const struct {
		const char *text, *urls;	/* one a line */
	} cases[] = {
		{ "see https://shop.example/a. Thanks", "https://shop.example/a" },
		{ "(http://shop.example/a_(b)), www.shop.example!",
		  "http://shop.example/a_(b)\nwww.shop.example" },
		{ "<https://shop.example/x>", "https://shop.example/x" },
		{ "\"https://shop.example/x\";", "https://shop.example/x" },
		{ "[link](https://shop.example/x)", "https://shop.example/x" },
		{ "anna@www.shop.example", NULL },
		{ "http:// and https:// and www. nothing", NULL },
		{ "xhttp://shop.example", NULL },
		{ "strona „https://żółw.pl/ąę”", "https://żółw.pl/ąę" },
		{ "HTTPS://SHOP.EXAMPLE/?a=b&c=d,e", "HTTPS://SHOP.EXAMPLE/?a=b&c=d,e" },
		{ "https://shop.example/{{order}}/x", "https://shop.example/" },
		{ "http://...", NULL },
		{ "", NULL },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) got = g_string_new(NULL);
		gsize len = strlen(cases[i].text);
		struct span at;

		for (gsize from = 0; url_next(cases[i].text, len, from, &at); from = at.at + at.len) {
			g_string_append(got, got->len ? "\n" : "");
			g_string_append_len(got, cases[i].text + at.at, (gssize)at.len);
		}
		g_assert_cmpstr(got->str, ==, cases[i].urls ? cases[i].urls : "");
	}
}

/* What would take for ever if anything looked back further than it must. */
static void
hostile(void)
{
	static const char *const what[] = { "http://", "www.a", "http://a(", ")", "h", ".", "[" };

	for (gsize i = 0; i < G_N_ELEMENTS(what); i++) {
		g_autoptr(GString) s = g_string_new("http://a");
		struct span at = { 0 };
		guint n = 0;

		while (s->len < 1 << 20)
			g_string_append(s, what[i]);
		for (gsize from = 0; url_next(s->str, s->len, from, &at); from = at.at + at.len)
			n++;
		g_assert_cmpuint(n, <=, 2);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/url/taken-apart", taken_apart);
	g_test_add_func("/url/sites", sites);
	g_test_add_func("/url/addresses", addresses);
	g_test_add_func("/url/private", private_hosts);
	g_test_add_func("/url/in-text", in_text);
	g_test_add_func("/url/hostile", hostile);
	return g_test_run();
}
