/*
 * config_feedback.h - can the policies tell whom they want to tell?
 */
#ifndef LOAD_CONFIG_FEEDBACK_H
#define LOAD_CONFIG_FEEDBACK_H

#include "load/config.h"
#include "load/mistakes.h"

/* When policies and settings are read. */
void config_feedback_check(const struct config *c, struct mistakes *m);
/* Does some policy tell anybody? */
bool config_feedback_wanted(const struct config *c);

#endif
