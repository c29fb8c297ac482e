/*
 * figures.h - what a daemon knows of itself in numbers, and how it is put: for
 * Prometheus, and in words.
 *
 * The text format of Prometheus, 0.0.4; a counter begins with the daemon.
 */
#ifndef ACT_FIGURES_H
#define ACT_FIGURES_H

#include "act/log.h"
#include "act/tally.h"

enum { FIGURES_POINTS = 8, FIGURES_SECONDS = 12 };	/* bounds, without infinity */

/* How many were at most each bound and above the one before; the last: above all. */
struct figures_spread {
	guint64 points[FIGURES_POINTS + 1], points_sum;
	guint64 seconds[FIGURES_SECONDS + 1], microseconds_sum;
};

void figures_spread_add(struct figures_spread *s, int points, guint64 microseconds);

/* A number that has a name: "log", "store". */
struct figures_named {
	const char *name;
	guint64 n;
};
enum { FIGURES_NAMED = 8 };

struct figures {
	const char *version;
	gint64 now, started;		/* Unix seconds */
	struct tally *tally;
	struct figures_spread spread;
	guint64 late, cut;		/* messages of which only a part was looked at */
	guint64 not_outgoing, aborted;
	guint64 reloads, reloads_failed;
	bool reload_failed;		/* the last one */
	gint64 loaded;			/* Unix seconds: the configuration in force */
	guint64 errors, warnings;	/* lines of the log */
	guint connections, connections_most, messages;	/* now; under way */
	bool store_wanted, store_works;
	struct figures_named drops[FIGURES_NAMED];	/* end with NULL */
	struct figures_named queues[FIGURES_NAMED], rooms[FIGURES_NAMED];	/* likewise, in step */
	const char *listening;
};

/* For Prometheus. */
void figures_metrics(GString *out, const struct figures *f);
/* For people. */
void figures_words(GString *out, const struct figures *f);
/* What somebody should look at now, one a line; nothing if all is well. */
void figures_words_trouble(GString *out, const struct figures *f);

/* In how many milliseconds 99 of 100 messages had their verdict: the bound of a bucket;
   -1: there were none, or it is above all bounds. */
double figures_spread_slow(const struct figures_spread *s);

#endif
