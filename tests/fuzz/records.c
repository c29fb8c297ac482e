/*
 * Any bytes are what DNS or a signature says: lines are the SPF records of a.example, b.example and
 * so on, the whole is a DKIM key, a DKIM-Signature and a DMARC record.  No bytes may crash us, every
 * walk ends, and what is said of a record is true of it.
 */
#include <stdint.h>

#include "core/dkim.h"
#include "core/dmarc.h"
#include "core/spf_term.h"
#include "core/taglist.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DOMAINS = 8, QUESTIONS_MOST = 700 };

static void
add_text(struct dns *d, const char *name, const char *s, gsize len)
{
	/* The world is whole, so what is asked for may be filled in. */
	struct dns_answer *a = (struct dns_answer *)dns_ask(d, name, DNS_TXT);

	dns_add_text(d, a, s, len);
	dns_settle(a, DNS_FOUND, NULL);
}

static struct dns *
world(const char *s, gsize size)
{
	struct dns *d = dns_new();
	const char *end = s + size, *line = s;

	g_assert_true(dns_parse_zone(d, "x.example A 192.0.2.1\nx.example AAAA 2001:db8::1\n"
				     "x.example MX 10 x.example\n1.2.0.192.in-addr.arpa PTR x.example"));
	add_text(d, "_dmarc.a.example", s, size);
	add_text(d, "s._domainkey.a.example", s, size);
	for (guint i = 0; i < DOMAINS && line <= end; i++) {
		const char *stop = memchr(line, '\n', (gsize)(end - line));
		const char name[] = { (char)('a' + i), '.', 'e', 'x', 'a', 'm', 'p', 'l', 'e', '\0' };

		stop = stop ? stop : end;
		add_text(d, name, line, (gsize)(stop - line));
		line = stop + 1;
	}
	return d;
}

static void
check_term(struct dns *d, const struct spf *s)
{
	const struct dns_answer *txt = dns_ask(d, s->at, DNS_TXT);
	bool stands = false;

	g_assert_cmpuint(strlen(s->term), <=, SPF_TERM_SHOWN);
	for (guint i = 0; i < txt->records->len; i++) {
		const char *record = g_array_index(txt->records, struct dns_record, i).s;

		stands = stands || (strlen(record) >= s->column &&
				    g_str_has_prefix(record + s->column - 1, s->term));
	}
	if (s->problem == SPF_SYNTAX)
		g_assert_true(s->column > 0 && stands);
}

static void
check_spf(struct dns *d, const char *address)
{
	struct arena *a = arena_new();
	struct dns_address ip;
	struct spf_sender from = { .domain = "a.example", .local = "Strong-Bad+x", .helo = "x.example",
				   .address = address ? &ip : NULL };
	struct spf s;

	g_assert_true(!address || dns_parse_address(address, &ip));
	dns_turn(d);
	s = spf_judge(d, a, &from);
	g_assert_cmpuint(dns_asked(d), <=, QUESTIONS_MOST);
	g_assert_cmpuint(s.lookups, <=, SPF_LOOKUPS_MOST);
	g_assert_cmpint(s.result, !=, SPF_UNKNOWN);
	g_assert_true(*spf_result_name(s.result));
	g_assert_true(s.problem == SPF_FINE || s.problem == SPF_MANY_LOOKUPS ||
		      s.problem == SPF_MANY_VOIDS || s.at);
	g_assert_true(s.result != SPF_NONE || !s.record);
	if (s.term)
		check_term(d, &s);
	arena_free(a);
}

static void
check_key(struct dns *d)
{
	struct arena *a = arena_new();
	struct dkim_key k = dkim_find(d, a, "s", "a.example");

	g_assert_nonnull(k.record);
	g_assert_true((k.state == DKIM_INVALID) == (k.bad != NULL));
	g_assert_true(k.state != DKIM_FOUND || (k.bits > 0) == g_str_equal(k.type, "rsa"));
	g_assert_true(k.state == DKIM_FOUND || k.state == DKIM_REVOKED || k.state == DKIM_INVALID);
	g_assert_true(!k.bad || strlen(k.bad) <= TAGLIST_SHOWN + strlen("k="));
	arena_free(a);
}

static void
check_signature(struct dns *d, const char *s, gsize size)
{
	struct arena *a = arena_new();
	struct dkim_signature g = dkim_read_signature(a, arena_strndup(a, s, size));
	g_autofree char *lower = g_ascii_strdown(g.algorithm, -1);
	struct dkim_key k = { .bad = NULL };

	g_assert_cmpuint(strlen(g.domain), <=, 253);
	g_assert_true(g_str_is_ascii(g.domain));
	g_assert_true(g.headers && g_str_equal(g.algorithm, lower));
	if (*g.selector && *g.domain) {
		k = dkim_find(d, a, g.selector, g.domain);
		g_assert_cmpuint(strlen(k.at), <=, 253);
		g_assert_true(g_utf8_validate(k.at, -1, NULL) || !g_utf8_validate(s, (gssize)size, NULL));
	}
	arena_free(a);
}

static void
check_dmarc(struct dns *d)
{
	struct arena *a = arena_new();
	struct dmarc m = dmarc_find(d, a, "a.example");

	g_assert_true(m.state == DMARC_NONE || m.state == DMARC_FOUND || m.state == DMARC_INVALID);
	g_assert_true((m.state == DMARC_NONE) == !m.record);
	g_assert_true((m.state == DMARC_INVALID) == (m.bad != NULL));
	if (m.state == DMARC_FOUND)
		g_assert_true(g_str_equal(m.policy, "none") || g_str_equal(m.policy, "quarantine") ||
			      g_str_equal(m.policy, "reject"));
	g_assert_true(!m.bad || strlen(m.bad) <= TAGLIST_SHOWN + strlen("adkim="));
	arena_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;
	struct dns *d = world(size ? s : "", size);

	check_spf(d, NULL);
	check_spf(d, "192.0.2.1");
	check_spf(d, "2001:db8::2");
	check_key(d);
	check_signature(d, size ? s : "", size);
	check_dmarc(d);
	dns_free(d);
	return 0;
}

#ifndef FUZZER
int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		g_autofree char *data = NULL;
		gsize len;

		if (!g_file_get_contents(argv[i], &data, &len, NULL))
			return 1;
		LLVMFuzzerTestOneInput((const uint8_t *)data, len);
		g_print("ok %d - %s\n", i, argv[i]);
	}
	g_print("1..%d\n", argc - 1);
	return 0;
}
#endif
