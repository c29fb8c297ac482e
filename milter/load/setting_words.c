#include <arpa/inet.h>

#include "core/policy.h"
#include "load/setting_words.h"

static bool
is_language(const char *t)
{
	for (gsize n = 0, part = 0;; t++) {
		if (g_ascii_isalpha(*t) || (part && g_ascii_isdigit(*t))) {
			n++;
			continue;
		}
		if (n < 2 || n > 8 || (*t && *t != '-'))
			return false;
		if (!*t)
			return true;
		n = 0;
		part++;
	}
}

static bool
is_socket(const char *t)
{
	guint64 port;
	char *end;

	if (g_str_has_prefix(t, "unix:") || g_str_has_prefix(t, "local:"))
		t = strchr(t, ':') + 1;
	if (*t == '/')
		return t[1] && strlen(t) < 108;		/* what sockaddr_un holds */
	if (!g_str_has_prefix(t, "inet:") && !g_str_has_prefix(t, "inet6:"))
		return false;
	t = strchr(t, ':') + 1;
	port = g_ascii_strtoull(t, &end, 10);
	return g_ascii_isdigit(*t) && port >= 1 && port <= 65535 && *end == '@' && end[1];
}

/* Nobody on another machine reaches it. */
static bool
is_near(const char *t)
{
	const char *host = g_str_has_prefix(t, "inet") ? strchr(t, '@') + 1 : NULL;
	bool is_six = g_str_has_prefix(t, "inet6:");
	guint8 four[4];

	if (!host || g_str_equal(host, "localhost"))
		return true;
	if (is_six)
		return g_str_equal(host, "::1");
	return inet_pton(AF_INET, host, four) == 1 && four[0] == 127;
}

/* Mail of ours stays with us: this machine, or its private network. */
static bool
is_private(const char *host)
{
	static const char *const networks[] = {
		"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
		"::1", "fc00::/7",
	};
	g_autofree char *plain = g_strdup(*host == '[' ? host + 1 : host);
	struct network n;

	plain[strcspn(plain, "]")] = '\0';
	for (gsize i = 0; i < G_N_ELEMENTS(networks); i++)
		if (network_parse(networks[i], &n) && network_has(&n, plain))
			return true;
	return g_str_equal(host, "localhost");
}

/* What may stand in a report as it is, for machines and people. */
static bool
is_url(const char *t)
{
	static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:%";
	const char *host = strstr(t, "://");

	if (!*t)
		return true;
	if (!g_str_has_prefix(t, "https://") && !g_str_has_prefix(t, "http://"))
		return false;
	return g_ascii_isalnum(host[3]) && g_str_has_suffix(t, "/") && strlen(t) <= 200 &&
	       !t[strspn(t, good)];
}

static bool
is_address(const char *t)
{
	const char *at = strrchr(t, '@');

	return at && at > t && at[1] && strlen(t) <= 254 && !strpbrk(t, " \t\r\n<>,;:\"()[]\\") &&
	       g_str_is_ascii(t) && strchr(t, '@') == at;
}

bool
setting_words_take(enum setting_type type, const char *t)
{
	switch (type) {
	case SETTING_PATH:
		return !*t || *t == '/';
	case SETTING_ADDRESS:
		return !*t || is_address(t);
	case SETTING_LOG:
		return g_str_equal(t, "syslog") || g_str_equal(t, "stderr") || *t == '/';
	case SETTING_SOCKET:
		return !*t || is_socket(t);
	case SETTING_ADDRESSEE:
		return g_str_equal(t, "nobody") || g_str_equal(t, "sender") || is_address(t);
	case SETTING_SUBMISSION:
		return is_socket(t) && (!g_str_has_prefix(t, "inet") || is_private(strchr(t, '@') + 1));
	case SETTING_NEAR:
		return !*t || (is_socket(t) && is_near(t));
	case SETTING_URL:
		return is_url(t);
	case SETTING_LANGUAGE:
		return is_language(t);
	default:
		return true;
	}
}
