#include "core/spf_term.h"

enum { NAME_MOST = 253 };

enum spec { NO_SPEC, MAY_SPEC, MUST_SPEC };

static const struct {
	const char *name;
	enum spf_term_kind kind;
	enum spec spec;
	bool modifier, cidr;
} kinds[] = {
	{ "all",      SPF_ALL,      NO_SPEC,   false, false },
	{ "include",  SPF_INCLUDE,  MUST_SPEC, false, false },
	{ "a",        SPF_A,        MAY_SPEC,  false, true },
	{ "mx",       SPF_MX,       MAY_SPEC,  false, true },
	{ "ptr",      SPF_PTR,      MAY_SPEC,  false, false },
	{ "ip4",      SPF_IP4,      MUST_SPEC, false, true },
	{ "ip6",      SPF_IP6,      MUST_SPEC, false, true },
	{ "exists",   SPF_EXISTS,   MUST_SPEC, false, false },
	{ "redirect", SPF_REDIRECT, MUST_SPEC, true,  false },
	{ "exp",      SPF_EXP,      MUST_SPEC, true,  false },
};

/* ---- macros ---- */

/* The length of a macro at `s`, which begins with '%'; 0 if it is none. */
static gsize
macro_len(const char *s)
{
	gsize n = 3;

	if (s[1] == '%' || s[1] == '_' || s[1] == '-')
		return 2;
	if (s[1] != '{' || !s[2] || !strchr("slodiphcrtvSLODIPHCRTV", s[2]))
		return 0;
	while (g_ascii_isdigit(s[n]))
		n++;
	if (s[n] == 'r' || s[n] == 'R')
		n++;
	while (s[n] && strchr(".-+,/_=", s[n]))
		n++;
	return s[n] == '}' ? n + 1 : 0;
}

static bool
is_macro_string(const char *s)
{
	while (*s) {
		gsize n = *s == '%' ? macro_len(s) : 1;

		if (!n || *s <= ' ' || *s >= 0x7f)
			return false;
		s += n;
	}
	return true;
}

/* Its end must be a macro, or a label that is no number behind a dot. */
static bool
is_domain_spec(const char *s)
{
	gsize len = strlen(s);
	const char *dot;
	bool letters = false;

	if (!len || !is_macro_string(s))
		return false;
	if (s[len - 1] == '}')
		return true;
	len -= s[len - 1] == '.';
	dot = g_strrstr_len(s, (gssize)len, ".");
	for (const char *p = dot ? dot + 1 : s; p < s + len; p++) {
		if (!g_ascii_isalnum(*p) && *p != '-')
			return false;
		letters = letters || !g_ascii_isdigit(*p);
	}
	return dot && letters;
}

/* The value that a macro letter stands for; NULL: not known. */
static const char *
macro_value(struct arena *a, char letter, const char *domain, const struct spf_sender *from)
{
	const char *local = from->local ? from->local : "postmaster";
	bool v4 = from->address && dns_is_ipv4(from->address);
	char *s;

	switch (g_ascii_tolower(letter)) {
	case 's': return arena_printf(a, "%s@%s", local, from->domain);
	case 'l': return local;
	case 'o': return from->domain;
	case 'd': return domain;
	case 'h': return from->helo ? from->helo : "unknown";
	case 'p': return "unknown";
	case 'v': return !from->address ? NULL : v4 ? "in-addr" : "ip6";
	case 'i': break;
	default:  return NULL;		/* c, r, t: only in exp= */
	}
	if (!from->address || v4)
		return from->address ? dns_print_address(a, from->address) : NULL;
	/* The nibbles the right way around: turning the dotted ones is what `r` would do. */
	s = dns_reverse(a, from->address);
	g_strreverse(s);
	return s;
}

/* Splits, turns and cuts as the macro says. */
static void
add_macro(GString *out, const char *macro, const char *value)
{
	guint keep = 0, n;
	bool reverse = false;
	const char *p = macro + 3;
	g_autofree char *delimiters = NULL;
	g_auto(GStrv) parts = NULL;

	for (; g_ascii_isdigit(*p); p++)
		keep = MIN(keep * 10 + (guint)(*p - '0'), 1000);
	if (*p == 'r' || *p == 'R') {
		reverse = true;
		p++;
	}
	delimiters = *p == '}' ? g_strdup(".") : g_strndup(p, strcspn(p, "}"));
	parts = g_strsplit_set(value, delimiters, -1);
	n = g_strv_length(parts);
	for (guint i = keep && keep < n ? n - keep : 0, first = i; i < n; i++)
		g_string_append_printf(out, "%s%s", i > first ? "." : "", parts[reverse ? n - 1 - i : i]);
}

static bool
expand(struct arena *a, GString *out, const char *spec, const char *domain,
       const struct spf_sender *from)
{
	for (gsize n; *spec; spec += n) {
		const char *value;

		n = *spec == '%' ? macro_len(spec) : 1;
		if (n == 1) {
			g_string_append_c(out, *spec);
		} else if (n == 2) {
			g_string_append(out, spec[1] == '%' ? "%" : spec[1] == '_' ? " " : "%20");
		} else {
			if (!(value = macro_value(a, spec[2], domain, from)))
				return false;
			add_macro(out, spec, value);
		}
	}
	return true;
}

