/* Keys as they are published, and what signatures say of themselves. */
#include "core/dkim.h"

#define RSA512 \
	"MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMggvCuR5ELFKnLQJSsabxzJgOCk1tLPmSIZvwwKIyPAriIXrKPl+p7b" \
	"FMSeSxp7wt6nhQdnnCVFFq8h3KmCZx0CAwEAAQ=="
#define RSA1024 \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDDuQT6CZLdR/N9XBvuwX8k9cLz2cgEQXXUQXljsKRt2JNZ2M6u" \
	"aA805Ojs6l2fqCYy1sKM4sqdC4uvsNsJ5C+oOnmILMUtvVixg5bxWwAM78CHUpDH3oJ7G520S03UpIaIC0U19B25" \
	"iNZF75bRHyZ8p+QmRDtkSwK2X4m4K0THlQIDAQAB"
#define RSA2048 \
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAneMlQya1waXtJBqRB63wZt7QwvfE7nLeH65rTFE3lj3V" \
	"09jaaAR8hC8SUynAwJlzWFHjrYo4tCY2N6P4y68RljajjUcnf/HvgDQ4PH+Gu+Bn/ea95qVORstW3oVC6Hc413+L" \
	"TV104f4R9+rDXw/Y2stb/3dMB7feO1WaZJRgnEeof0tcIL7ieXqk4EgCFPZ0EwLQlVGoM5Sj8pxGc/R3E5XrrGMD" \
	"XhFMZxf0+nKau7sYVSXf23lSxcw4V2JDd7SpIz/tiE4q1gAaOQsN39mmYUoWeJVZ3kpoheRC0fcGJMZeiBJWDBGl" \
	"Rsvn/gUCLnPDc8zJ4QbqfK6RhLeNZDSmPQIDAQAB"
/* RSA512 without the frame that names the kind of key. */
#define RSA512_ALONE \
	"MEgCQQDIILwrkeRCxSpy0CUrGm8cyYDgpNbSz5kiGb8MCiMjwK4iF6yj5fqe2xTEnksae8Lep4UHZ5wlRRavIdyp" \
	"gmcdAgMBAAE="
#define ED25519 "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

static const struct {
	const char *record;
	enum dkim_state state;
	guint bits;
	bool test, no_sha256;
	const char *bad;
} keys[] = {
	{ "v=DKIM1; p=" RSA512, DKIM_FOUND, 512, false, false, NULL },
	{ "v=DKIM1; k=rsa; p=" RSA1024, DKIM_FOUND, 1024, false, false, NULL },
	{ "p=" RSA2048 ";", DKIM_FOUND, 2048, false, false, NULL },
	{ "p=" RSA512_ALONE, DKIM_FOUND, 512, false, false, NULL },
	{ "v=DKIM1; k=ed25519; p=" ED25519, DKIM_FOUND, 0, false, false, NULL },
	{ "v=DKIM1;k = Ed25519 ;\tp = 11qYAYKxCrfVS/7TyWQH Og7hcvPapiMlrwIaaPcHURo=", DKIM_FOUND, 0, false,
	  false, NULL },
	/* Flags and hashes. */
	{ "t=y; p=" RSA1024, DKIM_FOUND, 1024, true, false, NULL },
	{ "t=s : y; p=" RSA1024, DKIM_FOUND, 1024, true, false, NULL },
	{ "t=s; p=" RSA1024, DKIM_FOUND, 1024, false, false, NULL },
	{ "t=yes; p=" RSA1024, DKIM_FOUND, 1024, false, false, NULL },
	{ "h=sha1; p=" RSA1024, DKIM_FOUND, 1024, false, true, NULL },
	{ "h=sha1:SHA256; p=" RSA1024, DKIM_FOUND, 1024, false, false, NULL },
	{ "x=unknown; n=a note; p=" RSA1024, DKIM_FOUND, 1024, false, false, NULL },
	/* Revoked. */
	{ "v=DKIM1; p=", DKIM_REVOKED, 0, false, false, NULL },
	{ "v=DKIM1; k=rsa; p= ; t=y", DKIM_REVOKED, 0, true, false, NULL },
	/* Wrong. */
	{ "", DKIM_INVALID, 0, false, false, "p=" },
	{ "v=DKIM1", DKIM_INVALID, 0, false, false, "p=" },
	{ "v=DKIM2; p=" RSA512, DKIM_INVALID, 0, false, false, "v=" },
	{ "v=dkim1; p=" RSA512, DKIM_INVALID, 0, false, false, "v=" },
	{ "p=" RSA512 "; v=DKIM1", DKIM_INVALID, 0, false, false, "v=" },
	{ "k=dsa; p=" RSA512, DKIM_INVALID, 0, false, false, "k=dsa" },
	{ "p=this is no key", DKIM_INVALID, 0, false, false, "p=" },
	{ "p=MIIB", DKIM_INVALID, 0, false, false, "p=" },
	{ "p=" ED25519, DKIM_INVALID, 0, false, false, "p=" },
	{ "k=ed25519; p=" RSA512, DKIM_INVALID, 512, false, false, "p=" },
	{ "p=" RSA512 "; and more", DKIM_INVALID, 512, false, false, "and more" },
	/* Lengths beyond the end, of zero, and of more bytes than a length has. */
	{ "p=MIT/////AgA=", DKIM_INVALID, 0, false, false, "p=" },
	{ "p=MAICAA==", DKIM_INVALID, 0, false, false, "p=" },
	{ "p=MIX/////////", DKIM_INVALID, 0, false, false, "p=" },
	{ "p=MA==", DKIM_INVALID, 0, false, false, "p=" },
};

