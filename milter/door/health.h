/*
 * health.h - figures of the daemon, for whoever asks.
 *
 * Pages: /metrics for Prometheus, /status in words, /health: "ok", "trouble" with what
 * somebody should look at below it, or with status 503 why no mail is judged.
 */
#ifndef DOOR_HEALTH_H
#define DOOR_HEALTH_H

#include "act/figures.h"

void health_open(void);		/* from here on it counts */
void health_close(void);

/* A message got its verdict; nothing happens before health_open(). */
void health_count(const struct verdict *v, enum act_taken taken, guint64 microseconds, bool cut);

guint health_page(const char *path, GString *out);

#endif
