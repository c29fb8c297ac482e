/*
 * lint.h - the whole of the core, seen from outside: bytes in, verdict out.
 *
 * The core does no I/O, reads no clock, environment or locale, keeps no
 * state between messages and takes no locks.  It cannot fail: whatever is
 * wrong with a message is something to report about it.
 *
 * A `struct lint` is built once by load/, is never changed afterwards, and
 * may be shared by all threads.
 */
#ifndef CORE_LINT_H
#define CORE_LINT_H

#include <stdatomic.h>

#include "core/finding.h"

struct lint {
	const struct policies *policies;
	const struct phrases *phrases;	/* may be NULL */
	const struct speller *speller;	/* may be NULL */
	const struct grammar *grammar;	/* may be NULL */
	const struct language_model *language_model;	/* may be NULL: no language is certain */
	const char *dictionaries_version;	/* hash, hex */
	const char *policies_version;	/* hash, hex */
};

/* What the door knows beside the envelope. */
struct lint_options {
	const struct policy *policy;	/* NULL: chosen by the envelope */
	unsigned class;			/* 0: by policy or worked out */
	const atomic_int *cancel;	/* set to 1 by the door when time is up; NULL: never; not
					   read after the check */
	unsigned limits;		/* enum limit, reached by the door itself */
	enum message_bare bare;		/* the bytes are no message but the text of one */
	const struct auth_options *online;	/* what DNS answered; NULL: it is not asked */
	bool allow_all;			/* every rule that is not locked may be allowed: allowance.h */
	const struct template_engine *engine;	/* the mail is its template; NULL: it is a mail */
};

struct verdict {
	const struct policy *policy;
	const struct facts *facts;	/* for reports and `sendlint facts` */
	unsigned class;
	const char *class_why;
	int points;
	int quality;			/* percent: max(0, 100 - points) */
	enum action action;		/* what enforce would do */
	GArray *findings;		/* struct finding, heaviest first */
	GArray *allowed;		/* the same: what the author allowed; they cost nothing */
	GPtrArray *not_checked;		/* const char *: in words, for people */
	GArray *suggestions;		/* struct suggestion: of suggest.h, empty until it is asked */
	bool incomplete;		/* cancelled: findings so far */
	const struct lint *lint;
};

/* The verdict, and all it points to, lives in the arena; `raw` must too. */
const struct verdict *lint_check(const struct lint *l, struct arena *a,
				 const struct envelope *env, const char *raw, gsize len,
				 const struct lint_options *options);

/* What lint_check() would ask DNS: leaves open in options->online->dns what is not answered
   there.  To be called anew once it is, until nothing is open. */
void lint_ask(const struct lint *l, struct arena *a, const struct envelope *env,
	      const char *raw, gsize len, const struct lint_options *options);

#endif
