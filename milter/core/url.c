#include "core/url.h"

/* Second-level suffixes under which anybody registers.  `under` lists what may stand
   before the country: "co" in shop.co.uk. */
static const struct {
	const char *top, *under;
} suffixes[] = {
	{ "uk", " co org me ltd plc net sch ac gov nhs " },
	{ "br", " com net org gov edu art blog eco eng ind adv med srv tur inf emp " },
	{ "pl", " com net org edu gov info biz waw warszawa krakow wroclaw poznan gdansk "
		"gdynia lodz katowice szczecin lublin bydgoszcz bialystok rzeszow olsztyn "
		"opole radom slask malopolska mazowsze pomorze podlasie kielce torun agro "
		"shop sklep turystyka nieruchomosci priv " },
	{ "ua", " com net org edu gov in kiev kyiv lviv kharkov kharkiv od odessa dp dnepr "
		"zp lg if cv pl vn te rv km zt ck sumy " },
	{ "ru", " com net org msk spb nov nnov ekb pp edu gov " },
	{ "su", " msk spb nov " },
	{ "by", " com net org gov minsk " },
	{ "kz", " com net org edu gov " },
	{ "pt", " com org edu gov nome " },
	{ "ao", " co og ed it " },
	{ "mz", " co org ac gov " },
	{ "au", " com net org edu gov id asn " },
	{ "nz", " co net org ac govt geek " },
	{ "za", " co org net web gov ac " },
	{ "in", " co net org firm gen ind gov ac " },
	{ "jp", " co ne or ac go ad gr lg " },
	{ "kr", " co ne or re go ac " },
	{ "cn", " com net org gov edu ac " },
	{ "tw", " com net org gov edu idv " },
	{ "hk", " com net org gov edu idv " },
	{ "sg", " com net org gov edu per " },
	{ "tr", " com net org gov edu gen web biz info bel " },
	{ "mx", " com net org gob edu " },
	{ "ar", " com net org gob edu int tur " },
	{ "co", " com net org gov edu nom " },
	{ "pe", " com net org gob edu nom " },
	{ "es", " com nom org gob edu " },
	{ "it", " gov edu " },
	{ "fr", " asso com gouv nom prd tm " },
	{ "hu", " co info org priv sport tm shop agrar " },
	{ "at", " co or ac gv " },
	{ "il", " co org net ac gov muni " },
	{ "gr", " com net org edu gov " },
	{ "ro", " com org info nom store firm " },
};

static const char *const internal_suffixes[] = {
	"local", "localdomain", "lan", "test", "internal", "intranet", "corp", "home", "invalid",
	"localhost", "private", "home.arpa", "docker",
};

static const char *const staging_labels[] = {
	"dev", "develop", "development", "stage", "staging", "preprod", "uat", "qa",
};

enum { STRETCH = 256 };

static bool
is_alnum(char c)
{
	return g_ascii_isalnum(c);
}

static gsize
scheme_len(const char *s, gsize len)
{
	gsize n = 0;

	if (!len || !g_ascii_isalpha(s[0]))
		return 0;
	while (n < len && (is_alnum(s[n]) || s[n] == '+' || s[n] == '-' || s[n] == '.'))
		n++;
	return n < len && s[n] == ':' ? n : 0;
}

static gsize
authority_len(const char *s, gsize len)
{
	gsize n = 0;

	while (n < len && s[n] != '/' && s[n] != '?' && s[n] != '#' && s[n] != '\\')
		n++;
	return n;
}

static void
take_authority(struct url *u, const char *s, gsize at, gsize len)
{
	gsize end = at + len, colon;

	for (gsize i = end; i > at; i--)
		if (s[i - 1] == '@') {
			u->user = (struct span){ at, i - 1 - at };
			at = i;
			break;
		}
	if (at < end && s[at] == '[') {
		const char *close = memchr(s + at, ']', end - at);

		u->bracketed = true;
		u->host = (struct span){ at + 1, (close ? (gsize)(close - s) : end) - at - 1 };
		at = close ? (gsize)(close - s) + 1 : end;
		if (at < end && s[at] == ':')
			u->port = (struct span){ at + 1, end - at - 1 };
		return;
	}
	for (colon = at; colon < end && s[colon] != ':'; colon++)
		;
	u->host = (struct span){ at, colon - at };
	if (colon < end)
		u->port = (struct span){ colon + 1, end - colon - 1 };
	if (u->host.len && s[u->host.at + u->host.len - 1] == '.')
		u->host.len--;		/* the root's dot */
}

