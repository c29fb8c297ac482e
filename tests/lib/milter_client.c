#include "lib/milter_client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { OUT_AT_ONCE = 64 * 1024, IN_PACKET_MOST = 1024 * 1024, VALUE_MOST = 60000 };

const struct milter_mta milter_postfix = {
	.name = "postfix", .steps = SMFI_CURR_PROT, .actions = SMFI_CURR_ACTS,
	.id_from = MILTER_DATA, .aborts = true,
	.macros = {
		[MILTER_CONNECT] = "j {daemon_name} {daemon_addr} v _",
		[MILTER_HELO]    = "{tls_version} {cipher} {cipher_bits} {cert_subject} {cert_issuer}",
		[MILTER_MAIL]    = "i {auth_type} {auth_authen} {auth_author} {mail_addr} {mail_host}"
				   " {mail_mailer}",
		[MILTER_RCPT]    = "i {rcpt_addr} {rcpt_host} {rcpt_mailer}",
		[MILTER_DATA]    = "i",
		[MILTER_EOM]     = "i",
		[MILTER_EOH]     = "i",
	},
};

const struct milter_mta milter_sendmail = {
	.name = "sendmail", .steps = SMFI_CURR_PROT, .actions = SMFI_CURR_ACTS,
	.id_from = MILTER_MAIL,
	.macros = {
		[MILTER_CONNECT] = "j _ v {daemon_name} {if_name} {if_addr}",
		[MILTER_HELO]    = "{tls_version} {cipher} {cipher_bits} {cert_subject} {cert_issuer}",
		[MILTER_MAIL]    = "i {auth_type} {auth_authen} {auth_ssf} {auth_author} {mail_mailer}"
				   " {mail_host} {mail_addr}",
		[MILTER_RCPT]    = "{rcpt_mailer} {rcpt_host} {rcpt_addr}",
		[MILTER_EOM]     = "{msg_id}",
	},
};

/* {i} as SMFIC_* commands carry it, and what may be negotiated away. */
static const struct {
	char command;
	enum milter_stage stage;
	guint32 skip, no_reply;
} events[] = {
	{ SMFIC_CONNECT, MILTER_CONNECT, SMFIP_NOCONNECT, SMFIP_NR_CONN },
	{ SMFIC_HELO,    MILTER_HELO,    SMFIP_NOHELO,    SMFIP_NR_HELO },
	{ SMFIC_MAIL,    MILTER_MAIL,    SMFIP_NOMAIL,    SMFIP_NR_MAIL },
	{ SMFIC_RCPT,    MILTER_RCPT,    SMFIP_NORCPT,    SMFIP_NR_RCPT },
	{ SMFIC_DATA,    MILTER_DATA,    SMFIP_NODATA,    SMFIP_NR_DATA },
	{ SMFIC_HEADER,  MILTER_STAGES,  SMFIP_NOHDRS,    SMFIP_NR_HDR },
	{ SMFIC_EOH,     MILTER_EOH,     SMFIP_NOEOH,     SMFIP_NR_EOH },
	{ SMFIC_BODY,    MILTER_STAGES,  SMFIP_NOBODY,    SMFIP_NR_BODY },
	{ SMFIC_BODYEOB, MILTER_EOM,     0,               0 },
};

static int
dial_unix(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd;

	if (g_strlcpy(sun.sun_path, path, sizeof sun.sun_path) >= sizeof sun.sun_path)
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&sun, sizeof sun) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static int
dial_inet(const char *port_at_host)
{
	g_auto(GStrv) part = g_strsplit(port_at_host, "@", 2);
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *all = NULL;
	int fd = -1;

	if (getaddrinfo(part[1] ? part[1] : "127.0.0.1", part[0], &hints, &all) != 0)
		return -1;
	for (struct addrinfo *a = all; a && fd < 0; a = a->ai_next) {
		fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fd >= 0 && connect(fd, a->ai_addr, a->ai_addrlen) != 0) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(all);
	return fd;
}

