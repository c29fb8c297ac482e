/*
 * spf_term.h - the terms of an SPF record, as RFC 7208 5 to 7 and 12 write them.
 */
#ifndef CORE_SPF_TERM_H
#define CORE_SPF_TERM_H

#include "core/spf.h"

enum spf_term_kind {
	SPF_ALL, SPF_INCLUDE, SPF_A, SPF_MX, SPF_PTR, SPF_IP4, SPF_IP6, SPF_EXISTS,
	SPF_REDIRECT, SPF_EXP,
};

struct spf_term {
	enum spf_term_kind kind;
	char qualifier;		/* '+', '-', '~', '?' */
	const char *text;	/* as written; at most SPF_TERM_SHOWN bytes */
	guint column;		/* in the record, from 1 */
	const char *spec;	/* domain-spec with macros; NULL: the domain itself */
	guint bits4, bits6;	/* prefix lengths */
	struct dns_address address;	/* SPF_IP4, SPF_IP6 */
};

enum { SPF_TERM_SHOWN = 80 };

/* The terms of a record that begins with "v=spf1", unknown modifiers left out.  False, and
   the term, if one is wrong. */
bool spf_term_parse(struct arena *a, const char *record, GArray *terms, struct spf_term *ret_bad);

/* The domain that a term asks about; NULL if that needs what is not known, or is no name. */
const char *spf_term_target(struct arena *a, const struct spf_term *t, const char *domain,
			    const struct spf_sender *sender);

#endif
