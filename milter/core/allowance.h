/*
 * allowance.h - what the author of a mail says is meant so, and why.
 *
 *     X-Sendlint-Allow: subject-all-caps, links-http; reason="the brand is written so"
 *     <!-- sendlint-allow images-low-text: the poster is the message -->
 *
 * The policy says which rules may be allowed, and whether comments count: they
 * reach the recipients.  A reason is asked for, and a rule that was locked
 * cannot be allowed.
 */
#ifndef CORE_ALLOWANCE_H
#define CORE_ALLOWANCE_H

#include "core/policy.h"

/* Fills f->allowances, no more than LIMIT_ALLOWANCES.  `all`: every rule that is not locked
   may be allowed, in comments too, whatever the policy says.  Needs FACTS_VIEWS for
   comments. */
void allowance_read(struct facts *f, const struct policy *p, bool all);

/* The one that counts for this rule of the policy, or NULL. */
const struct allowance *allowance_of(const struct facts *f, guint rule);

#endif
