/*
 * writer.h - JSON, member by member.  Pure; the only one that knows json-glib.
 *
 * A name is NULL inside an array and at the top.  Strings are valid UTF-8 and
 * are copied.
 */
#ifndef REPORT_WRITER_H
#define REPORT_WRITER_H

#include "core/base.h"

struct writer;

struct writer *writer_new(void);
void writer_free(struct writer *w);	/* NULL is fine */

void writer_object(struct writer *w, const char *name);
void writer_object_end(struct writer *w);
void writer_array(struct writer *w, const char *name);
void writer_array_end(struct writer *w);

void writer_string(struct writer *w, const char *name, const char *value);	/* NULL: null */
void writer_int(struct writer *w, const char *name, gint64 value);
void writer_bool(struct writer *w, const char *name, bool value);

/* Appends what was written, on one line without its end, and begins anew. */
void writer_flush(struct writer *w, GString *out);

#endif
