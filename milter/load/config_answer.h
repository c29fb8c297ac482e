/*
 * config_answer.h - `answer = { }`: the address that answers a test mail with a report.
 */
#ifndef LOAD_CONFIG_ANSWER_H
#define LOAD_CONFIG_ANSWER_H

#include "load/config.h"
#include "load/setting.h"

/* One more such group; a later one has the last word on each setting. */
void config_answer_read(struct config *c, const struct node *n, struct mistakes *m);
/* When all files were read and the policies built. */
void config_answer_finish(struct config *c, struct mistakes *m);
/* Where a setting of the group was set, or NULL. */
const struct node *config_answer_origin(const struct config *c, const char *name);

#endif