struct milter_client *
milter_client_new(const char *address, const struct milter_mta *mta)
{
	struct milter_client *c;
	int fd;

	if (g_str_has_prefix(address, "inet:"))
		fd = dial_inet(address + strlen("inet:"));
	else
		fd = dial_unix(g_str_has_prefix(address, "unix:") ? address + 5 : address);
	if (fd < 0)
		return NULL;
	c = g_new0(struct milter_client, 1);
	c->fd = fd;
	c->mta = mta;
	c->timeout = 30000;
	c->offer_steps = mta->steps;
	c->offer_actions = mta->actions;
	c->out = g_byte_array_new();
	c->in = g_byte_array_new();
	return c;
}

static void
hang_up(struct milter_client *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}

void
milter_client_free(struct milter_client *c)
{
	if (!c)
		return;
	hang_up(c);
	for (int i = 0; i < MILTER_STAGES; i++)
		g_free(c->macros[i]);
	g_byte_array_unref(c->out);
	g_byte_array_unref(c->in);
	g_free(c);
}

void
milter_result_free(struct milter_result *r)
{
	if (!r)
		return;
	g_free(r->text);
	g_ptr_array_unref(r->changes);
	g_free(r);
}

static void
change_free(gpointer data)
{
	struct milter_change *m = data;

	g_free(m->name);
	g_free(m->value);
	g_free(m);
}

const struct milter_change *
milter_result_change(const struct milter_result *r, char kind, const char *name)
{
	for (guint i = 0; i < r->changes->len; i++) {
		const struct milter_change *m = g_ptr_array_index(r->changes, i);

		if (m->kind == kind && (!name || g_ascii_strcasecmp(m->name, name) == 0))
			return m;
	}
	return NULL;
}

/* Packets. */

bool
milter_client_flush(struct milter_client *c)
{
	gsize at = 0;

	while (c->fd >= 0 && at < c->out->len) {
		struct pollfd p = { .fd = c->fd, .events = POLLOUT };
		ssize_t n = send(c->fd, c->out->data + at, c->out->len - at,
				 MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n >= 0)
			at += (gsize)n;
		else if (errno != EAGAIN && errno != EINTR)
			hang_up(c);
		else if (poll(&p, 1, (int)c->timeout) == 0)
			hang_up(c);
	}
	g_byte_array_set_size(c->out, 0);
	return c->fd >= 0;
}

void
milter_client_raw(struct milter_client *c, const void *data, gsize len)
{
	g_byte_array_append(c->out, data, (guint)len);
	if (c->out->len >= OUT_AT_ONCE)
		milter_client_flush(c);
}

void
milter_client_put(struct milter_client *c, char command, const void *data, gsize len)
{
	guint32 n = g_htonl((guint32)len + 1);

	g_byte_array_append(c->out, (const guint8 *)&n, sizeof n);
	g_byte_array_append(c->out, (const guint8 *)&command, 1);
	milter_client_raw(c, data, len);
}

/* So many bytes behind those read already, or what stands for the reply. */
static char
fill(struct milter_client *c, gsize want)
{
	gint64 until = g_get_monotonic_time() + c->timeout * G_TIME_SPAN_MILLISECOND;

	while (c->in->len < want && c->fd >= 0) {
		struct pollfd p = { .fd = c->fd, .events = POLLIN };
		gint64 left = (until - g_get_monotonic_time()) / 1000;
		guint8 buf[16384];
		ssize_t n;

		if (left <= 0 || poll(&p, 1, (int)left) == 0)
			return MILTER_SILENT;
		n = recv(c->fd, buf, MIN(sizeof buf, want - c->in->len), 0);
		if (n == 0 || (n < 0 && errno != EINTR))
			hang_up(c);
		else if (n > 0)
			g_byte_array_append(c->in, buf, (guint)n);
	}
	return c->in->len < want ? MILTER_GONE : 0;
}

