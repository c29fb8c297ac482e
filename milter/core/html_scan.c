#include "core/html_reference.h"
#include "core/html_scan.h"

enum { SCRATCH = 256 };

const guint16 html_scan_meaning[256] = {
	['\0'] = SCAN_FOLDED | SCAN_RAW | SCAN_PLAINTEXT_STOP | SCAN_DECODED,
	['\t'] = SCAN_SPACE | SCAN_ENDS | SCAN_UNQUOTED_STOP,
	['\n'] = SCAN_SPACE | SCAN_ENDS | SCAN_UNQUOTED_STOP,
	['\f'] = SCAN_SPACE | SCAN_ENDS | SCAN_UNQUOTED_STOP,
	['\r'] = SCAN_SPACE | SCAN_ENDS | SCAN_UNQUOTED_STOP | SCAN_DATA_STOP | SCAN_RAW |
		SCAN_PLAINTEXT_STOP | SCAN_CDATA_STOP | SCAN_DECODED,
	[' '] = SCAN_SPACE | SCAN_ENDS | SCAN_UNQUOTED_STOP,
	['/'] = SCAN_ENDS,
	['>'] = SCAN_ENDS | SCAN_UNQUOTED_STOP | SCAN_SCRIPT_STOP,
	['='] = SCAN_ATTRIBUTE_STOP,
	['<'] = SCAN_DATA_STOP | SCAN_RAW,
	['&'] = SCAN_DATA_STOP | SCAN_RCDATA_STOP | SCAN_DECODED,
	['-'] = SCAN_SCRIPT_STOP,
	[']'] = SCAN_CDATA_STOP,
	['A' ... 'Z'] = SCAN_FOLDED,
};

static const char replacement[] = "\xef\xbf\xbd";

/* A full buffer is left to the strings that stand in it; only the unfinished one moves. */
char *
html_scan_room(struct html *h, gsize *from, gsize len)
{
	if (h->room - h->used < len) {
		gsize has = h->used - *from, room = MAX(2 * (h->room + len), SCRATCH);
		char *bigger = arena_bytes(h->arena, room);

		if (has)
			memcpy(bigger, h->scratch + *from, has);
		h->scratch = bigger;
		h->room = room;
		h->used = has;
		*from = 0;
	}
	h->used += len;
	return h->scratch + h->used - len;
}

static struct html_string
lower_case(struct html *h, const char *s, const char *end)
{
	gsize from = h->used;

	for (const char *p = s; p < end; p++) {
		if (*p)
			*html_scan_room(h, &from, 1) = g_ascii_tolower(*p);
		else
			memcpy(html_scan_room(h, &from, 3), replacement, 3);
	}
	return html_scan_decoded_since(h, from, s, end);
}

struct html_string
html_scan_name(struct html *h, guint16 stop)
{
	const char *s = h->p;
	guint16 seen = html_scan_means(*h->p++);

	for (; h->p < h->end && !(html_scan_means(*h->p) & stop); h->p++)
		seen |= html_scan_means(*h->p);
	return seen & SCAN_FOLDED ? lower_case(h, s, h->p) : html_scan_as_is(h, s, h->p);
}

bool
html_scan_special(const char *start, const char *p, const char *end, bool references,
		  struct html_piece *ret_piece)
{
	gsize taken = 1, len = 1;

	if (*p == '\r') {
		taken = p + 1 < end && p[1] == '\n' ? 2 : 1;
		ret_piece->decoded[0] = '\n';
	} else if (*p == '\0') {
		len = 3;
		memcpy(ret_piece->decoded, replacement, len);
	} else if (*p != '&' || !references ||
		   !(taken = html_reference(p, end, true, ret_piece->decoded, &len))) {
		return false;
	}
	ret_piece->s = ret_piece->decoded;
	ret_piece->len = len;
	ret_piece->where = (struct span){ (gsize)(p - start), taken };
	ret_piece->same = false;
	return true;
}

bool
html_scan_piece(const char *input, struct span *rest, bool references, struct html_piece *ret_piece)
{
	const char *s = input + rest->at, *end = s + rest->len, *p = s;

	if (!rest->len)
		return false;
	while (p < end && !((html_scan_means(*p) & SCAN_DECODED) &&
			    html_scan_special(input, p, end, references, ret_piece)))
		p++;
	if (p > s) {
		ret_piece->s = s;
		ret_piece->len = (gsize)(p - s);
		ret_piece->where = (struct span){ rest->at, ret_piece->len };
		ret_piece->same = true;
	}
	/* What is not empty gave a piece.  NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign) */
	rest->at += ret_piece->where.len;
	rest->len -= ret_piece->where.len;
	return true;
}

struct html_string
html_scan_decoded(struct html *h, const char *s, const char *end, bool references)
{
	struct span rest = { (gsize)(s - h->start), (gsize)(end - s) };
	struct html_piece piece;
	gsize from = h->used;

	if (s == end || (!h->folds && !(references && memchr(s, '&', (gsize)(end - s)))))
		return html_scan_as_is(h, s, end);
	while (html_scan_piece(h->start, &rest, references, &piece)) {
		if (piece.same && piece.len == (gsize)(end - s))
			return html_scan_as_is(h, s, end);
		memcpy(html_scan_room(h, &from, piece.len), piece.s, piece.len);
	}
	return html_scan_decoded_since(h, from, s, end);
}
