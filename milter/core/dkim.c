#include "core/dkim.h"
#include "core/taglist.h"

enum { DER_INTEGER = 0x02, DER_BITS = 0x03, DER_SEQUENCE = 0x30, ED25519_BYTES = 32 };

/* ---- the length of an RSA key ---- */

/* What is left of some DER. */
struct der {
	const guchar *at, *end;
};

/* Takes the next element, which must be of that kind. */
static bool
der_take(struct der *d, guchar kind, struct der *ret_inside)
{
	gsize len, n;

	if (d->end - d->at < 2 || d->at[0] != kind)
		return false;
	len = d->at[1];
	d->at += 2;
	if (len & 0x80) {
		n = len & 0x7f;
		if (!n || n > 4 || (gsize)(d->end - d->at) < n)
			return false;
		for (len = 0; n--; d->at++)
			len = len << 8 | *d->at;
	}
	if ((gsize)(d->end - d->at) < len)
		return false;
	*ret_inside = (struct der){ d->at, d->at + len };
	d->at += len;
	return true;
}

/* Of "SEQUENCE { INTEGER n, INTEGER e }"; 0 if it is none. */
static guint
modulus_bits(struct der d)
{
	struct der key, n, e;
	guint bits;

	if (!der_take(&d, DER_SEQUENCE, &key) || !der_take(&key, DER_INTEGER, &n) ||
	    !der_take(&key, DER_INTEGER, &e))
		return 0;
	while (n.at < n.end && !*n.at)
		n.at++;
	if (n.at == n.end)
		return 0;
	bits = (guint)(n.end - n.at) * 8;
	for (guint top = 0x80; !(*n.at & top); top >>= 1)
		bits--;
	return bits;
}

/* A SubjectPublicKeyInfo, or, as some publish, the key alone. */
static guint
rsa_bits(const guchar *s, gsize len)
{
	struct der d = { s, s + len }, info, algorithm, bits;

	if (der_take(&d, DER_SEQUENCE, &info) && der_take(&info, DER_SEQUENCE, &algorithm) &&
	    der_take(&info, DER_BITS, &bits) && bits.at < bits.end && *bits.at == 0)
		return modulus_bits((struct der){ bits.at + 1, bits.end });
	return modulus_bits((struct der){ s, s + len });
}

/* ---- records ---- */

static bool
is_base64(const char *s)
{
	gsize n = 0, pad = 0;

	for (; *s; s++) {
		if (g_ascii_isspace(*s))
			continue;
		if (*s == '=')
			pad++;
		else if (pad || !(g_ascii_isalnum(*s) || *s == '+' || *s == '/'))
			return false;
		n++;
	}
	return n % 4 == 0 && pad <= 2;
}

static bool
read_bytes(const char *p, struct dkim_key *k)
{
	gsize len;
	g_autofree guchar *bytes = is_base64(p) ? g_base64_decode(p, &len) : NULL;

	if (!bytes)
		return false;
	if (g_str_equal(k->type, "ed25519"))
		return len == ED25519_BYTES;
	k->bits = rsa_bits(bytes, len);
	return k->bits > 0;
}

void
dkim_read_key(struct arena *a, const char *record, struct dkim_key *k)
{
	struct taglist l = taglist_parse(a, record);
	const char *p = taglist_value(&l, "p"), *v = taglist_value(&l, "v"),
		   *type = taglist_value(&l, "k"), *hashes = taglist_value(&l, "h"),
		   *flags = taglist_value(&l, "t");

	k->record = record;
	k->type = !type || g_ascii_strcasecmp(type, "rsa") == 0 ? "rsa"
		: g_ascii_strcasecmp(type, "ed25519") == 0 ? "ed25519" : NULL;
	k->test = flags && taglist_has(flags, ": \t", "y");
	k->no_sha256 = hashes && !taglist_has(hashes, ": \t", "sha256");
	if (v && (!g_str_equal(v, "DKIM1") ||
		  !g_str_equal(g_array_index(l.tags, struct tag, 0).name, "v")))
		k->bad = "v=";
	else if (!p)
		k->bad = "p=";
	else if (!k->type)
		k->bad = arena_printf(a, "k=%.*s", TAGLIST_SHOWN, type);
	else if (*p && !read_bytes(p, k))
		k->bad = "p=";
	else
		k->bad = l.bad;
	k->state = k->bad ? DKIM_INVALID : *p ? DKIM_FOUND : DKIM_REVOKED;
}

/* What can be no name may be as long as a mail. */
static const char *
shorten(struct arena *a, const char *s)
{
	gsize n = TAGLIST_SHOWN;

	if (strlen(s) <= n)
		return s;
	while (n && ((guchar)s[n] & 0xc0) == 0x80)
		n--;
	return arena_printf(a, "%.*s…", (int)n, s);
}

struct dkim_key
dkim_find(struct dns *d, struct arena *a, const char *selector, const char *domain)
{
	struct dkim_key k = { .state = DKIM_MISSING };
	const struct dns_answer *txt;

	k.at = arena_printf(a, "%s._domainkey.%s", selector, domain);
	if (!dns_name(a, k.at)) {
		k.at = shorten(a, k.at);
		return k;
	}
	txt = dns_ask(d, k.at, DNS_TXT);
	if (txt->state == DNS_OPEN || txt->state == DNS_FAILED)
		k.state = DKIM_UNKNOWN;
	else if (txt->records->len)
		dkim_read_key(a, g_array_index(txt->records, struct dns_record, 0).s, &k);
	return k;
}

struct dkim_signature
dkim_read_signature(struct arena *a, const char *value)
{
	struct taglist l = taglist_parse(a, value);
	const char *d = taglist_value(&l, "d"), *s = taglist_value(&l, "s"), *h = taglist_value(&l, "h"),
		   *algorithm = taglist_value(&l, "a"), *name = d ? dns_name(a, d) : NULL;
	g_autofree char *lower = g_ascii_strdown(algorithm ? algorithm : "", -1);

	return (struct dkim_signature){ .domain = name ? name : "", .selector = s ? s : "",
		.headers = h ? h : "", .algorithm = arena_strndup(a, lower, strlen(lower)),
		.has_length = taglist_value(&l, "l") != NULL };
}
