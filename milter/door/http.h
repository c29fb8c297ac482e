/*
 * http.h - the side door: figures for Prometheus and for `sendlint status`.
 *
 * One thread, apart from all that handles mail, with a few connections at a time; who
 * comes when there are too many takes the place of the one that has waited longest for
 * nothing.  A request has 4 KB and 5 seconds, and gets one answer.
 */
#ifndef DOOR_HTTP_H
#define DOOR_HTTP_H

#include "core/base.h"

/* Appends the text at `path` to `out`, which is empty; the status of HTTP. */
typedef guint http_page(const char *path, GString *out);

bool http_open(const char *address, GError **error);
void http_start(http_page *page);	/* only after http_open(); else nothing happens */
void http_stop(void);
/* Connections that were given up, so far. */
guint64 http_dropped(void);

#endif
