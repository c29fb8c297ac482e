#include "core/rule.h"

enum { LOOKED_AT = 64 * 1024 };	/* of a file: its lines are all alike */

/* The first line that does not end as the first line of the message does, or has a CR inside. */
static const char *
odd_line(const char *s, const char *end, bool crlf)
{
	const char *line = s, *cr = memchr(s, '\r', (gsize)(end - s));

	if (!crlf && !cr)
		return NULL;	/* a file with LF all through */
	for (const char *lf; (lf = memchr(line, '\n', (gsize)(end - line))); line = lf + 1) {
		if ((lf > line && lf[-1] == '\r') != crlf)
			return line;
		while (cr && cr < lf - crlf)
			return line;
		if (cr && cr < lf)
			cr = memchr(lf, '\r', (gsize)(end - lf));
	}
	return cr && end - cr > 1 ? line : NULL;
}

/* The same in all of the message but the rest of large files. */
static const char *
odd_line_of(const struct message *m)
{
	const char *at = m->raw, *end = m->raw + m->len;

	for (guint i = 0; i < m->parts->len; i++) {
		const struct part *p = &g_array_index(m->parts, struct part, i);
		const char *body = m->raw + p->raw.at, *stop, *line;

		if ((p->kind != PART_FILE && p->kind != PART_IMAGE) || p->raw.len <= LOOKED_AT ||
		    body < at)
			continue;
		stop = memchr(body + LOOKED_AT, '\n', p->raw.len - LOOKED_AT);
		if (!stop)
			continue;
		if ((line = odd_line(at, stop + 1, m->crlf)))
			return line;
		at = body + p->raw.len;
	}
	return odd_line(at, end, m->crlf);
}

static void
check(const struct facts *f, struct findings *out)
{
	const char *raw = f->message->raw, *end = raw + f->message->len;
	const char *line = odd_line_of(f->message), *lf;
	const struct text *t;
	gsize len;

	if (!line)
		return;
	lf = memchr(line, '\n', (gsize)(end - line));
	len = (gsize)((lf ? lf : end) - line);
	t = found_raw(f, "line", (struct span){ (gsize)(line - raw), MIN(len, 200) });
	if (lf && len && lf[-1] == '\r' && !f->message->crlf)
		found(out, t, text_all(t), "this line ends in CR LF, the first one in LF");
	else if (f->message->crlf && lf && !(len && lf[-1] == '\r'))
		found(out, t, text_all(t), "this line ends in LF, the first one in CR LF");
	else
		found(out, t, text_all(t), "a carriage return stands within a line");
}

const struct rule rule_mime_bare_newline = {
	.id       = "mime-bare-newline",
	.title    = "line ends are mixed",
	.why      = "Servers refuse a bare LF or CR, because it can smuggle in another mail, or change "
		    "it, which breaks DKIM signatures.",
	.fix      = "End every line in CR LF when the mail is handed over, in files with one kind of line end.",
	.ignore   = "In a file: when the server writes all line ends anew.",
	.points   = 30,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5321 2.3.8; Exchange Online 550 5.6.11",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\r\nSubject: Order\r\n\r\nHello,\nhow are you?\r\n", .at = "Hello,"),
		HIT ("From: a@shop.example\nSubject: Order\n\nHello,\r\nhow are you?\n", .at = "Hello,\r"),
		HIT ("From: a@shop.example\r\nSubject: Order\r\n\r\nHello,\r\nhow\rare you?\r\n",
		     .at = "how\rare you?\r"),
		HIT ("From: a@shop.example\nSubject: Order\n\nHello,\rhow are you?\n"),
		PASS("From: a@shop.example\nSubject: Order\n\nHello,\nhow are you?\n"),
		PASS("From: a@shop.example\r\nSubject: Order\r\n\r\nHello,\r\nhow are you?\r\n"),
		PASS("From: a@shop.example\r\nSubject: Order\r\n\r\nHello,\r\nno end"),
		PASS("From: a@shop.example\r\nSubject: Order\r\n\r\ncut here\r"),
		PASS(SUBJECT("Order")),
	},
};
