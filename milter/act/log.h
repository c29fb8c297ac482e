/*
 * log.h - one line a message, and the few notices of a daemon.
 *
 * Lines go through a bounded queue to a thread of its own, so that whoever
 * handles mail never waits for a disk or a syslog that hangs.  What does not
 * fit is dropped and counted; the count is said in the log itself.
 */
#ifndef ACT_LOG_H
#define ACT_LOG_H

#include "act/act.h"

/* What is said of a message: nothing of its content. */
struct log_record {
	const struct envelope *envelope;
	const struct verdict *verdict;
	const char *id;
	enum act_taken taken;
	guint64 milliseconds;		/* from its end to its verdict */
	bool cut;			/* only its beginning was seen */
};

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO };

/* `target`: "syslog", "syslog:SOCKET", "stderr" or a file.  Starts the thread. */
bool log_open(const char *target, GError **error);
/* After a rotation: a file is opened anew. */
void log_reopen(void);
/* Writes what waits, for at most a second, and ends the thread. */
void log_close(void);

void log_say(enum log_level level, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
void log_message(const struct log_record *r);

/* " key=value", control characters and spaces as \xNN; "-" for NULL. */
void log_add_value(GString *out, const char *key, const char *value);
/* The line: key=value, control characters and spaces as \xNN. */
void log_format(GString *out, const struct log_record *r);
guint64 log_dropped(void);

#endif
