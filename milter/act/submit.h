/*
 * submit.h - hands one mail of ours to a mail server, by SMTP.
 *
 * For threads and programs that may wait, never for a callback.  The sender is
 * the null one: what cannot be delivered comes back to nobody.
 */
#ifndef ACT_SUBMIT_H
#define ACT_SUBMIT_H

#include "core/base.h"

enum submit_error {
	SUBMIT_LATER,		/* nobody answers, or it says to try again */
	SUBMIT_REFUSED,		/* it never will */
};
#define SUBMIT_ERROR (submit_error_quark())
GQuark submit_error_quark(void);

/* `address`: "unix:/path" or "inet:PORT@ADDRESS", with an IP address or "localhost".  `mail` is 7-bit, with LF;
   `to` an address in ASCII.  Each wait ends after 30 seconds. */
bool submit(const char *address, const char *to, const char *mail, GError **error);

#endif
