/*
 * spf.h - who may send for a domain: RFC 7208.
 *
 * spf_judge() walks the record of a domain and all that it includes.  With an
 * address it stops where that matches, as a receiver does; without one it walks
 * to the end and counts, as the unluckiest receiver does.
 *
 * The record is hostile: every walk is bounded by SPF_LOOKUPS_MOST.
 */
#ifndef CORE_SPF_H
#define CORE_SPF_H

#include "core/dns.h"

enum {
	SPF_LOOKUPS = 10,	/* RFC 7208 4.6.4 */
	SPF_VOIDS = 2,
	SPF_NAMES = 10,		/* hosts of one mx, names of one ptr */
	SPF_LOOKUPS_MOST = 30,	/* counted no further */
};

enum spf_result {
	SPF_NONE,		/* no record */
	SPF_NEUTRAL,
	SPF_PASS,
	SPF_FAIL,
	SPF_SOFTFAIL,
	SPF_PERMERROR,
	SPF_UNKNOWN,		/* DNS failed, or has not answered yet */
};

/* The first thing that is wrong with it. */
enum spf_problem {
	SPF_FINE,
	SPF_SEVERAL,		/* records of `at` */
	SPF_SYNTAX,		/* `term` of the record of `at`, at character `column` */
	SPF_LOOP,		/* `at` includes itself */
	SPF_MISSING,		/* `term` includes, or leads to, a domain without a record */
	SPF_MANY_LOOKUPS,
	SPF_MANY_VOIDS,
	SPF_MANY_HOSTS,		/* more than SPF_NAMES of one mx: `term` */
	SPF_OPEN_TO_ALL,	/* +all */
	SPF_USES_PTR,		/* `term`: deprecated, slow, often not looked at */
};

struct spf {
	enum spf_result result;	/* of the address; without one: SPF_NONE, SPF_PERMERROR, SPF_UNKNOWN
				   or SPF_NEUTRAL */
	const char *domain;
	const char *record;	/* NULL if there is none */
	enum spf_problem problem;
	const char *at, *term;	/* of the problem: a domain, a term of its record */
	guint column;		/* of the term, from 1 */
	guint lookups;		/* DNS terms met, up to SPF_LOOKUPS_MOST */
	guint voids;		/* of them, those that found nothing */
	const char *matched;	/* the term that decided, or NULL */
};

/* Who sends: what macros need.  Any but `domain` may be NULL: not known. */
struct spf_sender {
	const char *domain;	/* whose record is judged */
	const char *local;	/* part of the address; NULL: "postmaster" */
	const char *helo;
	const struct dns_address *address;
};

/* All in the arena, or in the table. */
struct spf spf_judge(struct dns *d, struct arena *a, const struct spf_sender *sender);

/* The words of RFC 7208: "none", "pass", "softfail"...; SPF_UNKNOWN is "unknown". */
const char *spf_result_name(enum spf_result r);

#endif