const char *
spf_term_target(struct arena *a, const struct spf_term *t, const char *domain,
		const struct spf_sender *sender)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *s;

	if (!t->spec)
		return domain;
	if (!expand(a, out, t->spec, domain, sender))
		return NULL;
	s = out->str;
	while (out->len - (gsize)(s - out->str) > NAME_MOST && strchr(s, '.'))	/* labels on the left go */
		s = strchr(s, '.') + 1;
	return dns_name(a, s);
}

/* ---- parsing ---- */

/* "24" up to `most`; no leading zeros. */
static bool
parse_bits(const char *s, gsize len, guint most, guint *ret_bits)
{
	guint n = 0;

	if (len < 1 || len > 3 || (s[0] == '0' && len > 1))
		return false;
	for (gsize i = 0; i < len; i++) {
		if (!g_ascii_isdigit(s[i]))
			return false;
		n = n * 10 + (guint)(s[i] - '0');
	}
	*ret_bits = n;
	return n <= most;
}

/* Takes "/24", "//64" or "/24//64" from the end of `s`; an address has only the one. */
static bool
cut_bits(struct spf_term *t, char *s)
{
	char *slash = strchr(s, '/'), *twice = strstr(s, "//");
	guint *single = t->kind == SPF_IP6 ? &t->bits6 : &t->bits4;

	/* A macro's delimiters may be slashes. */
	if (slash && strrchr(s, '}') > slash) {
		slash = strchr(strrchr(s, '}'), '/');
		twice = strstr(strrchr(s, '}'), "//");
	}
	if (!slash)
		return true;
	if (twice && (t->kind == SPF_IP4 || t->kind == SPF_IP6 ||
		      !parse_bits(twice + 2, strlen(twice + 2), 128, &t->bits6)))
		return false;
	if (slash != twice && !parse_bits(slash + 1, twice ? (gsize)(twice - slash - 1)
						      : strlen(slash + 1),
					  t->kind == SPF_IP6 ? 128 : 32, single))
		return false;
	*slash = '\0';
	return true;
}

static bool
parse_value(struct arena *a, struct spf_term *t, gsize k, char separator, char *value)
{
	if (kinds[k].cidr && !cut_bits(t, value))
		return false;
	if (separator != (kinds[k].modifier ? '=' : ':'))
		return !separator && !*value && kinds[k].spec != MUST_SPEC;
	if (kinds[k].spec == NO_SPEC)
		return false;
	if (t->kind == SPF_IP4 || t->kind == SPF_IP6)
		return dns_parse_address(value, &t->address) &&
		       (strchr(value, ':') != NULL) == (t->kind == SPF_IP6);
	t->spec = arena_strndup(a, value, strlen(value));
	return is_domain_spec(value);
}

/* "name=anything": to be passed over. */
static bool
is_unknown_modifier(const char *s, gsize name)
{
	return s[name] == '=' && g_ascii_isalpha(*s) && is_macro_string(s + name + 1);
}

/* -1: wrong; 0: to be passed over; 1: taken. */
static int
parse_term(struct arena *a, char *s, struct spf_term *t)
{
	bool qualified = *s && strchr("+-~?", *s);
	gsize name, k = 0;

	t->qualifier = qualified ? *s++ : '+';
	name = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
	while (k < G_N_ELEMENTS(kinds) && (strlen(kinds[k].name) != name ||
					   g_ascii_strncasecmp(s, kinds[k].name, name) != 0))
		k++;
	if (k == G_N_ELEMENTS(kinds))
		return !qualified && is_unknown_modifier(s, name) ? 0 : -1;
	if (kinds[k].modifier && qualified)
		return -1;
	t->kind = kinds[k].kind;
	s += name;
	/* "a/24" has a length but no domain */
	return parse_value(a, t, k, *s == '/' ? '\0' : *s, *s && *s != '/' ? s + 1 : s) ? 1 : -1;
}

static bool
is_second(const GArray *terms, const struct spf_term *t)
{
	for (guint i = 0; i < terms->len; i++)
		if (g_array_index(terms, struct spf_term, i).kind == t->kind)
			return t->kind == SPF_REDIRECT || t->kind == SPF_EXP;
	return false;
}

bool
spf_term_parse(struct arena *a, const char *record, GArray *terms, struct spf_term *ret_bad)
{
	bool done = false;

	for (const char *p = record + strlen("v=spf1"); *p;) {
		gsize len = strcspn(p, " ");
		struct spf_term t = { .bits4 = 32, .bits6 = 128 };
		g_autofree char *s = g_strndup(p, len);
		int taken;

		t.column = (guint)(p - record) + 1;
		t.text = arena_strndup(a, s, MIN(len, SPF_TERM_SHOWN));
		p += len + (p[len] == ' ');
		if (!len)
			continue;
		taken = parse_term(a, s, &t);
		if (taken < 0 || (taken && is_second(terms, &t))) {
			*ret_bad = t;
			return false;
		}
		/* What follows "all" is read, but never asked. */
		if (taken && (!done || (t.kind == SPF_EXP)))
			g_array_append_val(terms, t);
		done = done || (taken && t.kind == SPF_ALL);
	}
	return true;
}