struct url
url_of(const char *s, gsize len)
{
	struct url u = { .scheme.len = scheme_len(s, len) };
	gsize at = u.scheme.len ? u.scheme.len + 1 : 0, n;

	/* "shop.example:8080/x" and "localhost:3000": a port, not a scheme */
	if (u.scheme.len && at < len && g_ascii_isdigit(s[at]) &&
	    (memchr(s, '.', u.scheme.len) || g_ascii_strncasecmp(s, "localhost", 9) == 0)) {
		u.scheme.len = 0;
		at = 0;
	} else if (at + 1 < len && s[at] == '/' && s[at + 1] == '/') {
		at += 2;
	} else {
		u.rest = (struct span){ at, len - at };
		if (u.scheme.len || len < 4 || g_ascii_strncasecmp(s, "www.", 4) != 0)
			return u;
	}
	n = authority_len(s + at, len - at);
	take_authority(&u, s, at, n);
	u.rest = (struct span){ at + n, len - at - n };
	return u;
}

static bool
is_suffix(const char *under, gsize under_len, const char *top, gsize top_len)
{
	char word[24] = " ";

	if (under_len > sizeof word - 3)
		return false;
	for (gsize i = 0; i < under_len; i++)
		word[i + 1] = g_ascii_tolower(under[i]);
	word[under_len + 1] = ' ';
	for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++)
		if (strlen(suffixes[i].top) == top_len &&
		    g_ascii_strncasecmp(suffixes[i].top, top, top_len) == 0)
			return strstr(suffixes[i].under, word) != NULL;
	return false;
}

/* Where the label that ends at `end` begins. */
static gsize
label_start(const char *host, gsize end)
{
	while (end > 0 && host[end - 1] != '.')
		end--;
	return end;
}

gsize
url_site(const char *host, gsize len)
{
	gsize top = label_start(host, len), second, third;

	if (top == 0 || url_is_ipv4(host, len, NULL) || memchr(host, ':', len))
		return 0;
	second = label_start(host, top - 1);
	if (second == 0 || !is_suffix(host + second, top - 1 - second, host + top, len - top))
		return second;
	third = label_start(host, second - 1);
	return third;
}

/* One number of an address: decimal, 0x hexadecimal, 0 octal. */
static bool
take_number(const char *s, gsize len, guint64 *ret_number)
{
	guint base = 10;
	guint64 n = 0;

	if (len > 2 && s[0] == '0' && (s[1] | 32) == 'x')
		base = 16, s += 2, len -= 2;
	else if (len > 1 && s[0] == '0')
		base = 8, s++, len--;
	if (len == 0 || len > 12)
		return false;
	for (gsize i = 0; i < len; i++) {
		int digit = g_ascii_xdigit_value(s[i]);

		if (digit < 0 || (guint)digit >= base)
			return false;
		n = n * base + (guint)digit;
	}
	*ret_number = n;
	return true;
}

bool
url_is_ipv4(const char *host, gsize len, guint32 *ret_address)
{
	guint64 part[4], address = 0;
	guint n = 0;

	if (len && host[len - 1] == '.')
		len--;
	for (gsize at = 0; at <= len && len; n++) {
		const char *dot = memchr(host + at, '.', len - at);
		gsize end = dot ? (gsize)(dot - host) : len;

		if (n == 4 || !take_number(host + at, end - at, &part[n]))
			return false;
		at = end + 1;
	}
	if (n == 0)
		return false;
	for (guint i = 0; i + 1 < n; i++) {
		if (part[i] > 255)
			return false;
		address |= part[i] << (24 - 8 * i);
	}
	if (part[n - 1] >= (G_GUINT64_CONSTANT(1) << (8 * (5 - n))))
		return false;
	if (ret_address)
		*ret_address = (guint32)(address | part[n - 1]);
	return true;
}

static enum url_private
address_kind(guint32 a)
{
	if (a >> 24 == 127 || a == 0)
		return URL_LOOPBACK;
	if (a >> 24 == 10 || a >> 20 == 0xac1 || a >> 16 == 0xc0a8 || a >> 16 == 0xa9fe)
		return URL_PRIVATE_NETWORK;
	return URL_PUBLIC;
}

static enum url_private
address6_kind(const char *host, gsize len)
{
	if (len == 3 && memcmp(host, "::1", 3) == 0)
		return URL_LOOPBACK;
	if (len > 4 && (memcmp(host, "fe80", 4) == 0 || host[0] == 'f') &&
	    (memcmp(host, "fe80", 4) == 0 || host[1] == 'c' || host[1] == 'd'))
		return URL_PRIVATE_NETWORK;
	return URL_PUBLIC;
}

static bool
has_suffix(const char *host, gsize len, const char *suffix)
{
	gsize n = strlen(suffix);

	return len >= n && memcmp(host + len - n, suffix, n) == 0 &&
	       (len == n || host[len - n - 1] == '.');
}

/* "staging.shop.example", "shop-dev.example.org"; never the registrable name itself: dev.to
   and qa.com are real. */