char
milter_client_read(struct milter_client *c, const char **ret_data, gsize *ret_len)
{
	guint32 n;
	char bad;

	milter_client_flush(c);
	g_byte_array_set_size(c->in, 0);
	if ((bad = fill(c, sizeof n)) != 0)
		return bad;
	memcpy(&n, c->in->data, sizeof n);
	n = g_ntohl(n);
	if (n == 0 || n > IN_PACKET_MOST) {
		hang_up(c);
		return MILTER_GONE;
	}
	if ((bad = fill(c, sizeof n + n)) != 0)
		return bad;
	g_byte_array_append(c->in, (const guint8 *)"", 1);	/* so that strings end */
	if (ret_data) {
		*ret_data = (const char *)c->in->data + sizeof n + 1;
		*ret_len = n - 1;
	}
	return (char)c->in->data[sizeof n];
}

/* Negotiation. */

static void
remember_macros(struct milter_client *c, const char *data, gsize len)
{
	while (len > sizeof(guint32)) {
		gsize n = strlen(data + sizeof(guint32)) + 1;
		guint32 stage;

		memcpy(&stage, data, sizeof stage);
		stage = g_ntohl(stage);
		if (stage < MILTER_STAGES) {
			g_free(c->macros[stage]);
			c->macros[stage] = g_strdup(data + sizeof stage);
		}
		data += sizeof stage + n;
		len -= MIN(len, sizeof stage + n);
	}
}

bool
milter_client_negotiate(struct milter_client *c)
{
	guint32 offer[3] = { g_htonl(SMFI_PROT_VERSION), g_htonl(c->offer_actions),
			     g_htonl(c->offer_steps) };
	const char *data;
	gsize len = 0;

	milter_client_put(c, SMFIC_OPTNEG, offer, sizeof offer);
	if (milter_client_read(c, &data, &len) != SMFIC_OPTNEG || len < sizeof offer)
		return false;
	memcpy(offer, data, sizeof offer);
	c->actions = g_ntohl(offer[1]);
	c->steps = g_ntohl(offer[2]);
	remember_macros(c, data + sizeof offer, len - sizeof offer);
	return true;
}

/* Events. */

static const char *
macro_value(const struct milter_client *c, const char *name, enum milter_stage stage,
	    const struct milter_mail *mail, const char *rcpt)
{
	if (g_str_equal(name, "i") || g_str_equal(name, "{i}")) {
		bool known = stage >= c->mta->id_from ||
			     (c->peer.submitted && stage >= MILTER_MAIL);

		return mail && known ? mail->id : NULL;
	}
	if (g_str_equal(name, "j"))
		return "mx.client.test";
	if (g_str_equal(name, "v"))
		return c->mta == &milter_sendmail ? "8.17.1.9" : "Postfix 3.7.11";
	if (g_str_equal(name, "{daemon_name}"))
		return c->peer.daemon;
	if (g_str_equal(name, "{client_addr}"))
		return c->peer.client;
	if (g_str_equal(name, "{auth_authen}"))
		return c->peer.login;
	if (g_str_equal(name, "{auth_type}"))
		return c->peer.login ? "PLAIN" : NULL;
	if (g_str_equal(name, "{mail_addr}"))
		return mail ? mail->sender : NULL;
	if (g_str_equal(name, "{rcpt_addr}"))
		return rcpt;
	return NULL;
}

static void
put_macros(struct milter_client *c, char command, enum milter_stage stage,
	   const struct milter_mail *mail, const char *rcpt)
{
	const char *list = c->macros[stage] ? c->macros[stage] : c->mta->macros[stage];
	g_auto(GStrv) names = g_strsplit_set(list ? list : "", " ,", -1);
	g_autoptr(GByteArray) b = g_byte_array_new();

	g_byte_array_append(b, (const guint8 *)&command, 1);
	for (char **n = names; *n; n++) {
		const char *value = **n ? macro_value(c, *n, stage, mail, rcpt) : NULL;

		if (!value)
			continue;
		g_byte_array_append(b, (const guint8 *)*n, (guint)strlen(*n) + 1);
		g_byte_array_append(b, (const guint8 *)value, (guint)strlen(value) + 1);
	}
	if (b->len > 1)
		milter_client_put(c, SMFIC_MACRO, b->data, b->len);
}

