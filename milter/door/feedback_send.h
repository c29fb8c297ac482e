/*
 * feedback_send.h - digests that are due, as mails.
 *
 * For the thread of feedback.c: it waits for the mail server.
 */
#ifndef DOOR_FEEDBACK_SEND_H
#define DOOR_FEEDBACK_SEND_H

#include "load/snapshot.h"
#include "store/digests.h"

/* Hands over at most one.  TRUE: there may be more that are due now; FALSE: none, or the
   server or the file is not to be had, the latter with the error. */
bool feedback_send(struct database *d, struct snapshot *s, GError **error);

#endif
