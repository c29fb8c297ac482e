/*
 * test_address.h - what is said to the test address, and who may hear of it.
 *
 * Knows nothing of mail itself: envelope and settings only.
 */
#ifndef LOAD_TEST_ADDRESS_H
#define LOAD_TEST_ADDRESS_H

#include "load/config.h"

/* Is this the test address, with or without +POLICY?  `ret_policy` (may be NULL): what was
   asked for, borrowed from `rcpt`, up to the @; NULL if nothing was. */
bool test_address_is(const struct answer *a, const char *rcpt, struct span *ret_policy);
/* Do these recipients, of which there must be one, have no other among them? */
bool test_address_only(const struct answer *a, const char *const *rcpts);

/* By which policy a test mail is judged: the one that was asked for where this sender may
   use it, else its own.  `ret_granted`: it was asked for and may be, or nothing was. */
const struct policy *test_address_policy(const struct config *c, const struct envelope *e,
					 const char *asked, bool *ret_granted);

/* Who may hear of a mail because it is theirs: the sender where the login may use that
   address, the login where it is a local one, else NULL. */
const char *test_address_author(const struct config *c, const struct envelope *e);
/* Where the report goes: there, else to the configured address.  NULL: to nobody. */
const char *test_address_reader(const struct config *c, const struct envelope *e);

#endif