static char
event(struct milter_client *c, char command, const void *data, gsize len,
      const struct milter_mail *mail, const char *rcpt)
{
	gsize e = 0;

	while (events[e].command != command)
		e++;
	if (c->steps & events[e].skip)
		return SMFIR_CONTINUE;
	if (events[e].stage != MILTER_STAGES)
		put_macros(c, command, events[e].stage, mail, rcpt);
	milter_client_put(c, command, data, len);
	if (c->steps & events[e].no_reply)
		return c->fd >= 0 ? SMFIR_CONTINUE : MILTER_GONE;
	if (command == SMFIC_BODYEOB)
		return SMFIR_CONTINUE;	/* its answers are many: milter_client_eom() */
	return milter_client_read(c, NULL, NULL);
}

bool
milter_client_hello(struct milter_client *c, const struct milter_peer *peer)
{
	g_autoptr(GByteArray) b = g_byte_array_new();
	const char *host = "client.test";
	guint16 port;
	char family;

	if (peer)
		c->peer = *peer;
	if (!c->peer.client)
		c->peer.client = "127.0.0.1";
	if (c->peer.submitted)
		host = "localhost";
	port = g_htons(c->peer.submitted ? 0 : 40000);
	family = strchr(c->peer.client, ':') ? SMFIA_INET6 : SMFIA_INET;
	g_byte_array_append(b, (const guint8 *)host, (guint)strlen(host) + 1);
	g_byte_array_append(b, (const guint8 *)&family, 1);
	g_byte_array_append(b, (const guint8 *)&port, sizeof port);
	g_byte_array_append(b, (const guint8 *)c->peer.client, (guint)strlen(c->peer.client) + 1);
	return event(c, SMFIC_CONNECT, b->data, b->len, NULL, NULL) == SMFIR_CONTINUE &&
	       event(c, SMFIC_HELO, host, strlen(host) + 1, NULL, NULL) == SMFIR_CONTINUE;
}

static char *
bracketed(const struct milter_client *c, const char *address)
{
	return c->peer.submitted ? g_strdup(address) : g_strdup_printf("<%s>", address);
}

char
milter_client_mail(struct milter_client *c, const struct milter_mail *mail)
{
	g_autofree char *s = bracketed(c, mail->sender);

	return event(c, SMFIC_MAIL, s, strlen(s) + 1, mail, NULL);
}

char
milter_client_rcpt(struct milter_client *c, const char *rcpt, const struct milter_mail *mail)
{
	g_autofree char *s = bracketed(c, rcpt);

	return event(c, SMFIC_RCPT, s, strlen(s) + 1, mail, rcpt);
}

char
milter_client_data(struct milter_client *c, const struct milter_mail *mail)
{
	return event(c, SMFIC_DATA, "", 0, mail, NULL);
}

char
milter_client_header(struct milter_client *c, const char *name, const char *value)
{
	g_autoptr(GByteArray) b = g_byte_array_new();

	g_byte_array_append(b, (const guint8 *)name, (guint)strlen(name) + 1);
	g_byte_array_append(b, (const guint8 *)value, (guint)strlen(value) + 1);
	return event(c, SMFIC_HEADER, b->data, b->len, NULL, NULL);
}

char
milter_client_eoh(struct milter_client *c, const struct milter_mail *mail)
{
	return event(c, SMFIC_EOH, "", 0, mail, NULL);
}

char
milter_client_body(struct milter_client *c, const void *data, gsize len)
{
	return event(c, SMFIC_BODY, data, len, NULL, NULL);
}

