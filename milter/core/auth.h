/*
 * auth.h - what DNS says about who sends, from where and to whom.
 *
 * Pure: it judges what a table of answers holds and leaves open there what it misses
 * (dns.h).  Without a table nothing of this is worked out, and the daemon has none.
 */
#ifndef CORE_AUTH_H
#define CORE_AUTH_H

#include "core/dkim.h"
#include "core/dmarc.h"
#include "core/spf.h"
#include "core/taglist.h"
#include "core/text.h"

/* What the caller brings; any pointer but `dns` may be NULL. */
struct auth_options {
	struct dns *dns;
	const char *ip;			/* of the server that will send: must be an address */
	const char *const *selectors;	/* NULL-terminated: of the domain in From */
	const char *const *blocklists;	/* NULL-terminated: zones, RFC 5782 */
	bool is_signed;			/* the mail is as it left: a missing signature is missing */
};

enum auth_role {
	AUTH_FROM,
	AUTH_SENDER,		/* of the envelope */
	AUTH_REPLY,		/* Reply-To */
	AUTH_RECIPIENT,
};

enum auth_host_state {
	AUTH_HOST_MX,		/* takes mail, as far as DNS can tell */
	AUTH_HOST_ADDRESS,	/* no MX; an address does */
	AUTH_HOST_NULL_MX,	/* takes none, and says so: RFC 7505 */
	AUTH_HOST_NOTHING,	/* the name is there, but no mail can go to it */
	AUTH_HOST_MISSING,	/* there is no such name */
	AUTH_HOST_UNKNOWN,	/* DNS failed, or has not answered yet */
};

/* A domain of the message, once for each role. */
struct auth_host {
	enum auth_role role;
	const char *domain;	/* as dns_name() */
	const struct text *text;	/* where it stands; for what stands nowhere found_nowhere() */
	struct span where;
	enum auth_host_state state;
	const struct dns_answer *mx;
};

struct auth_signature {
	const struct text *text;	/* of its field; NULL: a selector that was asked for */
	struct dkim_signature signature;
	struct dkim_key key;
	bool aligned;		/* with From, as the DMARC record wants it */
};

enum auth_ptr_state {
	AUTH_PTR_UNASKED,	/* no address is known */
	AUTH_PTR_UNKNOWN,
	AUTH_PTR_NONE,
	AUTH_PTR_UNCONFIRMED,	/* no name of it has this address */
	AUTH_PTR_GENERIC,	/* a name made of the address, as providers give to customers' lines */
	AUTH_PTR_FINE,
};

enum auth_listed { AUTH_LISTED_IP, AUTH_LISTED_DOMAIN, AUTH_LISTED_LINK };

/* Something stands on a blocklist. */
struct auth_listing {
	enum auth_listed kind;
	const char *zone;
	const char *what;	/* the address or domain */
	const char *answer;	/* "127.0.0.2" */
	const char *reason;	/* what the list says, or NULL */
};

/* A link's domain, and where it is. */
struct auth_link {
	const char *domain;
	const struct text *text;
	struct span where;
};

struct auth_subject {
	const struct auth_options *options;
	const char *sender;	/* of the envelope; "" the null sender; NULL: not known */
	const char *helo;	/* or NULL */
	GArray *hosts;		/* struct auth_host: role, domain and place */
	GArray *signatures;	/* struct auth_signature: text and signature */
	GArray *links;		/* struct auth_link */
};

struct auth {
	const struct auth_options *options;
	const char *from;	/* the domain of From; NULL: there is none */
	const char *sender;	/* that of the envelope, or From's in its place; NULL: none */
	bool from_gone, sender_gone;	/* there is no such domain: who says so need say no more */
	bool sender_known;	/* it is the envelope's */
	bool sender_null;	/* the null sender: SPF then is about the name of the server */
	struct spf spf;		/* of `sender`, walked to its end */
	struct spf spf_ip;	/* the same for options->ip; if there is one */
	struct dmarc dmarc;	/* of `from` */
	bool sender_aligned;	/* with From, as the DMARC record wants it */
	GArray *hosts, *signatures, *links;
	enum auth_ptr_state ptr;
	const char *ptr_name;	/* the first, or NULL */
	GArray *listings;	/* struct auth_listing */
	GPtrArray *useless;	/* const char *: zones that do not list what all lists must,
				   or refuse to answer */
};

/* All that can be said now.  In the arena. */
struct auth *auth_judge(struct arena *a, const struct auth_subject *s);

/* Is it a name as dynamic lines have: with the address in it, or "dynamic", "dsl", "pool"? */
bool auth_is_generic(const char *name, const struct dns_address *address);

#endif
