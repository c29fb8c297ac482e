#include "core/rule.h"

/* Browsers read the first as the second. */
static const char *const same[][2] = {
	{ "iso88591", "windows1252" }, { "latin1", "windows1252" }, { "cp1252", "windows1252" },
	{ "cp1250", "windows1250" }, { "cp1251", "windows1251" }, { "utf8mb4", "utf8" },
	{ "gb2312", "gbk" }, { "koi8u", "koi8r" },
};

enum { NAME_MOST = 32 };

/* "UTF-8" and "utf8" are one. */
static const char *
plain_name(const char *s, char plain[NAME_MOST])
{
	gsize n = 0;

	for (; *s && n + 1 < NAME_MOST; s++)
		if (g_ascii_isalnum(*s))
			plain[n++] = g_ascii_tolower(*s);
	plain[n] = '\0';
	for (gsize i = 0; i < G_N_ELEMENTS(same); i++)
		if (g_str_equal(plain, same[i][0]))
			return same[i][1];
	return plain;
}

static void
check(const struct facts *f, struct findings *out)
{
	char one[NAME_MOST], other[NAME_MOST];

	for (guint i = 0; i < f->n_bodies; i++) {
		const struct html_view *v = f->bodies[i].html;
		const struct text *meta = v ? v->meta_charset : NULL;
		const char *declared = v && f->bodies[i].part ? f->bodies[i].part->charset : NULL;

		if (!meta || !meta->len || !declared || g_ascii_strcasecmp(declared, "us-ascii") == 0 ||
		    g_str_equal(plain_name(meta->s, one), plain_name(declared, other)) ||
		    charset_ascii(v->source->s, v->source->len) == v->source->len)
			continue;	/* plain letters are the same everywhere; of others mime-charset-wrong tells */
		found(out, meta, text_all(meta), "the part says %s, the HTML %s", declared, meta->s);
	}
}

#define PAGE(s) HTML("<html><head>" s "</head><p>Zamówienie gotowe.</p></html>")

const struct rule rule_html_charset_mismatch = {
	.id       = "html-charset-mismatch",
	.title    = "the HTML declares another charset than its part",
	.why      = "Programs believe one or the other, also when the mail is saved or forwarded, and some "
		    "readers see broken letters.",
	.fix      = "Write utf-8 in both, or leave the <meta> out.",
	.ignore   = "When the letters are right wherever your readers open it.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "RFC 2045 5; HTML, encoding of documents",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (PAGE("<meta charset=\"iso-8859-2\">"), .at = "iso-8859-2"),
		HIT (PAGE("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1250\">"),
		     .at = "windows-1250"),
		PASS(PAGE("<meta charset=\"UTF8\">")),
		PASS(PAGE("<title>Sklep</title>")),
		PASS(HTML("<meta charset=\"iso-8859-2\"><p>Your order is ready.</p>")),
	},
};
