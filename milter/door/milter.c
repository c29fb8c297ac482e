/*
 * milter.c - the front door for Sendmail, Postfix and friends.
 *
 * We only gather; the thinking is done once, at the end of the message.
 * Two lifetimes: what the connection told (struct conn) and the message
 * under way (struct txn), made at MAIL FROM, gone at its end, at an abort,
 * at the next MAIL FROM or with the connection.  libmilter calls in order,
 * but not always on the same thread; all state hangs on its one pointer.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <libmilter/mfapi.h>
#include <libmilter/mfdef.h>
#include <netinet/in.h>

#include "act/log.h"
#include "door/judge.h"
#include "door/milter.h"
#include "door/serve.h"

enum {
	/* Seconds between two commands of an MTA.  Postfix is silent while a client
	   dribbles its message; half-sent packets may not pin a thread for hours. */
	TIMEOUT = 1800,
	REPLY_BYTES = 980,	/* of a line that libmilter takes */
};

struct txn {
	struct snapshot *snapshot;	/* the rules it began under */
	struct arena *arena;
	struct envelope envelope;
	GPtrArray *rcpts;
	unsigned limits;		/* enum limit */
	struct spool spool;
	guint reserved[ACT_FIELDS];
	bool counted;			/* serve_begin() was called */
	bool has_eoh;
};

struct conn {
	char *client, *helo, *daemon_name;
	bool local, entered, refused;
	bool sendmail;			/* it holds by no header field, and adds fields after us */
	unsigned long steps;		/* SMFIP_* granted */
	struct txn *txn;
};

/* What we do, and what of the protocol we want.  Replies that nobody needs are negotiated
   away.  Not that to body chunks: if the last bytes come with the end of the message,
   libmilter then never calls us and never answers. */
enum {
	ACTIONS = SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_QUARANTINE | SMFIF_SETSYMLIST,
	STEPS = SMFIP_NR_HELO | SMFIP_NR_RCPT | SMFIP_NR_DATA | SMFIP_NR_HDR | SMFIP_NR_EOH |
		SMFIP_NR_UNKN | SMFIP_NOUNKNOWN | SMFIP_HDR_LEADSPC,
};

static const struct {
	int stage;
	const char *names;
} macros[] = {
	{ SMFIM_CONNECT, "j v {daemon_name} {client_addr} {client_port}" },
	{ SMFIM_ENVFROM, "i {auth_authen} {mail_addr} {daemon_name}" },
	{ SMFIM_DATA,    "i" },
	{ SMFIM_EOH,     "i" },
	{ SMFIM_EOM,     "i" },
};

static const char *
macro(SMFICTX *ctx, const char *name)
{
	const char *s = smfi_getsymval(ctx, (char *)name);

	return s && *s ? s : NULL;
}

static sfsistat
reply_less(const struct conn *c, unsigned long step)
{
	return c->steps & step ? SMFIS_NOREPLY : SMFIS_CONTINUE;
}

static struct conn *
conn_of(SMFICTX *ctx)
{
	struct conn *c = smfi_getpriv(ctx);

	if (c)
		return c;
	c = g_new0(struct conn, 1);
	c->entered = true;
	c->refused = !serve_enter();
	if (c->refused)
		serve_count(SERVE_REFUSED);
	smfi_setpriv(ctx, c);
	return c;
}

/* The one way a message ends. */
static void
txn_end(struct conn *c)
{
	struct txn *t = c->txn;

	if (!t)
		return;
	c->txn = NULL;
	arena_free(t->arena);	/* before the bytes it points to */
	spool_clear(&t->spool);
	g_ptr_array_unref(t->rcpts);
	if (t->counted)
		serve_end();
	snapshot_unref(t->snapshot);
	g_free(t);
}

static void
conn_end(SMFICTX *ctx)
{
	struct conn *c = smfi_getpriv(ctx);

	if (!c)
		return;
	smfi_setpriv(ctx, NULL);
	txn_end(c);
	if (c->entered)
		serve_leave();
	g_free(c->client);
	g_free(c->helo);
	g_free(c->daemon_name);
	g_free(c);
}