static bool
is_staging(const char *host, gsize site)
{
	for (gsize at = 0; at < site;) {
		gsize end = at;

		while (end < site && host[end] != '.')
			end++;
		for (gsize i = 0; i < G_N_ELEMENTS(staging_labels); i++) {
			gsize n = strlen(staging_labels[i]);
			bool whole = end - at == n && memcmp(host + at, staging_labels[i], n) == 0;
			bool first = end - at > n && host[at + n] == '-' &&
				     memcmp(host + at, staging_labels[i], n) == 0;
			bool last = end - at > n && host[end - n - 1] == '-' &&
				    memcmp(host + end - n, staging_labels[i], n) == 0;

			if (whole || first || last)
				return true;
		}
		at = end + 1;
	}
	return false;
}

enum url_private
url_private_kind(const char *host, gsize len)
{
	guint32 address;

	if (url_is_ipv4(host, len, &address))
		return address_kind(address);
	if (memchr(host, ':', len))
		return address6_kind(host, len);
	if (has_suffix(host, len, "localhost"))
		return URL_LOOPBACK;
	if (!memchr(host, '.', len))
		return URL_NO_DOMAIN;
	for (gsize i = 0; i < G_N_ELEMENTS(internal_suffixes); i++)
		if (has_suffix(host, len, internal_suffixes[i]))
			return URL_INTERNAL_SUFFIX;
	return is_staging(host, url_site(host, len)) ? URL_STAGING : URL_PUBLIC;
}

/* Bytes of what ends a URL in running text: white space, controls, quotes, brackets a
   URL never holds bare; of other scripts' punctuation what typesetters use. */
static gsize
stop_len(const char *s, gsize len)
{
	guchar c = (guchar)s[0];

	if (c <= ' ' || c == 0x7f || strchr("<>\"`{}|\\^", c))
		return 1;
	if (c == 0xc2 && len > 1 && strchr("\xa0\xab\xbb\xad", s[1]))
		return 2;	/* no-break space, guillemets, soft hyphen */
	if (len > 2 && c == 0xe2 && ((guchar)s[1] == 0x80 || (guchar)s[1] == 0x81))
		return 3;	/* general punctuation */
	if (len > 2 && c == 0xe3 && (guchar)s[1] == 0x80)
		return 3;	/* ideographic */
	return 0;
}

/* Take off what belongs to the sentence: "(see http://a.example/b)." */
static gsize
trimmed(const char *s, gsize at, gsize end)
{
	gint round = 0, square = 0;

	for (gsize i = at; i < end; i++) {
		round += (s[i] == '(') - (s[i] == ')');
		square += (s[i] == '[') - (s[i] == ']');
	}
	for (; end > at; end--) {
		char c = s[end - 1];

		if (c == ')' && round < 0)
			round++;
		else if (c == ']' && square < 0)
			square++;
		else if (c == '(')	/* nothing follows it */
			round--;
		else if (c == '[')
			square--;
		else if (!strchr(".,;:!?'*_~", c))
			break;
	}
	return end;
}

static gsize
opening(const char *s, gsize len)
{
	if (len > 8 && g_ascii_strncasecmp(s, "https://", 8) == 0)
		return 8;
	if (len > 7 && g_ascii_strncasecmp(s, "http://", 7) == 0)
		return 7;
	if (len > 4 && g_ascii_strncasecmp(s, "www.", 4) == 0 && is_alnum(s[4]))
		return 4;
	return 0;
}

/* Where a URL may begin whose "://" or "www." has its mark at `at`; `at` if none does. */
static gsize
begin_of(const char *s, gsize len, gsize from, gsize at)
{
	gsize back = s[at] == '.' ? 3 : at >= from + 5 && (s[at - 1] | 32) == 's' ? 5 : 4;

	if (at < from + back || opening(s + at - back, len - (at - back)) < back)
		return at;
	return at - back;
}

/* The next ':' or '.'; by stretches, so that a far one is not looked for again and again. */
static gsize
next_mark(const char *s, gsize len, gsize at)
{
	for (; at < len; at += STRETCH) {
		gsize n = MIN(len - at, STRETCH);
		const char *dot = memchr(s + at, '.', n), *colon;

		colon = memchr(s + at, ':', dot ? (gsize)(dot - s) - at : n);
		if (colon || dot)
			return (gsize)((colon ? colon : dot) - s);
	}
	return len;
}

bool
url_next(const char *s, gsize len, gsize from, struct span *ret_where)
{
	for (gsize at = from; (at = next_mark(s, len, at)) < len; at++) {
		gsize i = begin_of(s, len, from, at), open, end;

		if (i == at || (i > 0 && (is_alnum(s[i - 1]) || strchr("@.-_/", s[i - 1]))))
			continue;
		open = opening(s + i, len - i);
		for (end = i + open; end < len && !stop_len(s + end, len - end); end++)
			;
		end = trimmed(s, i, end);
		if (end <= i + open) {
			from = i + open;
			continue;
		}
		*ret_where = (struct span){ i, end - i };
		return true;
	}
	return false;
}
