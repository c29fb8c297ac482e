/*
 * dns.h - what DNS was asked and what it answered.  Asks nobody.
 *
 * Who judges asks this table.  What is not in it stays open, and whoever can
 * reach a resolver (online/) answers what is open; then the same question has an
 * answer.  So all judging is pure, and examples and tests state the answers as a
 * small zone, which is then the whole world.
 *
 * A name that DNS failed on (no answer in time, SERVFAIL, nonsense) is neither
 * there nor missing: nothing may be found about it.
 */
#ifndef CORE_DNS_H
#define CORE_DNS_H

#include "core/arena.h"

enum dns_type { DNS_A = 1, DNS_PTR = 12, DNS_MX = 15, DNS_TXT = 16, DNS_AAAA = 28 };

enum dns_state {
	DNS_OPEN,		/* nobody has answered yet */
	DNS_FOUND,
	DNS_EMPTY,		/* the name is there, but has no such record */
	DNS_NXDOMAIN,		/* there is no such name */
	DNS_FAILED,		/* no telling: `why` */
};

/* IPv4 as mapped IPv6. */
struct dns_address {
	guint8 byte[16];
};

struct dns_record {
	const char *s;		/* TXT: its strings joined, NUL bytes as SUB; MX, PTR: a name in
				   lower case without the last dot, "" for the root; else NULL */
	guint preference;	/* MX */
	struct dns_address address;	/* A, AAAA */
};

struct dns_answer {
	const char *name;	/* lower case, ASCII, without the last dot */
	enum dns_type type;
	enum dns_state state;
	const char *why;	/* DNS_FAILED: "timeout", "SERVFAIL"...; a constant */
	GArray *records;	/* struct dns_record; of DNS_FOUND at least one */
	guint turn;		/* when it was last asked: see dns_turn() */
	bool wanted;		/* somebody has been told that it is open */
};

struct dns;

struct dns *dns_new(void);
void dns_free(struct dns *d);	/* NULL is fine */

/* The answer, perhaps still open.  Names in UTF-8 are asked in their ASCII form; what can
   be no name is DNS_NXDOMAIN.  Never NULL; lives as long as the table. */
const struct dns_answer *dns_ask(struct dns *d, const char *name, enum dns_type type);

/* Some answer that is open, each once, to be settled; or NULL. */
struct dns_answer *dns_next_open(struct dns *d);
/* It is answered now.  dns_add() before it: `s` of `len` bytes is copied. */
void dns_settle(struct dns_answer *a, enum dns_state state, const char *why);
void dns_add_name(struct dns *d, struct dns_answer *a, const char *name, guint preference);
void dns_add_text(struct dns *d, struct dns_answer *a, const char *s, gsize len);
void dns_add_address(struct dns_answer *a, const void *bytes, gsize len);

/* Begins a turn, say a mail.  dns_failed() has the questions of this turn that failed, and
   dns_asked() counts the distinct ones. */
void dns_turn(struct dns *d);
GPtrArray *dns_failed(const struct dns *d, struct arena *a);	/* struct dns_answer */
guint dns_asked(const struct dns *d);

/*
 * The world as lines "NAME TYPE VALUE": A, AAAA, TXT (the rest of the line), PTR, and MX with
 * or without a preference; "NAME TYPE SERVFAIL" and "TIMEOUT" fail.  Other names are not
 * there.  False if a line is none of this.
 */
bool dns_parse_zone(struct dns *d, const char *zone);

/* An address as people write it; "1.2.3.4" becomes a mapped one. */
bool dns_parse_address(const char *s, struct dns_address *ret_address);
bool dns_is_ipv4(const struct dns_address *a);
/* The first `bits` (of 128) are the same. */
bool dns_same_network(const struct dns_address *a, const struct dns_address *b, guint bits);
/* As people write it. */
char *dns_print_address(struct arena *arena, const struct dns_address *a);
/* "4.3.2.1" or the nibbles of an IPv6 address, turned around, without a zone. */
char *dns_reverse(struct arena *arena, const struct dns_address *a);

const char *dns_type_name(enum dns_type t);
/* As DNS is asked: ASCII, lower case, no last dot.  NULL if it is no name. */
char *dns_name(struct arena *arena, const char *s);

#endif
