#include "core/facts.h"

/* "[2]", "(3)", "^2": how often it was answered. */
static const char *
skip_count(const char *p, const char *end)
{
	const char *q = p;

	if (q < end && strchr("[(^", *q) && *q) {
		for (q++; q < end && g_ascii_isdigit(*q); q++)
			;
		if (q < end && (*q == ']' || *q == ')'))
			q++;
		p = q;
	}
	while (p < end && *p == ' ')
		p++;
	return p;
}

/* The end of "Re:" or "Fwd[2]:" at `s`; `s` if there is none. */
static const char *
skip_prefix(const struct facts *f, const char *s, const char *end)
{
	char word[32];
	const char *p = s;
	gsize n;

	while (p < end && g_unichar_isalpha(g_utf8_get_char(p)))
		p = g_utf8_next_char(p);
	n = (gsize)(p - s);
	if (n == 0 || n >= sizeof word)
		return s;
	memcpy(word, s, n);
	word[n] = '\0';
	p = skip_count(p, end);
	if (p < end && *p == ':')
		p++;
	else if (end - p >= 3 && memcmp(p, "：", 3) == 0)
		p += 3;
	else
		return s;
	return phrases_lookup(f->phrases, "reply-prefix", word) ? p : s;
}

struct span
facts_subject_prefix(const struct facts *f)
{
	const char *s = f->subject_text->s, *end = s + f->subject_text->len;
	const char *done = s, *p = s, *next;

	if (!f->phrases)
		return (struct span){ 0, 0 };
	for (;;) {
		next = skip_prefix(f, p, end);
		if (next == p)
			return (struct span){ 0, (gsize)(done - s) };
		done = next;
		for (p = next; p < end && *p == ' '; p++)
			;
	}
}
