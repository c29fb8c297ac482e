#include "core/html_scan.h"

/* ---- comments ---- */

static bool
comment_done(struct html *h, const char *from, const char *s, const char *end)
{
	h->token.text = html_scan_decoded(h, s, end, false);
	return html_scan_done(h, from);
}

bool
html_markup_bogus_comment(struct html *h, const char *from)
{
	const char *s = h->p, *end = html_scan_find(h, '>');

	html_scan_begin(h, HTML_COMMENT);
	h->p = end ? end + 1 : h->end;
	return comment_done(h, from, s, end ? end : h->end);
}

/* What the standard's states after a '-' leave out of a comment cut short. */
static const char *
end_of_cut_comment(const char *s, const char *end)
{
	if (end - s >= 3 && memcmp(end - 3, "--!", 3) == 0)
		return end - 3;
	for (int i = 0; i < 2 && end > s && end[-1] == '-'; i++)
		end--;
	return end;
}

bool
html_markup_comment(struct html *h, const char *from)
{
	const char *s = h->p, *end;

	html_scan_begin(h, HTML_COMMENT);
	while ((end = html_scan_find(h, '>'))) {
		h->p = end + 1;
		if (end == s || (end == s + 1 && *s == '-'))
			return comment_done(h, from, s, s);
		if (end - s >= 2 && memcmp(end - 2, "--", 2) == 0)
			return comment_done(h, from, s, end - 2);
		if (end - s >= 3 && memcmp(end - 3, "--!", 3) == 0)
			return comment_done(h, from, s, end - 3);
	}
	h->p = h->end;
	return comment_done(h, from, s, end_of_cut_comment(s, h->end));
}

/* ---- DOCTYPE ---- */

/* An id in quotes; false and quirks if there is none, or it is cut short. */
static bool
read_doctype_id(struct html *h, bool *ret_has, struct html_string *ret_id)
{
	const char *s, *end;
	char quote;

	html_scan_skip_space(h);
	if (h->p >= h->end || (*h->p != '"' && *h->p != '\'')) {
		h->token.force_quirks = true;
		return false;
	}
	quote = *h->p++;
	s = h->p;
	for (end = s; end < h->end && *end != quote && *end != '>'; )
		end++;
	*ret_id = html_scan_decoded(h, s, end, false);
	*ret_has = true;
	h->p = end;
	if (end >= h->end || *end == '>') {
		h->token.force_quirks = true;
		return false;
	}
	h->p++;
	return true;
}

static void
read_doctype_ids(struct html *h)
{
	struct html_token *t = &h->token;

	if (html_scan_is_word_next(h, "public")) {
		h->p += strlen("public");
		if (!read_doctype_id(h, &t->has_public_id, &t->public_id))
			return;
		html_scan_skip_space(h);
		if (h->p < h->end && *h->p == '>')
			return;
	} else if (html_scan_is_word_next(h, "system")) {
		h->p += strlen("system");
	} else {
		t->force_quirks = true;
		return;
	}
	if (!read_doctype_id(h, &t->has_system_id, &t->system_id))
		return;
	html_scan_skip_space(h);
	if (h->p >= h->end)
		t->force_quirks = true;
}

bool
html_markup_doctype(struct html *h, const char *from)
{
	struct html_token *t = &h->token;
	const char *end;

	html_scan_begin(h, HTML_DOCTYPE);
	html_scan_skip_space(h);
	if (h->p >= h->end || *h->p == '>') {
		t->force_quirks = true;
	} else {
		t->text = html_scan_name(h, SCAN_UNQUOTED_STOP);
		t->has_name = true;
		html_scan_skip_space(h);
		if (h->p >= h->end)
			t->force_quirks = true;
		else if (*h->p != '>')
			read_doctype_ids(h);
	}
	end = html_scan_find(h, '>');
	h->p = end ? end + 1 : h->end;
	return html_scan_done(h, from);
}
