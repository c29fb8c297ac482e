#include <ares.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <poll.h>

#include "online/resolver.h"

enum {
	PARALLEL = 32,		/* questions on their way at once */
	QUESTIONS_MOST = 400,	/* of one turn: a mail to hundreds of domains */
	TRIES = 3,
	TRY_LEAST = 250,	/* milliseconds for one */
	UDP_BYTES = 1232,	/* no answer larger than this is cut up on its way (DNS flag day 2020) */
};

struct resolver {
	ares_channel channel;
	guint timeout;		/* milliseconds, of a turn */
	gint64 until;		/* monotonic microseconds */
	guint asked, asked_now;	/* since the beginning; in this turn */
	guint under_way;
	bool dead;		/* a whole turn passed without any answer */
	bool answered;		/* in this turn */
};

struct question {
	struct resolver *resolver;
	struct dns *dns;
	struct dns_answer *answer;
};

/* ---- answers ---- */

static int
read_addresses(struct dns_answer *a, const unsigned char *s, int len)
{
	struct ares_addrttl v4[64];
	struct ares_addr6ttl v6[64];
	int n = 64;
	bool is_v4 = a->type == DNS_A;
	int status = is_v4 ? ares_parse_a_reply(s, len, NULL, v4, &n)
			   : ares_parse_aaaa_reply(s, len, NULL, v6, &n);

	for (int i = 0; status == ARES_SUCCESS && i < n; i++)
		if (is_v4)
			dns_add_address(a, &v4[i].ipaddr, 4);
		else
			dns_add_address(a, &v6[i].ip6addr, 16);
	return status;
}

static int
read_mx(struct dns *d, struct dns_answer *a, const unsigned char *s, int len)
{
	struct ares_mx_reply *list = NULL;
	int status = ares_parse_mx_reply(s, len, &list);

	for (struct ares_mx_reply *mx = list; mx; mx = mx->next)
		dns_add_name(d, a, mx->host, mx->priority);
	ares_free_data(list);
	return status;
}

/* A record is several strings, which belong together without a blank. */
static int
read_txt(struct dns *d, struct dns_answer *a, const unsigned char *s, int len)
{
	struct ares_txt_ext *list = NULL;
	int status = ares_parse_txt_reply_ext(s, len, &list);
	g_autoptr(GString) whole = g_string_new(NULL);

	for (struct ares_txt_ext *t = list; t; t = t->next) {
		if (t->record_start && t != list) {
			dns_add_text(d, a, whole->str, whole->len);
			g_string_truncate(whole, 0);
		}
		g_string_append_len(whole, (const char *)t->txt, (gssize)t->length);
	}
	if (list)
		dns_add_text(d, a, whole->str, whole->len);
	ares_free_data(list);
	return status;
}

static int
read_ptr(struct dns *d, struct dns_answer *a, const unsigned char *s, int len)
{
	struct hostent *host = NULL;
	const unsigned char nobody[4] = { 0 };
	int status = ares_parse_ptr_reply(s, len, nobody, sizeof nobody, AF_INET, &host);

	for (char **name = host ? host->h_aliases : NULL; name && *name; name++)
		dns_add_name(d, a, *name, 0);
	if (host && !a->records->len && host->h_name)
		dns_add_name(d, a, host->h_name, 0);
	if (host)
		ares_free_hostent(host);
	return status;
}

static int
read_answer(struct dns *d, struct dns_answer *a, const unsigned char *s, int len)
{
	switch (a->type) {
	case DNS_A:
	case DNS_AAAA:	return read_addresses(a, s, len);
	case DNS_MX:	return read_mx(d, a, s, len);
	case DNS_TXT:	return read_txt(d, a, s, len);
	case DNS_PTR:	return read_ptr(d, a, s, len);
	}
	return ARES_EBADRESP;
}

static void
settle(struct dns_answer *a, int status)
{
	static const struct {
		int status;
		const char *why;
	} failures[] = {
		{ ARES_ESERVFAIL, "SERVFAIL" }, { ARES_EREFUSED, "refused" }, { ARES_ETIMEOUT, "timeout" },
		{ ARES_ECANCELLED, "timeout" }, { ARES_ECONNREFUSED, "no server" },
		{ ARES_ENOTIMP, "not implemented" }, { ARES_EBADRESP, "broken answer" },
		{ ARES_EFORMERR, "broken question" },
	};
	const char *why = "no answer";

	if (status == ARES_SUCCESS || status == ARES_ENODATA || status == ARES_ENOTFOUND) {
		dns_settle(a, status == ARES_ENOTFOUND ? DNS_NXDOMAIN : DNS_FOUND, NULL);
		return;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(failures); i++)
		if (failures[i].status == status)
			why = failures[i].why;
	g_array_set_size(a->records, 0);
	dns_settle(a, DNS_FAILED, why);
}

static void
on_answer(void *data, int status, int timeouts G_GNUC_UNUSED, unsigned char *s, int len)
{
	struct question *q = data;

	q->resolver->under_way--;
	if (status == ARES_SUCCESS)
		status = read_answer(q->dns, q->answer, s, len);
	q->resolver->answered = q->resolver->answered || (status != ARES_ETIMEOUT &&
		status != ARES_ECANCELLED && status != ARES_ECONNREFUSED);
	settle(q->answer, status);
	g_free(q);
}

/* ---- questions ---- */

