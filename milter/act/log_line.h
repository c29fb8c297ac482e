/*
 * log_line.h - a line of the log, field by field, as text or as JSON.
 *
 * Text is key=value; of a value what is no plain ASCII stands as \xNN, and "-" for one
 * that is not known.  JSON are the members of one object, without its braces; of a
 * value control characters, those that turn the direction of writing around, and bytes
 * that are not UTF-8 (as U+FFFD) are escaped.  Of a long value 256 bytes are there.
 */
#ifndef ACT_LOG_LINE_H
#define ACT_LOG_LINE_H

#include "core/lint.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO };

enum log_format { LOG_TEXT, LOG_JSON };

struct log_line {
	enum log_format format;
	enum log_level level;
	GString *s;		/* the caller's to free; log_put() takes it over */
};

/* `event` is a word for machines: "message", "start"; text begins with `before`. */
void log_line_begin(struct log_line *l, enum log_format format, enum log_level level,
		    const char *event, const char *before);
void log_line_string(struct log_line *l, const char *key, const char *value);	/* NULL: not known */
void log_line_number(struct log_line *l, const char *key, gint64 value);
/* Ids of rules, each once, at most 20; "..." for more. */
void log_line_rules(struct log_line *l, const char *key, const GArray *findings);
/* Words for people, whatever stands in them. */
void log_line_words(struct log_line *l, const char *words);

#endif