static void
reads_keys(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
		struct arena *a = arena_new();
		struct dkim_key k = { .state = DKIM_MISSING };

		dkim_read_key(a, keys[i].record, &k);
		if (k.state != keys[i].state || (k.state != DKIM_INVALID && k.bits != keys[i].bits))
			g_error("%s: state %d, %u bits", keys[i].record, (int)k.state, k.bits);
		g_assert_cmpint(k.test, ==, keys[i].test);
		g_assert_cmpint(k.no_sha256, ==, keys[i].no_sha256);
		g_assert_cmpstr(k.bad, ==, keys[i].bad);
		arena_free(a);
	}
}

static void
finds(void)
{
	static const struct {
		const char *selector;
		enum dkim_state state;
	} selectors[] = {
		{ "s1", DKIM_FOUND }, { "S1", DKIM_FOUND }, { "eu.s1", DKIM_FOUND }, { "gone", DKIM_REVOKED },
		{ "none", DKIM_MISSING }, { "address", DKIM_MISSING }, { "slow", DKIM_UNKNOWN },
		{ "a b", DKIM_MISSING }, { "", DKIM_MISSING },
	};
	struct arena *a = arena_new();
	struct dns *d = dns_new();

	g_assert_true(dns_parse_zone(d, "s1._domainkey.shop.example TXT k=ed25519; p=" ED25519 "\n"
				     "eu.s1._domainkey.shop.example TXT p=" RSA512 "\n"
				     "gone._domainkey.shop.example TXT p=\n"
				     "address._domainkey.shop.example A 192.0.2.1\n"
				     "slow._domainkey.shop.example TXT TIMEOUT\n"));
	for (gsize i = 0; i < G_N_ELEMENTS(selectors); i++)
		g_assert_cmpint(dkim_find(d, a, selectors[i].selector, "shop.example").state, ==,
				selectors[i].state);
	dns_free(d);
	/* Nobody has answered yet. */
	d = dns_new();
	g_assert_cmpint(dkim_find(d, a, "s1", "shop.example").state, ==, DKIM_UNKNOWN);
	dns_free(d);
	arena_free(a);
}

/* What can be no name is not asked, and not said at length. */
static void
asks_only_names(void)
{
	g_autofree char *label = g_strnfill(64, 'x'), *many = g_strnfill(100000, 'y');
	g_autofree char *dots = g_strdup(many), *marks = g_strdup("");
	const char *selectors[] = { label, many, NULL, "a b", "a..b", "\033[31m", "a\nb", "\xff\xfe", NULL, "" };

	for (gsize i = 1; i < 100000; i += 2)
		dots[i] = '.';
	selectors[2] = dots;
	while (strlen(marks) < 300) {
		char *more = g_strconcat(marks, "\xe2\x80\xae", NULL);

		g_free(marks);
		marks = more;
	}
	selectors[8] = marks;
	for (gsize i = 0; i < G_N_ELEMENTS(selectors); i++) {
		struct arena *a = arena_new();
		struct dns *d = dns_new();
		struct dkim_key k;

		dns_turn(d);
		k = dkim_find(d, a, selectors[i], "shop.example");
		g_assert_cmpint(k.state, ==, DKIM_MISSING);
		g_assert_cmpuint(dns_asked(d), ==, 0);
		g_assert_null(dns_next_open(d));
		g_assert_cmpuint(strlen(k.at), <, 70);
		g_assert_true(selectors[i][0] == '\xff' || g_utf8_validate(k.at, -1, NULL));
		dns_free(d);
		arena_free(a);
	}
}

static void
reads_signatures(void)
{
	static const struct {
		const char *value, *domain, *selector, *algorithm, *headers;
		bool has_length;
	} signatures[] = {
		{ "v=1; a=RSA-SHA256; d=Shop.Example.; s=s1; h=From : To; bh=YQ==; b=YQ==", "shop.example", "s1",
		  "rsa-sha256", "From : To", false },
		{ "d=b\xc3\xbc" "cher.example;l=0;s = a.b ", "xn--bcher-kva.example", "a.b", "", "", true },
		{ "d=shop..example; s=", "", "", "", "", false },
		{ "d=shop example; h", "", "", "", "", false },
		{ "", "", "", "", "", false }, { ";;=;", "", "", "", "", false },
		/* The first counts. */
		{ "d=a.example; d=b.example; s=1; s=2", "a.example", "1", "", "", false },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(signatures); i++) {
		struct arena *a = arena_new();
		struct dkim_signature s = dkim_read_signature(a, signatures[i].value);

		g_assert_cmpstr(s.domain, ==, signatures[i].domain);
		g_assert_cmpstr(s.selector, ==, signatures[i].selector);
		g_assert_cmpstr(s.algorithm, ==, signatures[i].algorithm);
		g_assert_cmpstr(s.headers, ==, signatures[i].headers);
		g_assert_cmpint(s.has_length, ==, signatures[i].has_length);
		arena_free(a);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/dkim/reads-keys", reads_keys);
	g_test_add_func("/dkim/finds", finds);
	g_test_add_func("/dkim/asks-only-names", asks_only_names);
	g_test_add_func("/dkim/reads-signatures", reads_signatures);
	return g_test_run();
}
