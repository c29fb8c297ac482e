/*
 * robot.h - was this mail written by a program that would answer or pass on?
 */
#ifndef DOOR_ROBOT_H
#define DOOR_ROBOT_H

#include "core/message.h"

/* A name that programs send under: mailer-daemon, the owner of a list. */
bool robot_sends(const char *sender);
/* Header fields of answers and lists.  `known`: of a sender that is ours to tell, whose own
   programs may well say that they generated it. */
bool robot_wrote(const struct message *m, bool known);

#endif