static void
note_change(struct milter_result *r, char kind, const char *data, gsize len)
{
	struct milter_change *m = g_new0(struct milter_change, 1);
	const char *end = data + len;
	gsize n;

	m->kind = kind;
	if ((kind == SMFIR_INSHEADER || kind == SMFIR_CHGHEADER) && len >= sizeof m->index) {
		memcpy(&m->index, data, sizeof m->index);
		m->index = g_ntohl(m->index);
		data += sizeof m->index;
	}
	n = strlen(data);
	if (kind == SMFIR_QUARANTINE)
		m->value = g_strdup(data);
	else
		m->value = g_strdup(data + n < end ? data + n + 1 : "");
	m->name = g_strdup(kind == SMFIR_QUARANTINE ? "" : data);
	g_ptr_array_add(r->changes, m);
}

char
milter_client_eom(struct milter_client *c, const struct milter_mail *mail,
		  struct milter_result *ret_result)
{
	char reply;

	event(c, SMFIC_BODYEOB, "", 0, mail, NULL);
	for (;;) {
		const char *data;
		gsize len;

		reply = milter_client_read(c, &data, &len);
		switch (reply) {
		case SMFIR_PROGRESS:
			ret_result->progress++;
			continue;
		case SMFIR_ADDHEADER: case SMFIR_INSHEADER: case SMFIR_CHGHEADER:
		case SMFIR_QUARANTINE: case SMFIR_ADDRCPT: case SMFIR_ADDRCPT_PAR:
		case SMFIR_DELRCPT: case SMFIR_CHGFROM: case SMFIR_REPLBODY:
			note_change(ret_result, reply, data, len);
			continue;
		case SMFIR_REPLYCODE:
			ret_result->text = g_strndup(data, len);
			return reply;
		default:
			return reply;
		}
	}
}

void
milter_client_abort(struct milter_client *c)
{
	milter_client_put(c, SMFIC_ABORT, "", 0);
}

void
milter_client_quit(struct milter_client *c)
{
	milter_client_put(c, SMFIC_QUIT, "", 0);
	milter_client_flush(c);
	hang_up(c);
}

/* A message from memory. */

/* Bytes of a field's name; 0: the line is none, and the body begins. */
static gsize
name_length(const char *line, const char *end)
{
	gsize n = 0;

	while (line + n < end && line[n] > ' ' && line[n] < 127 && line[n] != ':')
		n++;
	for (gsize m = n; m > 0 && line + m < end; m++) {
		if (line[m] == ':')
			return n;
		if (line[m] != ' ' && line[m] != '\t')
			break;
	}
	return 0;
}

static const char *
line_end(const char *at, const char *end)
{
	const char *nl = memchr(at, '\n', (gsize)(end - at));

	return nl ? nl + 1 : end;
}

/* Adds a line without its end. */
static void
add_line(GString *s, const char *line, const char *next)
{
	gsize n = (gsize)(next - line);

	if (n > 0 && line[n - 1] == '\n')
		n--;
	if (n > 0 && line[n - 1] == '\r')
		n--;
	g_string_append_len(s, line, (gssize)n);
}

/* Sends the fields; where the body begins. */
static const char *
send_fields(struct milter_client *c, const char *at, const char *end, char *ret_reply)
{
	g_autoptr(GString) value = g_string_new(NULL);
	gsize n;

	/* The line before a mail in a mailbox is no part of it. */
	if (end - at > 5 && memcmp(at, "From ", 5) == 0)
		at = line_end(at, end);
	while (*ret_reply == SMFIR_CONTINUE && (n = name_length(at, end)) > 0) {
		g_autofree char *name = g_strndup(at, n);
		const char *next = line_end(at, end);

		g_string_truncate(value, 0);
		at = (const char *)memchr(at, ':', (gsize)(end - at)) + 1;
		/* Both mail servers take one space away, and no tab. */
		if (!(c->steps & SMFIP_HDR_LEADSPC) && at < next && *at == ' ')
			at++;
		add_line(value, at, next);
		while (next < end && (*next == ' ' || *next == '\t')) {
			at = next;
			next = line_end(at, end);
			g_string_append_c(value, '\n');
			add_line(value, at, next);
		}
		at = next;
		/* Postfix cuts there, and a packet of libmilter holds 65,535. */
		g_string_truncate(value, MIN(value->len, VALUE_MOST));
		*ret_reply = milter_client_header(c, name, value->str);
	}
	if (at < end && *at == '\n')
		return at + 1;
	return end - at > 1 && at[0] == '\r' && at[1] == '\n' ? at + 2 : at;
}

