/*
 * feedback.h - whoever a policy names is told by mail what was done to mail, and why.
 *
 * A callback puts a digest into a bounded queue in memory, where the same ones are
 * counted together, and goes on.  A thread of its own keeps them in a file, gathers
 * until they are due, and hands them over by SMTP.  The file survives a restart.  A
 * digest is struck off after the server took it: a kill in between sends it twice, with
 * the same Message-ID, and none is lost but what a second counted.
 */
#ifndef DOOR_FEEDBACK_H
#define DOOR_FEEDBACK_H

#include "act/act.h"
#include "load/snapshot.h"

/* A file of that name in the state folder. */
#define FEEDBACK_FILE "feedback.db"

/* Starts the thread; settings are those of the snapshot in force. */
void feedback_open(void);
/* Keeps what was counted, within two seconds, and ends the thread or leaves it behind. */
void feedback_close(void);

/* Who is to hear of it, or NULL: nobody.  Never a null sender, a list or a program that
   answers, and never about mail of ours. */
const char *feedback_addressee(const struct config *c, const struct verdict *v);
/* Something was done to a mail: never waits for a disk or a network. */
void feedback_note(const struct config *c, const struct verdict *v, const char *id, enum act_taken taken);

#endif