static sfsistat
on_negotiate(SMFICTX *ctx, unsigned long actions, unsigned long steps, unsigned long f2,
	     unsigned long f3, unsigned long *ret_actions, unsigned long *ret_steps,
	     unsigned long *ret_f2, unsigned long *ret_f3)
{
	struct conn *c = conn_of(ctx);

	(void)f2;
	(void)f3;
	c->steps = steps & STEPS;
	*ret_actions = actions & ACTIONS;
	*ret_steps = c->steps;
	*ret_f2 = *ret_f3 = 0;
	for (gsize i = 0; actions & SMFIF_SETSYMLIST && i < G_N_ELEMENTS(macros); i++)
		smfi_setsymlist(ctx, macros[i].stage, (char *)macros[i].names);
	return SMFIS_CONTINUE;
}

static char *
address_text(const _SOCK_ADDR *addr)
{
	char s[INET6_ADDRSTRLEN];

	if (addr && addr->sa_family == AF_INET)
		return g_strdup(inet_ntop(AF_INET, &((const struct sockaddr_in *)addr)->sin_addr,
					  s, sizeof s));
	if (addr && addr->sa_family == AF_INET6)
		return g_strdup(inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)addr)->sin6_addr,
					  s, sizeof s));
	return NULL;
}

/* sendmail(1): Postfix says 127.0.0.1 port 0, Sendmail no address at all. */
static bool
is_local(SMFICTX *ctx, const char *host, const _SOCK_ADDR *addr)
{
	const char *port = macro(ctx, "{client_port}");

	if (port && g_str_equal(port, "0"))
		return true;
	if (!addr)
		return host && !g_ascii_strcasecmp(host, "localhost");
	if (addr->sa_family == AF_INET)
		return ((const struct sockaddr_in *)addr)->sin_port == 0;
	if (addr->sa_family == AF_INET6)
		return ((const struct sockaddr_in6 *)addr)->sin6_port == 0;
	return addr->sa_family == AF_UNIX;
}

/* The version: Postfix and others put their name before it, Sendmail does not. */
static bool
is_sendmail(SMFICTX *ctx)
{
	const char *version = macro(ctx, "v");

	return version && g_ascii_isdigit(*version);
}

static sfsistat
on_connect(SMFICTX *ctx, char *host, _SOCK_ADDR *addr)
{
	struct conn *c = conn_of(ctx);

	if (c->refused)
		return SMFIS_TEMPFAIL;
	g_free(c->client);
	g_free(c->daemon_name);
	c->local = is_local(ctx, host, addr);
	c->sendmail = is_sendmail(ctx);
	c->client = c->local ? NULL : address_text(addr);
	c->daemon_name = g_strdup(macro(ctx, "{daemon_name}"));
	return SMFIS_CONTINUE;
}

static sfsistat
on_helo(SMFICTX *ctx, char *name)
{
	struct conn *c = conn_of(ctx);

	g_free(c->helo);
	c->helo = g_strdup(name);
	return reply_less(c, SMFIP_NR_HELO);
}

/* "<a@b>" or "a@b" without the brackets. */
static char *
address_of(struct arena *a, const char *s)
{
	gsize len = strlen(s);

	if (*s == '<' && len >= 2 && s[len - 1] == '>')
		return arena_strndup(a, s + 1, len - 2);
	return arena_strndup(a, s, len);
}

