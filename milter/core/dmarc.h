/*
 * dmarc.h - what a domain wants done with mail that is not its own: RFC 7489, RFC 9989.
 *
 * The record is looked for at the domain, then at each name above it up to the
 * organisational domain.  Readers of RFC 7489 look only at the first and the last of
 * these.
 */
#ifndef CORE_DMARC_H
#define CORE_DMARC_H

#include "core/dns.h"

enum dmarc_state {
	DMARC_NONE,
	DMARC_FOUND,
	DMARC_SEVERAL,		/* records at one name: as if there were none */
	DMARC_INVALID,		/* `bad`: as if there were none */
	DMARC_UNKNOWN,		/* DNS failed, or has not answered yet */
};

struct dmarc {
	enum dmarc_state state;
	const char *at;		/* "_dmarc.shop.example": where it was found */
	const char *record;	/* NULL if there is none */
	const char *policy;	/* of this domain: "none", "quarantine" or "reject" */
	const char *rua;	/* where reports go, or NULL */
	const char *bad;	/* what of it is wrong, or NULL */
	bool strict_spf, strict_dkim;	/* the very domain, not only the same organisation's */
	bool inherited;		/* from a name above */
};

struct dmarc dmarc_find(struct dns *d, struct arena *a, const char *domain);

#endif
