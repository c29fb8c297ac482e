/*
 * facts_own.h - words a message brings along, which are nobody's mistakes.
 *
 * Names of people, firms and files: from the addresses of From, To and Cc, from hosts
 * of links, from names of attachments, and what stands in quotation marks.
 */
#ifndef CORE_FACTS_OWN_H
#define CORE_FACTS_OWN_H

#include "core/facts.h"

struct facts_own {
	GHashTable *folded;	/* char *; NULL until somebody asks */
	struct lexicon *lexicon;	/* of these words alone */
};

bool facts_own_has(struct facts_own *o, const struct facts *f, const struct word *w);

#endif
