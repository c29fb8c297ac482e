/*
 * quota.h - how often something was done for somebody within the last hour.
 *
 * A file that processes share, locked while it is read and written.  It holds a hash
 * of each name and a time, and forgets what is older than an hour.
 */
#ifndef ACT_QUOTA_H
#define ACT_QUOTA_H

#include "core/base.h"

enum quota { QUOTA_TAKEN, QUOTA_SPENT, QUOTA_FAILED };

/* One of `most` an hour; `now` in Unix seconds.  QUOTA_FAILED with the reason. */
enum quota quota_take(const char *path, const char *name, guint most, gint64 now, GError **error);
/* It was not done after all. */
void quota_give_back(const char *path, const char *name, gint64 now);

#endif
