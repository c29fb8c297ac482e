#include "core/limits.h"
#include "core/message_text.h"

/* Back to the end of a line, so that no character is cut in two. */
static gsize
whole_lines(char *s, gsize len)
{
	gsize end = len;

	while (end > 0 && len - end < 4096 && s[end - 1] != '\n')
		end--;
	if (end == 0 || s[end - 1] != '\n')
		for (end = len; end > 0 && len - end < 4 && (guchar)s[end - 1] >= 0x80; end--)
			;
	s[end] = 0;
	return end;
}

static void
add_step(struct text *t, const struct map *step)
{
	if (!map_is_same(step))
		t->steps[t->n_steps++] = *step;
}

/* Decoded bytes of a part become its text. */
static void
make_text(struct message *m, struct part *p, const struct transfer_result *r, gsize len,
	  const struct map *transfer)
{
	struct text *t = arena_new0(m->arena, struct text);
	struct charset_result c;
	struct map charset, unix_ends;
	bool exact = true;

	map_init(&charset, m->arena);
	map_init(&unix_ends, m->arena);
	c = charset_decode(m->arena, p->charset, r->s, len, &charset);
	*t = (struct text){ .name = "body", .part = p->path, .raw = p->raw };
	t->s = transfer_unix(m->arena, c.s, c.len, &t->len, &unix_ends);
	if (p->encoding != ENCODING_UUENCODE) {
		add_step(t, &unix_ends);
		add_step(t, &charset);
		add_step(t, transfer);
		t->n_steps = MAX(t->n_steps, 1);
	}
	p->text = t;
	p->charset_oddities = c.oddities;
	if (c.oddities & CHARSET_WRONG) {
		p->charset_bad = map_back(transfer, (struct span){ c.bad_at, 1 }, &exact);
		p->charset_bad.at += p->raw.at;
	}
}

gsize
message_text(struct message *m, struct part *p, gsize left)
{
	gsize most = MIN(LIMIT_TEXT_PART, left), len;
	struct transfer_result r;
	struct map transfer;

	map_init(&transfer, m->arena);
	r = transfer_decode(m->arena, p->encoding, m->raw + p->raw.at, p->raw.len, most, &transfer);
	len = p->size = r.len;
	if (len > most || r.used < p->raw.len) {
		p->cut = true;
		p->size = transfer_size(p->encoding, m->raw + p->raw.at, p->raw.len);
		m->limits |= LIMIT_HIT_TEXT;
		len = whole_lines(r.s, MIN(len, most));
	}
	if (r.broken)
		message_odd(m, ODDITY_ENCODING, p->raw.at + r.broken_at, p->encoding == ENCODING_BASE64
			? "broken base64" : p->encoding == ENCODING_UUENCODE
			? "broken uuencode" : "broken quoted-printable");
	make_text(m, p, &r, len, &transfer);
	return len;
}
