/*
 * spamd_request.h - what a client of the spamd protocol asks, as its bytes come in.
 *
 * Two dialects: SpamAssassin's own ("REPORT SPAMC/1.5"), and the one that Exim
 * calls variant=rspamd ("CHECK RSPAMC/1.3"), which also tells the envelope.
 * A head of lines, an empty line, then as many bytes as Content-length says.
 * Line ends are CRLF or LF.  Does no I/O; nothing a client says is trusted.
 */
#ifndef DOOR_SPAMD_REQUEST_H
#define DOOR_SPAMD_REQUEST_H

#include "core/facts.h"
#include "door/spool.h"

enum spamd_command { SPAMD_CHECK, SPAMD_SYMBOLS, SPAMD_REPORT, SPAMD_REPORT_IFSPAM, SPAMD_PING };

struct spamd_request {
	enum spamd_command command;
	bool rspamd;			/* the dialect */
	guint version;			/* of the dialect, what follows "1." */
	struct envelope envelope;	/* rcpts and queue_id set when the head is whole */
	unsigned limits;		/* enum limit */
	guint64 length;			/* of the message, in bytes */
	const char *bad;		/* why this is no request, or NULL */
	bool has_head;			/* the empty line was there */

	/* How far it has come. */
	struct arena *arena;
	GPtrArray *rcpts;
	GString *line;
	gsize head;			/* bytes of it so far */
	bool has_command, has_length;
	guint64 body;			/* bytes of the message so far, as sent */
	guint mark;			/* of the lines before the message: which one is next */
	gsize matched;			/* bytes of it that were there */
	bool skipping;
};

/* Strings go into the arena; it must last longer. */
void spamd_request_init(struct spamd_request *r, struct arena *a);
void spamd_request_clear(struct spamd_request *r);

/* Bytes of the head; how many of them were used.  Done at `has_head` or `bad`. */
gsize spamd_request_head(struct spamd_request *r, const char *bytes, gsize len);

/* Bytes behind the head; how many of them were used: none beyond Content-length.  What Exim
   puts before a message ("From ", X-Envelope-From, X-Envelope-To) does not get into `to`. */
gsize spamd_request_body(struct spamd_request *r, struct spool *to, const char *bytes, gsize len);
bool spamd_request_whole(const struct spamd_request *r);

#endif
