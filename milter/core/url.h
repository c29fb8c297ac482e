/*
 * url.h - an address on the web, taken apart where it stands.
 *
 * Nothing is decoded, copied or fetched.  Parsing never fails: what has no
 * scheme or host has empty spans for them.  The registrable domain comes
 * from a short suffix list of our own, so it is right for the suffixes that
 * mail of our languages uses, and one label too short for rare ones.
 */
#ifndef CORE_URL_H
#define CORE_URL_H

#include "core/base.h"

struct url {
	struct span scheme;	/* without ':' */
	struct span user;	/* before '@', without it */
	struct span host;	/* without the brackets of IPv6 */
	struct span port;	/* digits */
	struct span rest;	/* path, query, fragment */
	bool bracketed;		/* host stands in [ ] */
};

struct url url_of(const char *s, gsize len);

/* Where the registrable domain begins: 4 in "www.shop.co.uk"; 0 for addresses. */
gsize url_site(const char *host, gsize len);

/* As browsers read numbers: "10.0.0.1", "0x7f.1", "2130706433". */
bool url_is_ipv4(const char *host, gsize len, guint32 *ret_address);

enum url_private {
	URL_PUBLIC,
	URL_LOOPBACK,		/* localhost, 127.0.0.0/8, ::1 */
	URL_PRIVATE_NETWORK,	/* RFC 1918, link-local, unique local */
	URL_NO_DOMAIN,		/* no dot */
	URL_INTERNAL_SUFFIX,	/* .local, .lan, .test ... */
	URL_STAGING,		/* a label that says "not the real one" */
};

/* `host` in lower case. */
enum url_private url_private_kind(const char *host, gsize len);

/* The next URL in running text at or after `from`: http://, https:// or www.
   FALSE if there is none.  Punctuation of the sentence is not part of it. */
bool url_next(const char *s, gsize len, gsize from, struct span *ret_where);

#endif
