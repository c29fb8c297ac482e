/*
 * fingerprint.h - the same template gives the same fingerprint.
 *
 * SHA-256 over the HTML tag skeleton (else the text's line shapes) and the
 * subject, with digit runs, addresses and quoted names masked, so an order
 * number does not make a mail another.  The prefix is the version of this
 * function: what is compared across releases carries it.
 */
#ifndef CORE_FINGERPRINT_H
#define CORE_FINGERPRINT_H

#include "core/finding.h"

/* "v1:" and 64 hex digits, in the facts' arena. */
char *fingerprint(struct facts *f);

/* The subject as the fingerprint has it: mails with the same fingerprint have the same.  At most
   80 code points. */
char *fingerprint_subject(struct facts *f);

/* The words of a place, on one line, with numbers, ids and addresses masked: the next mail
   of the template has the same. */
char *fingerprint_excerpt(struct arena *a, const struct text *t, struct span where);

#endif
