/*
 * own.h - rules that an administrator wrote as data: words, phrases, patterns.
 *
 * Such a rule is a struct rule like all others, with a struct own that says
 * what it looks for and where.  load/config_own.c makes them.
 */
#ifndef CORE_OWN_H
#define CORE_OWN_H

#include "core/pattern.h"
#include "core/rule.h"

enum own_scope {
	OWN_SUBJECT     = 1 << 0,
	OWN_BODY        = 1 << 1,	/* what a reader sees of each body */
	OWN_LINK_TARGET = 1 << 2,
	OWN_LINK_TEXT   = 1 << 3,
	OWN_ALT         = 1 << 4,	/* alternative texts of images */
	OWN_FILE_NAME   = 1 << 5,	/* names of attachments */
	OWN_FIELD       = 1 << 6,	/* header fields named in `fields` */
};

struct own {
	unsigned scopes;		/* enum own_scope */
	GPtrArray *fields;		/* const char *: "Reply-To"; borrowed */
	struct phrases *words;		/* or NULL */
	GPtrArray *patterns;		/* struct pattern */
};

struct own *own_new(void);
void own_free(struct own *o);		/* NULL is fine */

/* "subject", "body", "link-target", "link-text", "alt", "attachment-name"; false if there
   is none of that name.  Fields have no name here. */
bool own_scope_parse(const char *name, unsigned *ret_scope);
const char *const *own_scope_names(void);	/* NULL-terminated */

/* What the scopes need: FACTS_*. */
unsigned own_needs(const struct own *o);

/* The check of all rules of this kind. */
void own_check(const struct facts *f, struct findings *out);

/* Does it find something in these words?  For the examples of a rule. */
bool own_hits(const struct own *o, const char *words);

#endif
