#include "core/rule.h"

enum { WORDS_LEAST = 80 };

/* Of "pt-BR": "pt"; a letter run of two or three, in small letters.  FALSE: none. */
static bool
primary_of(const char *tag, char ret_primary[4])
{
	gsize n = 0;

	while (g_ascii_isspace(*tag))
		tag++;
	for (; g_ascii_isalpha(tag[n]) && n < 3; n++)
		ret_primary[n] = g_ascii_tolower(tag[n]);
	ret_primary[n] = '\0';
	return n >= 2 && !g_ascii_isalnum(tag[n]);
}

/* Words in the language of most; FALSE if some are in the declared one, or none is sure. */
static bool
is_other(const struct body *b, const char *declared, const char **ret_language)
{
	guint words = 0, all = 0;

	*ret_language = NULL;
	for (guint i = 0; i < b->paragraphs->len; i++) {
		const struct paragraph *p = &g_array_index(b->paragraphs, struct paragraph, i);
		char primary[4];

		all += p->n;
		if (!p->language || !primary_of(p->language, primary))
			continue;
		if (g_str_equal(primary, declared))
			return false;
		if (!*ret_language)
			*ret_language = p->language;
		if (g_str_equal(*ret_language, p->language))
			words += p->n;
	}
	return words >= WORDS_LEAST && words * 2 > all;
}

static void
compare(const struct body *b, const struct text *declared, struct findings *out)
{
	static const char *const none[] = { "und", "mul", "zxx", "x", NULL };
	const char *language;
	char primary[4];

	/* "en, de": several are meant. */
	if (!declared || !primary_of(declared->s, primary) || strchr(declared->s, ',') ||
	    g_strv_contains(none, primary))
		return;
	if (is_other(b, primary, &language))
		found(out, declared, text_all(declared), "declared as %s, written in %s", primary,
		      language);
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *field = message_field(f->message, "Content-Language", 0);

	for (guint i = 0; i < f->n_bodies; i++)
		if (f->bodies[i].html && !f->bodies[i].alternative)
			compare(&f->bodies[i], f->bodies[i].html->lang, out);
	if (field && f->main)
		compare(f->main, field->value, out);
}

#define POLISH "<p>Dzień dobry,</p><p>dziękujemy za zamówienie. Spakowaliśmy je dzisiaj rano i zanieśliśmy na " \
	"pocztę. Paczka powinna dotrzeć za dwa albo trzy dni. Jeżeli czegoś w niej brakuje albo coś nie " \
	"pasuje, prosimy o wiadomość albo o telefon. Pracujemy od poniedziałku do piątku między dziewiątą a " \
	"siedemnastą. Fakturę znajdą Państwo na swoim koncie w sklepie. Prosimy zapłacić ją w ciągu dwóch " \
	"najbliższych tygodni. Będzie nam miło, jeżeli wkrótce znowu kupią Państwo coś w naszym sklepie, i " \
	"życzymy wiele radości z nowych rzeczy. Z poważaniem, obsługa sklepu przy ulicy Polnej.</p>"

const struct rule rule_language_declared_mismatch = {
	.id       = "language-declared-mismatch",
	.title    = "declared in another language than written",
	.why      = "Screen readers pronounce it wrongly, and mail programs offer to translate it.",
	.fix      = "Set lang, and Content-Language, to the language of the text.",
	.ignore   = "When the text is in several languages on purpose.",
	.points   = 2,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_LANGUAGE,
	.level    = LEVEL_NOTE,
	.check    = check,
	.examples = {
		HIT (HTML("<html lang=\"en\"><body>" POLISH "</body></html>"), .at = "en"),
		HIT (HEAD "Subject: Order 4711\nContent-Language: de\n"
		     "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
		     POLISH "\n", .at = "de"),
		PASS(HTML("<html lang=\"pl-PL\"><body>" POLISH "</body></html>")),
		PASS(HTML("<html><body>" POLISH "</body></html>")),
		/* Too short to say. */
		PASS(HTML("<html lang=\"en\"><body><p>Dziękujemy za zamówienie w naszym sklepie.</p></body></html>")),
		PASS(HTML("<html lang=\"en\"><body>" POLISH "<p>Thank you for your order, which we have "
			  "packed today and brought to the post office.</p></body></html>")),
	},
};