static char
send_body(struct milter_client *c, const char *at, const char *end)
{
	g_autoptr(GByteArray) chunk = g_byte_array_sized_new(MILTER_CHUNK_SIZE + 2);
	char reply = SMFIR_CONTINUE;

	while (at < end && reply == SMFIR_CONTINUE) {
		const char *next = line_end(at, end);
		gsize n = (gsize)(next - at);
		bool bare = at[n - 1] == '\n' && (n < 2 || at[n - 2] != '\r');

		g_byte_array_append(chunk, (const guint8 *)at, (guint)(n - bare));
		if (bare)
			g_byte_array_append(chunk, (const guint8 *)"\r\n", 2);
		while (chunk->len >= MILTER_CHUNK_SIZE && reply == SMFIR_CONTINUE) {
			reply = milter_client_body(c, chunk->data, MILTER_CHUNK_SIZE);
			g_byte_array_remove_range(chunk, 0, MILTER_CHUNK_SIZE);
		}
		at = next;
	}
	if (chunk->len > 0 && reply == SMFIR_CONTINUE)
		reply = milter_client_body(c, chunk->data, chunk->len);
	return reply == SMFIR_SKIP ? SMFIR_CONTINUE : reply;
}

static void
lead(struct milter_client *c, const struct milter_mail *mail, struct milter_result *r)
{
	static const char *const somebody[] = { "reader@recipient.test", NULL };
	const char *end = mail->raw + mail->len, *body = mail->raw;

	r->command = SMFIC_MAIL;
	r->reply = milter_client_mail(c, mail);
	for (const char *const *to = mail->rcpts ? mail->rcpts : somebody; *to; to++) {
		if (r->reply != SMFIR_CONTINUE)
			return;
		r->command = SMFIC_RCPT;
		r->reply = milter_client_rcpt(c, *to, mail);
	}
	if (r->reply == SMFIR_CONTINUE) {
		r->command = SMFIC_DATA;
		r->reply = milter_client_data(c, mail);
	}
	if (r->reply == SMFIR_CONTINUE) {
		r->command = SMFIC_HEADER;
		body = send_fields(c, mail->raw, end, &r->reply);
	}
	if (r->reply == SMFIR_CONTINUE) {
		r->command = SMFIC_EOH;
		r->reply = milter_client_eoh(c, mail);
	}
	if (r->reply == SMFIR_CONTINUE) {
		r->command = SMFIC_BODY;
		r->reply = send_body(c, body, end);
	}
	if (r->reply == SMFIR_CONTINUE) {
		r->command = SMFIC_BODYEOB;
		r->reply = milter_client_eom(c, mail, r);
	}
}

GPtrArray *
milter_changes_new(void)
{
	return g_ptr_array_new_with_free_func(change_free);
}

struct milter_result *
milter_client_send(struct milter_client *c, const struct milter_mail *mail)
{
	struct milter_result *r = g_new0(struct milter_result, 1);
	struct milter_mail m = *mail;
	g_autofree char *id = NULL;
	gint64 t0 = g_get_monotonic_time();

	c->count++;
	if (!m.id)
		m.id = id = g_strdup_printf("4T%010u", c->count);
	r->changes = milter_changes_new();
	lead(c, &m, r);
	r->usec = g_get_monotonic_time() - t0;
	if (c->fd >= 0 && (c->mta->aborts || r->command != SMFIC_BODYEOB))
		milter_client_abort(c);
	return r;
}