static char *
copy(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

static sfsistat
answer_of(enum act_taken taken)
{
	switch (taken) {
	case TAKEN_REJECT:
		return SMFIS_REJECT;
	case TAKEN_TEMPFAIL:
		return SMFIS_TEMPFAIL;
	default:
		return SMFIS_CONTINUE;
	}
}

static sfsistat
on_mail(SMFICTX *ctx, char **argv)
{
	struct conn *c = conn_of(ctx);
	struct snapshot *snapshot;
	struct txn *t;

	txn_end(c);
	snapshot = c->refused || serve_stopping() ? NULL : snapshot_current();
	if (!snapshot)
		return SMFIS_TEMPFAIL;
	t = g_new0(struct txn, 1);
	t->snapshot = snapshot;
	t->arena = arena_new();
	t->rcpts = g_ptr_array_new();
	spool_init(&t->spool, snapshot_config(t->snapshot)->settings.state_dir);
	t->envelope = (struct envelope){
		.sender = address_of(t->arena, argv[0] ? argv[0] : ""),
		.login = copy(t->arena, macro(ctx, "{auth_authen}")),
		.daemon_name = c->daemon_name ? c->daemon_name
					      : copy(t->arena, macro(ctx, "{daemon_name}")),
		.client = c->client, .helo = c->helo, .local = c->local,
		.adds_fields = c->sendmail,
	};
	c->txn = t;
	if (policies_outgoing(snapshot_lint(t->snapshot)->policies, &t->envelope))
		return SMFIS_CONTINUE;
	serve_count(SERVE_NOT_OUTGOING);
	txn_end(c);
	return SMFIS_ACCEPT;
}

static sfsistat
on_rcpt(SMFICTX *ctx, char **argv)
{
	struct conn *c = conn_of(ctx);

	struct txn *t = c->txn;

	if (t && argv[0] && t->rcpts->len >= LIMIT_RECIPIENTS)
		t->limits |= LIMIT_HIT_RCPTS;
	else if (t && argv[0])
		g_ptr_array_add(t->rcpts, address_of(t->arena, argv[0]));
	return reply_less(c, SMFIP_NR_RCPT);
}

/* The content begins: from here on a stop waits for the verdict. */
static struct txn *
txn_content(struct conn *c)
{
	struct txn *t = c->txn;

	if (t && !t->counted) {
		t->counted = true;
		serve_begin();
	}
	return t;
}

static sfsistat
on_data(SMFICTX *ctx)
{
	return reply_less(conn_of(ctx), SMFIP_NR_DATA);
}

/* MTAs hand over the folds of a value as LF; on the wire they are CRLF. */
static void
append_crlf(struct spool *s, const char *value)
{
	for (const char *lf; (lf = strchr(value, '\n')); value = lf + 1) {
		gsize len = (gsize)(lf - value);

		spool_append(s, value, len && lf[-1] == '\r' ? len - 1 : len);
		spool_append(s, "\r\n", 2);
	}
	spool_append(s, value, strlen(value));
}

static sfsistat
on_header(SMFICTX *ctx, char *name, char *value)
{
	struct conn *c = conn_of(ctx);
	struct txn *t = txn_content(c);
	int field;

	if (!t)
		return reply_less(c, SMFIP_NR_HDR);
	field = act_field(name);
	if (field >= 0)
		t->reserved[field]++;
	spool_append(&t->spool, name, strlen(name));
	if (c->steps & SMFIP_HDR_LEADSPC)
		spool_append(&t->spool, ":", 1);
	else
		spool_append(&t->spool, ": ", 2);
	append_crlf(&t->spool, value);
	spool_append(&t->spool, "\r\n", 2);
	return reply_less(c, SMFIP_NR_HDR);
}

static sfsistat
on_eoh(SMFICTX *ctx)
{
	struct conn *c = conn_of(ctx);
	struct txn *t = txn_content(c);

	if (t && !t->has_eoh)
		spool_append(&t->spool, "\r\n", 2);
	if (t)
		t->has_eoh = true;
	return reply_less(c, SMFIP_NR_EOH);
}

/* Of a message that is cut the rest is read and dropped: SMFIS_SKIP would be taken for the
   verdict if these bytes came with the end of the message. */
static sfsistat
on_body(SMFICTX *ctx, unsigned char *data, size_t len)
{
	struct conn *c = conn_of(ctx);
	struct txn *t = txn_content(c);

	if (t)
		spool_append(&t->spool, (const char *)data, len);
	return SMFIS_CONTINUE;
}

/* The hands: effects in libmilter's terms. */
struct hands {
	struct act_hands base;
	SMFICTX *ctx;
	const struct conn *conn;
};

/* Index 1 is below the Received field that the MTA itself puts on top. */
static bool
hand_add_header(struct act_hands *self, const char *name, const char *value)
{
	struct hands *h = (struct hands *)self;
	g_autofree char *spaced = g_strconcat(h->conn->steps & SMFIP_HDR_LEADSPC ? " " : "",
					      value, NULL);

	return smfi_insheader(h->ctx, 1, (char *)name, spaced) == MI_SUCCESS;
}

static bool
hand_delete_header(struct act_hands *self, const char *name, guint nth)
{
	struct hands *h = (struct hands *)self;

	return smfi_chgheader(h->ctx, (char *)name, (int)nth, NULL) == MI_SUCCESS;
}

static bool
hand_hold(struct act_hands *self, const char *reason)
{
	return smfi_quarantine(((struct hands *)self)->ctx, (char *)reason) == MI_SUCCESS;
}

/* The MTA expands per cent signs in a reply. */
static char *
reply_line(const char *s)
{
	GString *out = g_string_new(NULL);

	for (; *s && out->len < REPLY_BYTES - 2; s++)
		g_string_append(out, *s == '%' ? "%%" : (char[]){ *s, '\0' });
	return g_string_free(out, FALSE);
}

static bool
hand_refuse(struct act_hands *self, const GPtrArray *lines)
{
	SMFICTX *ctx = ((struct hands *)self)->ctx;
	char *s[LIMIT_REPLY_LINES] = { NULL };
	guint n = MIN(lines->len, LIMIT_REPLY_LINES);
	int done;

	for (guint i = 0; i < n; i++)
		s[i] = reply_line(g_ptr_array_index(lines, i));
	done = smfi_setmlreply(ctx, "550", "5.7.1", s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7],
			       s[8], s[9], NULL);
	if (done != MI_SUCCESS)
		done = smfi_setreply(ctx, (char *)"550", (char *)"5.7.1",
				     (char *)"Message refused for its content");
	if (done != MI_SUCCESS)
		log_say(LOG_LEVEL_WARNING, "libmilter takes no reply text: refused without reasons");
	for (guint i = 0; i < n; i++)
		g_free(s[i]);
	return true;		/* SMFIS_REJECT refuses, with words or without */
}

