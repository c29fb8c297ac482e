/* door.h - ways in.  Each takes what it needs and returns an exit status. */
#ifndef DOOR_DOOR_H
#define DOOR_DOOR_H

#include "load/snapshot.h"
#include "report/report.h"

/* sendlint serve: answers an MTA until SIGTERM; reloads `config_path` on SIGHUP.
   `address` overrides the setting `milter`; both may be NULL. */
struct door_serve {
	const char *config_path;
	const char *address;
	bool foreground;
};
int door_milter(const struct door_serve *o);

/* sendlint check: files, folders, "-". */
struct door_check {
	struct snapshot *snapshot;
	const struct policy *policy;	/* NULL: chosen as for the null login */
	unsigned class;			/* 0: worked out */
	enum report_format format;
	enum level min_level, fail_level;
	bool color;
	const char *language;		/* of the report */
};
int door_check(const struct door_check *o, char **paths);
int door_facts(const struct door_check *o, char **paths);

#endif
