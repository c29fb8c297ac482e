/*
 * config_values.h - every value in force and who set it: `config show`.
 */
#ifndef LOAD_CONFIG_VALUES_H
#define LOAD_CONFIG_VALUES_H

#include "load/config.h"

struct config_value {
	char *name;		/* "policies.shop.rules.subject-all-caps.points" */
	char *value;		/* as it would be written */
	char *origin;		/* "sendlint.conf:12", "default" */
	char *layer;		/* "defaults", "policy strict", or NULL: neither */
	bool locked;		/* lower layers can only make it stricter */
};

/* All of them, the daemon's first, then those of each policy: struct config_value. */
GPtrArray *config_values(const struct config *c);

#endif