static sfsistat
on_end(SMFICTX *ctx)
{
	struct conn *c = conn_of(ctx);
	struct txn *t = txn_content(c);
	struct hands hands = {
		{ hand_add_header, hand_delete_header, hand_hold, hand_refuse }, ctx, c,
	};
	struct judge_job job;
	enum act_taken taken;

	if (!t)			/* never began: out of order */
		return c->refused ? SMFIS_TEMPFAIL : SMFIS_CONTINUE;
	t->envelope.queue_id = copy(t->arena, macro(ctx, "i"));
	g_ptr_array_add(t->rcpts, NULL);
	t->envelope.rcpts = (const char *const *)t->rcpts->pdata;
	t->envelope.received_at = g_get_real_time() / G_USEC_PER_SEC;
	job = (struct judge_job){
		.snapshot = t->snapshot, .arena = t->arena, .envelope = &t->envelope,
		.spool = &t->spool, .limits = t->limits, .quarantine = c->sendmail,
	};
	memcpy(job.reserved, t->reserved, sizeof job.reserved);
	taken = judge_message(&job, &hands.base, NULL);
	serve_count(SERVE_JUDGED);
	txn_end(c);
	return answer_of(taken);
}

static sfsistat
on_abort(SMFICTX *ctx)
{
	struct conn *c = smfi_getpriv(ctx);

	if (c && c->txn) {
		serve_count(SERVE_ABORTED);
		txn_end(c);
	}
	return SMFIS_CONTINUE;
}

static sfsistat
on_close(SMFICTX *ctx)
{
	conn_end(ctx);
	return SMFIS_CONTINUE;
}

bool
milter_open(const char *address, GError **error)
{
	struct smfiDesc desc = {
		.xxfi_name      = (char *)"sendlint",
		.xxfi_version   = SMFI_VERSION,
		.xxfi_flags     = ACTIONS,
		.xxfi_negotiate = on_negotiate,
		.xxfi_connect   = on_connect,
		.xxfi_helo      = on_helo,
		.xxfi_envfrom   = on_mail,
		.xxfi_envrcpt   = on_rcpt,
		.xxfi_data      = on_data,
		.xxfi_header    = on_header,
		.xxfi_eoh       = on_eoh,
		.xxfi_body      = on_body,
		.xxfi_eom       = on_end,
		.xxfi_abort     = on_abort,
		.xxfi_close     = on_close,
	};

	errno = 0;
	if (smfi_setconn((char *)address) == MI_SUCCESS && smfi_register(desc) == MI_SUCCESS &&
	    smfi_settimeout(TIMEOUT) == MI_SUCCESS && smfi_opensocket(false) == MI_SUCCESS)
		return true;
	g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(errno),
		    "cannot listen on '%s': %s", address,
		    errno ? g_strerror(errno) : "libmilter does not say why; syslog may");
	return false;
}

bool
milter_run(void)
{
	return smfi_main() == MI_SUCCESS;
}

void
milter_stop(void)
{
	smfi_stop();
}
