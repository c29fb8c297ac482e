/*
 * log.h - one line a message, and the few notices of a daemon.
 *
 * As text, or each an object of JSON with the time it was written at (log_line.h).
 * Lines go through a bounded queue to a thread of its own, so that whoever
 * handles mail never waits for a disk or a syslog that hangs.  What does not
 * fit is dropped and counted; the count is said in the log itself.
 */
#ifndef ACT_LOG_H
#define ACT_LOG_H

#include "act/act.h"
#include "act/log_line.h"

/* What is said of a message: nothing of its content. */
struct log_record {
	const struct envelope *envelope;
	const struct verdict *verdict;
	const char *id;
	enum act_taken taken;
	guint64 milliseconds;		/* from its end to its verdict */
	bool cut;			/* only its beginning was seen */
};

/* `target`: "syslog", "syslog:SOCKET", "stderr" or a file.  Starts the thread. */
bool log_open(const char *target, GError **error);
/* After a rotation: a file is opened anew. */
void log_reopen(void);
/* Writes what waits, for at most a second, and ends the thread. */
void log_close(void);

/* Of lines from now on; text until it is said. */
void log_set_format(enum log_format f);

/* A notice.  `event` is its word for machines, which text leaves out: "start", "stop",
   "reload", "reload-failed"; log_say() is for all others, "notice". */
void log_event(enum log_level level, const char *event, const char *fmt, ...) G_GNUC_PRINTF(3, 4);
void log_say(enum log_level level, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
void log_message(const struct log_record *r);
/* A line of fields, begun by log_begin() in the format in force. */
void log_begin(struct log_line *l, enum log_level level, const char *event, const char *before);
void log_put(struct log_line *l);

/* What log_message() logs, into a line that was begun. */
void log_format(struct log_line *out, const struct log_record *r);

struct log_figures {
	guint64 dropped;		/* lines for which there was no room, or no log */
	guint64 errors, warnings;	/* said since the start */
	guint waiting, room;		/* lines in the queue, and how many it holds */
};
void log_figures(struct log_figures *ret_figures);

#endif
