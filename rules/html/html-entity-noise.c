#include "core/rule.h"

enum { RUN_LEAST = 10 };	/* references in a row; nobody writes two */

/* The character reference at `s` if it is a number for an ASCII letter or digit; its length, or 0. */
static gsize
letter_reference(const char *s, const char *end)
{
	bool hex = end - s > 3 && (s[2] | 0x20) == 'x';
	gsize n = hex ? 3 : 2, digits = 0;
	guint value = 0;

	for (; s + n < end && g_ascii_isxdigit(s[n]) && (hex || g_ascii_isdigit(s[n])) && digits < 6;
	     n++, digits++)
		value = value * (hex ? 16 : 10) + (guint)g_ascii_xdigit_value(s[n]);
	if (!digits || value > 0x7f || !g_ascii_isalnum((char)value))
		return 0;
	return n + (s + n < end && s[n] == ';');
}

static struct span
longest_run(const struct text *t, guint *ret_n)
{
	const char *end = t->s + t->len, *p = t->s;
	struct span best = { 0, 0 };

	*ret_n = 0;
	while ((p = memchr(p, '&', (gsize)(end - p)))) {
		const char *from = p;
		guint n = 0;
		gsize len;

		for (; end - p > 3 && p[0] == '&' && p[1] == '#' && (len = letter_reference(p, end)); n++)
			p += len;
		if (n > *ret_n) {
			*ret_n = n;
			best = (struct span){ (gsize)(from - t->s), (gsize)(p - from) };
		}
		p += p == from;
	}
	return best;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;
		struct span where;
		guint n;

		if (!v)
			continue;
		where = longest_run(v->source, &n);
		if (n >= RUN_LEAST)
			found(out, v->source, where, "%u plain letters in a row are numbers", n);
	}
}

#define ORDER "&#79;&#114;&#100;&#101;&#114;"

const struct rule rule_html_entity_noise = {
	.id       = "html-entity-noise",
	.title    = "plain letters are written as codes",
	.why      = "Filters know it from mail that hides words from them.",
	.fix      = "Write the letters as they are; only <, > and & need a code.",
	.ignore   = "When an address is protected like this and filters let your mail pass.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin HTML_ENTITY_ASCII",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (HTML("<p>" ORDER ORDER " 4711</p>"), .at = ORDER ORDER),
		HIT (HTML("<p>&#x4f;&#x72;&#x64;&#x65;&#x72;&#x4f;&#x72;&#x64;&#x65;&#x72</p>")),
		PASS(HTML("<p>" ORDER " " ORDER "</p>")),
		PASS(HTML("<p>&#1047;&#1072;&#1082;&#1072;&#1079;&#1047;&#1072;&#1082;&#1072;&#1079;&#1047;</p>")),
		PASS(HTML("<p>&#39;&#39;&#39;&#39;&#39;&#39;&#39;&#39;&#39;&#39;&#39;&#39; &amp;# &#</p>")),
		PASS(BODY(ORDER ORDER)),
	},
};
