/*
 * milter_client.h - the mail server's side of the milter protocol, for tests and load.
 *
 * Version 6 over a UNIX or TCP socket.  It behaves as Postfix or Sendmail do
 * (struct milter_mta), or packet by packet as a test likes, also wrongly.  No
 * call waits longer than `timeout` for one reply, and none ends the program: a
 * connection that closed answers MILTER_GONE to everything.  One thread at a time.
 */
#ifndef TESTS_MILTER_CLIENT_H
#define TESTS_MILTER_CLIENT_H

#include <glib.h>
#include <libmilter/mfdef.h>
#include <stdbool.h>

/* Stands where a reply of the protocol (SMFIR_*) could not be had. */
enum { MILTER_GONE = '!', MILTER_SILENT = '?' };

/* Stages macros are sent at, as SMFIR_SETSYMLIST numbers them. */
enum milter_stage {
	MILTER_CONNECT, MILTER_HELO, MILTER_MAIL, MILTER_RCPT, MILTER_DATA, MILTER_EOM, MILTER_EOH,
	MILTER_STAGES
};

/* How one kind of mail server speaks. */
struct milter_mta {
	const char *name;
	guint32 steps, actions;			/* offered in negotiation */
	const char *macros[MILTER_STAGES];	/* sent where the filter asks for none */
	enum milter_stage id_from;		/* first stage at which {i} is known */
	bool aborts;				/* sends ABORT after a finished message too */
};
extern const struct milter_mta milter_postfix, milter_sendmail;

/* Who is connected.  NULL: the macro is not sent; client NULL: 127.0.0.1. */
struct milter_peer {
	const char *client;		/* IPv4 or IPv6 address */
	const char *daemon;		/* {daemon_name} */
	const char *login;		/* {auth_authen} */
	bool submitted;			/* as sendmail(1): port 0, no angle brackets, {i} at MAIL */
};

struct milter_mail {
	const char *sender;		/* without angle brackets; "" is the null sender */
	const char *const *rcpts;	/* NULL-terminated; NULL: one */
	const char *id;			/* {i}; NULL: counted */
	const char *raw;		/* lines may end in LF or CRLF; sent as CRLF */
	gsize len;
};

struct milter_change {
	char kind;			/* SMFIR_ADDHEADER, _INSHEADER, _CHGHEADER, _QUARANTINE, ... */
	guint32 index;			/* of insheader and chgheader */
	char *name, *value;		/* value: the reason of a quarantine; "" deletes */
};

struct milter_result {
	char reply;			/* SMFIR_*, MILTER_GONE, MILTER_SILENT */
	char command;			/* SMFIC_* it answers */
	char *text;			/* of SMFIR_REPLYCODE, lines parted by CRLF; else NULL */
	GPtrArray *changes;		/* struct milter_change, in the order they came */
	guint progress;			/* SMFIR_PROGRESS packets */
	gint64 usec;			/* from MAIL to the verdict */
};

struct milter_client {
	int fd;				/* -1: closed */
	const struct milter_mta *mta;
	guint timeout;			/* milliseconds one reply may take; 30,000 */
	guint32 offer_steps, offer_actions;	/* as the MTA's; change them before negotiating */
	guint32 steps, actions;		/* what the filter chose */
	char *macros[MILTER_STAGES];	/* what the filter asked for, or NULL */
	struct milter_peer peer;
	guint count;			/* messages so far */
	GByteArray *out, *in;
};

/* `address`: "unix:/path", "inet:PORT@HOST" or a path.  NULL where nobody listens. */
struct milter_client *milter_client_new(const char *address, const struct milter_mta *mta);
void milter_client_free(struct milter_client *c);	/* closes, without QUIT */

/* The conversation as an MTA leads it.  Each true while the filter goes on. */
bool milter_client_negotiate(struct milter_client *c);
bool milter_client_hello(struct milter_client *c, const struct milter_peer *peer);
struct milter_result *milter_client_send(struct milter_client *c, const struct milter_mail *mail);
void milter_client_quit(struct milter_client *c);
void milter_result_free(struct milter_result *r);

/* A change of this kind to this header field, or NULL. */
const struct milter_change *milter_result_change(const struct milter_result *r, char kind,
						 const char *name);

/* One event with its macros; the answer, SMFIR_CONTINUE where none is due. */
char milter_client_mail(struct milter_client *c, const struct milter_mail *mail);
char milter_client_rcpt(struct milter_client *c, const char *rcpt, const struct milter_mail *mail);
char milter_client_data(struct milter_client *c, const struct milter_mail *mail);
char milter_client_header(struct milter_client *c, const char *name, const char *value);
char milter_client_eoh(struct milter_client *c, const struct milter_mail *mail);
char milter_client_body(struct milter_client *c, const void *data, gsize len);
char milter_client_eom(struct milter_client *c, const struct milter_mail *mail,
		       struct milter_result *ret_result);
void milter_client_abort(struct milter_client *c);

/* Packet by packet.  milter_client_put() waits for milter_client_flush() or a read. */
void milter_client_put(struct milter_client *c, char command, const void *data, gsize len);
void milter_client_raw(struct milter_client *c, const void *data, gsize len);
bool milter_client_flush(struct milter_client *c);
/* One packet; its data live until the next call. */
char milter_client_read(struct milter_client *c, const char **ret_data, gsize *ret_len);

/* For milter_result.changes of those that send step by step. */
GPtrArray *milter_changes_new(void);

#endif
