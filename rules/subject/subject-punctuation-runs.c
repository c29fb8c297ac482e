#include "core/rule.h"

/* Two of these in a row already shout; of the others it takes three. */
static bool
is_mark(char c)
{
	return c == '!' || c == '?';
}

static gsize
run_at(const char *s, gsize len)
{
	gsize n = 1;

	if (is_mark(*s)) {
		while (n < len && is_mark(s[n]))
			n++;
		return n >= 2 ? n : 0;
	}
	if (!*s || !strchr("*$><=~", *s))
		return 0;
	while (n < len && s[n] == *s)
		n++;
	return n >= 3 ? n : 0;
}

static void
report(struct findings *out, const struct text *t, struct span where, bool *first)
{
	if (*first)
		found(out, t, where, "a run of signs");
	else
		found_also(out, t, where);
	*first = false;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *t = f->subject_text;
	bool first = true;
	guint marks = 0;
	gsize last = 0;

	for (gsize i = 0; i < t->len;) {
		gsize n = run_at(t->s + i, t->len - i);

		if (n)
			report(out, t, (struct span){ i, n }, &first);
		else if (t->s[i] == '!')
			marks++, last = i;
		i += MAX(n, 1);
	}
	if (first && marks > 1)
		found(out, t, (struct span){ last, 1 }, "%u exclamation marks", marks);
}

const struct rule rule_subject_punctuation_runs = {
	.id       = "subject-punctuation-runs",
	.title    = "subject shouts with its punctuation",
	.why      = "Rows of exclamation marks, asterisks or dollar signs look like "
		    "advertising; some filters add a little for them.",
	.fix      = "Use one mark at most, and let the words say how urgent it is.",
	.ignore   = "When the marks are part of a name or of an article number.",
	.points   = 5,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin PLING_QUERY",
	.classes  = CLASS_ALL,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Your order is ready!!"), .at = "!!"),
		HIT (SUBJECT("Gdzie jest paczka?!?"), .at = "?!?"),
		HIT (SUBJECT("*** Promoção ***"), .at = "***"),
		HIT (SUBJECT("Save $$$ on shipping"), .at = "$$$"),
		HIT (SUBJECT(">>> Важно"), .at = ">>>"),
		HIT (SUBJECT("Hello! Your order is ready!"), .at = "!"),
		PASS(SUBJECT("Your order is ready!")),
		PASS(SUBJECT("Did you receive your parcel?")),
		PASS(SUBJECT("Fatura de outubro: R$ 120,00")),
		PASS(SUBJECT("To be continued...")),
		PASS(SUBJECT("Awaria usunięta -- prosimy o restart")),
	},
};
