/*
 * dkim.h - the keys of signatures, and what signatures say of themselves: RFC 6376, 8301, 8463.
 *
 * Nothing is verified: a mail that is on its way out may still be changed before it is signed.
 */
#ifndef CORE_DKIM_H
#define CORE_DKIM_H

#include "core/dns.h"

enum {
	DKIM_BITS_LEAST = 1024,	/* RFC 8301 3.2; Gmail takes no shorter */
	DKIM_BITS_GOOD = 2048,
};

/* The value of a DKIM-Signature; what is absent is "". */
struct dkim_signature {
	const char *domain;	/* d=, as dns_name(); "" if it is no name */
	const char *selector;	/* s= */
	const char *algorithm;	/* a=, lower case */
	const char *headers;	/* h= */
	bool has_length;	/* l= */
};

enum dkim_state {
	DKIM_FOUND,
	DKIM_MISSING,
	DKIM_REVOKED,		/* p= is empty */
	DKIM_INVALID,		/* `bad` */
	DKIM_UNKNOWN,		/* DNS failed, or has not answered yet */
};

struct dkim_key {
	enum dkim_state state;
	const char *at;		/* "selector._domainkey.shop.example"; of a selector that makes no name
				   of it, its first TAGLIST_SHOWN bytes */
	const char *record;	/* NULL if there is none */
	const char *bad;	/* the tag that is wrong, or NULL */
	const char *type;	/* "rsa", "ed25519" */
	guint bits;		/* of an RSA key; 0: another kind */
	bool test;		/* t=y: receivers are to ignore it */
	bool no_sha256;		/* h= does not let it be used with SHA-256 */
};

struct dkim_signature dkim_read_signature(struct arena *a, const char *value);
struct dkim_key dkim_find(struct dns *d, struct arena *a, const char *selector, const char *domain);
/* The same for a record in hand: what dkim_find() does with what it finds. */
void dkim_read_key(struct arena *a, const char *record, struct dkim_key *k);

#endif