static void
ask(struct resolver *r, struct dns *d, struct dns_answer *a)
{
	struct question *q;

	if (r->dead || r->asked_now >= QUESTIONS_MOST) {
		dns_settle(a, DNS_FAILED, r->dead ? "timeout" : "too many questions");
		return;
	}
	q = g_new(struct question, 1);
	*q = (struct question){ r, d, a };
	r->asked++;
	r->asked_now++;
	r->under_way++;
	ares_query(r->channel, a->name, ns_c_in, (int)a->type, on_answer, q);
}

/* Waits for some answer, or for the time that c-ares wants to look again. */
static void
wait(struct resolver *r, gint64 left)
{
	ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
	struct pollfd fds[ARES_GETSOCK_MAXNUM];
	/* Not with ARES_GETSOCK_WRITABLE(), which shifts a 1 into the sign. */
	unsigned bits = (unsigned)ares_getsock(r->channel, sockets, ARES_GETSOCK_MAXNUM);
	nfds_t n = 0;
	struct timeval most = { left / 1000, left % 1000 * 1000 }, soon, *t;

	for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
		short events = (short)((bits >> i & 1 ? POLLIN : 0) |
				       (bits >> (i + ARES_GETSOCK_MAXNUM) & 1 ? POLLOUT : 0));

		if (events)
			fds[n++] = (struct pollfd){ .fd = sockets[i], .events = events };
	}
	t = ares_timeout(r->channel, &most, &soon);
	poll(fds, n, (int)(t->tv_sec * 1000 + t->tv_usec / 1000 + 1));
	for (nfds_t i = 0; i < n; i++)
		ares_process_fd(r->channel,
				fds[i].revents & (POLLIN | POLLERR | POLLHUP) ? fds[i].fd : ARES_SOCKET_BAD,
				fds[i].revents & POLLOUT ? fds[i].fd : ARES_SOCKET_BAD);
	if (!n)
		ares_process_fd(r->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

bool
resolver_answer(struct resolver *r, struct dns *d)
{
	struct dns_answer *a = dns_next_open(d);
	bool some = a != NULL;

	while (a || r->under_way) {
		gint64 left = (r->until - g_get_monotonic_time()) / 1000;

		if (left <= 0) {
			ares_cancel(r->channel);	/* settles what is under way */
			for (; a; a = dns_next_open(d))
				dns_settle(a, DNS_FAILED, "timeout");
			r->dead = r->dead || !r->answered;
			break;
		}
		for (; a && r->under_way < PARALLEL; a = dns_next_open(d))
			ask(r, d, a);
		if (r->under_way)
			wait(r, left);
	}
	return some;
}

void
resolver_turn(struct resolver *r)
{
	r->until = g_get_monotonic_time() + (gint64)r->timeout * 1000;
	r->asked_now = 0;
	r->answered = false;
}

guint
resolver_asked(const struct resolver *r)
{
	return r->asked;
}

/* ---- the channel ---- */

static GQuark
quark(void)
{
	return g_quark_from_static_string("sendlint-resolver");
}

/* c-ares takes "address", "address:port" and "[address]:port"; it takes more, and silently. */
static bool
is_server(const char *s)
{
	struct dns_address address;
	const char *close = strchr(s, ']'), *colon = close ? close + 1 : strchr(s, ':');
	g_autofree char *host = NULL;
	guint64 port;

	if (!close && colon && strchr(colon + 1, ':'))
		colon = NULL;				/* a bare IPv6 address */
	host = *s == '[' && close ? g_strndup(s + 1, (gsize)(close - s - 1))
		: g_strndup(s, colon ? (gsize)(colon - s) : strlen(s));
	if (!dns_parse_address(host, &address))
		return false;
	return !colon || !*colon ||
	       (*colon == ':' && g_ascii_string_to_unsigned(colon + 1, 10, 1, 65535, &port, NULL));
}

struct resolver *
resolver_new(const char *server, guint timeout, GError **error)
{
	struct resolver *r;
	/* NOCHECKRESP: SERVFAIL is an answer, not a reason to ask again. */
	struct ares_options o = { .flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_EDNS |
					   ARES_FLAG_NOCHECKRESP,
				  .timeout = (int)MAX(timeout / (1 + 2 + 4), TRY_LEAST), .tries = TRIES,
				  .ednspsz = UDP_BYTES };
	int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ, status;

	if (server && !is_server(server)) {
		g_set_error(error, quark(), 0, "'%s' is no address of a resolver: "
			    "192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53", server);
		return NULL;
	}
	r = g_new0(struct resolver, 1);
	r->timeout = timeout;
	ares_library_init(ARES_LIB_INIT_ALL);
	status = ares_init_options(&r->channel, &o, mask);
	if (status == ARES_SUCCESS && server) {
		/* A bare IPv6 address would be taken for one with a port. */
		bool bare = *server != '[' && strchr(server, ':') != strrchr(server, ':');
		g_autofree char *csv = bare ? g_strdup_printf("[%s]", server) : g_strdup(server);

		status = ares_set_servers_ports_csv(r->channel, csv);
	}
	if (status != ARES_SUCCESS) {
		g_set_error(error, quark(), 0, "no resolver: %s", ares_strerror(status));
		resolver_free(r);
		return NULL;
	}
	return r;
}

void
resolver_free(struct resolver *r)
{
	if (!r)
		return;
	if (r->channel)
		ares_destroy(r->channel);
	ares_library_cleanup();
	g_free(r);
}
