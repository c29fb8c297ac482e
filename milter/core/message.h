/*
 * message.h - raw bytes to header fields, parts and the texts people read.
 *
 * Only message*.c know GMime.  A broken message is data, not an error:
 * parsing never fails.  What was broken is in `oddities`.
 *
 * Payloads are not copied: a part is a span of the raw bytes, and only text
 * that a reader sees is decoded, up to LIMIT_TEXT_*.  Its line ends are LF,
 * whatever they were, so that lines count as an editor counts them; the way
 * back knows the difference.
 *
 * GMime is the parser: it finds fields, parts and boundaries, reads parameters
 * and addresses, and says what is malformed.  Ours is the way back (places,
 * encoded words, transfer encodings, charsets) and what GMime gets to see: a
 * view without the middles of bodies (message_view.h).
 */
#ifndef CORE_MESSAGE_H
#define CORE_MESSAGE_H

#include "core/field.h"
#include "core/transfer.h"

enum part_kind {
	PART_MULTIPART,
	PART_MESSAGE,		/* message/rfc822: its parts follow, one level deeper */
	PART_PLAIN,		/* text/plain (or untyped) shown in place */
	PART_HTML,		/* text/html shown in place */
	PART_IMAGE,		/* an image that belongs to the HTML (inline or with Content-ID) */
	PART_FILE,		/* all else: what a reader saves */
};

struct part {
	const char *path;	/* IMAP: "1", "1.2"; "" for the message itself if multipart */
	int parent;		/* index in message.parts, or -1 */
	guint depth;		/* 0 for the top */
	bool nested;		/* inside a message/rfc822: somebody else's mail */
	enum part_kind kind;
	const char *type;	/* "text/html", lower case; "text/plain" if absent */
	const char *charset;	/* as declared, or NULL */
	enum encoding encoding;
	const char *disposition;	/* "attachment", "inline", lower case, or NULL */
	const char *content_id;	/* without < >, or NULL */
	const struct text *file_name;	/* decoded, RFC 2231 or 2047, or NULL */
	struct span raw_header;
	struct span raw;	/* the encoded body */
	gsize size;		/* bytes after decoding; of what is not shown, counted only */
	const char *magic;	/* real type by its first bytes ("application/pdf"), or NULL */
	GArray *fields;		/* struct field, of this part (the message's own: message.fields) */
	/* For PART_PLAIN and PART_HTML; NULL otherwise: */
	const struct text *text;
	unsigned charset_oddities;	/* enum charset_oddity */
	struct span charset_bad;	/* the first bytes that do not fit, raw */
	bool cut;		/* text beyond the limit was left out */
};

enum oddity_kind {
	ODDITY_HEADER,		/* a line in the header that is neither field nor continuation */
	ODDITY_BOUNDARY,	/* a boundary that is missing, not declared or not closed */
	ODDITY_ENCODING,	/* broken base64 or quoted-printable */
	ODDITY_OTHER,
};

struct oddity {
	enum oddity_kind kind;
	gsize at;		/* offset in the raw bytes */
	const char *what;	/* in words, for people */
};

/* What a file holds in place of a whole message. */
enum message_bare { MESSAGE_WHOLE, MESSAGE_BARE_HTML, MESSAGE_BARE_TEXT };

struct message {
	struct arena *arena;
	const char *raw;	/* borrowed from the caller for the life of the arena */
	gsize len;
	bool crlf;		/* lines end with CRLF: wire form */
	struct span raw_header;	/* up to and without the empty line */
	GArray *fields;		/* struct field, top header, in order */
	GArray *parts;		/* struct part, in reading order, parents first */
	GArray *oddities;	/* struct oddity */
	enum message_bare bare;	/* it has no header, and never had one */
	unsigned limits;	/* enum limit, of parsing */
	GArray *addresses;	/* struct address_list: those that were asked for */
	GArray *lines;		/* guint: line ends before each stretch, as far as was asked */
};

/* Once in a process, before the first message. */
void message_init(void);

struct message *message_parse(struct arena *a, const char *raw, gsize len);
/* A template or its output without a header, in UTF-8: one part, no fields. */
struct message *message_bare(struct arena *a, const char *raw, gsize len, enum message_bare kind);

/* The nth field (from 0) of that name, any case; NULL if there is none. */
const struct field *message_field(const struct message *m, const char *name, guint nth);
guint message_count(const struct message *m, const char *name);

/* One address of From, To, Cc, Reply-To... */
struct address {
	const char *name;	/* decoded display name, or NULL */
	const char *local, *domain;	/* "anna", "shop.example" in lower case; "" if absent */
	struct span where;	/* in the field's decoded value; may cover the whole field */
};

struct address_list {
	const char *name;	/* of the fields */
	const GArray *found;	/* struct address */
	bool cut;		/* there are more than LIMIT_RECIPIENTS */
};

/* All addresses of all fields of that name; groups are flattened.  Read when first asked for. */
const GArray *message_addresses(const struct message *m, const char *name);

/* Had some field more of them than LIMIT_RECIPIENTS?  Of those that were asked for. */
bool message_addresses_cut(const struct message *m);

/* The first line of a part's raw body that is longer, blanks at its end not counted; false if
   there is none at its beginning, where lines are as everywhere. */
bool message_long_line(const struct message *m, const struct part *p, gsize most,
		       struct span *ret_raw);

/* Line of the raw message, from 1, that holds the offset.  Walks it as far as that, once. */
guint message_line(const struct message *m, gsize offset);

#endif
